import type { IncomingMessage } from 'node:http';
import { type DeskSnapshot, deskCommands } from '@hovor/protocol/desk';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { closeCodes } from '@hovor/protocol/socket';
import type { Static } from 'typebox';
import type { WebSocket } from 'ws';
import type { Change } from '../foundation/bus.ts';
import { Problem } from '../foundation/errors.ts';
import { isOwnOrigin } from '../foundation/http/server.ts';
import type { Endpoint } from '../foundation/realtime/endpoints.ts';
import { type Command, pushFrame, serveSocket } from '../foundation/realtime/socket.ts';
import { hasTenantRole, type UserActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import { createBoards } from './boards.ts';
import { createConversations } from './conversations.ts';
import { createFlush } from './flush.ts';
import { createIndex, type DeskConnection, type Peer } from './peers.ts';
import type { DirectoryPort, LivePort, RoutingPort, SessionsPort } from './ports.ts';
import { createViews } from './views.ts';
import { createWatching } from './watching.ts';

/** A login is checked again this often even when nothing changes; it also keeps the login from idling out. */
const recheckEvery = 5 * 60_000;

type Args<C extends keyof typeof deskCommands> = Static<(typeof deskCommands)[C]>;

/** Who is typing, as carried by the bus within a process. */
type Typist = ({ by: 'guest' } | { by: 'bot' } | { by: 'user'; userId: number; name: string }) & { typing: boolean };

export interface HubOptions {
  store: Store;
  sessions: SessionsPort;
  routing: RoutingPort;
  directory: DirectoryPort;
  live: LivePort;
  publicUrl: string;
  onUnexpected(error: unknown): void;
}

/**
 * The operators' socket /app-api/socket (protocol/desk.ts). The cookie of the handshake says who it is; a login that
 * ends, or a user who is switched off, loses the socket at once. Each change is read once for all desks it concerns and
 * costs nothing to the others.
 */
export function createHub({ store, sessions, routing, directory, live, publicUrl, onUnexpected }: HubOptions) {
  const connections = new Set<DeskConnection>();
  const byUser = createIndex<number, DeskConnection>();
  const views = createViews(sessions, routing);
  const conversations = createConversations(sessions, onUnexpected);
  const watching = createWatching();
  const boards = createBoards(live);
  const flush = createFlush({ views, conversations, onUnexpected });
  /** Ends of presence being written. */
  const leaving = new Set<Promise<void>>();
  let stopped = false;
  let unsubscribe = () => {};
  let pulse: NodeJS.Timeout | undefined;

  function accept(socket: WebSocket, { id, request }: { id: string; request: IncomingMessage }) {
    const now = Date.now();
    const peer: Peer = {
      login: authenticate(request),
      actor: undefined,
      view: undefined,
      present: false,
      conversations: new Map(),
      heard: now,
      checked: now,
      ping: () => socket.readyState === socket.OPEN && socket.ping(),
    };
    const hear = () => {
      peer.heard = Date.now();
    };
    socket.on('pong', hear);
    socket.on('message', hear);
    const connection = serveSocket(socket, id, peer, { commands, onClose, onUnexpected });
    connections.add(connection);
    peer.login.then(
      (actor) => {
        peer.actor = actor;
        if (connections.has(connection)) byUser.add(actor.userId, connection);
      },
      () => connection.close(closeCodes.notLoggedIn, 'not logged in'),
    );
  }

  async function authenticate(request: IncomingMessage): Promise<UserActor> {
    const actor = await directory.resolveLogin(request);
    if (actor.kind !== 'user') throw new Problem('not-logged-in');
    return actor;
  }

  function onClose(connection: DeskConnection) {
    const { actor, present } = connection.state;
    connections.delete(connection);
    if (actor) byUser.remove(actor.userId, connection);
    conversations.closeAll(connection);
    watching.stop(connection);
    boards.stopAll(connection);
    views.leave(connection);
    connection.state.present = false;
    // Peers that close after the stop keep their lease until it runs out or they come back to another process.
    if (!present || stopped) return;
    const left = routing.disconnected(connection.id).catch(onUnexpected);
    leaving.add(left);
    left.finally(() => leaving.delete(left));
  }

  /** The present actor of a connection; waits for the check of its cookie. */
  async function actorOf(connection: DeskConnection): Promise<UserActor> {
    const { actor, login } = connection.state;
    return actor ?? login;
  }

  async function hello(connection: DeskConnection, { tenantId }: Args<'hello'>): Promise<DeskSnapshot> {
    const actor = await actorOf(connection);
    if (!hasTenantRole(actor, tenantId)) throw new Problem('not-found');
    views.leave(connection);
    // Whoever only looks after others has a desk too, but is nobody's operator.
    if (hasTenantRole(actor, tenantId, 'Operator')) {
      await routing.connected(connection.id, actor, tenantId);
      connection.state.present = true;
      if (!connections.has(connection)) await routing.disconnected(connection.id);
    }
    return views.open(connection, actor, tenantId);
  }

  const commands: { [C in keyof typeof deskCommands]: Command<Peer> } = {
    hello: { schema: deskCommands.hello, run: hello },
    open: {
      schema: deskCommands.open,
      async run(connection: DeskConnection, { sessionId, after }: Args<'open'>) {
        await actorOf(connection);
        return conversations.open(connection, sessionId, after);
      },
    },
    close: {
      schema: deskCommands.close,
      run(connection: DeskConnection, { sessionId }: Args<'close'>) {
        conversations.close(connection, sessionId);
        return null;
      },
    },
    send: {
      schema: deskCommands.send,
      async run(connection: DeskConnection, args: Args<'send'>) {
        const { seq, at } = await sessions.send(await actorOf(connection), args);
        return { seq, at };
      },
    },
    typing: {
      schema: deskCommands.typing,
      async run(connection: DeskConnection, { sessionId, typing }: Args<'typing'>) {
        const actor = await actorOf(connection);
        const { companyId, userId } = actor;
        const { tenantId, participant } = await sessions.mayTakePart(actor, sessionId);
        if (!participant) throw new Problem('not-permitted');
        const name = (await directory.faces(companyId, tenantId, [userId])).get(userId)?.name ?? '';
        const local: Typist = { by: 'user', userId, name, typing };
        store.bus.publish([{ companyId, tenantId, topic: 'typing', id: sessionId, local }]);
        return null;
      },
    },
    read: {
      schema: deskCommands.read,
      async run(connection: DeskConnection, { sessionId, seq }: Args<'read'>) {
        await sessions.markRead(await actorOf(connection), sessionId, seq);
        return null;
      },
    },
    watch: {
      schema: deskCommands.watch,
      async run(connection: DeskConnection, { tenantId, topics }: Args<'watch'>) {
        const actor = await actorOf(connection);
        if (connections.has(connection)) watching.watch(connection, actor, tenantId, topics);
        return null;
      },
    },
    board: {
      schema: deskCommands.board,
      async run(connection: DeskConnection, { tenantId, board, on }: Args<'board'>) {
        const actor = await actorOf(connection);
        if (!on) return boards.stop(connection, actor, tenantId, board);
        const all = await boards.watch(connection, actor, tenantId, board);
        if (!connections.has(connection)) boards.stopAll(connection);
        return all;
      },
    },
    ping: { schema: deskCommands.ping, run: () => null },
  };

  function showTyping(sessionId: number, typist: Typist | undefined) {
    // The screens show who of the persons is typing.
    if (!typist || typist.by === 'bot') return;
    const userId = typist.by === 'user' ? typist.userId : null;
    const frame = pushFrame('typing', { sessionId, userId, typing: typist.typing });
    for (const connection of conversations.readers.get(sessionId)) {
      if (userId === null || connection.state.actor?.userId !== userId) connection.pushRaw(frame);
    }
  }

  /** Asks again who a connection is; without a login any more it is closed, with other rights it goes on with those. */
  async function recheck(connection: DeskConnection) {
    const { actor } = connection.state;
    if (!actor) return;
    connection.state.checked = Date.now();
    const present = await directory.recheckLogin(actor);
    const tenantId = connection.state.view?.tenantId;
    if (present && (tenantId === undefined || hasTenantRole(present, tenantId))) {
      connection.state.actor = present;
      if (connection.state.view) connection.state.view.actor = present;
      boards.recheck(connection, present);
      const onScreen = [...connection.state.conversations.keys()];
      return conversations.refresh(onScreen);
    }
    const wasPresent = connection.state.present;
    connection.state.present = false;
    connection.close(closeCodes.notLoggedIn, present ? 'no rights here any more' : 'login ended');
    onClose(connection);
    if (wasPresent) await routing.disconnected(connection.id, { atOnce: true });
  }

  const recheckAll = (some: Iterable<DeskConnection>) => {
    for (const connection of some) recheck(connection).catch(onUnexpected);
  };

  function hear(changes: readonly Change[]) {
    if (connections.size === 0) return;
    for (const change of changes) {
      const { companyId, topic, id, local } = change;
      watching.hear(change);
      switch (topic) {
        case 'session':
          if (views.hasCompany(companyId) || conversations.readers.has(id)) flush.session(companyId, id);
          break;
        case 'activities':
          conversations.deliver(id, local as Activity[] | undefined);
          if (views.watchers.has(id)) flush.row(companyId, id);
          break;
        case 'receipts':
          if (views.watchers.has(id) || conversations.readers.has(id)) flush.receipts(companyId, id);
          break;
        case 'typing':
          showTyping(id, local as Typist | undefined);
          break;
        case 'operator':
          if (views.byUser.has(id)) flush.operator(id);
          break;
        case 'user':
          recheckAll(byUser.get(id));
          break;
        case 'resync':
          resync();
          break;
      }
    }
  }

  /** Changes may have been missed: everything on screen is read again. */
  function resync() {
    recheckAll(connections);
    for (const view of views.all()) flush.view(view);
    watching.resync();
    for (const connection of connections) conversations.catchUpAll(connection);
  }

  /** Keeps the presence of living connections, and looks after logins that end by time. */
  async function beat() {
    const now = Date.now();
    const heard: { connectionId: string; at: number }[] = [];
    for (const connection of connections) {
      const { state } = connection;
      if (state.present) heard.push({ connectionId: connection.id, at: state.heard });
      if (now - state.checked > recheckEvery) recheck(connection).catch(onUnexpected);
      state.ping();
    }
    for (const id of await routing.renew(heard)) {
      const lost = [...connections].find((connection) => connection.id === id);
      const { actor, view, heard: at } = lost?.state ?? {};
      // A lease that ran out while the peer was silent comes back when it speaks again.
      if (lost && actor && view && at !== undefined && now - at < limits.presenceLease) {
        await routing.connected(id, actor, view.tenantId);
      }
    }
  }

  const endpoint: Endpoint = {
    path: '/app-api/socket',
    allowOrigin: ({ headers }) => isOwnOrigin(headers.origin, headers.host, publicUrl),
    accept,
  };

  return {
    endpoint,
    /** Open connections of operators, for the figures. */
    get connections() {
      return connections.size;
    },
    start() {
      unsubscribe = store.bus.subscribe(hear);
      pulse = setInterval(() => beat().catch(onUnexpected), limits.presenceRenew);
    },
    async stop() {
      unsubscribe();
      clearInterval(pulse);
      watching.close();
      live.stop();
      stopped = true;
      await Promise.all(leaving);
      await flush.idle();
    },
  };
}
