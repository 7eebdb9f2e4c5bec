import type { GuestSession } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { notFound } from '../../foundation/errors.ts';
import { type Connection, pushFrame } from '../../foundation/realtime/socket.ts';
import type { GuestActor } from '../../foundation/security/actor.ts';
import type { Preset } from '../../sessions/service.ts';
import type { RoutingPort, SessionsPort } from './ports.ts';
import type { Presence } from './presence.ts';
import type { OwnSession } from './queries.ts';
import { asGuestSees, following } from './rules.ts';

/** What one socket of a guest holds. Thousands are idle at once, so there is nothing here that is not needed. */
export interface Peer {
  /** Of a foreign page; undefined = our own page, or no browser. */
  origin: string | undefined;
  /** When the socket opened; 0 once it said hello. */
  silentSince: number;
  preset: Preset | null;
  guest: GuestActor | null;
  scope: string;
  conversation: Conversation | null;
  /** Highest line this client has; pushes go on from here without a gap. */
  seq: number;
  /** True while an answer with lines is on its way: pushes would overtake it. */
  holding: boolean;
  /** A push was held back meanwhile. */
  missed: boolean;
  /** A `hello` or a change of session is under way. */
  changing: boolean;
  changeAgain: boolean;
}
export type GuestConnection = Connection<Peer>;

/** A session some socket here shows. */
export interface Conversation {
  id: number;
  companyId: number;
  tenantId: number;
  guest: GuestActor;
  connections: Set<GuestConnection>;
  view: GuestSession | null;
  /** The session as pushed last; an equal one is not pushed again. */
  pushed: string;
  reading: boolean;
  readAt: number;
  readDue: boolean;
  pulling: boolean;
  pullDue: boolean;
  /** Highest operators' line pushed, and the highest noted as delivered. */
  reached: number;
  delivered: number;
  deliveredAt: number;
}

/** Least time between two reads of one session's state, and between two notes of delivery. */
const readGapMs = 250;
const deliveryGapMs = 1_000;

export type Conversations = ReturnType<typeof createConversations>;

/**
 * Keeps the sockets of running sessions up to date: lines as they are stored, the session when it changes, the place
 * in the queue when it moves. New lines come with the wake-up and are passed on as they are; only where a line in
 * between is missing the transcript is read.
 */
export function createConversations(
  sessions: SessionsPort,
  routing: RoutingPort,
  presence: Presence,
  onUnexpected: (error: unknown) => void,
) {
  const open = new Map<number, Conversation>();
  const movedTenants = new Set<number>();

  /** The session as its guest sees it now, with the place in the queue. */
  async function look(companyId: number, sessionId: number): Promise<GuestSession> {
    const session = await sessions.guestSession(companyId, sessionId);
    if (!session) throw notFound();
    if (!isWaiting(session)) return session;
    const places = await routing.placeInQueue([sessionId]);
    return { ...session, ...(places.get(sessionId) ?? noPlace) };
  }

  /** Reads the session again and pushes it if it differs; too soon after the last time it waits for `tick`. */
  async function refresh(conversation: Conversation) {
    conversation.readDue = true;
    const now = Date.now();
    if (conversation.reading || now - conversation.readAt < readGapMs) return;
    conversation.reading = true;
    conversation.readDue = false;
    conversation.readAt = now;
    try {
      conversation.view = await look(conversation.companyId, conversation.id);
      pushView(conversation);
    } catch (error) {
      onUnexpected(error);
    } finally {
      conversation.reading = false;
    }
  }

  function pushView(conversation: Conversation) {
    if (!conversation.view) return;
    // The number of lines is told by the lines themselves; it alone is no news.
    const essence = JSON.stringify({ ...conversation.view, lastSeq: 0 });
    if (essence === conversation.pushed) return;
    conversation.pushed = essence;
    const frame = pushFrame('session', conversation.view);
    for (const connection of conversation.connections) {
      if (connection.state.holding) connection.state.missed = true;
      else connection.pushRaw(frame);
    }
  }

  /** Passes lines on to every socket in order; answers whether some socket lacks earlier ones. */
  function pass(conversation: Conversation, activities: readonly Activity[]): boolean {
    let gap = false;
    let shared: { from: number; frame: string } | undefined;
    for (const connection of conversation.connections) {
      const peer = connection.state;
      if (peer.holding) {
        peer.missed = true;
        continue;
      }
      const lines = following(activities, peer.seq);
      if (lines === null) gap = true;
      const first = lines?.[0];
      const last = lines?.at(-1);
      if (!lines || !first || !last) continue;
      if (shared?.from !== first.seq) shared = { from: first.seq, frame: pushFrame('activities', lines) };
      connection.pushRaw(shared.frame);
      peer.seq = last.seq;
      noteReached(conversation, lines);
    }
    return gap;
  }

  function noteReached(conversation: Conversation, lines: readonly Activity[]) {
    const last = lines.findLast((line) => line.client !== 'Guest');
    if (last && last.seq > conversation.reached) conversation.reached = last.seq;
  }

  /** Reads what the socket furthest behind lacks and passes it on, until nobody lacks anything. */
  async function pull(conversation: Conversation) {
    conversation.pullDue = true;
    if (conversation.pulling) return;
    conversation.pulling = true;
    try {
      while (conversation.pullDue) {
        conversation.pullDue = false;
        const behind = [...conversation.connections].filter((connection) => !connection.state.holding);
        if (behind.length === 0) break;
        const after = Math.min(...behind.map((connection) => connection.state.seq));
        const page = await sessions.activities(conversation.guest, conversation.id, {
          after,
          limit: limits.activitiesPage,
        });
        pass(conversation, page.activities.map(asGuestSees));
        if (page.activities.length >= limits.activitiesPage) conversation.pullDue = true;
      }
    } catch (error) {
      conversation.pullDue = false;
      onUnexpected(error);
    } finally {
      conversation.pulling = false;
    }
  }

  /** Brings a socket to the present by pushes: because some were held back, or because another tab began the session. */
  function show(connection: GuestConnection) {
    const { state } = connection;
    state.holding = false;
    state.missed = false;
    if (!state.conversation) return;
    if (state.conversation.view) connection.push('session', state.conversation.view);
    else void refresh(state.conversation);
    void pull(state.conversation);
  }

  /** Asks once for all who wait in these tenants. */
  async function renewPlaces(tenants: ReadonlySet<number>) {
    const waiting = [...open.values()].filter(
      (conversation) => tenants.has(conversation.tenantId) && conversation.view && isWaiting(conversation.view),
    );
    if (waiting.length === 0) return;
    const places = await routing.placeInQueue(waiting.map((conversation) => conversation.id));
    for (const conversation of waiting) {
      if (!conversation.view || !isWaiting(conversation.view)) continue;
      conversation.view = { ...conversation.view, ...(places.get(conversation.id) ?? noPlace) };
      pushView(conversation);
    }
  }

  return {
    look,
    /** A socket shows this session from now on. Pushes wait until `release`. */
    attach(connection: GuestConnection, guest: GuestActor, session: OwnSession, seq: number): Conversation {
      let conversation = open.get(session.id);
      if (!conversation) {
        conversation = {
          id: session.id,
          companyId: session.companyId,
          tenantId: session.tenantId,
          guest,
          connections: new Set(),
          view: null,
          pushed: '',
          reading: false,
          readAt: 0,
          readDue: false,
          pulling: false,
          pullDue: false,
          reached: 0,
          delivered: 0,
          deliveredAt: 0,
        };
        open.set(session.id, conversation);
        presence.arrived(
          { id: session.id, companyId: guest.companyId, guestId: guest.guestId },
          session.guestLost !== null,
        );
      }
      conversation.connections.add(connection);
      connection.state.conversation = conversation;
      connection.state.seq = seq;
      connection.state.holding = true;
      connection.state.missed = false;
      return conversation;
    },
    /** The state of an attached session for an answer; kept, so that only changes are pushed. */
    async welcome(conversation: Conversation): Promise<GuestSession> {
      const view = await look(conversation.companyId, conversation.id);
      if (conversation.view === null) {
        conversation.view = view;
        conversation.pushed = JSON.stringify({ ...view, lastSeq: 0 });
      }
      return view;
    },
    /** Lines leave with an answer: they count as pushed, and more may be waiting behind a full page. */
    answered(connection: GuestConnection, lines: readonly Activity[]) {
      const { state } = connection;
      state.seq = lines.at(-1)?.seq ?? state.seq;
      if (lines.length >= limits.activitiesPage) state.missed = true;
      if (state.conversation) noteReached(state.conversation, lines);
    },
    /** The answer is out: pushes may follow, first those that were held back. */
    release(connection: GuestConnection) {
      const { state } = connection;
      state.holding = false;
      if (state.missed) show(connection);
    },
    show,
    detach(connection: GuestConnection) {
      const { conversation } = connection.state;
      if (!conversation) return;
      connection.state.conversation = null;
      conversation.connections.delete(connection);
      if (conversation.connections.size > 0) return;
      open.delete(conversation.id);
      presence.left(conversation.id);
    },
    sessionChanged(sessionId: number) {
      const conversation = open.get(sessionId);
      if (conversation) void refresh(conversation);
    },
    activitiesStored(sessionId: number, activities: readonly Activity[] | undefined) {
      const conversation = open.get(sessionId);
      if (!conversation) return;
      const gap = activities ? pass(conversation, activities.map(asGuestSees)) : true;
      if (gap) void pull(conversation);
    },
    typing(sessionId: number, userId: number | null, typing: boolean) {
      const conversation = open.get(sessionId);
      if (!conversation) return;
      const frame = pushFrame('typing', { sessionId, userId, typing });
      for (const connection of conversation.connections) if (!connection.state.holding) connection.pushRaw(frame);
    },
    /** Wake-ups may have been lost: everything shown here is read again. */
    resync() {
      for (const conversation of open.values()) {
        movedTenants.add(conversation.tenantId);
        void refresh(conversation);
        void pull(conversation);
      }
    },
    queueMoved(tenantId: number) {
      movedTenants.add(tenantId);
    },
    /** Several times a second: reads that had to wait and notes of delivery. */
    tick(now: number) {
      for (const conversation of open.values()) {
        if (conversation.readDue) void refresh(conversation);
        if (conversation.reached <= conversation.delivered || now - conversation.deliveredAt < deliveryGapMs) continue;
        conversation.delivered = conversation.reached;
        conversation.deliveredAt = now;
        sessions.markDelivered(conversation.guest, conversation.id, conversation.reached).catch(onUnexpected);
      }
    },
    /** Once a second: places in the queues that moved. */
    tickQueues() {
      if (movedTenants.size === 0) return;
      const tenants = new Set(movedTenants);
      movedTenants.clear();
      renewPlaces(tenants).catch(onUnexpected);
    },
    /** Every few seconds: estimates change with time alone, and a wake-up may have been lost. */
    recheck() {
      for (const conversation of open.values()) {
        if (conversation.view && isWaiting(conversation.view)) movedTenants.add(conversation.tenantId);
      }
    },
  };
}

const noPlace = { place: null, estimatedWait: null };
const isWaiting = (session: GuestSession) => session.status === 'IN_QUEUE' || session.status === 'WAITING';
