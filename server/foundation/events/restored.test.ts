import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { buildGuest, buildScene } from '../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { migrate } from '../database/migrate.ts';
import { system } from '../security/actor.ts';
import { notBehind, transact } from '../transact.ts';
import { createSubscriber } from './subscriber.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const append = (n: number, subject: string) =>
  transact(database.store, system(1), async (unit) => {
    unit.record({ companyId: 1, tenantId: null, kind: 'test.happened', subject, payload: { n } });
  });

/** Reads until nothing is left. @returns what it was given */
async function read(name: string) {
  const seen: { n: unknown; subject: string }[] = [];
  const subscriber = createSubscriber(database.store, {
    name,
    onError: (error) => assert.fail(error as Error),
    async handle({ events }) {
      seen.push(...events.map(({ payload, subject }) => ({ n: payload.n, subject })));
    },
  });
  subscriber.start();
  await subscriber.settle();
  await subscriber.stop();
  return seen;
}

/** As a dump of a cluster that is far older than this one would have brought it. */
async function liftOrder(by: number) {
  const lift = async (table: string, column: string) =>
    sql`update ${sql.table(table)} set ${sql.ref(column)} =
        ((${sql.ref(column)})::text::numeric + ${by})::text::xid8`.execute(database.db);
  await lift('events', 'xid');
  await lift('event_cursors', 'xid');
  await lift('sessions', 'event_xid');
  await lift('operator_states', 'event_xid');
  const { rows } = await sql<{ next: number }>`
    select pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${by} as next`.execute(database.db);
  const future = Number(rows[0]?.next);
  await sql`update webhooks set since = ${`${future}:${future}:`}::pg_snapshot`.execute(database.db);
}

test('a database restored into a younger cluster loses no event, keeps their order, and its sessions can be written', async () => {
  const scene = await buildScene(database.store);
  const guest = await buildGuest(database.store, scene.company);
  const { id: sessionId } = await database.db
    .insertInto('sessions')
    .values({
      companyId: scene.company.id,
      tenantId: scene.tenantId,
      guestId: guest.id,
      channel: 'Chat',
      source: 'Default',
      status: 'IN_QUEUE',
      created: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database.db
    .insertInto('webhooks')
    .values({
      companyId: scene.company.id,
      eventTypes: ['SessionEnded'],
      callbackUrl: 'https://a.example/',
      secret: 'x',
    })
    .execute();
  for (let n = 1; n <= 5; n++) await append(n, `session:${n % 2}`);
  const early = await read('reader');
  assert.equal(early.length, 5);
  for (let n = 6; n <= 9; n++) await append(n, `session:${n % 2}`);

  await liftOrder(5_000_000_000);
  const { rows: before } = await sql<{ current: boolean }>`
    select ${notBehind} as current from sessions where id = ${sessionId}`.execute(database.db);
  assert.equal(before[0]?.current, false, 'the simulation does not lift anything');
  assert.deepEqual(await migrate(database.url), [], 'a start');

  const { rows } = await sql<{ current: boolean }>`
    select ${notBehind} as current from sessions where id = ${sessionId}`.execute(database.db);
  assert.equal(rows[0]?.current, true, 'the session counts as written by a younger transaction');
  const { rows: hooks } = await sql<{ theirs: boolean }>`
    select not pg_visible_in_snapshot(e.xid, w.since) as theirs from webhooks w, events e`.execute(database.db);
  assert.ok(hooks.length > 0 && hooks.every(({ theirs }) => theirs), 'a webhook would miss events');
  await append(10, 'session:0');
  const late = await read('reader');
  for (const n of [6, 7, 8, 9, 10])
    assert.ok(
      late.some((event) => event.n === n),
      `event ${n} is lost`,
    );
  for (const subject of ['session:0', 'session:1']) {
    const order = late.filter((event) => event.subject === subject).map(({ n }) => Number(n));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  }
  assert.deepEqual(await read('newcomer').then((seen) => seen.map(({ n }) => n)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a start that finds nothing ahead changes nothing', async () => {
  await append(11, 'session:0');
  const state = () =>
    sql<{ print: string }>`
      select (select md5(string_agg(e.xid::text || e.id, ',' order by e.id)) from events e)
        || (select string_agg(c.subscriber || c.xid || c.id, ',' order by c.subscriber) from event_cursors c) as print`
      .execute(database.db)
      .then(({ rows }) => rows[0]?.print);
  const before = await state();
  await migrate(database.url);
  assert.equal(await state(), before);
  assert.deepEqual(await read('reader').then((seen) => seen.map(({ n }) => n)), [11]);
});
