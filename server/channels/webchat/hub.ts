import type { IncomingMessage } from 'node:http';
import { type GuestWelcome, guestCommands } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import type { Static } from '@hovor/protocol/schema';
import type { Activity } from '@hovor/protocol/session';
import { closeCodes } from '@hovor/protocol/socket';
import type { Change } from '../../foundation/bus.ts';
import { Problem } from '../../foundation/errors.ts';
import type { Endpoint } from '../../foundation/realtime/endpoints.ts';
import { type Command, type SocketHandlers, serveSocket } from '../../foundation/realtime/socket.ts';
import type { GuestActor } from '../../foundation/security/actor.ts';
import { rateLimiter } from '../../foundation/security/rate-limit.ts';
import type { Store } from '../../foundation/transact.ts';
import { createConversations, type GuestConnection, type Peer } from './conversations.ts';
import { foreignOrigin } from './from.ts';
import { gathered } from './gathered.ts';
import type { Guests } from './guests.ts';
import type { Packages } from './packages.ts';
import type { RoutingPort, SessionsPort } from './ports.ts';
import type { Presence } from './presence.ts';
import { type OwnSession, type Place, placeKey, sessionsToRestore } from './queries.ts';
import { asGuestSees, checkedScope, originAllowed } from './rules.ts';
import type { States } from './states.ts';

/** Topic of the bus: the sessions of this guest (id) are not the same as before. */
export const guestTopic = 'guest';

/** The one timer all sockets share. */
const tickMs = 250;
const recheckMs = 15_000;

export interface HubParts {
  store: Store;
  sessions: SessionsPort;
  routing: RoutingPort;
  guests: Guests;
  packages: Packages;
  states: States;
  presence: Presence;
  /** Our own address; the panel's frame is a page of it. */
  publicUrl: string;
  onUnexpected(error: unknown): void;
}

type Args<C extends keyof typeof guestCommands> = Static<(typeof guestCommands)[C]>;

/**
 * The guests' socket (protocol/guest.ts). A connection is
 *
 *   new         until `hello`; cut after `guestHello`
 *   a visitor   knows its package: hears of its state only
 *   a guest     knows who it is: also of the guest's session of this package and scope, as soon as there is one
 *
 * `hello` may be said again (with a token once the visitor became a guest); it replaces what was before.
 */
export function createHub(parts: HubParts) {
  const { store, sessions, guests, packages, states, presence, onUnexpected } = parts;
  const conversations = createConversations(sessions, parts.routing, presence, onUnexpected);
  const silent = new Set<GuestConnection>();
  const byGuest = new Map<number, Set<GuestConnection>>();
  const messages = rateLimiter({ burst: limits.guestMessagesBurst, perSecond: limits.guestMessagesPerSecond });
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};
  let ticks = 0;
  let count = 0;

  const restore = gathered<Place, OwnSession | undefined>(async (places) => {
    const found = await sessionsToRestore(
      store.db,
      places,
      new Date(store.clock.now().getTime() - limits.feedbackOpen),
    );
    return (place) => found.get(placeKey(place));
  });

  async function sessionFor(peer: Peer): Promise<OwnSession | undefined> {
    const { guest, preset, scope } = peer;
    if (!guest || !preset) return undefined;
    return restore({ companyId: guest.companyId, guestId: guest.guestId, presetId: preset.id, scope });
  }

  /** Undoes what `hello` did; harmless when there is nothing. */
  function forget(connection: GuestConnection) {
    const peer = connection.state;
    conversations.detach(connection);
    if (peer.preset) states.unwatch(connection, peer.preset.id);
    if (peer.guest) {
      const others = byGuest.get(peer.guest.guestId);
      others?.delete(connection);
      if (others?.size === 0) byGuest.delete(peer.guest.guestId);
    }
    peer.preset = null;
    peer.guest = null;
  }

  async function hello(connection: GuestConnection, args: Args<'hello'>): Promise<GuestWelcome> {
    const peer = connection.state;
    if (peer.changing) throw new Problem('conflict', { detail: 'Wait for the answer to the first hello.' });
    peer.changing = true;
    try {
      const scope = checkedScope(args.scope ?? '');
      const preset = await packages.byAddress(args);
      if (!originAllowed(preset.domains, peer.origin)) {
        connection.close(closeCodes.forbidden, 'this site may not show the package');
        throw new Problem('wrong-origin');
      }
      const guest = await guests.actorOf(args.token, preset.companyId);
      forget(connection);
      silent.delete(connection);
      peer.silentSince = 0;
      peer.scope = scope;
      peer.preset = preset;
      const state = await states.watch(connection, preset);
      const shown = { state, buttonVisible: states.buttonVisible(preset) };
      if (!guest) return { ...shown, session: null, activities: [] };
      enter(connection, guest);
      return { ...shown, ...(await bringBack(connection, guest, args.after)) };
    } catch (error) {
      forget(connection);
      throw error;
    } finally {
      // A socket that closed on the way was forgotten before the last of this was noted.
      if (!connection.open) forget(connection);
      // After the answer, which leaves in a microtask.
      setImmediate(() => {
        peer.changing = false;
        conversations.release(connection);
        if (peer.changeAgain) void resume(connection);
      });
    }
  }

  function enter(connection: GuestConnection, guest: GuestActor) {
    connection.state.guest = guest;
    const others = byGuest.get(guest.guestId);
    if (others) others.add(connection);
    else byGuest.set(guest.guestId, new Set([connection]));
  }

  /** The session to go on with, and the lines the client lacks. */
  async function bringBack(
    connection: GuestConnection,
    guest: GuestActor,
    after: Args<'hello'>['after'],
  ): Promise<Pick<GuestWelcome, 'session' | 'activities'>> {
    const own = await sessionFor(connection.state);
    if (!own || !connection.open) return { session: null, activities: [] };
    const known = after?.sessionId === own.id ? Math.min(after.seq, own.lastSeq) : null;
    const conversation = conversations.attach(connection, guest, own, known ?? 0);
    const lines = known === null || known < own.lastSeq ? await linesAfter(guest, own.id, known) : [];
    const session = await conversations.welcome(conversation);
    conversations.answered(connection, lines);
    return { session, activities: lines };
  }

  async function linesAfter(guest: GuestActor, sessionId: number, after: number | null): Promise<Activity[]> {
    const page = { limit: limits.activitiesPage, ...(after !== null && { after }) };
    return (await sessions.activities(guest, sessionId, page)).activities.map(asGuestSees);
  }

  /** The guest's sessions changed elsewhere: go over to the one that counts now. */
  async function resume(connection: GuestConnection) {
    const peer = connection.state;
    if (peer.changing) {
      peer.changeAgain = true;
      return;
    }
    peer.changing = true;
    try {
      do {
        peer.changeAgain = false;
        const own = await sessionFor(peer);
        if (!own || !peer.guest || !connection.open || peer.conversation?.id === own.id) continue;
        conversations.detach(connection);
        conversations.attach(connection, peer.guest, own, 0);
        conversations.show(connection);
      } while (peer.changeAgain);
    } catch (error) {
      onUnexpected(error);
    } finally {
      peer.changing = false;
    }
  }

  function guestOf(connection: GuestConnection): GuestActor {
    if (connection.state.guest) return connection.state.guest;
    throw new Problem('not-logged-in', { detail: 'Say hello with the token of a guest first (POST /widget/guest).' });
  }

  const commands: { [C in keyof typeof guestCommands]: Command<Peer> } = {
    hello: { schema: guestCommands.hello, run: hello },
    send: {
      schema: guestCommands.send,
      async run(connection: GuestConnection, args: Args<'send'>) {
        const guest = guestOf(connection);
        const wait = messages.take(String(guest.guestId));
        if (wait > 0) throw new Problem('too-many-requests', { retryAfterMs: wait });
        const { seq, at } = await sessions.send(guest, args);
        return { seq, at };
      },
    },
    typing: {
      schema: guestCommands.typing,
      async run(connection: GuestConnection, { sessionId, typing }: Args<'typing'>) {
        const guest = guestOf(connection);
        const { tenantId } =
          connection.state.conversation?.id === sessionId
            ? connection.state.conversation
            : await sessions.mayTakePart(guest, sessionId);
        const local = { by: 'guest', typing };
        store.bus.publish([{ companyId: guest.companyId, tenantId, topic: 'typing', id: sessionId, local }]);
        return null;
      },
    },
    read: {
      schema: guestCommands.read,
      async run(connection: GuestConnection, { sessionId, seq }: Args<'read'>) {
        await sessions.markRead(guestOf(connection), sessionId, seq);
        return null;
      },
    },
    setParams: {
      schema: guestCommands.setParams,
      async run(connection: GuestConnection, { sessionId, params }: Args<'setParams'>) {
        await sessions.setParams(guestOf(connection), sessionId, params, { source: 'WIDGET_API' });
        return null;
      },
    },
    answerBot: {
      schema: guestCommands.answerBot,
      async run(connection: GuestConnection, { sessionId, position }: Args<'answerBot'>) {
        await sessions.answerChatbot(guestOf(connection), sessionId, position);
        return null;
      },
    },
    page: {
      schema: guestCommands.page,
      async run(connection: GuestConnection, { sessionId, url }: Args<'page'>) {
        await sessions.setParams(guestOf(connection), sessionId, { oo1_ref_url: url }, { source: 'WIDGET_API' });
        return null;
      },
    },
  };

  const handlers: SocketHandlers<Peer> = {
    commands,
    onClose(connection) {
      count--;
      silent.delete(connection);
      forget(connection);
    },
    onUnexpected,
  };

  function onChanges(changes: readonly Change[]) {
    let presetsChanged = false;
    for (const { topic, id, local } of changes) {
      switch (topic) {
        case 'activities':
          conversations.activitiesStored(id, local as Activity[] | undefined);
          break;
        case 'session':
        case 'receipts':
          conversations.sessionChanged(id);
          break;
        case 'typing':
          onTyping(id, local);
          break;
        case 'queue':
          conversations.queueMoved(id);
          break;
        case 'availability':
          states.availabilityChanged(id);
          break;
        case guestTopic:
          for (const connection of byGuest.get(id) ?? []) void resume(connection);
          break;
        case 'preset':
        case 'chatbot':
          presetsChanged = true;
          break;
        case 'resync':
          presetsChanged = true;
          conversations.resync();
          for (const connections of byGuest.values()) for (const connection of connections) void resume(connection);
          break;
      }
    }
    if (!presetsChanged) return;
    packages.forget();
    states.presetsChanged().catch(onUnexpected);
  }

  /** Only operators' and bots' typing is news to the guest. */
  function onTyping(sessionId: number, local: unknown) {
    const who = local as { by: 'guest' | 'user' | 'bot'; userId?: number; typing: boolean } | undefined;
    if (who?.by === 'bot') conversations.typing(sessionId, null, who.typing);
    if (who?.by === 'user' && who.userId !== undefined) conversations.typing(sessionId, who.userId, who.typing);
  }

  function tick() {
    ticks++;
    const now = Date.now();
    for (const connection of silent) {
      if (now - connection.state.silentSince < limits.guestHello) break;
      silent.delete(connection);
      connection.close(closeCodes.tooMuch, 'no hello');
    }
    states.tick();
    presence.tick(now);
    conversations.tick(now);
    if (ticks % (1_000 / tickMs) === 0) conversations.tickQueues();
    if (ticks % (recheckMs / tickMs) === 0) {
      conversations.recheck();
      states.recheck();
      presence.sweep();
    }
  }

  const endpoint: Endpoint = {
    path: '/widget/socket',
    // Which pages may show a package is known once `hello` names it (WG-SN-8).
    allowOrigin: () => true,
    accept(socket, { id, request }: { id: string; request: IncomingMessage }) {
      count++;
      const peer: Peer = {
        origin: foreignOrigin(request, parts.publicUrl),
        silentSince: Date.now(),
        preset: null,
        guest: null,
        scope: '',
        conversation: null,
        seq: 0,
        holding: false,
        missed: false,
        changing: false,
        changeAgain: false,
      };
      silent.add(serveSocket(socket, id, peer, handlers));
    },
  };

  return {
    endpoint,
    look: conversations.look,
    get connections() {
      return count;
    },
    async start() {
      await presence.start();
      unsubscribe = store.bus.subscribe(onChanges);
      timer = setInterval(tick, tickMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      unsubscribe();
      await presence.stop();
    },
  };
}
export type Hub = ReturnType<typeof createHub>;
