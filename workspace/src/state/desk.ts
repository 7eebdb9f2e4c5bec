import type { ConversationPage, DeskPushes, DeskSnapshot } from '@hovor/protocol/desk';
import { deskApi } from '../api/desk.ts';
import { createConnection, type SocketLike } from '../socket/connection.ts';
import { createDrafts } from '../socket/drafts.ts';
import { createOutbox, type KeyValueStore } from '../socket/outbox.ts';
import { firstSeqOf, lastSeqOf } from './conversation.ts';
import { type DeskEvent, reduceDesk } from './desk-reducer.ts';
import { conversationOf, emptyDesk } from './desk-state.ts';
import { createStore } from './store.ts';
import { createUploads } from './uploads.ts';

export interface DeskDeps {
  userId: number;
  tenantId: number;
  openSocket(): SocketLike;
  storage: KeyValueStore;
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  onLostLogin(): void;
}

/** Pushes this page understands; a newer server may know more. */
const pushNames = new Set<string>([
  'offer',
  'offerGone',
  'session',
  'sessionGone',
  'detail',
  'activities',
  'receipts',
  'typing',
  'state',
  'channels',
  'slots',
] satisfies (keyof DeskPushes)[]);

/**
 * The operator's desk in one tenant: keeps the socket, the outbox and the state together. Screens read `store` and
 * call the methods; they never talk to the socket.
 */
export function createDesk(deps: DeskDeps) {
  const store = createStore(emptyDesk);
  const drafts = createDrafts(deps.storage, deps.userId);
  const uploads = createUploads();
  const events = new Set<(event: DeskEvent) => void>();
  /** Conversation on screen; opened again after each reconnection. */
  let onScreen: number | null = null;
  const reading = new Map<number, number>();

  function dispatch(event: DeskEvent) {
    store.set(reduceDesk(store.get(), event, Date.now()));
    for (const listener of events) listener(event);
  }

  const connection = createConnection({
    open: deps.openSocket,
    async greet(request) {
      dispatch({ type: 'snapshot', snapshot: await request<DeskSnapshot>('hello', { tenantId: deps.tenantId }) });
    },
    onPush(name, data) {
      if (!pushNames.has(name)) return;
      dispatch({ type: 'push', name, data } as DeskEvent);
      if (name === 'activities') fillGap((data as DeskPushes['activities']).sessionId);
    },
    onStatus(status) {
      dispatch({ type: 'connection', status });
      if (status.kind === 'stopped' && status.reason === 'not-logged-in') deps.onLostLogin();
      if (status.kind !== 'ready') return;
      reading.clear();
      if (onScreen !== null) void load(onScreen);
      void outbox.flush();
    },
  });

  const outbox = createOutbox({
    store: deps.storage,
    userId: deps.userId,
    exclusively: deps.exclusively,
    send: ({ sessionId, messageId, text }) => connection.request('send', { sessionId, messageId, text }),
    onChange: (entries) => dispatch({ type: 'outbox', entries }),
    onSent: (entry, seq, at) => dispatch({ type: 'stored', entry, seq, at }),
  });

  /** Brings a conversation up to date and starts its live updates. Lost connections repeat it by themselves. */
  async function load(sessionId: number) {
    const after = lastSeqOf(conversationOf(store.get(), sessionId));
    const page = await connection.request<ConversationPage>('open', { sessionId, after }).catch(() => null);
    if (page) dispatch({ type: 'page', sessionId, page });
  }

  function fillGap(sessionId: number) {
    if (conversationOf(store.get(), sessionId).gap) void load(sessionId);
  }

  return {
    store,
    drafts,
    outbox,
    uploads,
    start() {
      drafts.sweep();
      dispatch({ type: 'outbox', entries: outbox.entries() });
      connection.start();
    },
    stop: connection.stop,
    retryNow: connection.retryNow,
    networkLost: connection.networkLost,
    dispatch,
    /** Every change as it happens; for sounds and notifications. */
    onEvent(listener: (event: DeskEvent) => void) {
      events.add(listener);
      return () => events.delete(listener);
    },
    /** Puts a conversation on screen. */
    open(sessionId: number) {
      if (onScreen === sessionId) return;
      const left = onScreen;
      onScreen = sessionId;
      if (left !== null) connection.request('close', { sessionId: left }).catch(() => undefined);
      void load(sessionId);
    },
    close() {
      if (onScreen !== null) connection.request('close', { sessionId: onScreen }).catch(() => undefined);
      onScreen = null;
    },
    /** Fetches the page before what is loaded; resolves when it is in the store. */
    async loadOlder(sessionId: number) {
      const before = firstSeqOf(conversationOf(store.get(), sessionId));
      if (before <= 1) return;
      const activities = await deskApi.activities(sessionId, { before });
      dispatch({ type: 'older', sessionId, activities, more: Math.min(...activities.map((line) => line.seq)) > 1 });
    },
    /** Queues a message; it is shown at once and sent as soon as the line is up. */
    send(sessionId: number, text: string) {
      outbox.add(sessionId, text);
      void outbox.flush();
    },
    typing(sessionId: number, typing: boolean) {
      connection.request('typing', { sessionId, typing }).catch(() => undefined);
    },
    /** The operator has seen everything up to `seq`. Said once per line. */
    read(sessionId: number, seq: number) {
      dispatch({ type: 'readUpTo', sessionId, seq });
      if ((reading.get(sessionId) ?? 0) >= seq) return;
      reading.set(sessionId, seq);
      connection.request('read', { sessionId, seq }).catch(() => reading.delete(sessionId));
    },
  };
}

export type Desk = ReturnType<typeof createDesk>;
