import type { Activity } from '@hovor/protocol/session';
import type { Unit } from '../foundation/transact.ts';
import { insertActivity, senderNames } from './activity-queries.ts';
import { chatbotName } from './bot-queries.ts';
import { fileOf, presentActivity } from './presenter.ts';
import type { NewActivity, SessionRecord, Stored } from './schema.ts';
import { updateSession } from './session-queries.ts';

/**
 * Writes a line of the conversation: the next seq, its event, and the line itself for listeners in this process. The
 * session must be locked by this unit; `saveSession` afterwards stores the new `lastSeq`.
 */
export async function writeActivity(
  unit: Unit,
  session: SessionRecord,
  activity: NewActivity,
  file?: { id: number; name: string; contentType: string; size: number },
): Promise<Stored> {
  session.lastSeq += 1;
  const row = {
    companyId: session.companyId,
    sessionId: session.id,
    seq: session.lastSeq,
    type: activity.type,
    at: unit.now,
    client: activity.client,
    userId: activity.userId ?? null,
    messageId: activity.messageId ?? null,
    text: activity.text ?? null,
    chatbotId: activity.chatbotId ?? null,
    fileId: file?.id ?? null,
    data: activity.data ?? null,
  };
  const id = await insertActivity(unit.db, row);
  const names = row.userId ? await senderNames(unit.db, session.companyId, session.tenantId, row.userId) : null;
  const botName = row.chatbotId ? await chatbotName(unit.db, session.companyId, row.chatbotId) : null;
  const line: Activity = presentActivity(
    { ...row, id, chatbotName: botName, ...(names ?? { firstName: null, lastName: null, nickname: null }) },
    file ? fileOf(session.id, { ...file, deleted: null }, 'desk') : null,
  );
  const at = unit.now.toISOString();
  unit.record({
    companyId: session.companyId,
    tenantId: session.tenantId,
    kind: 'session.activity',
    subject: `session:${session.id}`,
    payload: {
      sessionId: session.id,
      activityId: id,
      seq: row.seq,
      type: row.type,
      time: at,
      client: row.client,
      userId: row.userId,
      ...(row.chatbotId !== null && { chatbotId: row.chatbotId }),
      text: row.text,
      fileId: row.fileId,
    },
  });
  unit.touch({
    companyId: session.companyId,
    tenantId: session.tenantId,
    topic: 'activities',
    id: session.id,
    local: [line],
  });
  return { activityId: id, seq: row.seq, at };
}

/** Stores changed columns of a locked session and announces the change. The record follows. */
export async function saveSession(
  unit: Unit,
  session: SessionRecord,
  set: Parameters<typeof updateSession>[2] = {},
): Promise<void> {
  await updateSession(unit.db, session, set);
  Object.assign(session, set);
  touchSession(unit, session);
}

export function touchSession(unit: Unit, session: SessionRecord): void {
  unit.touch({ companyId: session.companyId, tenantId: session.tenantId, topic: 'session', id: session.id });
}

/** The order or length of the tenant's queue changed. */
export function touchQueue(unit: Unit, session: SessionRecord): void {
  unit.touch({ companyId: session.companyId, tenantId: session.tenantId, topic: 'queue', id: session.tenantId });
}

/** The operator's load changed. */
export function touchOperator(unit: Unit, session: SessionRecord, userId: number): void {
  unit.touch({ companyId: session.companyId, tenantId: session.tenantId, topic: 'operator', id: userId });
}

/** Appends a fact about a session to the event log. */
export function recordOf(unit: Unit, session: SessionRecord, fact: string, payload: Record<string, unknown>): void {
  unit.record({
    companyId: session.companyId,
    tenantId: session.tenantId,
    kind: `session.${fact}`,
    subject: `session:${session.id}`,
    payload: { id: session.id, ...payload },
  });
}
