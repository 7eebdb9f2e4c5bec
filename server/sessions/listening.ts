import type { UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { loadSeen, lockSeen } from './access.ts';
import { listensIn } from './policies.ts';
import { isRunning } from './rules.ts';
import { updateSession } from './session-queries.ts';
import { recordOf } from './transcript.ts';

/** Reads of one person within this time are one listening: a page that reconnects is no second one. Milliseconds. */
const oneListening = 10 * 60_000;
/** Listenings remembered by a process; beyond it one is noted twice at worst. */
const mostRemembered = 10_000;

/**
 * Supervisors read running conversations without anybody in them noticing: no line, no join, no receipt. What remains is
 * a fact in the event log, so that it can be said later who read what.
 */
export function createListening(store: Store) {
  const noted = new Map<string, number>();

  return {
    async noteListening(actor: UserActor, sessionId: number): Promise<void> {
      const key = `${actor.userId}/${sessionId}`;
      const now = store.clock.now().getTime();
      if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < oneListening) return;
      const { session, facts } = await loadSeen(store.db, actor, sessionId);
      if (!isRunning(session) || !listensIn(actor, facts)) return;
      await transact(store, actor, async (unit) => {
        const { session } = await lockSeen(unit, sessionId);
        if (!isRunning(session)) return;
        recordOf(unit, session, 'listenedTo', { userId: actor.userId });
        await updateSession(unit.db, session, {});
      });
      noted.delete(key);
      noted.set(key, now);
      if (noted.size > mostRemembered) noted.delete(noted.keys().next().value as string);
    },
  };
}
