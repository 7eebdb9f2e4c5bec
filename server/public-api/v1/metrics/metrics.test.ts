import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { buildApiKey, buildCompany } from '../../../testing/build.ts';
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
  const { actor } = await buildApiKey(database.store, company);
  const list = async (path: string, as = actor) => (await api.ask(as, 'GET', `/api/v1/${path}`)).json();
  const create = (path: string, body: unknown, as = actor) => api.ask(as, 'POST', `/api/v1/${path}`, { body });
  return { company, actor, list, create };
}
const metric = {
  BaseName: 'session_ended',
  suffix: '_by_order',
  groupingFields: [{ name: 'order', emptyPlaceholder: '-' }],
};
const fieldsOf = (answer: { statusCode: number; json(): object }) => [answer.statusCode, Object.keys(answer.json())];

test('metrics are made, listed, shown on dashboards and removed from them (API-MET)', async () => {
  const { company, actor, list, create } = await office();
  assert.deepEqual([await list('Metrics'), await list('MetricDashboards')], [[], []]);
  const made = await create(`Metrics?companyId=${company.id}`, metric);
  assert.equal(made.statusCode, 201);
  assert.match(made.body, /^\d+$/);
  const second = await create('metrics', { baseName: 'session_ended', suffix: '' });
  const [first] = await list('Metrics');
  const { BaseName: baseName, ...rest } = metric;
  assert.deepEqual(first, { id: Number(made.body), baseName, ...rest });
  assert.deepEqual(contractFaults('MetricModel', first), []);

  const dashboard = { name: 'Sales', key: 'sales-1', metricIds: [Number(second.body), Number(made.body)] };
  const board = await create('MetricDashboards', dashboard);
  assert.equal(board.statusCode, 201, board.body);
  const [shown] = await list(`MetricDashboards?companyId=${company.id}`);
  assert.deepEqual(shown, { id: Number(board.body), ...dashboard });
  assert.deepEqual(contractFaults('MetricDashboardModel', shown), []);

  const remove = (path: string) => api.ask(actor, 'DELETE', `/api/v1/${path}`);
  assert.equal((await remove(`Metrics/${second.body}`)).statusCode, 204);
  assert.equal((await remove(`Metrics/${second.body}`)).statusCode, 404);
  assert.deepEqual((await list('MetricDashboards'))[0].metricIds, [Number(made.body)]);
  assert.equal((await remove(`MetricDashboards/${board.body}`)).statusCode, 204);
  assert.deepEqual([await list('MetricDashboards'), (await list('Metrics')).length], [[], 1]);
});

test('names are taken once, also when two ask at once; wrong bodies are named', async () => {
  const { company, create, list } = await office();
  const both = await Promise.all([create('Metrics', metric), create('Metrics', { ...metric, suffix: '_by_order' })]);
  assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [201, 400]);
  assert.deepEqual(fieldsOf(await create('Metrics', { baseName: 'session_ended_by', suffix: '_order' })), [
    400,
    ['suffix'],
  ]);
  assert.deepEqual(fieldsOf(await create('Metrics', {})), [400, ['baseName', 'suffix']]);
  const twice = { ...metric, suffix: 'x', groupingFields: [...metric.groupingFields, ...metric.groupingFields] };
  assert.deepEqual(fieldsOf(await create('Metrics', twice)), [400, ['groupingFields[1].name']]);
  const fields = Array.from({ length: limits.groupingFieldsPerMetric + 1 }, (_, n) => ({
    name: `p${n}`,
    emptyPlaceholder: '-',
  }));
  assert.deepEqual(fieldsOf(await create('Metrics', { ...metric, suffix: 'y', groupingFields: fields })), [
    400,
    ['groupingFields'],
  ]);
  const board = { name: 'Board', key: 'board' };
  assert.equal((await create('MetricDashboards', board)).statusCode, 201);
  assert.deepEqual(fieldsOf(await create('MetricDashboards', { ...board, key: 'BOARD' })), [400, ['key']]);
  assert.deepEqual(fieldsOf(await create('MetricDashboards', { ...board, key: 'a/b' })), [400, ['key']]);
  assert.deepEqual(fieldsOf(await create('MetricDashboards', { ...board, key: 'b', metricIds: [999_999] })), [
    400,
    ['metricIds[0]'],
  ]);
  await database.pool.query(
    `insert into metrics (company_id, base_name, suffix) select $1, 'many', n::text from generate_series(1, $2::int) n`,
    [company.id, limits.metricsPerCompany],
  );
  assert.deepEqual(fieldsOf(await create('Metrics', { ...metric, suffix: 'z' })), [400, ['baseName']]);
  assert.ok((await list('Metrics')).length >= limits.metricsPerCompany);
});

test('a company has its own; a key of single tenants reads and changes none', async () => {
  const [ours, theirs] = [await office(), await office()];
  const made = await ours.create('Metrics', metric);
  const board = await ours.create('MetricDashboards', { name: 'Board', key: 'board' });
  assert.deepEqual([await theirs.list('Metrics'), await theirs.list('MetricDashboards')], [[], []]);
  for (const path of [`Metrics/${made.body}`, `MetricDashboards/${board.body}`]) {
    assert.equal((await api.ask(theirs.actor, 'DELETE', `/api/v1/${path}`)).statusCode, 404, path);
  }
  assert.equal((await api.ask(theirs.actor, 'GET', `/api/v1/Metrics?companyId=${ours.company.id}`)).statusCode, 403);
  const foreign = { name: 'Theirs', key: 'theirs', metricIds: [Number(made.body)] };
  assert.deepEqual(fieldsOf(await theirs.create('MetricDashboards', foreign)), [400, ['metricIds[0]']]);
  const { actor: narrow } = await buildApiKey(database.store, ours.company, { tenantIds: [ours.company.tenantId] });
  assert.equal((await ours.list('Metrics', narrow)).length, 1);
  assert.equal((await ours.create('Metrics', { ...metric, suffix: 'n' }, narrow)).statusCode, 403);
});
