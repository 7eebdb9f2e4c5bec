import type { ActivityType, ClientType } from '@hovor/protocol/enums';
import type { GuestSession } from '@hovor/protocol/guest';
import type {
  Activity,
  OperatorFace,
  Param,
  SessionDetail,
  SessionNote,
  SessionOperator,
  SessionRow,
  SharedFile,
  Tag,
} from '@hovor/protocol/session';
import { displayName, faceOf, fullName } from '../directory/service.ts';
import { isInlineImage } from '../foundation/security/files.ts';
import type { ActivityFileRow, ActivityRow } from './activity-queries.ts';
import { presentBotMessage } from './bot-message.ts';
import type { BotRow } from './bot-queries.ts';
import type { InviteRow } from './collaborator-queries.ts';
import type { DetailRow, NoteRow, OperatorRow, ParamRow, RowRecord, TagRow } from './reading-queries.ts';

/** Rows of the database → shapes of the protocol. Only what is named here leaves the server. */

/** For whom addresses inside a shape must work. */
export type Audience = 'desk' | 'guest';

const filesBelow: Record<Audience, string> = { desk: '/app-api/sessions', guest: '/widget/sessions' };

const iso = (time: Date) => time.toISOString();
const isoOrNull = (time: Date | null) => time?.toISOString() ?? null;

export function fileOf(sessionId: number, file: ActivityFileRow, audience: Audience): SharedFile {
  return {
    id: file.id,
    name: file.name,
    contentType: file.contentType,
    size: file.size,
    url: `${filesBelow[audience]}/${sessionId}/files/${file.id}`,
    isImage: isInlineImage(file.contentType),
    isDeleted: file.deleted !== null,
  };
}

export function presentActivity(row: ActivityRow, file: SharedFile | null): Activity {
  return {
    id: row.id,
    sessionId: row.sessionId,
    seq: row.seq,
    type: row.type as ActivityType,
    at: iso(row.at),
    client: row.client as ClientType | null,
    userId: row.userId,
    userName: row.userId === null ? null : displayName(named(row)),
    messageId: row.messageId,
    text: row.text,
    file,
    terminationReason: row.data?.terminationReason ?? null,
    ...forwardOf(row),
    ...colleagueOf(row),
    ...(row.chatbotId !== null && { chatbot: botOf(row, row.chatbotId) }),
  };
}

function forwardOf({ type, data }: ActivityRow): Pick<Activity, 'forward'> {
  if (type !== 'SessionForwarded' || !data) return {};
  const note = data.note ?? null;
  if (data.toGroupName !== undefined) return { forward: { to: 'group', name: data.toGroupName, note } };
  if (data.toChatbotName !== undefined) return { forward: { to: 'chatbot', name: data.toChatbotName, note } };
  const name = data.toOperatorFace ?? data.toOperatorFullName;
  return name === undefined ? {} : { forward: { to: 'operator', name, note } };
}

const aboutColleagues: ReadonlySet<string> = new Set([
  'OperatorInvited',
  'OperatorInviteCanceled',
  'OperatorInviteRejected',
  'OperatorKicked',
]);

function colleagueOf({ type, data }: ActivityRow): Pick<Activity, 'colleague'> {
  if (!data || !aboutColleagues.has(type)) return {};
  const note = data.note ?? null;
  if (data.toGroupName !== undefined) return { colleague: { kind: 'group', name: data.toGroupName, note } };
  const name = data.toOperatorFullName;
  return name === undefined ? {} : { colleague: { kind: 'operator', name, note } };
}

function botOf({ chatbotName, data }: ActivityRow, id: number): NonNullable<Activity['chatbot']> {
  const content = data?.chatbotMessageContent;
  return { id, name: chatbotName ?? '', message: content ? presentBotMessage(content) : null };
}

/** The same line for the client: addresses of files lead to the client's door, notes stay with the operators. */
export function forGuest(activity: Activity): Activity {
  if (activity.colleague) return withoutColleague(activity);
  if (activity.forward) return { ...activity, forward: { ...activity.forward, note: null } };
  if (!activity.file) return activity;
  const url = `${filesBelow.guest}/${activity.sessionId}/files/${activity.file.id}`;
  return { ...activity, file: { ...activity.file, url } };
}

const withoutColleague = ({ colleague: _, ...line }: Activity): Activity => ({ ...line, userId: null, userName: null });

const named = (row: { firstName: string | null; lastName: string | null; nickname: string | null }) => ({
  firstName: row.firstName ?? '',
  lastName: row.lastName ?? '',
  nickname: row.nickname,
});

export function presentRow(row: RowRecord, operators: readonly OperatorRow[], tags: readonly TagRow[]): SessionRow {
  return {
    id: row.id,
    tenantId: row.tenantId,
    status: row.status,
    channel: row.channel,
    source: row.source,
    guestId: row.guestId,
    guestName: row.guestName,
    guestEmail: row.guestEmail,
    guestPhone: row.guestPhone,
    preset: row.preset,
    language: row.language,
    os: row.os,
    browser: row.browser,
    url: row.url,
    created: iso(row.created),
    enteredQueue: isoOrNull(row.enteredQueue),
    started: isoOrNull(row.started),
    ended: isoOrNull(row.ended),
    terminationReason: row.terminationReason,
    guestLeft: row.guestLeft,
    guestLost: isoOrNull(row.guestLost),
    operators: operators.map(presentOperator),
    lastSeq: row.lastSeq,
    lastText: row.lastText,
    lastAt: isoOrNull(row.lastAt),
    unansweredSince: isoOrNull(row.unansweredSince),
    receipts: receiptsOf(row),
    result: row.result,
    feedbackStars: row.feedbackStars,
    tags: tags.map(presentTag),
  };
}

export const receiptsOf = (row: { guestDeliveredSeq: number; guestReadSeq: number; operatorReadSeq: number }) => ({
  guestDelivered: row.guestDeliveredSeq,
  guestRead: row.guestReadSeq,
  operatorRead: row.operatorReadSeq,
});

const presentOperator = (row: OperatorRow): SessionOperator => ({
  userId: row.userId,
  name: fullName(named(row)),
  joined: iso(row.joined),
  left: isoOrNull(row.left),
  concluded: isoOrNull(row.concluded),
  acwUntil: row.concluded ? null : isoOrNull(row.acwUntil),
});

export const presentTag = (row: TagRow): Tag => ({
  id: row.id,
  name: row.name,
  label: row.label,
  background: row.background,
  text: row.text,
});

export const presentParam = (row: ParamRow): Param => ({
  name: row.name,
  label: row.label,
  value: row.value,
  source: row.source,
  readOnly: row.readOnly,
  updated: iso(row.updated),
});

export const presentNote = (row: NoteRow): SessionNote => ({
  id: row.id,
  userId: row.userId,
  userName: fullName(named(row)),
  text: row.text,
  at: iso(row.at),
});

export function presentDetail(
  row: SessionRow,
  extra: DetailRow,
  params: readonly ParamRow[],
  notes: readonly NoteRow[],
  invites: readonly InviteRow[],
): SessionDetail {
  return {
    ...row,
    params: params.map(presentParam),
    notes: notes.map(presentNote),
    invites: invites.map(({ inviteId, groupName: group, operators, by, at }) => ({
      ...{ inviteId, group, operators, by },
      at: iso(at),
    })),
    note: extra.note,
    ip: extra.ip,
    feedbackScale: extra.feedbackScale,
    feedbackText: extra.feedbackText,
  };
}

/** What the client may know. While it runs the operators who are here, afterwards those who were. */
export function presentForGuest(row: RowRecord, operators: readonly OperatorRow[], bot?: BotRow): GuestSession {
  const shown = row.ended ? operators : operators.filter((stay) => !stay.left && !stay.concluded);
  const faces = new Map<number, OperatorFace>(
    shown.map((stay) => [
      stay.userId,
      faceOf({ ...named(stay), userId: stay.userId, position: stay.position, photoKey: stay.photoKey }),
    ]),
  );
  return {
    id: row.id,
    presetId: row.presetId,
    scope: row.scope,
    status: row.status,
    created: iso(row.created),
    started: isoOrNull(row.started),
    ended: isoOrNull(row.ended),
    terminationReason: row.terminationReason,
    place: null,
    estimatedWait: null,
    operators: [...faces.values()],
    lastSeq: row.lastSeq,
    receipts: receiptsOf(row),
    feedbackGiven: row.feedbackGiven,
    bot: bot ? { id: bot.chatbotId, name: bot.name, input: bot.input, upload: bot.upload, asks: bot.asks } : null,
  };
}
