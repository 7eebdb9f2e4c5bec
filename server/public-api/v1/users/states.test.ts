import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Insertable } from 'kysely';
import type { DB } from '../../../foundation/database/tables.ts';
import { buildApiKey, buildCompany, buildTenant, buildUser } from '../../../testing/build.ts';
import { contractFaults } from '../../../testing/contract.ts';
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

async function office() {
  const company = await buildCompany(database.store);
  const operator = await buildUser(database.store, company);
  const { actor } = await buildApiKey(database.store, company);
  const log = (row: Partial<Insertable<DB['operatorStateLog']>>) =>
    database.db
      .insertInto('operatorStateLog')
      .values({ companyId: company.id, userId: operator.id, kind: 'ONLINE', changed: new Date(), ...row })
      .execute();
  const get = async (path: string, as = actor) => {
    const answer = await api.ask(as, 'GET', `/api/v1/Users${path}`);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json();
  };
  const put = (path: string, body: unknown, as = actor) => api.ask(as, 'PUT', `/api/v1/Users${path}`, { body });
  return { company, operator, actor, log, get, put };
}

test('the present state of everyone, also of who never opened the workspace (API-USR-11, API-USR-14)', async () => {
  const { company, operator, get } = await office();
  const [state, ...others] = await get('/operatorStates');
  assert.deepEqual([others.length, contractFaults('OperatorStateModel', state)], [0, []]);
  assert.deepEqual([state.userId, state.stateKind, state.forced], [operator.id, 'OFFLINE', false]);
  const [status] = await get('/statuses');
  assert.deepEqual(contractFaults('UserStatusInfoModel', status), []);
  assert.deepEqual(status, await get(`/${operator.id}/status`));
  assert.deepEqual([status.simplifiedStatus, status.availabilityStatus], ['OFFLINE', 'DEFAULT']);
  const second = await buildTenant(database.store, company);
  const { actor: narrow } = await buildApiKey(database.store, company, { tenantIds: [second.id] });
  assert.deepEqual([await get('/operatorStates', narrow), await get('/statuses', narrow)], [[], []]);
});

test('the history of one user, between two moments in UTC, page by page (API-USR-12)', async () => {
  const { operator, log, get } = await office();
  const at = (minute: number) => new Date(Date.UTC(2025, 2, 4, 9, minute));
  for (const [minute, kind] of [
    [0, 'ONLINE'],
    [10, 'AWAY'],
    [20, 'ONLINE'],
    [30, 'BREAK'],
    [40, 'OFFLINE'],
  ] as const) {
    await log({ kind, changed: at(minute), forced: minute === 30, note: minute === 30 ? 'lunch' : null });
  }
  const history = (query: string) => get(`/${operator.id}/operatorStates?${query}`);
  const kinds = ({ data }: { data: { stateKind: string }[] }) => data.map(({ stateKind }) => stateKind);
  const all = await history('');
  assert.deepEqual(contractFaults('OperatorStatesModel', all), []);
  assert.deepEqual(kinds(all), ['ONLINE', 'AWAY', 'ONLINE', 'BREAK', 'OFFLINE']);
  assert.deepEqual([all.page, all.totalCount], [1, 5]);
  assert.equal(all.lastModified, '2025-03-04T10:40:00.000000+01:00');
  assert.deepEqual([all.data[3].forced, all.data[3].note], [true, 'lunch']);

  // Both ends belong to it, and a time without zone is UTC.
  const part = 'LastModified=2025-03-04T09:10:00.000&DateLimit=2025-03-04T09:30:00.000';
  assert.deepEqual(kinds(await history(part)), ['AWAY', 'ONLINE', 'BREAK']);
  assert.deepEqual(kinds(await history('LastModified=2025-03-04T09:10:00.001&DateLimit=2025-03-04T09:29:59.999')), [
    'ONLINE',
  ]);
  const pages = [];
  for (let page = 1; ; page++) {
    const read = await history(`${part}&Limit=2&Page=${page}`);
    assert.deepEqual([read.limit, read.page, read.totalCount], [2, page, 3]);
    pages.push(...kinds(read));
    if (read.data.length < 2) break;
  }
  assert.deepEqual(pages, ['AWAY', 'ONLINE', 'BREAK']);
  const empty = await history('LastModified=2030-01-01T00:00:00.000');
  assert.deepEqual([empty.data, empty.totalCount], [[], 0]);
  assert.equal(empty.lastModified, '2030-01-01T01:00:00.000000+01:00', 'where the next question begins');
});

test('wrong questions and states are named, and nothing is set', async () => {
  const { company, operator, actor, put, get } = await office();
  for (const [query, field] of [
    ['LastModified=yesterday', 'LastModified'],
    ['DateLimit=2025-13-01', 'DateLimit'],
    ['Limit=0', 'Limit'],
    ['Page=0', 'Page'],
    ['page=x', 'Page'],
  ]) {
    const answer = await api.ask(actor, 'GET', `/api/v1/Users/${operator.id}/operatorStates?${query}`);
    assert.deepEqual([answer.statusCode, Object.keys(answer.json())], [400, [field]], query);
  }
  const other = await office();
  const { id: theirBreak } = await database.db
    .selectFrom('awayReasons')
    .select('id')
    .where('companyId', '=', other.company.id)
    .executeTakeFirstOrThrow();
  for (const [body, field] of [
    [{}, 'stateKind'],
    [{ stateKind: 'OFFLINE' }, 'stateKind'],
    [{ stateKind: 'DANCING' }, 'stateKind'],
    [{ stateKind: 'BREAK', breakStateId: theirBreak }, 'breakStateId'],
  ] as const) {
    const answer = await put(`/${operator.id}/operatorState`, body);
    assert.deepEqual([answer.statusCode, Object.keys(answer.json())], [400, [field]], JSON.stringify(body));
  }
  assert.deepEqual(Object.keys((await put(`/${operator.id}/status`, { status: 'X' })).json()), ['status']);
  // Whoever has no workspace open cannot be made available.
  const away = await put(`/${operator.id}/operatorState`, { stateKind: 'ONLINE' });
  assert.deepEqual([away.statusCode, away.json().code], [409, 'conflict']);
  assert.equal((await get('/operatorStates'))[0].stateKind, 'OFFLINE');
  const second = await buildTenant(database.store, company);
  const { actor: narrow } = await buildApiKey(database.store, company, { tenantIds: [second.id] });
  assert.equal((await put(`/${operator.id}/operatorState`, { stateKind: 'ONLINE' }, narrow)).statusCode, 404);
});
