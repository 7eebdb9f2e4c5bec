import { sql, type Transaction } from 'kysely';
import type { Bus, Change } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/database.ts';
import type { DB } from './database/tables.ts';
import { type Actor, actorRecord } from './security/actor.ts';

/** A fact to be written to the event log. `kind` is `noun.pastTense`, `subject` is `noun:id`. */
export interface NewEvent {
  companyId: number;
  tenantId: number | null;
  kind: string;
  subject: string;
  payload: Record<string, unknown>;
  at?: Date;
}

/** One transaction of one use case. State changes go through `db`; facts and wake-ups are handed over with them. */
export interface Unit {
  db: Transaction<DB>;
  now: Date;
  actor: Actor;
  /** Appends to the event log in this transaction: a change and its event exist together or not at all (invariant 2). */
  record(event: NewEvent): void;
  /** Announces a change on the bus once the transaction is committed. */
  touch(change: Change): void;
}

export interface Store {
  db: Database;
  bus: Bus;
  clock: Clock;
}

/** Codes after which PostgreSQL promises that nothing happened and a repetition may succeed. */
const retryable = new Set(['40001', '40P01']);
const attempts = 5;

/** Thrown inside a unit to run it again from its beginning, in a transaction younger than all it waited for. */
export class Retry extends Error {}

/**
 * Runs one use case in one transaction and publishes its changes after the commit. The work may run several times, so
 * it must do nothing outside `unit`. Lock the subject (for example `lockSession`) before any other write: the order of
 * the event log rests on it.
 */
export async function transact<T>(store: Store, actor: Actor, work: (unit: Unit) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const events: NewEvent[] = [];
    const changes: Change[] = [];
    try {
      const result = await store.db.transaction().execute(async (db) => {
        const unit: Unit = {
          db,
          actor,
          now: store.clock.now(),
          record: (event) => events.push(event),
          touch: (change) => changes.push(change),
        };
        const value = await work(unit);
        if (events.length > 0) await appendEvents(db, actor, unit.now, events);
        return value;
      });
      store.bus.publish(changes);
      if (events.length > 0) store.bus.publish([eventsAppended]);
      return result;
    } catch (error) {
      const again = error instanceof Retry || retryable.has((error as { code?: string }).code ?? '');
      if (!again || attempt >= attempts) throw error;
    }
  }
}

/** Tells subscribers of the event log that there is something to read. */
export const eventsAppended: Change = { companyId: 0, tenantId: null, topic: 'events', id: 0 };

async function appendEvents(db: Transaction<DB>, actor: Actor, now: Date, events: NewEvent[]) {
  const by = JSON.stringify(actorRecord(actor));
  await db
    .insertInto('events')
    .values(
      events.map((event) => ({
        companyId: event.companyId,
        tenantId: event.tenantId,
        kind: event.kind,
        subject: event.subject,
        actor: by,
        at: event.at ?? now,
        payload: JSON.stringify(event.payload),
      })),
    )
    .execute();
}

/** The condition of `sessions.event_xid` (see 0001_foundation.sql): a row a younger transaction wrote must not be written behind it. */
export const notBehind = sql<boolean>`event_xid <= pg_current_xact_id()`;
