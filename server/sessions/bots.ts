import { Problem } from '../foundation/errors.ts';
import type { GuestActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { ended, lockSeen } from './access.ts';
import { type BotContent, plainText } from './bot-message.ts';
import { insertBotStay, readBotStay, servedBefore, updateBotStay } from './bot-queries.ts';
import { isRunning, isWaiting } from './rules.ts';
import type { BotStay, BotSwitches, NewActivity, SessionRecord, Stored } from './schema.ts';
import { recordOf, saveSession, touchQueue, writeActivity } from './transcript.ts';

/**
 * A chatbot in a session (CB-LC). At most one at a time; while it is there the session is ACTIVE and nobody looks for an
 * operator, but `started` stays empty, because that tells of the first operator (MOD-SES-8).
 *
 * HERE       joined by routing or by a forward. It speaks, switches the client's field and paper clip, asks for a file or
 *            the position. What moves it on:
 * - handOff  → back to routing: the session is IN_QUEUE (CB-CM-17);
 * - forward  → whoever forwards says where to (CB-CM-16, API-SES-9);
 * - ended    the session ended, by whomever;
 * - failed   the bot was switched off: back to routing as after a handOff (CB-TR-5).
 */
export type BotOutcome = 'handOff' | 'forward' | 'ended' | 'failed';

/** In the caller's unit, which holds the session's lock: all functions up to `createBotSide`. */
export async function joinChatbot(unit: Unit, session: SessionRecord, chatbotId: number): Promise<void> {
  if (!isRunning(session)) throw ended();
  if (await readBotStay(unit.db, session.companyId, session.id)) {
    throw new Problem('conflict', { detail: 'A chatbot is in this conversation already.' });
  }
  const { companyId, id: sessionId, lastSeq } = session;
  const first = !(await servedBefore(unit.db, companyId, sessionId));
  const { id: stayId } = await insertBotStay(unit.db, {
    companyId,
    sessionId,
    chatbotId,
    joined: unit.now,
    // What the client wrote while nobody was there yet is for the first who comes.
    fromSeq: first ? 0 : lastSeq,
    joinedSeq: lastSeq,
  });
  await writeActivity(unit, session, { type: 'Joined', client: 'Chatbot', chatbotId });
  recordOf(unit, session, 'chatbotJoined', { ...botFact(unit, session, chatbotId, stayId) });
  const wasWaiting = isWaiting(session.status);
  await saveSession(unit, session, { ...(session.status !== 'ACTIVE' && { status: 'ACTIVE' }) });
  if (wasWaiting) touchQueue(unit, session);
}

/** @returns the stay that is over now; null when no bot was there */
export async function leaveChatbot(unit: Unit, session: SessionRecord, outcome: BotOutcome): Promise<BotStay | null> {
  const stay = await readBotStay(unit.db, session.companyId, session.id);
  if (!stay) return null;
  const { chatbotId } = stay;
  await updateBotStay(unit.db, session.companyId, stay.id, { left: unit.now, outcome, leftSeq: session.lastSeq });
  const type = outcome === 'handOff' ? 'Handoff' : 'Left';
  await writeActivity(unit, session, { type, client: 'Chatbot', chatbotId });
  recordOf(unit, session, 'chatbotLeft', { ...botFact(unit, session, chatbotId, stay.id), outcome });
  const toQueue = isRunning(session) && (outcome === 'handOff' || outcome === 'failed');
  await saveSession(unit, session, toQueue ? { status: 'IN_QUEUE', enteredQueue: unit.now } : {});
  if (toQueue) touchQueue(unit, session);
  return stay;
}

const botFact = (unit: Unit, { tenantId, source, language }: SessionRecord, chatbotId: number, stayId: number) => ({
  tenantId,
  chatbotId,
  stayId,
  source,
  language,
  time: unit.now.toISOString(),
});

export const chatbotHere = (unit: Unit, session: SessionRecord) => readBotStay(unit.db, session.companyId, session.id);

/** The bot's own line; it counts as an answer to the client. */
export async function chatbotSays(
  unit: Unit,
  session: SessionRecord,
  stay: BotStay,
  content: BotContent,
): Promise<Stored> {
  const line = await writeActivity(unit, session, {
    ...{ type: 'ChatbotMessage', client: 'Chatbot', chatbotId: stay.chatbotId },
    ...{ text: plainText(content), data: { chatbotMessageContent: content } },
  } satisfies NewActivity);
  await saveSession(unit, session, { lastOperatorAt: unit.now, unansweredSince: null });
  return line;
}

export async function switchForChatbot(unit: Unit, session: SessionRecord, stay: BotStay, set: BotSwitches) {
  await updateBotStay(unit.db, session.companyId, stay.id, set);
  Object.assign(stay, set);
  await saveSession(unit, session);
}

/** Asks the client for the position (CB-CM-22). */
export async function askLocation(unit: Unit, session: SessionRecord, stay: BotStay, text: string | null) {
  const { chatbotId } = stay;
  await writeActivity(unit, session, { type: 'LocationRequest', client: 'Chatbot', chatbotId, text });
  await switchForChatbot(unit, session, stay, { asks: 'location' });
}

/** A file has just come; true when it is what the bot asked for. The session is locked. */
export async function fileAnswersChatbot(unit: Unit, session: SessionRecord): Promise<boolean> {
  const stay = await readBotStay(unit.db, session.companyId, session.id);
  if (stay?.asks !== 'file') return false;
  await updateBotStay(unit.db, session.companyId, stay.id, { asks: null });
  return true;
}

export function createBotSide(store: Store) {
  return {
    /** The client's answer to what a bot asked for; null = no. Without a question nothing happens. */
    async answerChatbot(
      actor: GuestActor,
      sessionId: number,
      position: { latitude: number; longitude: number } | null,
    ): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session } = await lockSeen(unit, sessionId);
        if (!isRunning(session)) throw ended();
        const stay = await readBotStay(unit.db, session.companyId, session.id);
        if (!stay?.asks) return;
        if (position && stay.asks === 'location') {
          const text = `${position.latitude}, ${position.longitude}`;
          await writeActivity(unit, session, { type: 'Location', client: 'Guest', text, data: { ...position } });
        } else if (position) return;
        const { chatbotId, id: stayId, asks } = stay;
        if (!position) recordOf(unit, session, 'chatbotRefused', { chatbotId, stayId, asks });
        await switchForChatbot(unit, session, stay, { asks: null });
      });
    },
  };
}
