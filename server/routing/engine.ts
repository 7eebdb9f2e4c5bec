import type { PackageState } from '@hovor/protocol/enums';
import type { Change } from '../foundation/bus.ts';
import type { Store } from '../foundation/transact.ts';
import type { Lease } from './lease.ts';
import { tenantsWithWork } from './offer-queries.ts';
import type { SessionsPort } from './ports.ts';
import { type Round, runRound } from './round.ts';

/** Shortest pause between two rounds of a tenant: changes that come meanwhile are decided together. Milliseconds. */
const pause = 20;
/** Tenants other nodes decide for are tried again this often, in case their node is gone and nothing else happens. */
const takeOver = 5_000;
/** After a failed round. */
const afterFailure = 1_000;
/** A timer of Node.js takes no more than this. */
const longestTimer = 2 ** 31 - 1;

interface Tenant {
  companyId: number;
  tenantId: number;
  timer: NodeJS.Timeout | undefined;
  /** When the timer goes off. */
  due: number;
  running: boolean;
  /** Woken while a round was running. */
  again: boolean;
  last: number;
  /** What was announced of the tenant's packages. */
  states: ReadonlyMap<number, PackageState> | undefined;
}

/** Changes that may let somebody be served, or take somebody away. */
const topics = new Set(['session', 'operator', 'availability', 'queue', 'group', 'routing', 'preset', 'resync']);

/**
 * Decides for the tenants this node holds the lease of. Woken by changes on the bus and by the next deadline of a
 * decision; wake-ups that come during a round are one more round.
 */
export function createEngine(
  store: Store,
  parts: {
    sessions: SessionsPort;
    lease: Lease;
    /** States of the tenant's packages after a round, to announce those that changed. */
    packageStates(
      place: { companyId: number; tenantId: number },
      snapshot: Round['snapshot'],
    ): Promise<ReadonlyMap<number, PackageState>>;
    onUnexpected(error: unknown): void;
  },
) {
  const tenants = new Map<number, Tenant>();
  const rounds = new Set<Promise<void>>();
  let unsubscribe = () => {};
  let patrol: NodeJS.Timeout | undefined;
  let stopped = true;

  function wake(place: { companyId: number; tenantId: number }, delay = 0) {
    if (stopped) return;
    const { companyId, tenantId } = place;
    let tenant = tenants.get(tenantId);
    if (!tenant) {
      tenant = {
        companyId,
        tenantId,
        timer: undefined,
        due: Infinity,
        running: false,
        again: false,
        last: -Infinity,
        states: undefined,
      };
      tenants.set(tenantId, tenant);
    }
    if (tenant.running && delay === 0) tenant.again = true;
    else schedule(tenant, delay);
  }

  function schedule(tenant: Tenant, delay: number) {
    const present = performance.now();
    const due = Math.max(present + delay, tenant.last + pause);
    if (due >= tenant.due || stopped) return;
    clearTimeout(tenant.timer);
    tenant.due = due;
    tenant.timer = setTimeout(
      () => {
        tenant.due = Infinity;
        const round = run(tenant);
        rounds.add(round);
        round.finally(() => rounds.delete(round));
      },
      Math.min(due - present, longestTimer),
    );
  }

  async function run(tenant: Tenant) {
    if (stopped) return;
    // A deadline that comes while a round is still busy is not forgotten.
    if (tenant.running) {
      tenant.again = true;
      return;
    }
    tenant.running = true;
    tenant.again = false;
    try {
      if (await parts.lease.take(tenant.tenantId)) await decideFor(tenant);
      else {
        tenant.states = undefined;
        schedule(tenant, takeOver);
      }
    } catch (error) {
      parts.onUnexpected(error);
      schedule(tenant, afterFailure);
    } finally {
      tenant.running = false;
      tenant.last = performance.now();
      if (tenant.again) schedule(tenant, 0);
    }
  }

  async function decideFor(tenant: Tenant) {
    const round = await runRound(store, parts.sessions, tenant);
    if (round.nextWakeAt !== null) schedule(tenant, Math.max(0, round.nextWakeAt - store.clock.now().getTime()));
    // A round that wrote something is followed by one that sees the outcome; states are announced from there.
    if (round.changed) tenant.again = true;
    else await announce(tenant, round);
  }

  /** Says that package states changed, once for all packages of the tenant. */
  async function announce(tenant: Tenant, round: Round) {
    const states = await parts.packageStates(tenant, round.snapshot);
    const before = tenant.states;
    tenant.states = states;
    if (before && before.size === states.size && [...states].every(([id, state]) => before.get(id) === state)) return;
    const { companyId, tenantId } = tenant;
    store.bus.publish([{ companyId, tenantId, topic: 'availability', id: tenantId, local: announced }]);
  }

  function hear(changes: readonly Change[]) {
    for (const { companyId, tenantId, topic, local } of changes) {
      if (!topics.has(topic) || local === announced) continue;
      if (topic === 'resync') for (const tenant of tenants.values()) wake(tenant);
      else if (tenantId !== null) wake({ companyId, tenantId });
      else for (const tenant of tenants.values()) if (tenant.companyId === companyId) wake(tenant);
    }
  }

  /** Looks for tenants with work nobody woke this node for: after a start, and after another node died. */
  async function look() {
    try {
      for (const place of await tenantsWithWork(store.db)) if (!tenants.has(place.tenantId)) wake(place);
    } catch (error) {
      parts.onUnexpected(error);
    }
  }

  return {
    wake,

    async start() {
      if (!stopped) return;
      stopped = false;
      unsubscribe = store.bus.subscribe(hear);
      patrol = setInterval(look, takeOver);
      await look();
    },

    /** Ends after the rounds under way; other nodes take the tenants over. */
    async stop() {
      stopped = true;
      unsubscribe();
      clearInterval(patrol);
      for (const tenant of tenants.values()) clearTimeout(tenant.timer);
      await Promise.all(rounds);
      tenants.clear();
      await parts.lease.release();
    },
  };
}

/** Marks the engine's own announcement, so that it does not wake itself. */
const announced = Symbol('announced');
