import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { localBus } from '../bus.ts';
import { system } from '../security/actor.ts';
import { eventsAppended, transact } from '../transact.ts';
import { type Batch, createSubscriber, type Subscriber, type SubscriberOptions } from './subscriber.ts';

let database: TestDatabase;
let running: Subscriber[] = [];
before(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await Promise.all(running.map((subscriber) => subscriber.stop()));
  running = [];
});
after(() => database.close());

let names = 0;
/** A subscriber that keeps what it was given; `until` waits for a state of it. */
function listen(options: Partial<SubscriberOptions> & { store?: typeof database.store } = {}) {
  const seen: string[] = [];
  const errors: unknown[] = [];
  let changed = () => {};
  const subscriber = createSubscriber(options.store ?? database.store, {
    name: `test-${++names}`,
    safetyPoll: 60_000,
    onError: (error) => errors.push(error),
    async handle({ events }) {
      return () => {
        seen.push(...events.map(({ payload }) => String(payload.n)));
        changed();
      };
    },
    ...options,
  });
  running.push(subscriber);
  subscriber.start();
  const until = async (enough: () => boolean) => {
    while (!enough()) {
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
    }
  };
  return { subscriber, seen, errors, until };
}

const append = (n: number | string, subject = 'session:1') =>
  transact(database.store, system(1), async (unit) => {
    unit.record({ companyId: 1, tenantId: null, kind: 'test.happened', subject, payload: { n } });
  });

/** A transaction held open by hand. */
async function openTransaction() {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  return {
    insert: (n: string) =>
      client.query(
        `insert into events (company_id, kind, subject, actor, at, payload)
         values (1, 'test.happened', 'session:9', '{"kind":"system"}', now(), jsonb_build_object('n', $1::text))`,
        [n],
      ),
    touch: () => client.query('select pg_current_xact_id()'),
    async commit() {
      await client.query('commit');
      await client.end();
    },
  };
}

test('a new subscriber sees the log from its beginning, then what is appended, in order', async () => {
  await append('old');
  const { seen, until } = listen();
  await until(() => seen.includes('old'));
  for (let n = 0; n < 20; n++) await append(n);
  await until(() => seen.length >= 21);
  assert.deepEqual(
    seen.slice(-20),
    Array.from({ length: 20 }, (_, n) => String(n)),
  );
});

test('an event of a transaction that began earlier and commits later is not skipped', async () => {
  const late = await openTransaction();
  await late.insert('late');
  await append('early');
  const { subscriber, seen } = listen();
  // The later event is visible but may not be read before the earlier transaction has ended.
  await append('after');
  assert.equal(seen.includes('early'), false);
  await late.commit();
  await subscriber.settle();
  const order = seen.filter((n) => ['late', 'early', 'after'].includes(n));
  assert.deepEqual(order, ['late', 'early', 'after']);
});

test('a running transaction without events holds the log back only while it runs, and its end needs no wake-up', async () => {
  const { seen, subscriber, until } = listen();
  await subscriber.settle();
  const other = await openTransaction();
  await other.touch();
  await append('behind');
  assert.equal(seen.includes('behind'), false);
  await other.commit();
  await until(() => seen.includes('behind'));
});

test('the cursor survives a restart: nothing twice, nothing missed', async () => {
  const name = 'durable';
  const first = listen({ name });
  await append('one');
  await first.subscriber.settle();
  await first.subscriber.stop();
  await append('two');
  const second = listen({ name });
  await second.subscriber.settle();
  assert.equal(first.seen.at(-1), 'one');
  assert.deepEqual(second.seen, ['two']);
});

test('what a handler wrote and the cursor move together: a failing batch comes again and writes once', async () => {
  await database.pool.query('create table if not exists written (n text)');
  let attempts = 0;
  const before = await append('base').then(() => listen({ name: 'writer' }));
  await before.subscriber.settle();
  await before.subscriber.stop();
  const { subscriber, errors } = listen({
    name: 'writer',
    async handle({ db, events }: Batch) {
      for (const { payload } of events) {
        await db
          .insertInto('written' as never)
          .values({ n: payload.n } as never)
          .execute();
      }
      if (++attempts < 3) throw new Error('crash after writing');
    },
  });
  await append('exactly');
  await subscriber.settle();
  const { rows } = await database.pool.query('select n from written');
  assert.deepEqual(rows, [{ n: 'exactly' }]);
  assert.equal(attempts, 3);
  assert.equal(errors.length, 2);
});

test('a connection killed under the handler costs nothing', async () => {
  await append('x');
  const first = listen({ name: 'killed' });
  await first.subscriber.settle();
  await first.subscriber.stop();
  let killed = false;
  const handled: string[] = [];
  const { subscriber, errors } = listen({
    name: 'killed',
    async handle({ db, events }: Batch) {
      if (!killed) {
        killed = true;
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
        await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      }
      return () => handled.push(...events.map(({ payload }) => String(payload.n)));
    },
  });
  await append('survives');
  await subscriber.settle();
  assert.deepEqual(handled, ['survives']);
  assert.equal(errors.length, 1);
});

test('of two nodes one at a time reads; each event is handled by one of them, and one takes over from the other', async () => {
  const name = 'two-nodes';
  const bus = localBus((error) => {
    throw error;
  });
  const a = listen({ name });
  const b = listen({ name, store: { ...database.store, bus } });
  for (let n = 0; n < 50; n++) {
    await append(`node-${n}`);
    bus.publish([eventsAppended]);
  }
  await a.subscriber.settle();
  await b.subscriber.settle();
  const both = [...a.seen, ...b.seen].filter((n) => n.startsWith('node-'));
  assert.equal(both.length, 50);
  assert.equal(new Set(both).size, 50);
  await a.subscriber.stop();
  await append('taken over');
  bus.publish([eventsAppended]);
  await b.subscriber.settle();
  assert.equal(b.seen.at(-1), 'taken over');
});

test('many writers at once: every event arrives once, in order per subject', async () => {
  const name = 'crowd';
  const { subscriber, seen } = listen({ name, batchSize: 7 });
  await subscriber.settle();
  const from = seen.length;
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 25; n++) await append(`${writer}:${n}`, `session:${writer}`);
    }),
  );
  await subscriber.settle();
  const got = seen.slice(from);
  assert.equal(got.length, 200);
  for (let writer = 0; writer < 8; writer++) {
    const own = got.filter((n) => n.startsWith(`${writer}:`)).map((n) => Number(n.split(':')[1]));
    assert.deepEqual(
      own,
      Array.from({ length: 25 }, (_, n) => n),
    );
  }
});

test('transactions are ordered by number, not by text', async () => {
  const insert = (xid: string) =>
    database.pool.query(
      `insert into events (xid, company_id, kind, subject, actor, at, payload)
       values ($1::xid8, 1, 'test.happened', 'session:7', '{"kind":"system"}', now(), jsonb_build_object('n', 'xid-' || $1))`,
      [xid],
    );
  for (const xid of ['10', '9', '100', '99']) await insert(xid);
  const { subscriber, seen } = listen({ batchSize: 1 });
  await subscriber.settle();
  assert.deepEqual(
    seen.filter((n) => n.startsWith('xid-')),
    ['xid-9', 'xid-10', 'xid-99', 'xid-100'],
  );
});

test('the safety poll finds events nobody announced', async () => {
  const { seen, until } = listen({ safetyPoll: 30 });
  const silent = await openTransaction();
  await silent.insert('unannounced');
  await silent.commit();
  await until(() => seen.includes('unannounced'));
});
