import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { webhookEventTypes } from '@hovor/protocol/enums';
import { apiPermissions } from '../../directory/schema.ts';
import { type BuiltCompany, buildApiKey, buildCompany, buildTenant } from '../../testing/build.ts';
import { contractFaults } from '../../testing/contract.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { readOperations } from './contract.ts';
import { permissionOf } from './policies.ts';
import { type TestApi, testApi } from './testing/api.ts';

let database: TestDatabase;
let api: TestApi;
let company: BuiltCompany;
before(async () => {
  database = await testDatabase();
  api = await testApi(database);
  company = await buildCompany(database.store);
});
after(async () => {
  await api.close();
  await database.close();
});

const keyOf = async (about: Parameters<typeof buildApiKey>[2] = {}, of: { id: number } = company) =>
  (await buildApiKey(database.store, of, about)).actor;
const address = () => `https://user:pa%20ss@receiver.example/hook?secret=${Math.random()}`;
const example = (url: string) =>
  url.replace(':guestGuid', 'd3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f').replaceAll(/:\w+/g, '1');

test('every operation of the contract is a route, with a permission a key can hold', () => {
  const operations = readOperations();
  assert.ok(operations.length > 100);
  for (const { method, url } of operations) {
    assert.ok(
      api.routeTable.some((row) => row.method === method && row.url === url && row.credential === 'api'),
      `${method} ${url}`,
    );
  }
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
  const permissions: readonly string[] = apiPermissions;
  for (const operation of operations) assert.ok(permissions.includes(permissionOf(operation)), operation.operationId);
});

/** Areas whose rooms come later; everything else is built. */
const later = ['Campaigns', 'EmailMessages', 'EmailThreads', 'Phones', 'WhatsApp'];

test('every operation asks who is there and what they may; what is not built answers 501 with words', async () => {
  const all = await keyOf();
  const nothing = await keyOf({ permissions: [] });
  for (const { method, url, tag, operationId } of readOperations()) {
    const path = example(url);
    const said = await api.ask(all, method, path, { body: {} });
    assert.equal(said.statusCode === 501, later.includes(tag), operationId);
    if (said.statusCode === 501) assert.equal(said.json().code, 'not-built');
    assert.equal((await api.ask(nothing, method, path, { body: {} })).statusCode, 403, operationId);
    assert.equal((await api.ask(null, method, path, { body: {} })).statusCode, 401, operationId);
  }
});

test('nobody gets 401 without a body, a browser the login page (API-CONV-24)', async () => {
  const program = await api.ask(null, 'GET', '/api/v1/Sessions');
  assert.deepEqual([program.statusCode, program.body], [401, '']);
  assert.equal(program.headers['www-authenticate'], 'Bearer');
  const browser = await api.ask(null, 'GET', '/api/v1/Sessions?limit=1', {
    headers: { accept: 'text/html,application/xhtml+xml' },
  });
  assert.equal(browser.statusCode, 302);
  assert.equal(browser.headers.location, '/login?returnUrl=%2Fapi%2Fv1%2FSessions%3Flimit%3D1');
  const post = await api.ask(null, 'POST', '/api/v1/Webhooks', { headers: { accept: 'text/html' }, body: {} });
  assert.equal(post.statusCode, 401);
});

test('a key without the permission gets 403 without a body', async () => {
  const reader = await keyOf({ permissions: ['webhooks.read', 'sessions.read'] });
  assert.equal((await api.ask(reader, 'GET', '/api/v1/Webhooks')).statusCode, 200);
  const refused = await api.ask(reader, 'POST', '/api/v1/Webhooks', {
    body: { eventTypes: [1], callbackUrl: address() },
  });
  assert.deepEqual([refused.statusCode, refused.body], [403, '']);
  const writer = await keyOf({ permissions: ['webhooks.write'] });
  assert.equal((await api.ask(writer, 'GET', '/api/v1/Sessions')).statusCode, 403);
});

test('registering answers 201 with a bare integer, twice 409 with the same one (API-WHK-2, API-WHK-3, API-CMP-6)', async () => {
  const actor = await keyOf();
  const callbackUrl = address();
  const body = { eventTypes: ['SessionCreated', 'sessionended'], callbackUrl };
  const first = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body });
  assert.equal(first.statusCode, 201);
  assert.match(first.body, /^\d+$/);
  assert.match(String(first.headers['content-type']), /^application\/json/);
  const second = await api.ask(actor, 'POST', '/api/v1/webhooks', { body });
  assert.equal(second.statusCode, 409);
  assert.equal(second.body, first.body);
  assert.match(String(second.headers['content-type']), /^application\/json/);
  const read = await api.ask(actor, 'GET', `/api/v1/WEBHOOKS/${first.body}`);
  assert.deepEqual(read.json(), {
    id: Number(first.body),
    eventTypes: ['SessionCreated', 'SessionEnded'],
    callbackUrl,
  });
  assert.deepEqual(contractFaults('WebhookModel', read.json()), []);
});

test('many who register the same address at once get one webhook', async () => {
  const actor = await keyOf();
  const body = { eventTypes: [3], callbackUrl: address() };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.ask(actor, 'POST', '/api/v1/Webhooks', { body })),
  );
  assert.equal(new Set(answers.map((answer) => answer.body)).size, 1);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [201, ...Array<number>(7).fill(409)]);
});

test('names in any case, event types in any case and as numbers (API-CMP-7, API-CONV-12)', async () => {
  const actor = await keyOf();
  const bodies = [
    { EventTypes: ['SessionStarted', 'sessionEnded'], CallbackUrl: address() },
    { eventtypes: [3, 4], callbackurl: address() },
    { eventTypes: ['3', 'SESSIONENDED'], callbackUrl: address(), somethingElse: true },
  ];
  for (const body of bodies) {
    const { body: id } = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body });
    const read = await api.ask(actor, 'GET', `/api/v1/Webhooks/${id}`);
    assert.deepEqual(read.json().eventTypes, ['SessionStarted', 'SessionEnded']);
  }
  const all = { eventTypes: webhookEventTypes.map((_, index) => index + 1), callbackUrl: address() };
  const { body: id } = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body: all });
  assert.deepEqual((await api.ask(actor, 'GET', `/api/v1/Webhooks/${id}`)).json().eventTypes, webhookEventTypes);
});

test('the address comes back byte for byte, odd ones too (API-CMP-8)', async () => {
  const actor = await keyOf();
  const odd = [
    'HTTPS://Receiver.Example:443/a/../b?x=%c4%8d&y=č#frag',
    'http://receiver.example',
    'http://u:@r.example/?',
  ];
  for (const callbackUrl of odd) {
    const { body: id, statusCode } = await api.ask(actor, 'POST', '/api/v1/Webhooks', {
      body: { eventTypes: [1], callbackUrl },
    });
    assert.equal(statusCode, 201);
    assert.equal((await api.ask(actor, 'GET', `/api/v1/Webhooks/${id}`)).json().callbackUrl, callbackUrl);
  }
});

test('PUT and DELETE answer 204 without a body, unknown ids 404 (API-WHK-4 to API-WHK-7, API-CMP-14)', async () => {
  const actor = await keyOf();
  const { body: id } = await api.ask(actor, 'POST', '/api/v1/Webhooks', {
    body: { eventTypes: [1], callbackUrl: address() },
  });
  const change = { eventTypes: ['UserStatusChanged'], callbackUrl: address() };
  const put = await api.ask(actor, 'PUT', `/api/v1/Webhooks/${id}`, { body: change });
  assert.deepEqual([put.statusCode, put.body], [204, '']);
  assert.deepEqual((await api.ask(actor, 'GET', `/api/v1/Webhooks/${id}`)).json(), { id: Number(id), ...change });
  const removed = await api.ask(actor, 'DELETE', `/api/v1/Webhooks/${id}`, {
    headers: { 'content-type': 'application/json' },
  });
  assert.deepEqual([removed.statusCode, removed.body], [204, '']);
  for (const [method, body] of [['GET'], ['PUT', change], ['DELETE']] as const) {
    const gone = await api.ask(actor, method, `/api/v1/Webhooks/${id}`, { body });
    assert.deepEqual([gone.statusCode, gone.body], [404, ''], method);
  }
  assert.equal((await api.ask(actor, 'GET', '/api/v1/Webhooks/99999999999')).statusCode, 404);
  assert.equal((await api.ask(actor, 'GET', '/api/v1/Webhooks/abc')).statusCode, 400);
});

test('wrong bodies answer 400 with a map of fields (API-CONV-19)', async () => {
  const actor = await keyOf();
  const post = async (body: unknown) => {
    const said = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body });
    assert.equal(said.statusCode, 400, said.body);
    return said.json() as Record<string, string>;
  };
  assert.deepEqual(Object.keys(await post({ eventTypes: [], callbackUrl: 'x' })), ['eventTypes']);
  assert.deepEqual(Object.keys(await post({ eventTypes: ['Nonsense', 0, 50], callbackUrl: 'http://x' })), [
    'eventTypes[0]',
    'eventTypes[1]',
    'eventTypes[2]',
  ]);
  for (const callbackUrl of [
    '',
    'relative',
    'ftp://x/',
    'javascript:alert(1)',
    null,
    5,
    `http://x/${'a'.repeat(2_000)}`,
  ]) {
    const fields = await post({ eventTypes: [1], callbackUrl });
    assert.deepEqual(Object.keys(fields), ['callbackUrl'], String(callbackUrl));
    assert.match(fields.callbackUrl ?? '', /\w/);
  }
  assert.deepEqual(Object.keys(await post('{"eventTypes":')), ['body']);
  assert.deepEqual(Object.keys(await post('')), ['body']);
});

test('a change to an address another registration has is refused', async () => {
  const actor = await keyOf();
  const [a, b] = [address(), address()];
  await api.ask(actor, 'POST', '/api/v1/Webhooks', { body: { eventTypes: [1], callbackUrl: a } });
  const { body: id } = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body: { eventTypes: [1], callbackUrl: b } });
  const said = await api.ask(actor, 'PUT', `/api/v1/Webhooks/${id}`, { body: { eventTypes: [1], callbackUrl: a } });
  assert.equal(said.statusCode, 400);
  assert.deepEqual(Object.keys(said.json()), ['callbackUrl']);
});

test('bodies under the content types of generated clients are read', async () => {
  const actor = await keyOf();
  for (const type of [
    'application/json-patch+json',
    'application/*+json',
    'text/json',
    'Application/JSON; charset=utf-8',
  ]) {
    const said = await api.ask(actor, 'POST', '/api/v1/Webhooks', {
      body: { eventTypes: [1], callbackUrl: address() },
      headers: { 'content-type': type },
    });
    assert.equal(said.statusCode, 201, type);
  }
});

test('what sends no body may say anything about it; what sends one must say JSON', async () => {
  const actor = await keyOf();
  const { body: id } = await api.ask(actor, 'POST', '/api/v1/Webhooks', {
    body: `\uFEFF${JSON.stringify({ eventTypes: [1], callbackUrl: address() })}`,
  });
  assert.match(id, /^\d+$/, 'a byte order mark is passed over');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const refused = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body: '{"eventTypes":[1]}', headers: form });
  assert.deepEqual([refused.statusCode, Object.keys(refused.json())], [400, ['body']]);
  for (const headers of [form, { 'content-type': 'text/plain' }, { 'content-type': 'application/octet-stream' }]) {
    const empty = await api.ask(actor, 'DELETE', `/api/v1/Webhooks/999999999`, { body: '', headers });
    assert.equal(empty.statusCode, 404, JSON.stringify(headers));
    const unread = await api.ask(actor, 'DELETE', `/api/v1/Webhooks/999999999`, { body: 'a=b', headers });
    assert.equal(unread.statusCode, 404, JSON.stringify(headers));
  }
});

test('the secret for checking signatures is read by whoever may register, and is in no other answer', async () => {
  const actor = await keyOf();
  const { body: id } = await api.ask(actor, 'POST', '/api/v1/Webhooks', {
    body: { eventTypes: [1], callbackUrl: address() },
  });
  const { secret } = (await api.ask(actor, 'GET', `/api/v1/Webhooks/${id}/secret`)).json();
  assert.match(secret, /^whsec_/);
  assert.equal((await api.ask(actor, 'GET', '/api/v1/Webhooks')).body.includes(secret), false);
  const reader = await keyOf({ permissions: ['webhooks.read'] });
  assert.equal((await api.ask(reader, 'GET', `/api/v1/Webhooks/${id}/secret`)).statusCode, 403);
});

test('no other company sees, changes, deletes or meets a webhook (R3)', async () => {
  const other = await buildCompany(database.store);
  const [own, foreign] = [await keyOf(), await keyOf({}, other)];
  const callbackUrl = address();
  const body = { eventTypes: [1], callbackUrl };
  const { body: id } = await api.ask(own, 'POST', '/api/v1/Webhooks', { body });
  for (const [method, path] of [
    ['GET', `/api/v1/Webhooks/${id}`],
    ['GET', `/api/v1/Webhooks/${id}/secret`],
    ['PUT', `/api/v1/Webhooks/${id}`],
    ['DELETE', `/api/v1/Webhooks/${id}`],
  ] as const) {
    const said = await api.ask(foreign, method, path, { body: method === 'PUT' ? body : undefined });
    assert.deepEqual([said.statusCode, said.body], [404, ''], `${method} ${path}`);
  }
  assert.equal((await api.ask(foreign, 'POST', '/api/v1/Webhooks', { body })).statusCode, 201);
  assert.equal((await api.ask(foreign, 'DELETE', '/api/v1/Webhooks')).statusCode, 204);
  assert.deepEqual((await api.ask(foreign, 'GET', '/api/v1/Webhooks')).json(), []);
  assert.equal((await api.ask(own, 'GET', `/api/v1/Webhooks/${id}`)).json().callbackUrl, callbackUrl);
});

test('a key of some tenants keeps to its own registrations; a key of the company sees all', async () => {
  const home = await buildCompany(database.store);
  const second = await buildTenant(database.store, home);
  const whole = await keyOf({}, home);
  const first = await keyOf({ tenantIds: [home.tenantId] }, home);
  const both = await keyOf({ tenantIds: [second.id, home.tenantId] }, home);
  const same = await keyOf({ tenantIds: [home.tenantId, second.id] }, home);
  const body = { eventTypes: [1], callbackUrl: address() };
  const ids = [];
  for (const actor of [whole, first, both]) {
    const said = await api.ask(actor, 'POST', '/api/v1/Webhooks', { body });
    assert.equal(said.statusCode, 201);
    ids.push(Number(said.body));
  }
  const again = await api.ask(same, 'POST', '/api/v1/Webhooks', { body });
  assert.deepEqual([again.statusCode, Number(again.body)], [409, ids[2]]);
  const seen = async (actor: typeof whole) =>
    ((await api.ask(actor, 'GET', '/api/v1/Webhooks')).json() as { id: number }[]).map(({ id }) => id);
  assert.deepEqual(await seen(whole), ids);
  assert.deepEqual(await seen(first), [ids[1]]);
  assert.equal((await api.ask(first, 'DELETE', `/api/v1/Webhooks/${ids[0]}`)).statusCode, 404);
  assert.equal((await api.ask(first, 'DELETE', '/api/v1/Webhooks')).statusCode, 204);
  assert.deepEqual(await seen(whole), [ids[0], ids[2]]);
});
