import { ConnectionLost, Refused } from './connection.ts';

/** A message that was typed and is not yet known to be on the server's disk. */
export interface OutboxEntry {
  messageId: string;
  sessionId: number;
  text: string;
  /** Milliseconds since the epoch on this machine; only for order and display. */
  queued: number;
  /** Code of the refusal; null = will be sent. */
  failed: string | null;
}

/** The part of localStorage this file uses. */
export interface KeyValueStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface OutboxDeps {
  store: KeyValueStore;
  userId: number;
  /** Runs a task while no other tab of this user runs one (Web Locks). */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  send(entry: OutboxEntry): Promise<{ seq: number; at: string }>;
  onChange(entries: readonly OutboxEntry[]): void;
  onSent(entry: OutboxEntry, seq: number, at: string): void;
  newId?: () => string;
  now?: () => number;
}

/**
 * Messages on their way out. Each entry has its own storage key, so several tabs add and remove without overwriting
 * one another; it survives reload, crash and logout and belongs to one user. An entry leaves only when the server said
 * that it is stored, or when the user throws it away. Sending it twice is harmless: the server knows the message id.
 */
export function createOutbox(deps: OutboxDeps) {
  const prefix = `hovor.outbox.${deps.userId}.`;
  const newId = deps.newId ?? (() => crypto.randomUUID());
  const now = deps.now ?? Date.now;
  let last = 0;
  let running: Promise<void> | null = null;
  let again = false;

  function entries(): OutboxEntry[] {
    const found: OutboxEntry[] = [];
    for (let index = 0; index < deps.store.length; index++) {
      const key = deps.store.key(index);
      if (!key?.startsWith(prefix)) continue;
      const entry = parseEntry(deps.store.getItem(key));
      if (entry) found.push(entry);
    }
    return found.sort((a, b) => a.queued - b.queued || a.messageId.localeCompare(b.messageId));
  }

  const save = (entry: OutboxEntry) => deps.store.setItem(prefix + entry.messageId, JSON.stringify(entry));
  const changed = () => deps.onChange(entries());

  /** Sends what waits, oldest first, one after the other; a refused one is marked and does not hold up the rest. */
  async function sendAll() {
    for (const entry of entries()) {
      if (entry.failed !== null) continue;
      if (deps.store.getItem(prefix + entry.messageId) === null) continue;
      try {
        const { seq, at } = await deps.send(entry);
        deps.store.removeItem(prefix + entry.messageId);
        deps.onSent(entry, seq, at);
      } catch (error) {
        if (error instanceof Refused && error.code !== 'unavailable' && error.code !== 'internal') {
          if (error.code === 'too-many-requests') return retryIn(error.retryAfter ?? 1_000);
          save({ ...entry, failed: error.code });
        } else {
          if (!(error instanceof ConnectionLost)) retryIn(2_000);
          return;
        }
      }
      changed();
    }
  }

  function retryIn(milliseconds: number) {
    setTimeout(() => void flush(), milliseconds);
  }

  function flush(): Promise<void> {
    if (running) {
      again = true;
      return running;
    }
    running = deps.exclusively(sendAll).finally(() => {
      running = null;
      changed();
      if (!again) return;
      again = false;
      void flush();
    });
    return running;
  }

  return {
    entries,
    flush,
    /** Keeps a message; call `flush` (or wait for the connection) to send it. */
    add(sessionId: number, text: string): OutboxEntry {
      // Two messages of one millisecond keep their order.
      last = Math.max(now(), last + 1);
      const entry = { messageId: newId(), sessionId, text, queued: last, failed: null };
      save(entry);
      changed();
      return entry;
    },
    /** Gives a refused message another chance. */
    retry(messageId: string) {
      const entry = parseEntry(deps.store.getItem(prefix + messageId));
      if (!entry) return;
      save({ ...entry, failed: null });
      changed();
      void flush();
    },
    discard(messageId: string) {
      deps.store.removeItem(prefix + messageId);
      changed();
    },
    /** Another tab changed the storage under this key. */
    storageChanged(key: string | null) {
      if (key === null || key.startsWith(prefix)) changed();
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

function parseEntry(text: string | null): OutboxEntry | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<OutboxEntry>;
    if (typeof value.messageId !== 'string' || typeof value.text !== 'string') return null;
    if (typeof value.sessionId !== 'number' || typeof value.queued !== 'number') return null;
    return { ...value, failed: value.failed ?? null } as OutboxEntry;
  } catch {
    return null;
  }
}
