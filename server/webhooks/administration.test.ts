import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { createDirectory, type Directory } from '../directory/service.ts';
import { system } from '../foundation/security/actor.ts';
import { parseCidr } from '../foundation/security/addresses.ts';
import { createOutbound, type Outbound } from '../foundation/security/outbound.ts';
import { transact } from '../foundation/transact.ts';
import { type BuiltCompany, buildAdmin, buildCompany, buildTenant } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { answer, type Received, type Receiver, startReceiver } from '../testing/receiver.ts';
import { createWebhookAdministration, type WebhookAdministration } from './administration.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { sign } from './signature.ts';

let database: TestDatabase;
let directory: Directory;
let outbound: Outbound;
let webhooks: WebhookAdministration;
let delivery: Delivery;
let receivers: Receiver[] = [];
const errors: unknown[] = [];

before(async () => {
  database = await testDatabase();
  directory = createDirectory(database.store, { publicUrl: 'https://hovor.example' });
  outbound = createOutbound({ allow: [parseCidr('127.0.0.0/8')] });
  webhooks = createWebhookAdministration(database.store, { outbound, directory, zone: 'UTC' });
  delivery = createDelivery(database.store, {
    outbound,
    zone: 'UTC',
    fileUrl: () => '',
    onError: (error) => errors.push(error),
    timeout: 300,
    delays: { retry: () => 30, lane: () => 30, error: 10 },
  });
  delivery.start();
});
afterEach(async () => {
  await database.db.updateTable('webhooks').set({ state: 'disabled' }).execute();
  await Promise.all(receivers.map((receiver) => receiver.kill()));
  receivers = [];
  assert.deepEqual(errors, []);
});
after(async () => {
  await delivery.stop();
  outbound.close();
  await database.close();
});

async function receive(...[behaviour]: Parameters<typeof startReceiver>) {
  const receiver = await startReceiver(behaviour);
  receivers.push(receiver);
  return receiver;
}

/** An administrator with a webhook on a receiver of its own. */
async function office(...behaviour: Parameters<typeof startReceiver>) {
  const company = await buildCompany(database.store);
  const { actor } = await buildAdmin(database.store, company);
  const receiver = await receive(...behaviour);
  const made = await webhooks.create(actor, {
    callbackUrl: receiver.url,
    eventTypes: ['SessionCreated'],
    tenantIds: null,
  });
  const log = (filter: { state?: 'pending' | 'delivered' | 'failed' } = {}) =>
    webhooks.deliveries({ companyId: company.id, webhookId: made.id, ...filter }, null);
  return { company, actor, receiver, ...made, log };
}

const created = (company: BuiltCompany, ...sessionIds: number[]) =>
  transact(database.store, system(company.id), async (unit) => {
    for (const id of sessionIds) {
      const { tenantId } = company;
      const payload = { id, tenantId, channel: 'Chat', source: 'Default' };
      unit.record({ companyId: company.id, tenantId, kind: 'session.created', subject: `session:${id}`, payload });
    }
  });

/** Waits for what the lanes write after the receiver has seen a request. */
async function eventually(check: () => Promise<boolean>) {
  const deadline = performance.now() + 10_000;
  while (!(await check())) {
    assert.ok(performance.now() < deadline, 'did not come true within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const signedBy = ({ headers, body }: Received, secret: string) => {
  const id = String(headers['webhook-id']);
  const expected = sign([secret], id, Number(headers['webhook-timestamp']), body);
  return String(headers['webhook-signature']).split(' ').includes(expected);
};

test('the log keeps request, every attempt with its time and answer, and no more of it than the limit', async () => {
  const long = 'ž\0'.repeat(limits.webhookAnswerKept);
  const { company, id, receiver, log } = await office((_got, response, count) => {
    if (count < 3) response.writeHead(500).end(`broken ${count}`);
    else response.writeHead(200).end(long);
  });
  await created(company, 7);
  await eventually(async () => (await log())[0]?.state === 'delivered');
  const [line] = await log();
  assert.equal(line?.attempts, 3);
  assert.equal(line?.subject, 'session:7');
  const found = await webhooks.delivery(company.id, id, line?.id ?? 0);
  assert.deepEqual(JSON.parse(found.body), receiver.received[0]?.json);
  assert.equal(found.messageId, receiver.received[0]?.headers['webhook-id']);
  assert.deepEqual(
    found.attemptLog.map(({ status, error }) => [status, error]),
    [
      [500, 'Answered 500.'],
      [500, 'Answered 500.'],
      [200, null],
    ],
  );
  assert.equal(found.attemptLog[0]?.response, 'broken 1');
  assert.equal(found.attemptLog[2]?.response?.length, limits.webhookAnswerKept);
  assert.ok(found.attemptLog.every(({ at, took }) => Date.parse(at) > 0 && took >= 0));
});

test('of a delivery that fails for long only the latest attempts are kept', async () => {
  const { company, id, receiver, log } = await office((_got, response, count) =>
    response.writeHead(count > limits.webhookAttemptsKept + 5 ? 200 : 500).end(String(count)),
  );
  await created(company, 1);
  await eventually(async () => (await log())[0]?.state === 'delivered');
  const [line] = await log();
  assert.equal(line?.attempts, limits.webhookAttemptsKept + 6);
  const { attemptLog } = await webhooks.delivery(company.id, id, line?.id ?? 0);
  assert.equal(attemptLog.length, limits.webhookAttemptsKept);
  assert.equal(attemptLog.at(-1)?.response, String(receiver.received.length));
});

test('both secrets sign after a rotation, until the overlap ends', async () => {
  const { company, actor, id, secret, receiver } = await office();
  const { secret: next, previousUntil } = await webhooks.rotate(actor, id);
  assert.notEqual(next, secret);
  const left = previousUntil.getTime() - Date.now();
  assert.ok(Math.abs(left - limits.webhookSecretOverlap) < 60_000);
  assert.ok((await webhooks.get(company.id, id)).previousSecretUntil);
  await created(company, 1);
  await receiver.until((all) => all.length === 1);
  const [both] = receiver.received;
  assert.ok(both && signedBy(both, secret) && signedBy(both, next));

  await database.db.updateTable('webhooks').set({ previousUntil: new Date() }).where('id', '=', id).execute();
  await created(company, 2);
  await receiver.until((all) => all.length === 2);
  const [, after] = receiver.received;
  assert.ok(after && !signedBy(after, secret) && signedBy(after, next));
  assert.equal((await webhooks.get(company.id, id)).previousSecretUntil, null);
});

test('one, a selection and a time range are sent again under their old ids, in order', async () => {
  const { company, actor, id, receiver, log } = await office();
  await created(company, 1, 2, 3, 4);
  await eventually(async () => (await log({ state: 'delivered' })).length === 4);
  const ids = (await log()).map((line) => line.id).reverse();
  const firsts = receiver.received.map(({ headers }) => headers['webhook-id']);

  assert.deepEqual(await webhooks.replay(actor, id, { ids: ids.slice(1, 3) }), { count: 2, next: null });
  await receiver.until((all) => all.length === 6);
  const again = receiver.received.slice(4).map(({ headers }) => headers['webhook-id']);
  assert.deepEqual(again.sort(), firsts.slice(1, 3).sort());
  await eventually(async () => (await log({ state: 'delivered' })).length === 4);
  assert.ok((await log()).find((line) => line.id === ids[1])?.replayed);

  const hourAgo = new Date(Date.now() - 3_600_000);
  assert.equal((await webhooks.replay(actor, id, { from: hourAgo, to: hourAgo })).count, 0);
  assert.equal((await webhooks.replay(actor, id, { from: hourAgo, state: 'failed' })).count, 0);
  assert.equal((await webhooks.replay(actor, id, { from: hourAgo })).count, 4);
  await receiver.until((all) => all.length === 10);
  await assert.rejects(webhooks.replay(actor, id, {}), { code: 'invalid-input' });
});

test('a replay larger than one request goes on where it stopped', async () => {
  const { company, actor, id, receiver, log } = await office();
  await created(company, 1);
  await eventually(async () => (await log({ state: 'delivered' })).length === 1);
  await webhooks.setEnabled(actor, id, false);
  const rows = Array.from({ length: limits.webhookReplayAtOnce + 1 }, (_, n) => ({
    companyId: company.id,
    webhookId: id,
    eventId: 1_000_000 + n,
    eventType: 'SessionCreated',
    subject: `session:${n}`,
    body: '{}',
    state: 'failed' as const,
    nextAttempt: new Date(),
    finished: new Date(),
  }));
  for (let n = 0; n < rows.length; n += 1_000) {
    await database.db
      .insertInto('webhookDeliveries')
      .values(rows.slice(n, n + 1_000))
      .execute();
  }
  const from = new Date(0);
  const first = await webhooks.replay(actor, id, { from, state: 'failed' });
  assert.equal(first.count, limits.webhookReplayAtOnce);
  assert.ok(first.next);
  assert.deepEqual(await webhooks.replay(actor, id, { from, state: 'failed', after: first.next }), {
    count: 1,
    next: null,
  });
  const { waiting, waitingMore, health } = await webhooks.get(company.id, id);
  assert.deepEqual([waiting, waitingMore, health], [limits.webhookReplayAtOnce + 1, false, 'disabled']);
  assert.equal(receiver.received.length, 1, 'nothing goes out while it is disabled');
});

test('state and figures tell healthy from failing; a switch by hand keeps what waits', async () => {
  const { company, actor, id, receiver, log } = await office();
  assert.equal((await webhooks.get(company.id, id)).health, 'healthy');
  await created(company, 1, 2, 3);
  await eventually(async () => (await log({ state: 'delivered' })).length === 3);
  const healthy = await webhooks.get(company.id, id);
  assert.deepEqual([healthy.health, healthy.hours.length, healthy.hours[0]?.delivered], ['healthy', 1, 3]);

  receiver.behave(answer(500));
  await created(company, 4);
  await eventually(async () => (await webhooks.get(company.id, id)).health === 'failing');
  const failing = await webhooks.get(company.id, id);
  assert.ok((failing.hours[0]?.failed ?? 0) > 0);
  assert.ok(failing.failingSince && failing.oldestWaiting);

  const off = await webhooks.setEnabled(actor, id, false);
  assert.deepEqual([off.health, off.disabledReason, off.waiting], ['disabled', null, 1]);
  receiver.behave(answer(200));
  await webhooks.setEnabled(actor, id, true);
  await eventually(async () => (await log({ state: 'delivered' })).length === 4);
});

test('a test sends a signed sample, shows the answer, and leaves no trace in the log', async () => {
  const { company, actor, id, secret, receiver, log } = await office((_got, response) => {
    response.writeHead(418).end('I am a teapot');
  });
  const result = await webhooks.test(actor, id, 'SessionActivityChatMessage');
  assert.deepEqual([result.ok, result.status, result.response], [false, 418, 'I am a teapot']);
  const [got] = receiver.received;
  assert.equal(got?.json.eventType, 'SessionActivityChatMessage');
  assert.equal(got?.body, result.body);
  assert.ok(got && signedBy(got, secret));
  assert.match(String(got?.headers['webhook-id']), /^test_/);
  assert.deepEqual(await log(), []);
  assert.equal((await webhooks.get(company.id, id)).health, 'healthy');
  await assert.rejects(webhooks.test(actor, id, 'EmailThreadCreated'), { code: 'invalid-input' });
});

test('410 tells the administrators until it is enabled again', async () => {
  const { company, actor, id } = await office(answer(410));
  await created(company, 1);
  await eventually(async () => (await webhooks.get(company.id, id)).health === 'disabled');
  const [notice] = await directory.notices.list(actor);
  assert.equal(notice?.kind, 'webhook.disabled');
  assert.equal(notice?.subject, `webhook:${id}`);
  assert.match(notice?.reason ?? '', /410/);
  assert.deepEqual([notice?.seen, notice?.resolved], [false, null]);
  await directory.notices.markSeen(actor, notice?.id ?? 0);
  await webhooks.setEnabled(actor, id, true);
  const [settled] = await directory.notices.list(actor);
  assert.equal(settled?.seen, true);
  assert.ok(settled?.resolved);
});

test('what waits for a webhook that stays disabled is given up, shown, and forgotten at last', async () => {
  const { company, actor, id, log } = await office(answer(500));
  await created(company, 1);
  await eventually(async () => (await log()).length === 1);
  await webhooks.setEnabled(actor, id, false);
  await delivery.purge();
  assert.equal((await log())[0]?.state, 'pending');
  const age = (ms: number) => new Date(Date.now() - ms - 60_000);
  await database.db
    .updateTable('webhooks')
    .set({ disabled: age(limits.webhookDisabledKept) })
    .where('id', '=', id)
    .execute();
  await delivery.purge();
  assert.deepEqual([(await log())[0]?.state, (await log())[0]?.lastError], ['failed', 'The webhook stayed disabled.']);
  await database.db
    .updateTable('webhookDeliveries')
    .set({ finished: age(limits.webhookLogKept) })
    .where('webhookId', '=', id)
    .execute();
  await delivery.purge();
  assert.deepEqual(await log(), []);
});

test('an address is registered once for the same tenants; tenants must be the company’s own', async () => {
  const { company, actor, receiver } = await office();
  const foreign = await buildTenant(database.store, await buildCompany(database.store));
  const again = { callbackUrl: receiver.url, eventTypes: ['SessionEnded' as const] };
  await assert.rejects(webhooks.create(actor, { ...again, tenantIds: null }), { code: 'invalid-input' });
  await assert.rejects(webhooks.create(actor, { ...again, tenantIds: [foreign.id] }), { code: 'invalid-input' });
  await assert.rejects(webhooks.create(actor, { ...again, callbackUrl: 'ftp://x', tenantIds: null }), {
    code: 'invalid-input',
  });
  const { id } = await webhooks.create(actor, { ...again, tenantIds: [company.tenantId] });
  assert.deepEqual((await webhooks.get(company.id, id)).tenantIds, [company.tenantId]);
  await webhooks.remove(actor, id);
  await assert.rejects(webhooks.get(company.id, id), { code: 'not-found' });
});
