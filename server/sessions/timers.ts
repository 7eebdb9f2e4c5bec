import { limits } from '@hovor/protocol/limits';
import { createSettings } from '../directory/service.ts';
import { system } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { lockSession } from './access.ts';
import { finish } from './acw.ts';
import { endWithin } from './lifecycle.ts';
import { inAcw, isRunning } from './rules.ts';
import { readStays } from './session-queries.ts';
import { acwRunOut, guestsLost, tenantsWithLostGuests } from './timer-queries.ts';

/**
 * What time does to sessions: ACW runs out (OP-ES-9), a lost client is given up (AD-AP-11). Any node may sweep at any
 * moment: each session is taken in its own transaction that locks it and looks again, so the second one finds nothing
 * to do. One session that fails does not keep the others.
 */
export function createTimers(store: Store, onUnexpected: (error: unknown) => void) {
  const settings = createSettings(store);
  let timer: NodeJS.Timeout | null = null;
  let sweeping: Promise<void> = Promise.resolve();

  return {
    sweep,
    startTimers() {
      if (timer) return;
      const next = () => {
        timer = setTimeout(() => {
          sweeping = sweep(store.clock.now())
            .catch(onUnexpected)
            .then(() => {
              if (timer) next();
            });
        }, limits.sweepEvery);
      };
      next();
    },
    async stopTimers() {
      if (timer) clearTimeout(timer);
      timer = null;
      await sweeping;
    },
  };

  async function sweep(now: Date): Promise<void> {
    await Promise.all([sweepAcw(now), sweepLost(now)]);
  }

  async function sweepAcw(now: Date): Promise<void> {
    for (const { companyId, sessionId } of await acwRunOut(store.db, now, limits.sweepBatch)) {
      await guarded(() =>
        transact(store, system(companyId), async (unit) => {
          const session = await lockSession(unit, companyId, sessionId);
          const stays = await readStays(unit.db, companyId, sessionId);
          const due = stays.find((stay) => inAcw(stay) && stay.acwUntil !== null && stay.acwUntil <= now);
          if (due) await finish(unit, session, due, stays, null);
        }),
      );
    }
  }

  async function sweepLost(now: Date): Promise<void> {
    for (const { companyId, tenantId } of await tenantsWithLostGuests(store.db)) {
      const { clientDisconnectedSeconds } = await settings.tenant(companyId, tenantId);
      const since = new Date(now.getTime() - clientDisconnectedSeconds * 1000);
      for (const sessionId of await guestsLost(store.db, { companyId, tenantId }, since, limits.sweepBatch)) {
        await guarded(() =>
          transact(store, system(companyId), async (unit) => {
            const session = await lockSession(unit, companyId, sessionId);
            if (!isRunning(session) || session.guestLost === null || session.guestLost > since) return;
            await endWithin(unit, session, 'GuestAbandoned');
          }),
        );
      }
    }
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      onUnexpected(error);
    }
  }
}
