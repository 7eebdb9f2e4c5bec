import type { Static } from '@hovor/protocol/schema';
import type { Activity, Receipts, SessionDetail } from '@hovor/protocol/session';
import type { OutboxEntry } from '../socket/outbox.ts';

export type ReceiptMarks = Static<typeof Receipts>;

/** One conversation as far as it is loaded. `activities` is ascending and gapless by seq. */
export interface Conversation {
  detail: SessionDetail | null;
  activities: readonly Activity[];
  /** Older lines exist on the server. */
  more: boolean;
  receipts: ReceiptMarks;
  /** Who types, until when (this machine's clock); key `guest` or the user id. */
  typing: Readonly<Record<string, number>>;
  /** Stored on the server, but its line has not come yet. `seq` 0: another tab stored it and knows more. */
  stored: readonly (OutboxEntry & { seq: number; at: string | null })[];
  /** A line arrived that does not follow on ours: the part between must be fetched. */
  gap: boolean;
}

export const emptyConversation: Conversation = {
  detail: null,
  activities: [],
  more: false,
  receipts: { guestDelivered: 0, guestRead: 0, operatorRead: 0 },
  typing: {},
  stored: [],
  gap: false,
};

/** "Typing" without news for this long is over; a closed browser never says so. */
export const typingLasts = 6_000;

export const lastSeqOf = (conversation: Conversation): number => conversation.activities.at(-1)?.seq ?? 0;
export const firstSeqOf = (conversation: Conversation): number => conversation.activities[0]?.seq ?? 0;

/** Adds newer lines; known ones are dropped, and nothing is added across a gap. */
export function append(conversation: Conversation, lines: readonly Activity[]): Conversation {
  const last = lastSeqOf(conversation);
  const fresh = lines.filter((line) => line.seq > last).sort((a, b) => a.seq - b.seq);
  const first = fresh[0];
  if (!first) return conversation;
  // A conversation that was never opened starts anywhere; one with lines goes on without a hole.
  if (last > 0 && first.seq !== last + 1) return { ...conversation, gap: true };
  if (fresh.some((line, index) => line.seq !== first.seq + index)) return { ...conversation, gap: true };
  const arrived = new Set(fresh.map((line) => line.messageId));
  return {
    ...conversation,
    activities: [...conversation.activities, ...fresh],
    stored: conversation.stored.filter((entry) => !arrived.has(entry.messageId)),
    typing: withoutSenders(conversation.typing, fresh),
    gap: false,
  };
}

/** Puts an older page before what is loaded. */
export function prepend(conversation: Conversation, lines: readonly Activity[], more: boolean): Conversation {
  const first = firstSeqOf(conversation);
  const older = lines.filter((line) => first === 0 || line.seq < first).sort((a, b) => a.seq - b.seq);
  if (older.length === 0) return { ...conversation, more: false };
  return { ...conversation, activities: [...older, ...conversation.activities], more };
}

/**
 * Takes the answer to `open`: joins it with the lines that are here or were pushed meanwhile. When a hole remains, the
 * newer part stays and the rest is fetched by scrolling up.
 */
export function takePage(
  conversation: Conversation,
  page: { session: SessionDetail; activities: readonly Activity[]; more: boolean },
): Conversation {
  const bySeq = new Map([...conversation.activities, ...page.activities].map((line) => [line.seq, line]));
  const all = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const holeAfter = all.findLastIndex((line, index) => index > 0 && line.seq !== (all[index - 1]?.seq ?? 0) + 1);
  const lines = holeAfter > 0 ? all.slice(holeAfter) : all;
  const arrived = new Set(lines.map((line) => line.messageId));
  const oursStartFirst = firstSeqOf(conversation) > 0 && lines[0]?.seq === firstSeqOf(conversation);
  const ownMore = oursStartFirst && firstSeqOf(conversation) < (page.activities[0]?.seq ?? 0);
  return {
    ...conversation,
    detail: page.session,
    receipts: page.session.receipts,
    activities: lines,
    more: holeAfter > 0 || (ownMore ? conversation.more : (lines[0]?.seq ?? 1) > 1 && (page.more || conversation.more)),
    stored: conversation.stored.filter((entry) => !arrived.has(entry.messageId)),
    gap: false,
  };
}

export function noteTyping(conversation: Conversation, userId: number | null, typing: boolean, now: number) {
  const key = userId === null ? 'guest' : String(userId);
  const { [key]: _, ...others } = conversation.typing;
  return { ...conversation, typing: typing ? { ...others, [key]: now + typingLasts } : others };
}

export function noteStored(
  conversation: Conversation,
  entry: OutboxEntry,
  seq: number,
  at: string | null,
): Conversation {
  if (conversation.stored.some((known) => known.messageId === entry.messageId)) return conversation;
  if (conversation.activities.some((line) => line.messageId === entry.messageId)) return conversation;
  return { ...conversation, stored: [...conversation.stored, { ...entry, seq, at }] };
}

function withoutSenders(typing: Conversation['typing'], lines: readonly Activity[]): Conversation['typing'] {
  const senders = new Set(lines.map((line) => (line.client === 'Guest' ? 'guest' : String(line.userId))));
  const left = Object.entries(typing).filter(([key]) => !senders.has(key));
  return left.length === Object.keys(typing).length ? typing : Object.fromEntries(left);
}
