import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { buildApiKey, buildCompany } from '../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { createRateLimits } from './rate.ts';
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

async function office() {
  const company = await buildCompany(database.store);
  const { actor } = await buildApiKey(database.store, company);
  const post = (body: unknown, key: string, as = actor) =>
    api.ask(as, 'POST', '/api/v1/Webhooks', { body, headers: { 'idempotency-key': key } });
  const events = async () =>
    (await database.pool.query(`select from events where company_id = $1 and kind = 'webhook.created'`, [company.id]))
      .rowCount;
  return { company, actor, post, events };
}
const registration = () => ({ eventTypes: ['SessionEnded'], callbackUrl: `https://r.example/${randomUUID()}` });

test('a key without a limit is never stopped; one with a limit waits, then goes on', () => {
  let now = 0;
  const limits = createRateLimits(() => now);
  const key = { kind: 'apiKey', companyId: 1, keyId: 7, permissions: new Set<string>(), tenantIds: null } as const;
  for (let n = 0; n < 5_000; n++) limits.check(key);
  const limited = { ...key, perMinute: 60 };
  for (let n = 0; n < 60; n++) limits.check(limited);
  assert.throws(() => limits.check(limited), { code: 'too-many-requests', retryAfterMs: 1000 });
  assert.doesNotThrow(() => limits.check({ ...limited, keyId: 8 }), 'each key has its own');
  now += 1_000;
  limits.check(limited);
  assert.throws(() => limits.check(limited), { code: 'too-many-requests' });
  assert.doesNotThrow(() => limits.check({ ...limited, perMinute: 120 }), 'a new limit counts from now');
});

test('over the limit: 429 with Retry-After and a problem document; without a token it stays 401', async () => {
  const { actor } = await office();
  const limited = { ...actor, keyId: 900_001, perMinute: 2 };
  for (let n = 0; n < 2; n++) assert.equal((await api.ask(limited, 'GET', '/api/v1/Webhooks')).statusCode, 200);
  const stopped = await api.ask(limited, 'GET', '/api/v1/Webhooks');
  assert.equal(stopped.statusCode, 429);
  assert.ok(Number(stopped.headers['retry-after']) >= 1 && Number(stopped.headers['retry-after']) <= 30);
  assert.equal(stopped.json().code, 'too-many-requests');
  assert.equal((await api.ask(null, 'GET', '/api/v1/Webhooks')).statusCode, 401);
});

test('the same key and body: the same answer, done once; another body: refused', async () => {
  const { post, events } = await office();
  const [key, body] = [randomUUID(), registration()];
  const first = await post(body, key);
  assert.equal(first.statusCode, 201);
  const again = await post(body, key);
  assert.deepEqual([again.statusCode, again.body], [201, first.body], 'not the 409 a second registration gets');
  assert.equal(await events(), 1);
  const other = await post(registration(), key);
  assert.equal(other.statusCode, 422);
  assert.equal(other.json().code, 'idempotency-mismatch');
  assert.equal(await events(), 1);
});

test('ten at once run once and all get its answer', async () => {
  const { post, events } = await office();
  const [key, body] = [randomUUID(), registration()];
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(body, key)));
  assert.deepEqual([...new Set(answers.map(({ statusCode, body: text }) => `${statusCode} ${text}`))].length, 1);
  assert.equal(answers[0]?.statusCode, 201);
  assert.equal(await events(), 1);
});

test('keys of others do not meet, a refused request leaves its key free, a day later it is new', async () => {
  const [ours, theirs] = [await office(), await office()];
  const [key, body] = [randomUUID(), registration()];
  assert.equal((await ours.post(body, key)).statusCode, 201);
  assert.equal((await theirs.post(registration(), key)).statusCode, 201);

  const free = randomUUID();
  assert.equal((await ours.post({ eventTypes: [] }, free)).statusCode, 400);
  assert.equal((await ours.post(registration(), free)).statusCode, 201);

  await database.pool.query(`update idempotency_keys set created = now() - interval '25 hours'`);
  assert.equal((await ours.post(registration(), key)).statusCode, 201);
  for (const wrong of ['x'.repeat(201), 'ž']) assert.equal((await ours.post(body, wrong)).statusCode, 400, wrong);
});

test('a request whose process died keeps its key taken and says so', async () => {
  const { post, company, actor } = await office();
  const key = randomUUID();
  const body = registration();
  await post(body, key);
  await database.pool.query(
    'update idempotency_keys set status = null, body = null where company_id = $1 and caller = $2',
    [company.id, `key:${actor.keyId}`],
  );
  const answer = await post(body, key);
  assert.equal(answer.statusCode, 409);
  assert.match(answer.json().detail, /has not ended/);
});
