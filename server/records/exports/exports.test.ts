import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { NewExport, SessionExport } from '@hovor/protocol/session-table';
import { sql } from 'kysely';
import { type ErrorCode, Problem } from '../../foundation/errors.ts';
import { createJobs } from '../../foundation/jobs/jobs.ts';
import { system } from '../../foundation/security/actor.ts';
import { transact } from '../../foundation/transact.ts';
import type { BuiltUser } from '../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { recordScene, recordsOn } from '../testing.ts';
import { exportTask, tendTask } from './service.ts';

let database: TestDatabase;
let records: ReturnType<typeof recordsOn>;
before(async () => {
  database = await testDatabase();
  records = recordsOn(database);
  await jobs().prepare();
});
after(() => database.close());

const jobs = () =>
  createJobs({
    databaseUrl: database.url,
    tasks: records.tasks,
    schedule: {},
    onError: (error) => records.errors.push(error),
  });
const refused = (code: ErrorCode) => (error: unknown) => error instanceof Problem && error.code === code;
const running = { attempt: 1, attempts: 5, stopping: new AbortController().signal };
const work = (exportId: number) => records.tasks[exportTask]?.({ exportId }, running);

const order: NewExport = {
  format: 'csv',
  view: 'history',
  columns: [
    { id: 'id', title: 'Number' },
    { id: 'result', title: 'Result' },
  ],
  zone: 'Europe/Prague',
};

async function stateOf(user: BuiltUser, tenantId: number, id: number): Promise<SessionExport | undefined> {
  return (await records.exports.list(user.actor, tenantId)).find((each) => each.id === id);
}
async function contentOf(user: BuiltUser, tenantId: number, id: number): Promise<string> {
  return text((await records.exports.open(user.actor, tenantId, id)).stream);
}

test('an ordered export is written by a worker, told on the way, and downloaded by who ordered it', async () => {
  const scene = await recordScene(database);
  const first = await scene.session({ result: '=cmd' });
  await sql`insert into sessions (company_id, tenant_id, guest_id, channel, source, status, result, created, ended)
    select company_id, tenant_id, guest_id, channel, source, status, 'Sold', created, ended
    from sessions, generate_series(1, 1202) where id = ${first}`.execute(database.db);
  const { rows } = await sql<{ id: number }>`
    select id from sessions where tenant_id = ${scene.tenantId} order by id`.execute(database.db);
  const ids = rows.map((row) => row.id);
  const told: number[] = [];
  const end = database.store.bus.subscribe((changes) => {
    for (const { topic, id } of changes) if (topic === 'exports') told.push(id);
  });
  const { id } = await records.exports.start(scene.admin.actor, scene.tenantId, { ...order, sort: 'created' });
  const worker = jobs();
  await worker.start();
  await new Promise<void>((done) => {
    const look = async () => {
      const { state } = (await stateOf(scene.admin, scene.tenantId, id)) ?? {};
      if (state === 'done') done();
      else setTimeout(look, 50);
    };
    void look();
  });
  await worker.stop();
  end();
  assert.ok(told.length >= 3 && told.every((user) => user === scene.admin.id));
  const finished = await stateOf(scene.admin, scene.tenantId, id);
  assert.equal(finished?.written, ids.length);
  assert.equal(finished?.total, ids.length);
  const content = await contentOf(scene.admin, scene.tenantId, id);
  const expected = ids.map((each, i) => `${each},${i === 0 ? "'=cmd" : 'Sold'}`);
  assert.deepEqual(content.replace('\uFEFF', '').trimEnd().split('\r\n'), ['Number,Result', ...expected]);
  // The byte order mark is not part of the text.
  assert.equal(finished?.size, Buffer.byteLength(content) + 3);

  const other = await recordScene(database);
  await assert.rejects(records.exports.open(other.admin.actor, scene.tenantId, id), refused('not-found'));
  await assert.rejects(records.exports.open(scene.operator.actor, scene.tenantId, id), refused('not-found'));
  await records.exports.remove(scene.admin.actor, scene.tenantId, id);
  await assert.rejects(records.exports.open(scene.admin.actor, scene.tenantId, id), refused('not-found'));
});

test('operators export what they served; who lost the right to see all cannot fetch what holds all', async () => {
  const scene = await recordScene(database);
  const mine = await scene.session();
  await scene.session();
  await scene.serve(mine, scene.operator.id);
  const { id } = await records.exports.start(scene.operator.actor, scene.tenantId, order);
  await work(id);
  assert.match(await contentOf(scene.operator, scene.tenantId, id), new RegExp(`Result\r\n${mine},\r\n$`));

  const all = await records.exports.start(scene.admin.actor, scene.tenantId, order);
  await work(all.id);
  const less = { ...scene.admin.actor, tenants: new Map([[scene.tenantId, new Set(['Operator'] as const)]]) };
  await assert.rejects(records.exports.open(less, scene.tenantId, all.id), refused('not-permitted'));
});

test('a cancelled export stops and leaves no file; the number under way has an end', async () => {
  const scene = await recordScene(database);
  const start = () => records.exports.start(scene.admin.actor, scene.tenantId, order);
  const first = await start();
  for (let i = 1; i < limits.exportsPerUser; i++) await start();
  await assert.rejects(start(), refused('conflict'));
  await assert.rejects(records.exports.remove(scene.admin.actor, scene.tenantId, first.id), refused('conflict'));
  await records.exports.cancel(scene.admin.actor, scene.tenantId, first.id);
  await work(first.id);
  assert.equal((await stateOf(scene.admin, scene.tenantId, first.id))?.state, 'cancelled');
  await start();
});

test('cancelling while it is written ends it at the next note of progress', async () => {
  const scene = await recordScene(database);
  await scene.session();
  const { id } = await records.exports.start(scene.admin.actor, scene.tenantId, order);
  // While the table is locked the worker has begun and cannot go on.
  const written = await database.db.transaction().execute(async (transaction) => {
    await sql`lock table sessions in access exclusive mode`.execute(transaction);
    const began = new Promise<void>((done) => {
      const end = database.store.bus.subscribe((changes) => {
        if (!changes.some(({ topic }) => topic === 'exports')) return;
        end();
        done();
      });
    });
    const working = work(id);
    await began;
    await records.exports.cancel(scene.admin.actor, scene.tenantId, id);
    return { working };
  });
  await written.working;
  assert.equal((await stateOf(scene.admin, scene.tenantId, id))?.state, 'cancelled');
  await assert.rejects(contentOf(scene.admin, scene.tenantId, id), refused('not-found'));
});

test('an export whose worker died is taken up by another, and given up after some attempts', async () => {
  const scene = await recordScene(database);
  await scene.session();
  const { id } = await records.exports.start(scene.admin.actor, scene.tenantId, order);
  const died = (attempts: number) =>
    sql`update session_exports set state = 'running', attempts = ${attempts}, leased_until = now() - interval '1 second'
      where id = ${id}`.execute(database.db);
  const waiting = async () => {
    const { rows } = await sql<{ key: string }>`
      select key from graphile_worker.jobs where key like ${`export:${id}:%`}`.execute(database.db);
    return rows.map(({ key }) => key);
  };
  await died(1);
  await records.tasks[tendTask]?.({}, running);
  assert.deepEqual(await waiting(), [`export:${id}:1`]);
  await work(id);
  assert.equal((await stateOf(scene.admin, scene.tenantId, id))?.state, 'done');
  await died(limits.exportAttempts);
  await records.tasks[tendTask]?.({}, running);
  assert.equal((await stateOf(scene.admin, scene.tenantId, id))?.state, 'failed');
});

test('a worker that stops gives its export back', async () => {
  const scene = await recordScene(database);
  await scene.session();
  const { id } = await records.exports.start(scene.admin.actor, scene.tenantId, order);
  await assert.rejects(async () =>
    records.tasks[exportTask]?.({ exportId: id }, { ...running, stopping: AbortSignal.abort() }),
  );
  assert.equal((await stateOf(scene.admin, scene.tenantId, id))?.state, 'waiting');
  await work(id);
  assert.equal((await stateOf(scene.admin, scene.tenantId, id))?.state, 'done');
});

test('files go when their time is over, and when a session that may be in them is anonymised', async () => {
  const scene = await recordScene(database);
  await scene.session();
  const make = async () => {
    const { id } = await records.exports.start(scene.admin.actor, scene.tenantId, order);
    await work(id);
    await contentOf(scene.admin, scene.tenantId, id);
    return id;
  };
  const old = await make();
  await sql`update session_exports set expires = now() - interval '1 second' where id = ${old}`.execute(database.db);
  await assert.rejects(contentOf(scene.admin, scene.tenantId, old), refused('not-found'));
  await records.tasks[tendTask]?.({}, running);
  assert.equal((await stateOf(scene.admin, scene.tenantId, old))?.state, 'expired');

  const made = await make();
  const { company, tenantId } = scene;
  await transact(database.store, system(company.id), (unit) =>
    records.forget(unit, { companyId: company.id, tenantId }),
  );
  assert.equal((await stateOf(scene.admin, tenantId, made))?.state, 'expired');
  await assert.rejects(contentOf(scene.admin, tenantId, made), refused('not-found'));
});

test('what could not be written is refused at once', async () => {
  const scene = await recordScene(database);
  const start = (part: Partial<NewExport>) =>
    records.exports.start(scene.admin.actor, scene.tenantId, { ...order, ...part });
  await assert.rejects(start({ filter: 'Nonsense=1' }), refused('invalid-input'));
  await assert.rejects(start({ columns: [{ id: 'nothing', title: 'x' }] }), refused('invalid-input'));
  await assert.rejects(start({ zone: 'Europe/Nowhere' }), refused('invalid-input'));
});
