import { randomUUID } from 'node:crypto';
import { limits } from '@hovor/protocol/limits';
import type { GuestActor } from '../../foundation/security/actor.ts';
import type { Store } from '../../foundation/transact.ts';
import type { SessionsPort } from './ports.ts';
import {
  deletePresence,
  forgotten,
  insertPresence,
  leftAlone,
  removeDeadNodes,
  removeNode,
  renewNode,
  type SessionOfGuest,
  wronglyLost,
} from './presence-queries.ts';

/** Sessions told about in one sweep; the rest follows in the next. */
const perSweep = 500;

export type Presence = ReturnType<typeof createPresence>;

/**
 * Which guests are connected, over all nodes and tabs (OP-WC-10). A session's guest is
 *
 *   here     at least one node has noted a socket of it;
 *   leaving  the last socket here closed less than `guestLostGrace` ago: a page change, nobody is told;
 *   lost     no node has one: `sessions.guestDisconnected` was called, and the session's own clock runs.
 *
 * A note is worth as long as its node's lease, so the guests of a killed node become lost, not "here for ever".
 */
export function createPresence(
  store: Store,
  sessions: Pick<SessionsPort, 'guestConnected' | 'guestDisconnected'>,
  onUnexpected: (error: unknown) => void,
  {
    /** How long a page change may take. */
    graceMs = limits.guestLostGrace,
    /** How long after its start this node waits for guests of nodes that are gone. */
    returnMs = limits.guestPresenceLease,
  }: { graceMs?: number; returnMs?: number } = {},
) {
  const nodeId = randomUUID();
  const here = new Map<number, SessionOfGuest>();
  let arriving: (SessionOfGuest & { lost: boolean })[] = [];
  const leaving = new Map<number, number>();
  const started = Date.now();
  let busy = Promise.resolve();

  const actorOf = (session: SessionOfGuest): GuestActor => ({
    kind: 'guest',
    companyId: session.companyId,
    guestId: session.guestId,
  });

  /** One database step after the other, so that a note and its removal cannot overtake each other. */
  function then(step: () => Promise<void>) {
    busy = busy.then(step).catch(onUnexpected);
  }

  async function noteArrivals() {
    const batch = arriving;
    if (batch.length === 0) return;
    arriving = [];
    try {
      await insertPresence(store.db, nodeId, batch);
    } catch (error) {
      arriving = [...batch, ...arriving];
      throw error;
    }
    for (const session of batch) if (session.lost) await told(sessions.guestConnected(actorOf(session), session.id));
  }

  async function noteDepartures(now: number) {
    const gone = [...leaving].filter(([, since]) => now - since >= graceMs).map(([id]) => id);
    if (gone.length === 0) return;
    // Forgotten first: who comes back while the database works is noted anew behind this step.
    for (const id of gone) {
      leaving.delete(id);
      here.delete(id);
    }
    try {
      await deletePresence(store.db, nodeId, gone);
    } catch (error) {
      for (const id of gone) if (!here.has(id)) leaving.set(id, now);
      throw error;
    }
    for (const session of await leftAlone(store.db, gone)) if (!here.has(session.id)) await lost(session);
  }

  const lost = (session: SessionOfGuest) => told(sessions.guestDisconnected(actorOf(session), session.id));

  /** One session's trouble must not keep the others from being told. */
  async function told(telling: Promise<unknown>) {
    await telling.catch(onUnexpected);
  }

  async function sweep() {
    if (await renewNode(store.db, nodeId, limits.guestPresenceLease)) {
      await insertPresence(store.db, nodeId, [...here.values()]);
    }
    await removeDeadNodes(store.db);
    for (const session of await wronglyLost(store.db, nodeId)) {
      await told(sessions.guestConnected(actorOf(session), session.id));
    }
    // Whoever was connected to a server that restarts, or just began, gets time to open a socket here.
    if (Date.now() - started < returnMs) return;
    const createdBefore = new Date(store.clock.now().getTime() - returnMs);
    for (const session of await forgotten(store.db, createdBefore, perSweep)) await lost(session);
  }

  return {
    nodeId,
    async start() {
      await renewNode(store.db, nodeId, limits.guestPresenceLease);
    },
    /** The first socket of a session opened here. `isLost`: the session counts its guest as lost. */
    arrived(session: SessionOfGuest, isLost: boolean) {
      const stillNoted = leaving.delete(session.id);
      if (stillNoted && !isLost) return;
      here.set(session.id, session);
      arriving.push({ ...session, lost: isLost });
      if (arriving.length === 1) then(noteArrivals);
    },
    /** The last socket of a session here closed. */
    left(sessionId: number) {
      leaving.set(sessionId, Date.now());
    },
    /** Several times a second. */
    tick(now: number) {
      if (arriving.length > 0) then(noteArrivals);
      if (leaving.size > 0) then(() => noteDepartures(now));
    },
    /** Every `presenceRenew`. */
    sweep: () => then(sweep),
    /** All steps taken so far are done. */
    settled: () => busy,
    /** This node's notes go at once; whoever does not come back elsewhere counts as lost soon. */
    async stop() {
      await busy;
      await removeNode(store.db, nodeId);
    },
  };
}
