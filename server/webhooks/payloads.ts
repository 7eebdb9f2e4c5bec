import type { OperatorStateKind, WebhookEventType } from '@hovor/protocol/enums';
import { webhookEventTypes } from '@hovor/protocol/enums';
import type { SettingScope } from '../directory/service.ts';
import type { LogEvent } from '../foundation/events/subscriber.ts';
import { formatTime } from '../foundation/zoned-time.ts';
import { statusOf } from '../routing/service.ts';
import type { Message } from './schema.ts';

/**
 * What an event of the log is called and says outside (API-WHE, MOD-PAY): member by member, nulls written. Pure; what
 * the event does not carry is handed in as `details`.
 */

/** What the log leaves out of an activity because only few need it. */
export interface ActivityDetails {
  chatbotId: number | null;
  /** Members of the contract's activity, by their names there. */
  data: Record<string, unknown>;
}

/** A file as MOD-SES-12 shows it. */
export interface FileDetails {
  id: number;
  operatorOwner: number | null;
  departmentOwner: number | null;
  name: string;
  downloadUrl: string;
  isUploading: boolean;
  isDeleted: boolean;
}

export interface Details {
  activity(id: number): ActivityDetails | undefined;
  file(id: number): FileDetails | undefined;
  awayReason(id: number): string | undefined;
}

const kinds: ReadonlyMap<string, WebhookEventType> = new Map([
  ['user.stateChanged', 'UserStatusChanged'],
  ['setting.changed', 'ApplicationSettingChanged'],
  ['session.created', 'SessionCreated'],
  ['session.started', 'SessionStarted'],
  ['session.ended', 'SessionEnded'],
  ['session.forwarded', 'SessionForwarded'],
  ['session.operatorJoined', 'SessionOperatorJoined'],
  ['session.operatorLeft', 'SessionOperatorLeft'],
  ['session.operatorConcluded', 'SessionOperatorConcluded'],
  ['session.paramsUpdated', 'SessionCallParamsUpdated'],
  ['guest.identityUpdated', 'GuestIdentityUpdated'],
]);

const known: ReadonlySet<string> = new Set(webhookEventTypes);

/** The event type of the contract, or null when the outside does not hear of it (API-WHE-21). */
export function eventTypeOf({ kind, payload }: Pick<LogEvent, 'kind' | 'payload'>): WebhookEventType | null {
  if (kind !== 'session.activity') return kinds.get(kind) ?? null;
  const type = payload.type === 'AvGetMediaResult' ? 'AvMediaResult' : payload.type;
  const name = `SessionActivity${type}`;
  return known.has(name) ? (name as WebhookEventType) : null;
}

/** The body of a webhook for this event; null when it has none. */
export function messageOf(event: LogEvent, details: Details, zone: string): Message | null {
  const eventType = eventTypeOf(event);
  return eventType && { eventType, data: dataOf(eventType, event, details, zone) };
}

function dataOf(eventType: WebhookEventType, event: LogEvent, details: Details, zone: string) {
  const { payload } = event;
  const time = (value: unknown) => (typeof value === 'string' ? formatTime(new Date(value), zone) : null);
  const given = (...names: string[]) => Object.fromEntries(names.map((name) => [name, payload[name] ?? null]));
  const session = { id: payload.id, tenantId: payload.tenantId ?? event.tenantId };

  switch (eventType) {
    case 'SessionCreated':
      return { ...session, ...given('channel', 'source') };
    case 'SessionStarted':
      return { ...session, ...given('channel', 'source'), started: time(payload.started) };
    case 'SessionEnded':
      return {
        ...session,
        ...given('channel', 'source'),
        started: time(payload.started),
        ended: time(payload.ended),
      };
    case 'SessionForwarded':
      return {
        ...session,
        ...given('channel', 'source'),
        time: time(payload.time),
        ...given('userId', 'operatorGroupId', 'chatbotId'),
      };
    case 'SessionOperatorJoined':
    case 'SessionOperatorLeft':
    case 'SessionOperatorConcluded':
      return { ...session, ...given('userId', 'channel', 'source'), time: time(payload.time) };
    case 'SessionCallParamsUpdated':
    case 'GuestIdentityUpdated':
      return session;
    case 'UserStatusChanged':
      return userStatus(payload, details);
    case 'ApplicationSettingChanged':
      return settingChanged(payload);
    default:
      return activityData(eventType, payload, details, time);
  }
}

/** The older notion of an operator's state that clients know (OP-ST-7). */
function userStatus(payload: Record<string, unknown>, details: Details) {
  const { simplified, availability } = statusOf(payload.kind as OperatorStateKind);
  const reason = typeof payload.awayReasonId === 'number' ? details.awayReason(payload.awayReasonId) : undefined;
  return {
    userId: payload.userId,
    status: simplified,
    availabilityStatus: availability,
    availabilityStatusReason: payload.note ?? reason ?? null,
  };
}

/** Exactly one of the five ids says whose setting it is (MOD-PAY-1). */
function settingChanged({ name, scope, scopeId }: Record<string, unknown>) {
  const of = (level: SettingScope) => (scope === level ? scopeId : null);
  return {
    name,
    companyId: of('company'),
    departmentId: of('tenant'),
    operatorGroupId: of('group'),
    userId: of('user'),
    routingRuleSetId: of('routing'),
  };
}

/** Texts leave as HTML (MOD-SES-11); what people type is plain text. */
export const asHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function activityData(
  eventType: WebhookEventType,
  payload: Record<string, unknown>,
  details: Details,
  time: (value: unknown) => string | null,
) {
  const { chatbotId, data } = details.activity(Number(payload.activityId)) ?? { chatbotId: null, data: {} };
  const more = (...names: string[]) => Object.fromEntries(names.map((name) => [name, data[name] ?? null]));
  const { sessionId } = payload;
  const av = { sessionId, operatorId: payload.userId ?? data.operatorId ?? null };

  switch (eventType) {
    case 'SessionActivityAvRequest':
    case 'SessionActivityAvTerminated':
      return { ...av, time: time(payload.time) };
    case 'SessionActivityAvResponse':
      return { ...av, ...more('response'), time: time(payload.time) };
    case 'SessionActivityAvMediaResult':
      return {
        ...av,
        ...more('result'),
        isStreamAvailable: data.streamAvailable ?? false,
        time: time(payload.time),
      };
  }

  const file = typeof payload.fileId === 'number' ? (details.file(payload.fileId) ?? null) : null;
  const generic = {
    sessionId,
    activityId: payload.activityId,
    time: time(payload.time),
    type: payload.type,
    heroCard: data.heroCard ?? null,
    heroCardParams: null,
    callScript: data.callScript ?? null,
    client: payload.client ?? null,
    text: typeof payload.text === 'string' ? asHtml(payload.text) : null,
    previewUrl: null,
    file,
    associatedSharedFileUrl: file?.downloadUrl ?? null,
    ...more('toOperatorUserId', 'toOperatorFullName', 'toGroupId', 'toGroupName', 'toPhoneNumber', 'note'),
    chatbotMessageContent: data.chatbotMessageContent ? JSON.stringify(data.chatbotMessageContent) : null,
    ...more('submissionIdentification'),
    userId: payload.userId ?? null,
    chatbotId,
    ...more('chatbotHeroCardSubmissionKey', 'chatbotHeroCardSubmissionValue', 'formFieldSetUUID', 'terminationReason'),
  };
  if (eventType !== 'SessionActivityHeroCardSubmission') return generic;
  return {
    ...generic,
    result: data.submissionResult ?? 'Submitted',
    originalFormID: data.originalFormId ?? null,
    submittedByClient: payload.client === 'Guest',
    params: data.submissionParams ?? null,
  };
}
