import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { readContract, readOperations } from './contract.ts';
import { type TestApi, testApi } from './testing/api.ts';

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

type Json = Record<string, unknown>;
interface Served {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json> };
  [member: string]: unknown;
}
const document = async (name: string) => {
  const answer = await api.ask(null, 'GET', `/swagger/${name}/swagger.json`);
  assert.equal(answer.statusCode, 200);
  return answer.json() as Served;
};

/** Where `more` lacks or changes something `less` says. Members of an array are found by value. */
function lacks(less: unknown, more: unknown, at = ''): string[] {
  if (Array.isArray(less)) {
    if (!Array.isArray(more)) return [at];
    return less.flatMap((item, index) =>
      more.some((other) => lacks(item, other).length === 0) ? [] : [`${at}[${index}]`],
    );
  }
  if (typeof less === 'object' && less !== null) {
    if (typeof more !== 'object' || more === null) return [at];
    return Object.entries(less).flatMap(([name, value]) => lacks(value, (more as Json)[name], `${at}/${name}`));
  }
  return less === more ? [] : [at];
}

test('the served description is a superset of the contract', async () => {
  assert.deepEqual(lacks(readContract(), await document('v1')), []);
});

test('the comparison finds what drifts', () => {
  const less = { a: { b: [1, { c: 'x' }] } };
  assert.deepEqual(lacks(less, { a: { b: [{ c: 'x', d: 2 }, 1], e: 3 } }), []);
  assert.deepEqual(lacks(less, { a: { b: [1, { c: 'y' }] } }), ['/a/b[1]']);
  assert.deepEqual(lacks(less, { a: {} }), ['/a/b']);
});

test('everything that is not of the contract is marked as ours', async () => {
  const served = await document('v1');
  const contract = readContract() as unknown as Served;
  for (const [path, methods] of Object.entries(served.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const ours = contract.paths[path]?.[method] === undefined;
      assert.equal(operation['x-hovor-extension'] === true, ours, `${method} ${path}`);
    }
  }
  for (const [name, schema] of Object.entries(served.components.schemas)) {
    assert.equal(schema['x-hovor-extension'] === true, contract.components.schemas[name] === undefined, name);
  }
});

test('what is not built says so in the description, and what says so is not built', async () => {
  const served = await document('v1');
  for (const operation of readOperations()) {
    const described = Object.values(served.paths)
      .flatMap((methods) => Object.values(methods))
      .find(({ operationId }) => operationId === operation.operationId);
    const available = described?.['x-hovor-available'];
    assert.equal(typeof available, 'boolean', operation.operationId);
    assert.equal('501' in ((described?.responses ?? {}) as Json), !available, operation.operationId);
  }
});

test('every reference of both documents leads somewhere', async () => {
  for (const name of ['v1', 'chatbot']) {
    const served = await document(name);
    const known = new Set(Object.keys(served.components.schemas));
    for (const [, ref = ''] of JSON.stringify(served).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(known.has(ref), `${name}: ${ref}`);
    }
  }
});

test('the second document is about chatbots only', async () => {
  const served = await document('chatbot');
  assert.equal((served.info as Json).title, 'Chatbot API');
  assert.deepEqual(Object.keys(served.paths).sort(), [
    '/api/v1/Chatbot/{id}',
    '/api/v1/Chatbot/{id}/activity',
    '/login/connect/token',
  ]);
  assert.ok(served.components.schemas.ChatbotActivity);
  assert.ok(!('WebhookModel' in served.components.schemas));
  for (const name of ['v2', '__proto__', 'constructor']) {
    assert.equal((await api.ask(null, 'GET', `/swagger/${name}/swagger.json`)).statusCode, 404, name);
  }
});

test('the portal stands at both addresses, under a strict policy, and loads only from here', async () => {
  for (const url of ['/api', '/api/index.html', '/api/index.html?urls.primaryName=Mluvii+Chatbot+API']) {
    const page = await api.ask(null, 'GET', url);
    assert.equal(page.statusCode, 200, url);
    const policy = String(page.headers['content-security-policy']);
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, asset = '']) => asset);
    assert.ok(assets.length >= 5 && assets.every((asset) => asset.startsWith('/')), assets.join());
    for (const asset of assets.filter((name) => name.startsWith('/api/'))) {
      const file = await api.ask(null, 'GET', asset);
      assert.equal(file.statusCode, 200, asset);
      assert.match(String(file.headers['content-type']), /javascript|css/, asset);
    }
  }
  for (const name of ['package.json', '..%2fpackage.json', 'index.html', '__proto__']) {
    assert.equal((await api.ask(null, 'GET', `/api/assets/${name}`)).statusCode, 404, name);
  }
});
