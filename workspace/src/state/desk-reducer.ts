import type { ConversationPage, DeskPushes, DeskSnapshot, MySession } from '@hovor/protocol/desk';
import type { Activity, SessionDetail } from '@hovor/protocol/session';
import type { ConnectionStatus } from '../socket/connection.ts';
import type { OutboxEntry } from '../socket/outbox.ts';
import * as talk from './conversation.ts';
import { conversationOf, type DeskState } from './desk-state.ts';

type Push = { [Name in keyof DeskPushes]: { type: 'push'; name: Name; data: DeskPushes[Name] } }[keyof DeskPushes];

export type DeskEvent =
  | { type: 'connection'; status: ConnectionStatus }
  | { type: 'snapshot'; snapshot: DeskSnapshot }
  | { type: 'page'; sessionId: number; page: ConversationPage }
  | { type: 'older'; sessionId: number; activities: Activity[]; more: boolean }
  | { type: 'newer'; sessionId: number; activities: Activity[] }
  | { type: 'detail'; detail: SessionDetail }
  | { type: 'outbox'; entries: readonly OutboxEntry[] }
  | { type: 'stored'; entry: OutboxEntry; seq: number; at: string }
  | { type: 'readUpTo'; sessionId: number; seq: number }
  | Push;

/** The next state of the desk. Pure: `now` is this machine's clock in milliseconds. */
export function reduceDesk(state: DeskState, event: DeskEvent, now: number): DeskState {
  switch (event.type) {
    case 'connection':
      return { ...state, connection: event.status };
    case 'snapshot':
      return takeSnapshot(state, event.snapshot);
    case 'page':
      return onConversation(state, event.sessionId, (it) => talk.takePage(it, event.page));
    case 'older':
      return onConversation(state, event.sessionId, (it) => talk.prepend(it, event.activities, event.more));
    case 'newer':
      return onConversation(state, event.sessionId, (it) => talk.append({ ...it, gap: false }, event.activities));
    case 'detail':
      return takeDetail(state, event.detail);
    case 'outbox':
      return takeOutbox(state, event.entries);
    case 'stored':
      return onConversation(state, event.entry.sessionId, (it) =>
        talk.noteStored(it, event.entry, event.seq, event.at),
      );
    case 'readUpTo':
      return noteRead(state, event.sessionId, event.seq);
    case 'push':
      return takePush(state, event, now);
  }
}

function takeSnapshot(state: DeskState, snapshot: DeskSnapshot): DeskState {
  return {
    ...state,
    loaded: true,
    operator: snapshot.state,
    channels: snapshot.channels,
    slots: snapshot.slots,
    offers: new Map(snapshot.offers.map((offer) => [offer.session.id, offer])),
    sessions: new Map(snapshot.sessions.map((session) => [session.id, session])),
  };
}

function takePush(state: DeskState, push: Push, now: number): DeskState {
  switch (push.name) {
    case 'offer':
      return { ...state, offers: new Map(state.offers).set(push.data.session.id, push.data) };
    case 'offerGone':
      return { ...state, offers: without(state.offers, push.data.sessionId) };
    case 'session':
      return takeSession(state, push.data);
    case 'sessionGone':
      return { ...state, sessions: without(state.sessions, push.data.sessionId) };
    case 'detail':
      return takeDetail(state, push.data);
    case 'activities':
      return onConversation(state, push.data.sessionId, (it) => talk.append(it, push.data.activities));
    case 'receipts':
      return onConversation(state, push.data.sessionId, (it) => ({ ...it, receipts: push.data.receipts }));
    case 'typing':
      return onConversation(state, push.data.sessionId, (it) =>
        talk.noteTyping(it, push.data.userId, push.data.typing, now),
      );
    case 'state':
      return { ...state, operator: push.data };
    case 'channels':
      return { ...state, channels: push.data };
    case 'slots':
      return { ...state, slots: push.data };
    default:
      // A newer server may push names this page does not know yet.
      return state;
  }
}

function takeSession(state: DeskState, session: MySession): DeskState {
  const offers = state.offers.has(session.id) ? without(state.offers, session.id) : state.offers;
  return { ...state, offers, sessions: new Map(state.sessions).set(session.id, session) };
}

/**
 * A message that left the outbox without a word was sent by another tab: it stays on screen until its line comes.
 * Refused ones are thrown away by the user.
 */
function takeOutbox(state: DeskState, entries: readonly OutboxEntry[]): DeskState {
  const left = new Set(entries.map((entry) => entry.messageId));
  const sentElsewhere = state.outbox.filter((entry) => entry.failed === null && !left.has(entry.messageId));
  return sentElsewhere.reduce(
    (next, entry) => onConversation(next, entry.sessionId, (it) => talk.noteStored(it, entry, 0, null)),
    { ...state, outbox: entries },
  );
}

/** The client tab and the row in the list are two views of one thing: both change. */
function takeDetail(state: DeskState, detail: SessionDetail): DeskState {
  const next = onConversation(state, detail.id, (it) => ({ ...it, detail, receipts: detail.receipts }));
  const row = next.sessions.get(detail.id);
  if (!row) return next;
  const { params: _p, notes: _n, note: _o, ip: _i, feedbackScale: _s, feedbackText: _t, ...shared } = detail;
  return { ...next, sessions: new Map(next.sessions).set(detail.id, { ...row, ...shared }) };
}

function noteRead(state: DeskState, sessionId: number, seq: number): DeskState {
  const row = state.sessions.get(sessionId);
  if (!row || row.unread === 0 || seq < row.lastSeq) return state;
  return { ...state, sessions: new Map(state.sessions).set(sessionId, { ...row, unread: 0 }) };
}

function onConversation(state: DeskState, id: number, change: (it: talk.Conversation) => talk.Conversation): DeskState {
  const before = conversationOf(state, id);
  const after = change(before);
  return after === before ? state : { ...state, conversations: new Map(state.conversations).set(id, after) };
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
