import type { ConversationPage } from '@hovor/protocol/desk';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { closeCodes } from '@hovor/protocol/socket';
import { Problem } from '../foundation/errors.ts';
import { pushFrame } from '../foundation/realtime/socket.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { createIndex, type DeskConnection } from './peers.ts';
import type { SessionsPort } from './ports.ts';

/**
 * A conversation on the screen of one connection.
 *
 * `seq` is what the connection has; every push continues it without a gap. While `busy` the answer to `open` or a read
 * is on its way: changes meanwhile only set `behind`, and are read afterwards.
 */
export interface Conversation {
  sessionId: number;
  seq: number;
  busy: boolean;
  behind: boolean;
  /** The detail as last sent, to push only what changed; empty until the answer to `open` is made. */
  detail: string;
  /** The detail changed while the answer was being made. */
  stale: boolean;
}

/** Live transcripts: gapless for each connection whatever order changes come in, from memory when it fits. */
export function createConversations(sessions: SessionsPort, onUnexpected: (error: unknown) => void) {
  /** Session → connections that have it on screen. */
  const readers = createIndex<number, DeskConnection>();

  const actorOf = (connection: DeskConnection): UserActor => {
    if (connection.state.actor) return connection.state.actor;
    throw new Problem('not-logged-in');
  };

  function shut(connection: DeskConnection, sessionId: number) {
    connection.state.conversations.delete(sessionId);
    readers.remove(sessionId, connection);
  }

  /** All lines after `seq`, page by page. */
  async function linesAfter(actor: UserActor, sessionId: number, seq: number): Promise<Activity[]> {
    const lines: Activity[] = [];
    for (let after = seq; ; after = lines.at(-1)?.seq ?? after) {
      const { activities } = await sessions.activities(actor, sessionId, { after, limit: limits.activitiesPage });
      lines.push(...activities);
      if (activities.length < limits.activitiesPage) return lines;
    }
  }

  /** Ends the wait for an answer that is now on its way to the peer, in order before everything pushed after it. */
  function settle(connection: DeskConnection, conversation: Conversation) {
    setImmediate(() => {
      conversation.busy = false;
      if (conversation.behind) void catchUp(connection, conversation);
      if (conversation.stale) void refreshFor(conversation.sessionId, [connection]);
    });
  }

  /** Brings a connection what it misses from the database. */
  async function catchUp(connection: DeskConnection, conversation: Conversation): Promise<void> {
    if (conversation.busy) {
      conversation.behind = true;
      return;
    }
    const { sessionId } = conversation;
    conversation.busy = true;
    try {
      do {
        conversation.behind = false;
        const lines = await linesAfter(actorOf(connection), sessionId, conversation.seq);
        if (connection.state.conversations.get(sessionId) !== conversation) return;
        if (lines.length === 0) continue;
        conversation.seq = lines.at(-1)?.seq ?? conversation.seq;
        connection.push('activities', { sessionId, activities: lines });
      } while (conversation.behind);
    } catch (error) {
      failed(connection, sessionId, error);
    } finally {
      conversation.busy = false;
    }
  }

  /** A conversation that may not be seen any more leaves the screen; other failures end in a reconnect. */
  function failed(connection: DeskConnection, sessionId: number, error: unknown) {
    if (error instanceof Problem && error.status < 500) return shut(connection, sessionId);
    onUnexpected(error);
    connection.close(closeCodes.restart, 'could not be brought up to date');
  }

  return {
    readers,

    /** Puts a conversation on the screen and brings the lines after `after`. @throws not-found */
    async open(connection: DeskConnection, sessionId: number, after: number): Promise<ConversationPage> {
      const actor = actorOf(connection);
      const { conversations } = connection.state;
      if (!conversations.has(sessionId) && conversations.size >= limits.conversationsPerConnection) {
        throw new Problem('conflict', { detail: 'Too many conversations are open here. Close some first.' });
      }
      const conversation: Conversation = { sessionId, seq: after, busy: true, behind: false, detail: '', stale: false };
      conversations.set(sessionId, conversation);
      readers.add(sessionId, connection);
      try {
        await sessions.noteListening(actor, sessionId);
        const session = await sessions.detail(actor, sessionId);
        const newest = () => sessions.activities(actor, sessionId, { limit: limits.activitiesPage });
        const activities = after > 0 ? await linesAfter(actor, sessionId, after) : (await newest()).activities;
        conversation.seq = activities.at(-1)?.seq ?? after;
        conversation.detail = pushFrame('detail', session);
        settle(connection, conversation);
        return { session, activities, more: (activities[0]?.seq ?? after + 1) > 1 };
      } catch (error) {
        if (connection.state.conversations.get(sessionId) === conversation) shut(connection, sessionId);
        throw error;
      }
    },

    close: shut,

    closeAll(connection: DeskConnection) {
      for (const sessionId of [...connection.state.conversations.keys()]) shut(connection, sessionId);
    },

    /** New lines of a session; `stored` are those just written when this process wrote them. */
    deliver(sessionId: number, stored: readonly Activity[] | undefined) {
      const frames = new Map<number, string>();
      for (const connection of readers.get(sessionId)) {
        const conversation = connection.state.conversations.get(sessionId);
        if (!conversation) continue;
        const from = stored?.findIndex(({ seq }) => seq === conversation.seq + 1) ?? -1;
        if (conversation.busy || !stored || from < 0) {
          const known = stored && (stored.at(-1)?.seq ?? 0) <= conversation.seq;
          if (!known || conversation.busy) void catchUp(connection, conversation);
          continue;
        }
        const lines = stored.slice(from);
        // One text for all who get the same lines.
        const frame = frames.get(from) ?? pushFrame('activities', { sessionId, activities: lines });
        frames.set(from, frame);
        conversation.seq = lines.at(-1)?.seq ?? conversation.seq;
        connection.pushRaw(frame);
      }
    },

    /** Something in these sessions changed: detail to those who have them on screen, read once for each user. */
    async refresh(sessionIds: Iterable<number>): Promise<void> {
      for (const sessionId of sessionIds) {
        const byUser = Map.groupBy(readers.get(sessionId), (connection) => connection.state.actor?.userId);
        for (const connections of byUser.values()) await refreshFor(sessionId, connections);
      }
    },

    /** How far the sides have read. */
    async receipts(companyId: number, sessionIds: Iterable<number>): Promise<void> {
      for (const sessionId of sessionIds) {
        if (!readers.has(sessionId)) continue;
        const receipts = await sessions.receipts(companyId, sessionId);
        if (!receipts) continue;
        const frame = pushFrame('receipts', { sessionId, receipts });
        for (const connection of readers.get(sessionId)) connection.pushRaw(frame);
      }
    },

    /** After changes may have been missed: everything on screen is read again. */
    catchUpAll(connection: DeskConnection) {
      for (const conversation of connection.state.conversations.values()) void catchUp(connection, conversation);
    },
  };

  async function refreshFor(sessionId: number, connections: DeskConnection[]) {
    const [first] = connections;
    if (!first) return;
    try {
      const frame = pushFrame('detail', await sessions.detail(actorOf(first), sessionId));
      for (const connection of connections) {
        const conversation = connection.state.conversations.get(sessionId);
        if (!conversation || conversation.detail === frame) continue;
        // A push must not overtake the answer to `open`.
        conversation.stale = conversation.detail === '';
        if (conversation.stale) continue;
        conversation.detail = frame;
        connection.pushRaw(frame);
      }
    } catch (error) {
      for (const connection of connections) failed(connection, sessionId, error);
    }
  }
}
