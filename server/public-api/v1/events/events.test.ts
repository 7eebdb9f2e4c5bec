import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { system } from '../../../foundation/security/actor.ts';
import { transact } from '../../../foundation/transact.ts';
import { buildApiKey, buildCompany, buildTenant } from '../../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { type TestApi, testApi } from '../testing/api.ts';

let database: TestDatabase;
let api: TestApi;
before(async () => {
  database = await testDatabase();
  api = await testApi(database);
});
after(async () => {
  await api.close();
  await database.close();
});

interface Page {
  events: { cursor: string; eventType: string; data: Record<string, unknown> }[];
  next: string;
  more: boolean;
}

async function office() {
  const company = await buildCompany(database.store);
  const { actor } = await buildApiKey(database.store, company);
  const created = (id: number, tenantId = company.tenantId) =>
    transact(database.store, system(company.id), async (unit) => {
      const payload = { id, tenantId, channel: 'Chat', source: 'Default' };
      unit.record({ companyId: company.id, tenantId, kind: 'session.created', subject: `session:${id}`, payload });
    });
  const read = async (query = '', as = actor) => {
    await nothingRuns();
    const answer = await api.ask(as, 'GET', `/api/v1/events${query}`);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json() as Page;
  };
  return { company, actor, created, read };
}

/**
 * Waits until no transaction is older than the events that are there. The log is held back by every transaction of the
 * server, and other test files use it too.
 */
async function nothingRuns() {
  for (;;) {
    const { rows } = await database.pool.query(
      'select not exists (select from events where xid >= pg_snapshot_xmin(pg_current_snapshot())) as free',
    );
    if (rows[0].free) return;
    await setTimeout(5);
  }
}

const ids = ({ events }: Page) => events.map(({ data }) => data.id);

test('the log in order, with the payloads of webhooks, page by page', async () => {
  const { created, read, company } = await office();
  for (const id of [5, 6, 7]) await created(id);
  const first = await read('?limit=2');
  assert.deepEqual([ids(first), first.more], [[5, 6], true]);
  assert.equal(first.events[0]?.eventType, 'SessionCreated');
  assert.deepEqual(first.events[0]?.data, { id: 5, tenantId: company.tenantId, channel: 'Chat', source: 'Default' });
  const second = await read(`?limit=2&after=${first.next}`);
  assert.deepEqual([ids(second), second.more], [[7], false]);
  const nothing = await read(`?after=${second.next}`);
  assert.deepEqual([ids(nothing), nothing.next], [[], second.next]);
  await created(8);
  assert.deepEqual(ids(await read(`?after=${second.next}`)), [8]);
  assert.deepEqual(ids(await read(`?after=${first.events[0]?.cursor}`)), [6, 7, 8]);
});

test('`now` begins at the end of the log', async () => {
  const { created, read } = await office();
  await created(1);
  const { next, events } = await read('?after=now');
  assert.deepEqual(events, []);
  await created(2);
  assert.deepEqual(ids(await read(`?after=${next}`)), [2]);
});

test('an event whose transaction ends late is not skipped', async () => {
  const { company, actor, created, read } = await office();
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into events (company_id, tenant_id, kind, subject, actor, at, payload)
       values ($1, $2, 'session.created', 'session:1', '{"kind":"system"}', now(), $3)`,
      [company.id, company.tenantId, { id: 1, tenantId: company.tenantId, channel: 'Chat', source: 'Default' }],
    );
    await created(2);
    const early = (await api.ask(actor, 'GET', '/api/v1/events')).json() as Page;
    assert.deepEqual(ids(early), [], 'what is younger than a running transaction waits');
    await client.query('commit');
    assert.deepEqual(ids(await read(`?after=${early.next}`)), [1, 2]);
  } finally {
    client.release();
  }
});

test('only what the key may read: its company, its tenants, its areas', async () => {
  const [ours, theirs] = [await office(), await office()];
  const second = await buildTenant(database.store, ours.company);
  await ours.created(1);
  await ours.created(2, second.id);
  await theirs.created(3);
  assert.deepEqual(ids(await ours.read()), [1, 2]);
  const narrow = await buildApiKey(database.store, ours.company, { tenantIds: [second.id] });
  assert.deepEqual(ids(await ours.read('', narrow.actor)), [2]);
  const elsewhere = await buildApiKey(database.store, ours.company, { permissions: ['users.read'] });
  const page = await ours.read('', elsewhere.actor);
  assert.deepEqual(page.events, []);
  const foreign = await ours.read();
  assert.deepEqual(ids(await theirs.read(`?after=${foreign.next}`)), [3], 'a cursor of others opens nothing');
});

test('wrong cursors and limits are named', async () => {
  const { actor } = await office();
  for (const query of ['after=x', 'after=1', 'after=1-x', 'limit=0', 'limit=1001', 'limit=x']) {
    const answer = await api.ask(actor, 'GET', `/api/v1/events?${query}`);
    assert.equal(answer.statusCode, 400, query);
    assert.deepEqual(Object.keys(answer.json()), [query.split('=')[0]]);
  }
  assert.equal((await api.ask(null, 'GET', '/api/v1/events')).statusCode, 401);
});
