/**
 * Messages the client has written and the server has not confirmed. They survive a reload, and each keeps the id it was
 * born with, so that sending one twice stores it once.
 */
export interface Outgoing {
  messageId: string;
  sessionId: number;
  text: string;
  /** Milliseconds since 1970, of this browser's clock. */
  at: number;
  /** `waiting`: to be sent; `sending`: under way; `sent`: stored, its line has not come yet; `failed`: refused. */
  state: 'waiting' | 'sending' | 'sent' | 'failed';
}

export interface Shelf {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

const key = (sessionId: number) => `hovor.outbox.${sessionId}`;

/** The messages kept for a session, oldest first; what was under way is to be sent again. */
export function loadOutbox(shelf: Shelf, sessionId: number): Outgoing[] {
  try {
    const kept: unknown = JSON.parse(shelf.get(key(sessionId)) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept
      .filter((one) => typeof one?.messageId === 'string' && typeof one.text === 'string')
      .map(({ messageId, text, at }) => ({ messageId, sessionId, text, at: Number(at) || 0, state: 'waiting' }));
  } catch {
    return [];
  }
}

/**
 * Keeps the unconfirmed messages of this tab without losing those another tab keeps for the same session: only `mine`
 * that left the outbox are taken out.
 */
export function saveOutbox(shelf: Shelf, sessionId: number, outbox: readonly Outgoing[], gone: ReadonlySet<string>) {
  const mine = outbox.filter((one) => one.state !== 'sent');
  const ids = new Set(mine.map((one) => one.messageId));
  const others = loadOutbox(shelf, sessionId).filter((one) => !ids.has(one.messageId) && !gone.has(one.messageId));
  const all = [...others, ...mine]
    .sort((a, b) => a.at - b.at)
    .map(({ messageId, text, at }) => ({ messageId, text, at }));
  shelf.set(key(sessionId), all.length ? JSON.stringify(all) : null);
}

/** At most this many messages are under way at once, far below the server's allowance for floods. */
const window = 8;

/** The messages to send now, in the order they were written. Nothing overtakes: after a failure the rest goes on. */
export function nextToSend(outbox: readonly Outgoing[]): Outgoing[] {
  const room = window - outbox.filter((one) => one.state === 'sending').length;
  return outbox.filter((one) => one.state === 'waiting').slice(0, Math.max(0, room));
}
