import { sql, type Transaction } from 'kysely';
import type { DB } from '../database/tables.ts';
import type { Store } from '../transact.ts';

/** One fact of the event log. */
export interface LogEvent {
  id: number;
  companyId: number;
  tenantId: number | null;
  /** `noun.pastTense` */
  kind: string;
  /** `noun:id`; the order of events is kept within it. */
  subject: string;
  actor: { kind: string; id?: number };
  at: Date;
  payload: Record<string, unknown>;
}

export interface Batch {
  /** The transaction that also moves the cursor: what the handler writes through it happens exactly once. */
  db: Transaction<DB>;
  /** Ascending; never empty. */
  events: readonly LogEvent[];
}

export interface SubscriberOptions {
  /** Names the durable cursor. Renaming a subscriber starts it from the beginning of the log. */
  name: string;
  /**
   * Reacts to events in their order. It must be short and keep to the database: while it runs, its transaction holds
   * back all readers of the log. A function it returns runs after the commit. When it throws, the same batch comes again.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without an epilogue returns nothing
  handle(batch: Batch): Promise<void | (() => void)>;
  onError(error: unknown): void;
  /** Most events in one transaction. */
  batchSize?: number;
  /** Milliseconds between looks at the log without a wake-up, in case one was lost. */
  safetyPoll?: number;
}

export type Subscriber = ReturnType<typeof createSubscriber>;

/** How long to wait while a running transaction holds the log back, and after a failure; both double up to the last. */
const heldDelay = { first: 5, last: 250 };
const failureDelay = { first: 100, last: 30_000 };

/**
 * Reads the event log behind a durable cursor (docs/decisions/event-order.md): each event at least once, in order per
 * subject, whatever crashes. States: *idle* (waiting for a wake-up on the bus or the safety poll) → *reading* (one
 * transaction per batch, until nothing is left) → idle. While a transaction that is still running may put an event
 * before those already visible, it looks again shortly; nobody else would wake it when that transaction ends.
 * On several nodes one at a time reads: the lock lives in the transaction and dies with its connection.
 */
export function createSubscriber(store: Store, options: SubscriberOptions) {
  const { name, handle, onError, batchSize = 500, safetyPoll = 5_000 } = options;
  let woken = false;
  let stopping = false;
  let wakeUp = () => {};
  let running: Promise<void> | undefined;
  let unsubscribe = () => {};
  let settled: (() => void)[] = [];

  const wake = () => {
    woken = true;
    wakeUp();
  };

  async function run() {
    let held = 0;
    let failures = 0;
    while (!stopping) {
      woken = false;
      const waiters = settled;
      settled = [];
      let pause = safetyPoll;
      try {
        const outcome = await readBatch();
        failures = 0;
        if (outcome === 'more') {
          held = 0;
          pause = 0;
        } else if (outcome === 'held') {
          pause = Math.min(heldDelay.first * 2 ** held++, heldDelay.last);
        } else {
          held = 0;
          for (const done of waiters.splice(0)) done();
        }
      } catch (error) {
        onError(error);
        pause = Math.min(failureDelay.first * 2 ** failures++, failureDelay.last);
      }
      settled.push(...waiters);
      if (pause > 0) await sleep(pause, failures > 0);
    }
    for (const done of settled.splice(0)) done();
  }

  /** Ends early on a wake-up, unless it follows a failure: then a flood of events must not become a flood of errors. */
  async function sleep(ms: number, deaf: boolean) {
    if (stopping || (woken && !deaf)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        if (deaf && !stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = () => {};
  }

  /** `more`: read on at once. `held`: something is there but may not be read yet, or another node reads. */
  async function readBatch(): Promise<'more' | 'held' | 'done'> {
    const { outcome, epilogue } = await store.db.transaction().execute(async (db) => {
      if (!(await takeLock(db, name))) return { outcome: 'held' as const };
      const cursor = await readCursor(db, name);
      const rows = await readAfter(db, cursor, batchSize);
      const last = rows.at(-1);
      if (!last) return { outcome: (await anythingAfter(db, cursor)) ? ('held' as const) : ('done' as const) };
      const epilogue = await handle({ db, events: rows.map(asEvent) });
      await moveCursor(db, name, last);
      return { outcome: 'more' as const, epilogue };
    });
    epilogue?.();
    return outcome;
  }

  return {
    start() {
      if (running) return;
      stopping = false;
      unsubscribe = store.bus.subscribe((changes) => {
        if (changes.some(({ topic }) => topic === 'events' || topic === 'resync')) wake();
      });
      running = run();
    },
    /** Waits until everything committed before the call was handled, here or on another node. */
    settle() {
      if (!running || stopping) return Promise.resolve();
      return new Promise<void>((resolve) => {
        settled.push(resolve);
        wake();
      });
    },
    /** Finishes the batch under way. */
    async stop() {
      stopping = true;
      unsubscribe();
      wake();
      await running;
      running = undefined;
    },
  };
}

interface Position {
  xid: string;
  id: number;
}
interface EventRow extends Position {
  companyId: number;
  tenantId: number | null;
  kind: string;
  subject: string;
  actor: unknown;
  at: Date;
  payload: unknown;
}

const asEvent = ({ id, companyId, tenantId, kind, subject, actor, at, payload }: EventRow): LogEvent => ({
  id,
  companyId,
  tenantId,
  kind,
  subject,
  actor: actor as LogEvent['actor'],
  at,
  payload: payload as LogEvent['payload'],
});

/** A statement of its own: the cursor read after it must see what the last holder committed. */
async function takeLock(db: Transaction<DB>, name: string) {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('hovor.events.' || ${name}, 0)) as taken`.execute(db);
  return rows[0]?.taken ?? false;
}

async function readCursor(db: Transaction<DB>, name: string): Promise<Position> {
  const { rows } = await sql<Position>`
    select xid::text as xid, id from event_cursors where subscriber = ${name}`.execute(db);
  return rows[0] ?? { xid: '0', id: 0 };
}

async function readAfter(db: Transaction<DB>, { xid, id }: Position, limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select id, xid::text as xid, company_id, tenant_id, kind, subject, actor, at, payload
    from events
    where (xid, id) > (${xid}::xid8, ${id}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by events.xid, id -- a bare xid would be the text of the select list, and sort 999 behind 1000
    limit ${limit}`.execute(db);
  return rows;
}

async function anythingAfter(db: Transaction<DB>, { xid, id }: Position) {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from events where (xid, id) > (${xid}::xid8, ${id}::bigint)) as there`.execute(db);
  return rows[0]?.there ?? false;
}

async function moveCursor(db: Transaction<DB>, name: string, { xid, id }: Position) {
  await sql`
    insert into event_cursors (subscriber, xid, id) values (${name}, ${xid}::xid8, ${id})
    on conflict (subscriber) do update set xid = excluded.xid, id = excluded.id, updated = now()`.execute(db);
}
