import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Change, localBus } from './bus.ts';
import { decode, encode, type PostgresBus, postgresBus } from './bus-postgres.ts';

let database: TestDatabase;
const buses: PostgresBus[] = [];
before(async () => {
  database = await testDatabase();
});
after(async () => {
  for (const bus of buses) await bus.stop();
  await database.close();
});

const change = (id: number, topic = 'session', local?: unknown): Change => ({
  companyId: 1,
  tenantId: id % 2 ? 7 : null,
  topic,
  id,
  ...(local !== undefined && { local }),
});

async function node() {
  const bus = postgresBus({
    url: database.url,
    local: localBus((error) => {
      throw error;
    }),
    onError: () => {},
    retryDelay: 20,
  });
  buses.push(bus);
  await bus.start();
  const heard: Change[] = [];
  const waiters: { enough: (heard: Change[]) => boolean; done: () => void }[] = [];
  bus.subscribe((changes) => {
    heard.push(...changes);
    for (const waiter of waiters) if (waiter.enough(heard)) waiter.done();
  });
  const until = (enough: (heard: Change[]) => boolean) =>
    new Promise<void>((done) => {
      if (enough(heard)) return done();
      waiters.push({ enough, done });
    });
  return { bus, heard, until };
}

test('packing keeps every change once, within the size, without local details', () => {
  const changes = Array.from({ length: 1_000 }, (_, id) => change(id, 'activities', { big: 'x'.repeat(100) }));
  const texts = encode([...changes, ...changes], 500);
  assert.ok(texts.length > 1);
  for (const text of texts) assert.ok(Buffer.byteLength(text) <= 500);
  assert.deepEqual(
    texts.flatMap(decode),
    changes.map(({ local, ...rest }) => rest),
  );
  assert.deepEqual(encode([], 500), []);
});

test('a change reaches this process at once and the others without its details, each once', async () => {
  const [a, b] = [await node(), await node()];
  a.bus.publish([change(1, 'activities', ['row'])]);
  assert.deepEqual(a.heard, [change(1, 'activities', ['row'])]);
  await b.until((heard) => heard.length > 0);
  assert.deepEqual(b.heard, [change(1, 'activities')]);
  b.bus.publish([change(2)]);
  await a.until((heard) => heard.some(({ id }) => id === 2));
  assert.equal(a.heard.filter(({ id }) => id === 1).length, 1);
});

test('a burst larger than one notification arrives whole', async () => {
  const [a, b] = [await node(), await node()];
  const many = Array.from({ length: 5_000 }, (_, id) => change(id, 'burst'));
  a.bus.publish(many);
  await b.until((heard) => heard.filter(({ topic }) => topic === 'burst').length === many.length);
});

test('after its connection was killed a node reconnects, says so to its listeners, and hears and speaks again', async () => {
  const [a, b] = [await node(), await node()];
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'hovor-bus'`,
  );
  await Promise.all([a, b].map(({ until }) => until((heard) => heard.some(({ topic }) => topic === 'resync'))));
  a.bus.publish([change(41)]);
  b.bus.publish([change(42)]);
  await b.until((heard) => heard.some(({ id }) => id === 41));
  await a.until((heard) => heard.some(({ id }) => id === 42));
});
