import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { transact } from '../../../foundation/transact.ts';
import { buildApiKey, buildGroup, buildScene, buildTenant, buildUser } from '../../../testing/build.ts';
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

/** What the widget adds by itself. */
const ours = ['oo1_page', 'oo1_ref_url', 'oo1_widget_lang'];
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A running session of an operator, and a key of the company. */
async function scene() {
  const built = await buildScene(database.store);
  const { company, operator, guest, preset } = built;
  const { actor } = await buildApiKey(database.store, company);
  const { id } = await api.sessions.start(guest.actor, {
    presetId: preset.id,
    language: 'en',
    scope: '',
    url: 'https://shop.example/',
    params: { order_no: 'A-1' },
    ip: null,
    userAgent: null,
  });
  await transact(database.store, operator.actor, async (unit) =>
    api.sessions.join(unit, await api.sessions.lockSession(unit, company.id, id), operator.id),
  );
  const call = (method: Method, path: string, body?: unknown, as = actor) =>
    api.ask(as, method, `/api/v1/Sessions/${id}${path}`, body === undefined ? {} : { body });
  const done = async (method: Method, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    assert.equal(answer.statusCode, 204, answer.body);
  };
  const row = () => database.db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return { ...built, actor, id, call, done, row };
}

const buildTag = (companyId: number, tenantId: number, name: string) =>
  database.db.insertInto('tags').values({ companyId, tenantId, name }).returning('id').executeTakeFirstOrThrow();

test('parameters are read with source and time, and merged (API-SES-3, API-SES-4)', async () => {
  const { call, done, id } = await scene();
  await done('PUT', '/callparams', { CallParams: { Order_No: 'A-1042', oo1_guest_ident: 'Jan' } });
  const answer = await call('GET', '/callparams');
  assert.equal(answer.statusCode, 200);
  const model = answer.json();
  assert.deepEqual(contractFaults('CallParamsModel', model), []);
  const byName = Object.fromEntries(model.callParams.map((param: { name: string }) => [param.name, param]));
  assert.deepEqual(
    Object.keys(byName).sort(),
    ['Order_No', 'oo1_guest_ident', ...ours, 'order_no'],
    'names keep their case',
  );
  assert.equal(byName.order_no.source, 'WIDGET_API');
  assert.equal(byName.Order_No.source, 'API');
  assert.match(byName.Order_No.updatedDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$/);
  await done('PUT', '/callparams', { callParams: { order_no: null } });
  const left = (await call('GET', '/callparams')).json().callParams.map((param: { name: string }) => param.name);
  assert.deepEqual(left.sort(), ['Order_No', 'oo1_guest_ident', ...ours]);
  await done('PUT', '/callparams', { callParams: null });
  await done('PUT', '/callparams', { callParams: { amount: 5, paid: true } });
  const texts = (await call('GET', '/callparams')).json().callParams as { name: string; value: unknown }[];
  const value = (name: string) => texts.find((param) => param.name === name)?.value;
  assert.deepEqual([value('amount'), value('paid')], ['5', 'true'], 'always text (API-CONV-10)');

  const long = await call('PUT', '/callparams', { callParams: { a: 'x'.repeat(limits.paramValueLength + 1) } });
  assert.equal(long.statusCode, 400);
  assert.ok('callParams.a' in long.json(), long.body);
  for (const callParams of [{ a: { b: 1 } }, [], 'text']) {
    assert.equal((await call('PUT', '/callparams', { callParams })).statusCode, 400, JSON.stringify(callParams));
  }
  const events = await database.db
    .selectFrom('events')
    .select('kind')
    .where('subject', '=', `session:${id}`)
    .where('kind', '=', 'session.paramsUpdated')
    .execute();
  assert.equal(events.length, 3, 'one event for each change, for SessionCallParamsUpdated');
});

test('tags are set and removed by id or name, twice as once (API-SES-5, API-SES-6)', async () => {
  const { company, tenantId, call, done, id } = await scene();
  const vip = await buildTag(company.id, tenantId, 'VIP client');
  const year = await buildTag(company.id, tenantId, '2024');
  const elsewhere = await buildTenant(database.store, company);
  const foreign = await buildTag(company.id, elsewhere.id, 'Elsewhere');
  const tags = async () =>
    (await database.db.selectFrom('sessionTags').select('tagId').where('sessionId', '=', id).execute())
      .map(({ tagId }) => tagId)
      .sort();
  await done('PUT', `/tags/${vip.id}`);
  await done('PUT', `/tags/${vip.id}`);
  await done('PUT', '/tags/2024');
  assert.deepEqual(await tags(), [vip.id, year.id].sort());
  await done('DELETE', '/tags/vip%20CLIENT');
  await done('DELETE', '/tags/vip%20client');
  assert.deepEqual(await tags(), [year.id]);
  for (const unknown of ['Elsewhere', String(foreign.id), 'No such tag', '999999999']) {
    assert.equal((await call('PUT', `/tags/${encodeURIComponent(unknown)}`)).statusCode, 404, unknown);
  }
  assert.deepEqual(await tags(), [year.id]);
});

test('the note is replaced and removed (API-SES-11)', async () => {
  const { done, call, row } = await scene();
  await done('PUT', '/note', { Note: 'Wants a call' });
  assert.equal((await row()).note, 'Wants a call');
  await done('PUT', '/note', { note: 'Called' });
  assert.equal((await row()).note, 'Called');
  assert.equal((await call('PUT', '/note', { note: 'x'.repeat(limits.noteLength + 1) })).statusCode, 400);
  await done('PUT', '/note', { note: null });
  assert.equal((await row()).note, null);
});

test('terminating ends for the reason SessionApiCall, and once (API-SES-10)', async () => {
  const { done, row } = await scene();
  await done('POST', '/terminate');
  const first = await row();
  assert.deepEqual([first.status, first.terminationReason], ['ACW', 'SessionApiCall']);
  await done('POST', '/terminate');
  assert.deepEqual((await row()).ended, first.ended);
});

test('files are removed one by one with what became of each (API-SES-8)', async () => {
  const { company, tenantId, call, id } = await scene();
  const other = await scene();
  const file = async (sessionId: number, companyId = company.id, tenant = tenantId) =>
    database.db
      .insertInto('files')
      .values({
        companyId,
        tenantId: tenant,
        sessionId,
        name: 'a.pdf',
        contentType: 'application/pdf',
        size: 1,
        storageKey: randomUUID(),
      })
      .returning(['id', 'storageKey'])
      .executeTakeFirstOrThrow();
  const [mine, gone, theirs] = [await file(id), await file(id), await file(other.id, other.company.id, other.tenantId)];
  await database.db.updateTable('files').set({ deleted: new Date() }).where('id', '=', gone.id).execute();
  const answer = await call('DELETE', '/files', { fileIds: [mine.id, gone.id, theirs.id, mine.id] });
  assert.equal(answer.statusCode, 200, answer.body);
  const states = answer.json();
  for (const state of states) assert.deepEqual(contractFaults('SessionFileResponse', state), []);
  assert.deepEqual(states, [
    { fileId: mine.id, state: 'REMOVED' },
    { fileId: gone.id, state: 'ALREADY_REMOVED' },
    { fileId: theirs.id, state: 'INACCESSIBLE' },
    { fileId: mine.id, state: 'ALREADY_REMOVED' },
  ]);
  assert.ok(api.removed.includes(mine.storageKey) && !api.removed.includes(theirs.storageKey));
  assert.equal((await call('DELETE', '/files', { fileIds: ['x'] })).statusCode, 400);
  assert.deepEqual((await call('DELETE', '/files', { fileIds: null })).json(), []);
});

test('forwards to a group or an operator, and shows the search (API-SES-9, API-SES-12)', async () => {
  const { company, operator, call, done, id, row, actor } = await scene();
  const boris = await buildUser(database.store, company, { firstName: 'Boris', lastName: 'Bor' });
  const group = await buildGroup(database.store, company, { name: 'Support', members: [boris] });
  await done('POST', '/forward', { OperatorGroupId: group.id, note: 'From the shop system' });
  assert.equal((await row()).status, 'IN_QUEUE');
  await done('POST', '/forward', { userId: boris.id });
  const answer = await call('GET', '/routing');
  assert.equal(answer.statusCode, 200);
  const steps = answer.json();
  for (const step of steps) assert.deepEqual(contractFaults('RoutingTimeLine', step), []);
  assert.deepEqual(
    steps.map(({ activityType }: { activityType: string }) => activityType),
    [
      'RoutingRequestCreated',
      'ForwardedToGroup',
      'EnteredGroupQueue',
      'LeftGroupQueue',
      'RoutingEnded',
      'RoutingRequestCreated',
      'ForwardedToUser',
    ],
  );
  assert.deepEqual(steps[1].group, { id: group.id, name: 'Support' });
  assert.deepEqual(steps[6].operator, { userId: boris.id, firstName: 'Boris', lastName: 'Bor' });
  assert.notEqual(steps[0].routingRequestId, steps[6].routingRequestId);
  const model = (await api.ask(actor, 'GET', `/api/v1/Sessions/${id}`)).json();
  const line = model.activities.find(({ type }: { type: string }) => type === 'SessionForwarded');
  assert.deepEqual([line.toGroupId, line.toGroupName, line.note], [group.id, 'Support', 'From the shop system']);
  assert.ok(model.operators[0].concluded && !model.operators[0].left, 'the operator was concluded only (OP-SS-2)');
  assert.equal(model.operators[0].userId, operator.id);
});

test('a forward without exactly one target, or to one that is not built, says why', async () => {
  const { company, call, row, group, operator } = await scene();
  for (const body of [{}, { operatorGroupId: group.id, userId: operator.id }, { operatorGroupId: null }]) {
    const answer = await call('POST', '/forward', body);
    assert.equal(answer.statusCode, 400, JSON.stringify(body));
    assert.ok('operatorGroupId' in answer.json());
  }
  const phone = await call('POST', '/forward', { phoneNumber: '+420123456789' });
  assert.equal(phone.statusCode, 400);
  assert.match(phone.json().phoneNumber, /telephony/);
  assert.equal((await call('POST', '/forward', { chatbotId: 1 })).statusCode, 501);
  const foreign = await buildScene(database.store);
  assert.equal((await call('POST', '/forward', { operatorGroupId: foreign.group.id })).statusCode, 404);
  assert.equal((await call('POST', '/forward', { userId: foreign.operator.id })).statusCode, 404);
  const closed = await buildTenant(database.store, company);
  const outside = await buildUser(database.store, company, { tenantId: closed.id });
  assert.equal((await call('POST', '/forward', { userId: outside.id })).statusCode, 404);
  assert.equal((await row()).status, 'ACTIVE');
});

test('anonymising a session and a guest shows in the list by its time (API-SES-7, API-GUE-1, SEC-AN-4)', async () => {
  const { id, done, actor, guest, call } = await scene();
  const other = await scene();
  const before = new Date(Date.now() - 60_000).toISOString();
  const listed = async (query: string, as = actor) =>
    (await api.ask(as, 'GET', `/api/v1/Sessions?${query}`)).json().map((model: { id: number }) => model.id);
  const all = await api.ask(actor, 'GET', '/api/v1/Sessions');
  assert.equal(all.statusCode, 200, all.body);
  assert.deepEqual(await listed('Anonymized.Null=true'), [id]);
  await done('POST', '/anonymize');
  assert.deepEqual(await listed('Anonymized.Null=true'), []);
  assert.deepEqual(await listed(`Anonymized.Min=${encodeURIComponent(before)}`), [id]);
  assert.deepEqual((await call('GET', '/callparams')).json(), { callParams: [] });

  const path = `/api/v1/Guests/${other.guest.trackedId.toUpperCase()}/anonymize`;
  assert.equal((await api.ask(actor, 'POST', path)).statusCode, 404, 'a guest of another company');
  assert.equal((await other.row()).anonymized, null);
  assert.equal((await api.ask(other.actor, 'POST', path)).statusCode, 204);
  assert.ok((await other.row()).anonymized);
  assert.equal((await api.ask(actor, 'POST', `/api/v1/guests/${randomUUID()}/anonymize`)).statusCode, 404);
  assert.equal((await api.ask(actor, 'POST', '/api/v1/guests/nobody/anonymize')).statusCode, 404);
  assert.ok(guest.trackedId);
});

test('every operation asks for its permission and keeps to the scope of the key', async () => {
  const { company, id, call, row } = await scene();
  const tenant = await buildTenant(database.store, company);
  const limited = await buildApiKey(database.store, company, { tenantIds: [tenant.id] });
  const reader = await buildApiKey(database.store, company, { permissions: ['sessions.read'] });
  const writer = await buildApiKey(database.store, company, { permissions: ['sessions.write'] });
  const foreign = await buildApiKey(database.store, (await buildScene(database.store)).company);
  const operations: [Method, string, unknown][] = [
    ['GET', '/callparams', undefined],
    ['PUT', '/callparams', { callParams: { a: 'b' } }],
    ['PUT', '/tags/1', undefined],
    ['DELETE', '/tags/1', undefined],
    ['PUT', '/note', { note: 'x' }],
    ['DELETE', '/files', { fileIds: [1] }],
    ['GET', '/routing', undefined],
    ['POST', '/forward', { operatorGroupId: 1 }],
    ['POST', '/terminate', undefined],
    ['POST', '/anonymize', undefined],
  ];
  const before = await row();
  for (const [method, path, body] of operations) {
    for (const { actor } of [limited, foreign]) {
      const answer = await call(method, path, body, actor);
      assert.equal(answer.statusCode, 404, `${method} ${path}`);
      assert.equal(answer.body, '');
    }
    const allowed = method === 'GET' ? reader : writer;
    const refused = method === 'GET' ? writer : reader;
    assert.equal((await call(method, path, body, refused.actor)).statusCode, 403, `${method} ${path}`);
    if (path === '/anonymize') assert.equal((await call(method, path, body, allowed.actor)).statusCode, 403);
  }
  assert.deepEqual(await row(), before, `session ${id} is as it was`);
});
