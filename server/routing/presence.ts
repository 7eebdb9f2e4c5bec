import { limits } from '@hovor/protocol/limits';
import { system, type UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import type { SessionsPort, SettingsPort } from './ports.ts';
import * as queries from './state-queries.ts';
import { stateOnConnect, stateOnLost } from './state-rules.ts';
import { changeState, lockOperator } from './states.ts';

/** The sweep looks at least this often: leases may have been written by other nodes. Milliseconds. */
const longestSleep = 5_000;
/** Shortest pause between two sweeps. */
const shortestSleep = 50;

/**
 * Presence of operators: a lease per connection of the workspace, worth nothing after its expiry (design §4). Whoever
 * has no lease is DISCONNECTED, whatever died: browser, network or node.
 */
export function createPresence(
  store: Store,
  {
    sessions,
    settings,
    onUnexpected,
  }: { sessions: SessionsPort; settings: SettingsPort; onUnexpected(error: unknown): void },
) {
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let running: Promise<void> | undefined;
  let stopped = true;

  /** Operators whose leases ran out become DISCONNECTED; sessions nobody came back to end. Safe on several nodes. */
  async function sweep(): Promise<void> {
    const now = store.clock.now();
    const ended = await queries.deleteExpired(store.db, now);
    // Who is still here in another tenant keeps the state; the tenant that was left has to know all the same.
    store.bus.publish(
      ended.map(({ companyId, tenantId, userId }) => ({ companyId, tenantId, topic: 'operator', id: userId })),
    );
    for (const { companyId, userId } of await queries.withoutPresence(store.db, now)) {
      await transact(store, system(companyId), async (unit) => {
        const present = await lockOperator(unit, companyId, userId);
        if (await queries.isPresent(unit.db, companyId, userId, unit.now)) return;
        const { loginId } = present;
        const alive = await queries.loginAlive(unit.db, companyId, userId, loginId, unit.now);
        await changeState(unit, companyId, present, stateOnLost(present, alive), { forced: true, loginId });
      });
    }
    await endAbandoned(now);
  }

  async function endAbandoned(now: Date) {
    for (const { companyId, tenantId, sessionId, since } of await queries.abandoned(store.db, { before: now })) {
      const { clientDisconnectedSeconds } = await settings.tenant(companyId, tenantId);
      const before = new Date(now.getTime() - clientDisconnectedSeconds * 1000);
      if (since > before) continue;
      await transact(store, system(companyId), async (unit) => {
        const session = await sessions.lockSession(unit, companyId, sessionId);
        const [still] = await queries.abandoned(unit.db, { sessionId, before });
        if (still) await sessions.endWithin(unit, session, 'OperatorAbandoned');
      });
    }
  }

  async function tick() {
    try {
      await sweep();
      const next = await queries.nextExpiry(store.db);
      const wait = next ? next.getTime() - store.clock.now().getTime() + 1 : longestSleep;
      arm(Math.max(shortestSleep, Math.min(wait, longestSleep)));
    } catch (error) {
      onUnexpected(error);
      arm(longestSleep);
    }
  }

  /** Sweeps after so many milliseconds, or earlier when that was planned already. */
  function arm(wait: number) {
    const at = performance.now() + wait;
    if (stopped || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY;
      running = tick().finally(() => {
        running = undefined;
      });
    }, wait);
  }

  return {
    /** A workspace opened the desk of a tenant: the operator is Online, or as before a lost connection. */
    async connected(connectionId: string, actor: UserActor, tenantId: number): Promise<void> {
      const { companyId, userId, loginId } = actor;
      await transact(store, actor, async (unit) => {
        const present = await lockOperator(unit, companyId, userId);
        const expires = new Date(unit.now.getTime() + limits.presenceLease);
        await queries.putPresence(unit.db, { connectionId, companyId, tenantId, userId, loginId, expires });
        const chosen = await queries.lastChosen(unit.db, companyId, userId);
        const next = stateOnConnect(present, present.loginId === loginId, chosen);
        await changeState(unit, companyId, present, next, { forced: false, loginId });
        // The lease is new even where the state is not: the engine and the package states have to look.
        for (const id of await queries.operatorTenants(unit.db, companyId, userId)) {
          unit.touch({ companyId, tenantId: id, topic: 'operator', id: userId });
        }
      });
    },

    /** Renews the leases of connections heard of lately. @returns ids whose lease was lost: they have to connect again */
    async renew(heard: { connectionId: string; at: number }[]): Promise<string[]> {
      if (heard.length === 0) return [];
      const leases = heard.map(({ connectionId, at }) => ({
        connectionId,
        expires: new Date(at + limits.presenceLease),
      }));
      const renewed = await queries.renewPresence(store.db, leases);
      return heard.map(({ connectionId }) => connectionId).filter((id) => !renewed.has(id));
    },

    /** A connection closed. The lease stays for a moment, so that a reload of the page is no absence. */
    async disconnected(connectionId: string, { atOnce = false }: { atOnce?: boolean } = {}): Promise<void> {
      const grace = atOnce ? 0 : limits.presenceReload;
      await queries.shortenPresence(store.db, connectionId, new Date(store.clock.now().getTime() + grace));
      arm(Math.max(shortestSleep, grace));
    },

    sweep,

    start() {
      stopped = false;
      arm(shortestSleep);
    },

    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
