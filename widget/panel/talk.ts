import type { Activity } from '../../protocol/session.ts';
import { Refused, Unanswered } from './connection.ts';
import { loadOutbox, nextToSend, type Outgoing, type Shelf, saveOutbox } from './outbox.ts';
import { isRunning, type Store } from './state.ts';

/** What talking needs of the connection. */
export interface Line {
  request(cmd: string, args: object): Promise<unknown>;
}

/** Codes that pass by themselves; everything else is a no. */
const passing = new Set(['too-many-requests', 'unavailable', 'internal']);
/** The other side is told of typing at most this often, and that it stopped after this silence. */
const typingEvery = 3_000;
const typingStops = 5_000;

/** Sending what the client writes: kept until confirmed, in order, each message once (see outbox.ts). */
export function createTalk(store: Store, shelf: Shelf, line: () => Line | undefined) {
  const gone = new Set<string>();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let typedAt = 0;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;

  const change = (outbox: readonly Outgoing[]) => {
    const sessionId = store.get().session?.id;
    store.set({ outbox });
    if (sessionId) saveOutbox(shelf, sessionId, outbox, gone);
  };
  const mark = (messageId: string, state: Outgoing['state']) =>
    change(store.get().outbox.map((one) => (one.messageId === messageId ? { ...one, state } : one)));

  const flush = () => {
    const { connection, session, outbox } = store.get();
    const through = line();
    if (connection !== 'connected' || !isRunning(session) || !through) return;
    const due = nextToSend(outbox);
    if (due.length === 0) return;
    const ids = new Set(due.map((one) => one.messageId));
    change(outbox.map((one) => (ids.has(one.messageId) ? { ...one, state: 'sending' } : one)));
    for (const { messageId, text, sessionId } of due) {
      through.request('send', { sessionId, messageId, text }).then(
        () => {
          gone.add(messageId);
          // The line may have come before the answer; then there is nothing left to mark.
          if (store.get().outbox.some((one) => one.messageId === messageId)) mark(messageId, 'sent');
          flush();
        },
        (error: unknown) => {
          if (!store.get().outbox.some((one) => one.messageId === messageId)) return;
          const later = error instanceof Unanswered || (error instanceof Refused && passing.has(error.code));
          mark(messageId, later ? 'waiting' : 'failed');
          if (error instanceof Refused && later) {
            clearTimeout(retry);
            retry = setTimeout(flush, error.retryAfter ?? 3_000);
          }
        },
      );
    }
  };

  const typing = (on: boolean) => {
    clearTimeout(typingTimer);
    const { session, connection } = store.get();
    if (!isRunning(session) || connection !== 'connected') return;
    const say = (value: boolean) =>
      line()
        ?.request('typing', { sessionId: session.id, typing: value })
        .catch(() => {});
    if (on) {
      typingTimer = setTimeout(() => typing(false), typingStops);
      if (Date.now() - typedAt > typingEvery) {
        typedAt = Date.now();
        say(true);
      }
    } else if (typedAt) {
      typedAt = 0;
      say(false);
    }
  };

  return {
    flush,
    typing,
    /** Takes up what an earlier page left unsent. */
    load(sessionId: number) {
      change(loadOutbox(shelf, sessionId));
    },
    send(text: string) {
      const { session, outbox } = store.get();
      if (!session) return;
      clearTimeout(typingTimer);
      typedAt = 0;
      store.set({ fileProblem: null });
      const messageId = crypto.randomUUID();
      change([...outbox, { messageId, sessionId: session.id, text, at: Date.now(), state: 'waiting' }]);
      flush();
    },
    again(messageId: string) {
      mark(messageId, 'waiting');
      flush();
    },
    discard(messageId: string) {
      gone.add(messageId);
      change(store.get().outbox.filter((one) => one.messageId !== messageId));
    },
    /** Lines that came take the place of the messages and files they were. */
    confirm(activities: readonly Activity[]) {
      const ids = new Set(activities.map((activity) => activity.messageId));
      const { outbox, uploads } = store.get();
      for (const id of ids) if (id) gone.add(id);
      if (outbox.some((one) => ids.has(one.messageId))) change(outbox.filter((one) => !ids.has(one.messageId)));
      if (uploads.some((one) => ids.has(one.messageId))) {
        store.set({ uploads: uploads.filter((one) => !ids.has(one.messageId)) });
      }
    },
    /** After a lost connection: what was under way is sent again, with the same id. */
    lost() {
      const { outbox } = store.get();
      if (outbox.some((one) => one.state === 'sending')) {
        change(outbox.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' } : one)));
      }
    },
  };
}
