import type { WebhookEventType } from '@hovor/protocol/enums';
import { type Details, messageOf } from './payloads.ts';
import type { Message } from './schema.ts';

/**
 * A message of each type that is sent today, made by the same code as the real ones, about things that do not exist: for
 * tests of an endpoint, and for the page of docs/integrators. Ids are 1, so a receiver that looks them up finds nothing.
 */
export function sampleMessage(
  eventType: WebhookEventType,
  { tenantId, zone, at }: { tenantId: number; zone: string; at: Date },
): Message | null {
  const time = at.toISOString();
  const session = { id: 1, tenantId, channel: 'Chat', source: 'Default', time };
  const activity = { sessionId: 1, activityId: 1, time, client: 'Guest', userId: null, text: null, fileId: null };
  const colleague = (type: string): [string, Record<string, unknown>] => [
    'session.activity',
    { ...activity, type, client: 'User', userId: 1 },
  ];
  const facts: Partial<Record<WebhookEventType, [kind: string, payload: Record<string, unknown>]>> = {
    UserStatusChanged: ['user.stateChanged', { userId: 1, kind: 'ONLINE', awayReasonId: null, note: null }],
    ApplicationSettingChanged: ['setting.changed', { scope: 'company', scopeId: 1, name: 'example' }],
    GuestIdentityUpdated: ['guest.identityUpdated', { id: 1, tenantId }],
    SessionCreated: ['session.created', session],
    SessionStarted: ['session.started', { ...session, started: time }],
    SessionEnded: ['session.ended', { ...session, started: time, ended: time }],
    SessionForwarded: ['session.forwarded', { ...session, operatorGroupId: 1 }],
    SessionOperatorJoined: ['session.operatorJoined', { ...session, userId: 1 }],
    SessionOperatorLeft: ['session.operatorLeft', { ...session, userId: 1 }],
    SessionOperatorConcluded: ['session.operatorConcluded', { ...session, userId: 1 }],
    SessionCallParamsUpdated: ['session.paramsUpdated', { id: 1, tenantId }],
    SessionActivityChatMessage: ['session.activity', { ...activity, type: 'ChatMessage', text: 'Hello' }],
    SessionActivitySharedFile: ['session.activity', { ...activity, type: 'SharedFile', fileId: 1 }],
    SessionActivityChatbotMessage: [
      'session.activity',
      { ...activity, type: 'ChatbotMessage', client: 'Chatbot', text: 'Hello' },
    ],
    SessionActivitySessionForwarded: [
      'session.activity',
      { ...activity, type: 'SessionForwarded', client: 'User', userId: 1 },
    ],
    SessionActivityOperatorInvited: colleague('OperatorInvited'),
    SessionActivityOperatorInviteCanceled: colleague('OperatorInviteCanceled'),
    SessionActivityOperatorInviteRejected: colleague('OperatorInviteRejected'),
    SessionActivityOperatorKicked: colleague('OperatorKicked'),
    SessionActivitySessionEnded: ['session.activity', { ...activity, type: 'SessionEnded', client: null }],
  };
  const found = facts[eventType];
  if (!found) return null;
  const [kind, payload] = found;
  const event = { id: 1, companyId: 1, tenantId, kind, subject: '', actor: { kind: 'system' }, at, payload };
  return messageOf(event, detailsOf(tenantId), zone);
}

const detailsOf = (tenantId: number): Details => ({
  activity: () => ({
    chatbotId: null,
    data: { terminationReason: 'OperatorLeft', toGroupId: 1, toGroupName: 'Sales', toOperatorUserId: 2 },
  }),
  file: () => ({
    id: 1,
    operatorOwner: null,
    departmentOwner: tenantId,
    name: 'example.pdf',
    downloadUrl: 'https://hovor.example/api/v1/files/1',
    isUploading: false,
    isDeleted: false,
  }),
  awayReason: () => undefined,
});
