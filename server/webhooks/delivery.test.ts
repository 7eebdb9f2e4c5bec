import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { WebhookEventType } from '@hovor/protocol/enums';
import { system } from '../foundation/security/actor.ts';
import { parseCidr } from '../foundation/security/addresses.ts';
import { createOutbound, type Outbound } from '../foundation/security/outbound.ts';
import { transact } from '../foundation/transact.ts';
import { buildApiKey, buildCompany, buildTenant, buildUser } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { answer, hang, type Received, type Receiver, slam, startReceiver } from '../testing/receiver.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery.ts';
import { enqueue } from './enqueue.ts';
import { createWebhooks, type Webhooks } from './service.ts';

let database: TestDatabase;
let webhooks: Webhooks;
let outbound: Outbound;
let deliveries: Delivery[] = [];
let receivers: Receiver[] = [];
const errors: unknown[] = [];

before(async () => {
  database = await testDatabase();
  webhooks = createWebhooks(database.store);
  outbound = createOutbound({ allow: [parseCidr('127.0.0.0/8')] });
});
afterEach(async () => {
  await Promise.all(deliveries.map((delivery) => delivery.stop()));
  await Promise.all(receivers.map((receiver) => receiver.kill()));
  deliveries = [];
  receivers = [];
  await database.db.updateTable('webhooks').set({ state: 'disabled' }).execute();
  assert.deepEqual(errors, []);
});
after(async () => {
  outbound.close();
  await database.close();
});

const quick = { retry: () => 30, lane: (failures: number) => Math.min(200, 10 * 2 ** failures), error: 10 };

function deliver(options: Partial<DeliveryOptions> = {}) {
  const delivery = createDelivery(database.store, {
    outbound,
    zone: 'Europe/Prague',
    fileUrl: ({ id }) => `https://hovor.example/files/${id}`,
    onError: (error) => errors.push(error),
    timeout: 300,
    delays: quick,
    safetyPoll: 60_000,
    ...options,
  });
  deliveries.push(delivery);
  delivery.start();
  return delivery;
}

async function receive(...[behaviour]: Parameters<typeof startReceiver>) {
  const receiver = await startReceiver(behaviour);
  receivers.push(receiver);
  return receiver;
}

async function register(company: { id: number }, url: string, eventTypes: WebhookEventType[] = ['SessionCreated']) {
  const { actor } = await buildApiKey(database.store, company);
  const { id } = await webhooks.create(actor, { eventTypes, callbackUrl: url });
  return { id, actor };
}

/** Facts as the sessions room writes them. */
const created = (company: { id: number }, tenantId: number, sessionId: number, times = 1) =>
  transact(database.store, system(company.id), async (unit) => {
    for (let n = 1; n <= times; n++) {
      unit.record({
        companyId: company.id,
        tenantId,
        kind: 'session.created',
        subject: `session:${sessionId}`,
        payload: { id: sessionId, tenantId, channel: 'Chat', source: 'Default' },
      });
    }
  });
const said = (company: { id: number }, tenantId: number, sessionId: number, text: string) =>
  transact(database.store, system(company.id), async (unit) => {
    unit.record({
      companyId: company.id,
      tenantId,
      kind: 'session.activity',
      subject: `session:${sessionId}`,
      payload: {
        sessionId,
        activityId: 1,
        seq: 1,
        type: 'ChatMessage',
        time: new Date().toISOString(),
        client: 'Guest',
        userId: null,
        text,
        fileId: null,
      },
    });
  });

const rowsOf = (webhookId: number) =>
  database.db.selectFrom('webhookDeliveries').selectAll().where('webhookId', '=', webhookId).orderBy('id').execute();
const hookOf = (id: number) =>
  database.db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const sessionOf = ({ json }: Received) => Number(json.data.id ?? json.data.sessionId);

/** Waits for a row the lanes write after the receiver has seen the request. */
async function eventually(check: () => Promise<boolean>) {
  const deadline = performance.now() + 10_000;
  while (!(await check())) {
    assert.ok(performance.now() < deadline, 'did not come true within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a receiver gets exactly eventType and data, one event per request, with its headers', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive();
  const url = receiver.url.replace('http://', 'http://user:pa%20ss@');
  await register(company, `${url}?secret=a%2Fb`, ['SessionCreated', 'SessionStarted']);
  deliver();
  await created(company, company.tenantId, 880_123);
  await receiver.until((all) => all.length === 1);
  const [got] = receiver.received;
  assert.deepEqual(got?.json, {
    eventType: 'SessionCreated',
    data: { id: 880_123, tenantId: company.tenantId, channel: 'Chat', source: 'Default' },
  });
  assert.equal(got?.url, '/hook?secret=a%2Fb');
  assert.equal(got?.headers.authorization, `Basic ${Buffer.from('user:pa ss').toString('base64')}`);
  assert.match(String(got?.headers['content-type']), /^application\/json/);
  assert.match(String(got?.headers['webhook-id']), /^evt_\d+$/);
  assert.match(String(got?.headers['webhook-signature']), /^v1,/);
});

test('only webhooks of the company that ask for the type get it, and only what happens after their registration', async () => {
  const [company, other] = [await buildCompany(database.store), await buildCompany(database.store)];
  const [asked, notAsked, foreign] = [await receive(), await receive(), await receive()];
  await created(company, company.tenantId, 1);
  await register(company, asked.url);
  await register(company, notAsked.url, ['SessionEnded']);
  await register(other, foreign.url);
  const { subscriber } = deliver();
  await created(company, company.tenantId, 2);
  await asked.until((all) => all.length > 0);
  await subscriber.settle();
  await created(company, company.tenantId, 3);
  await asked.until((all) => all.length > 1);
  assert.deepEqual(asked.received.map(sessionOf), [2, 3]);
  assert.equal(notAsked.received.length, 0);
  assert.equal(foreign.received.length, 0);
});

test('a key limited to tenants gets events of those tenants, and of users who work there', async () => {
  const company = await buildCompany(database.store);
  const elsewhere = await buildTenant(database.store, company);
  const here = await buildUser(database.store, company);
  const there = await buildUser(database.store, company, { tenantId: elsewhere.id });
  const receiver = await receive();
  const { actor } = await buildApiKey(database.store, company, { tenantIds: [company.tenantId] });
  await webhooks.create(actor, { eventTypes: ['SessionCreated', 'UserStatusChanged'], callbackUrl: receiver.url });
  deliver();
  await created(company, elsewhere.id, 1);
  for (const user of [there, here]) {
    await transact(database.store, system(company.id), async (unit) => {
      unit.record({
        companyId: company.id,
        tenantId: null,
        kind: 'user.stateChanged',
        subject: `user:${user.id}`,
        payload: { userId: user.id, kind: 'ONLINE', awayReasonId: null, forced: false, note: null },
      });
    });
  }
  await created(company, company.tenantId, 2);
  await receiver.until((all) => all.length === 2);
  assert.deepEqual(receiver.received.map(({ json }) => json.data.userId ?? json.data.id).sort(), [here.id, 2].sort());
});

test('order is kept per subject, also over failures; other subjects do not wait', async () => {
  const company = await buildCompany(database.store);
  let refusals = 3;
  const receiver = await receive(({ json }, response) => {
    const bad = json.data.sessionId === 1 && refusals > 0;
    if (bad) refusals--;
    response.writeHead(bad ? 500 : 200).end();
  });
  await register(company, receiver.url, ['SessionActivityChatMessage']);
  // A busy machine must not make a slow answer of a quick one: that would be sent again.
  deliver({ timeout: 10_000 });
  for (let n = 0; n < 20; n++) {
    await said(company, company.tenantId, 1, `a${n}`);
    await said(company, company.tenantId, 2, `b${n}`);
  }
  const texts = (session: number) =>
    receiver.received.filter((got) => sessionOf(got) === session).map(({ json }) => json.data.text);
  await receiver.until(() => new Set(texts(1)).size === 20 && texts(2).length === 20);
  assert.deepEqual(
    texts(2),
    Array.from({ length: 20 }, (_, n) => `b${n}`),
  );
  assert.deepEqual(
    [...new Set(texts(1))],
    Array.from({ length: 20 }, (_, n) => `a${n}`),
  );
  assert.deepEqual(texts(1).slice(0, 4), ['a0', 'a0', 'a0', 'a0']);
});

test('every retry of an event carries the same id and its own signature time', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive((_got, response, count) => {
    response.writeHead(count < 3 ? 503 : 200).end();
  });
  const { id } = await register(company, receiver.url);
  deliver();
  await created(company, company.tenantId, 1);
  await receiver.until((all) => all.length === 3);
  assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1);
  await eventually(async () => (await rowsOf(id))[0]?.state === 'delivered');
  const [row] = await rowsOf(id);
  assert.equal(row?.attempts, 3);
  assert.equal(row?.lastStatus, 200);
  await eventually(async () => (await hookOf(id)).failingSince === null);
});

test('receivers that hang, fail, redirect, slam, pour, switch or do not exist delay nobody and lose nothing', async () => {
  const company = await buildCompany(database.store);
  const good = await receive();
  const bad = {
    hanging: await receive(hang),
    failing: await receive(answer(500)),
    redirecting: await receive(answer(302, { location: good.url })),
    slamming: await receive(slam),
    asking: await receive(answer(429, { 'retry-after': '3600' })),
    pouring: await receive((_got, response) => {
      response.writeHead(500);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', pour);
      pour();
    }),
    switching: await receive((_got, response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    }),
  };
  const ids = await Promise.all(Object.values(bad).map(async ({ url }) => (await register(company, url)).id));
  ids.push((await register(company, 'http://127.0.0.1:1/')).id);
  await register(company, good.url);
  deliver();
  const begun = performance.now();
  for (let n = 1; n <= 30; n++) await created(company, company.tenantId, n);
  await good.until((all) => all.length === 30);
  assert.ok(performance.now() - begun < 5_000);
  assert.deepEqual(
    good.received.map(sessionOf).sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, n) => n + 1),
  );
  for (const id of ids) {
    const rows = await rowsOf(id);
    assert.equal(rows.length, 30);
    assert.ok(rows.every(({ state }) => state === 'pending'));
  }
  await eventually(async () => {
    const firsts = await Promise.all(ids.map(async (id) => (await rowsOf(id)).find((row) => row.lastError !== null)));
    return firsts.every((row) => row !== undefined);
  });
  assert.equal(bad.asking.received.length, 1, 'Retry-After is respected');
});

test('a receiver that was dead gets everything once it lives again', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive();
  const { id } = await register(company, receiver.url, ['SessionActivityChatMessage']);
  deliver();
  await said(company, company.tenantId, 1, '0');
  await receiver.until((all) => all.length === 1);
  await receiver.kill();
  for (let n = 1; n < 40; n++) await said(company, company.tenantId, n % 4, String(n));
  await eventually(async () => (await hookOf(id)).failingSince !== null);
  await receiver.revive();
  await receiver.until((all) => new Set(all.map(({ json }) => json.data.text)).size === 40);
  for (let session = 0; session < 4; session++) {
    const texts = [
      ...new Set(
        receiver.received.filter((got) => sessionOf(got) === session).map(({ json }) => Number(json.data.text)),
      ),
    ];
    assert.deepEqual(
      texts,
      [...texts].sort((a, b) => a - b),
      `order of session ${session}`,
    );
  }
  await eventually(async () => (await hookOf(id)).failingSince === null);
});

test('410 disables at once, says so in the event log, and keeps what is pending', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive(answer(410));
  const { id, actor } = await register(company, receiver.url);
  deliver();
  await created(company, company.tenantId, 1);
  await eventually(async () => (await hookOf(id)).state === 'disabled');
  const told = await database.db
    .selectFrom('events')
    .select('payload')
    .where('kind', '=', 'webhook.disabled')
    .where('subject', '=', `webhook:${id}`)
    .execute();
  assert.equal(told.length, 1);
  assert.equal((await rowsOf(id))[0]?.state, 'pending');
  receiver.behave(answer(200));
  await webhooks.update(actor, id, { eventTypes: ['SessionCreated'], callbackUrl: receiver.url });
  await receiver.until((all) => all.length === 2);
  assert.equal((await hookOf(id)).state, 'enabled');
});

test('an endpoint that only fails for three days is disabled and kept; one bad event among good ones is shown as failed', async () => {
  const company = await buildCompany(database.store);
  const dead = await receive(answer(500));
  const picky = await receive(({ json }, response) => {
    response.writeHead(json.data.id === 1 ? 400 : 200).end();
  });
  const [deadHook, pickyHook] = [await register(company, dead.url), await register(company, picky.url)];
  deliver();
  await created(company, company.tenantId, 1);
  await eventually(async () => (await hookOf(deadHook.id)).failingSince !== null);
  await eventually(async () => (await rowsOf(pickyHook.id))[0]?.lastStatus === 400);
  const fourDaysAgo = new Date(Date.now() - 4 * 86_400_000);
  await database.db.updateTable('webhooks').set({ failingSince: fourDaysAgo }).where('id', '=', deadHook.id).execute();
  await eventually(async () => (await hookOf(deadHook.id)).state === 'disabled');
  assert.equal((await rowsOf(deadHook.id))[0]?.state, 'pending');
  await created(company, company.tenantId, 2);
  await picky.until((all) => all.some((got) => sessionOf(got) === 2));
  await database.db
    .updateTable('webhookDeliveries')
    .set({ pendingSince: fourDaysAgo })
    .where('webhookId', '=', pickyHook.id)
    .execute();
  await eventually(async () => (await rowsOf(pickyHook.id))[0]?.state === 'failed');
  assert.equal((await hookOf(pickyHook.id)).state, 'enabled');
});

test('a stop in the middle gives back what was under way; the next start delivers it', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive(hang);
  const { id } = await register(company, receiver.url);
  const first = deliver({ timeout: 60_000, lease: 600_000 });
  await created(company, company.tenantId, 1);
  await receiver.until((all) => all.length === 1);
  await first.stop();
  const [row] = await rowsOf(id);
  assert.deepEqual([row?.state, row?.attempts, row?.leasedUntil], ['pending', 0, null]);
  receiver.behave(answer(200));
  deliver();
  await receiver.until((all) => all.length === 2);
  await eventually(async () => (await rowsOf(id))[0]?.state === 'delivered');
});

test('what a killed process had claimed goes out when its lease has run out', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive();
  const { id } = await register(company, receiver.url);
  const writer = deliver();
  await writer.stop();
  await created(company, company.tenantId, 1);
  const event = await database.db
    .selectFrom('events')
    .selectAll()
    .where('kind', '=', 'session.created')
    .where('companyId', '=', company.id)
    .executeTakeFirstOrThrow();
  await database.db.transaction().execute(async (db) => {
    await enqueue(
      { db, events: [{ ...event, actor: { kind: 'system' }, payload: event.payload as Record<string, unknown> }] },
      { zone: 'UTC', fileUrl: () => '' },
    );
  });
  await database.db
    .updateTable('webhookDeliveries')
    .set({ leasedUntil: new Date(Date.now() + 400), attempts: 1 })
    .where('webhookId', '=', id)
    .execute();
  const begun = Date.now();
  deliver();
  await receiver.until((all) => all.length === 1);
  assert.ok(Date.now() - begun >= 300, 'the lease was respected');
  await eventually(async () => (await rowsOf(id))[0]?.state === 'delivered');
});

test('two processes send each event once while nothing fails', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive();
  const { id } = await register(company, receiver.url, ['SessionActivityChatMessage']);
  deliver();
  deliver();
  await Promise.all(
    Array.from({ length: 5 }, async (_, session) => {
      for (let n = 0; n < 20; n++) await said(company, company.tenantId, session, String(n));
    }),
  );
  await eventually(async () => (await rowsOf(id)).filter(({ state }) => state === 'delivered').length === 100);
  assert.equal(receiver.received.length, 100);
  for (let session = 0; session < 5; session++) {
    const texts = receiver.received
      .filter((got) => sessionOf(got) === session)
      .map(({ json }) => Number(json.data.text));
    assert.deepEqual(
      texts,
      Array.from({ length: 20 }, (_, n) => n),
    );
  }
});

test('a webhook deleted under way stops, and a private address is refused with a reason', async () => {
  const company = await buildCompany(database.store);
  const receiver = await receive(answer(500));
  const { id, actor } = await register(company, receiver.url);
  const inside = await register(company, 'http://10.0.0.1/');
  deliver();
  await created(company, company.tenantId, 1);
  await eventually(async () => /inside this network/.test((await rowsOf(inside.id))[0]?.lastError ?? ''));
  await receiver.until((all) => all.length > 0);
  await webhooks.remove(actor, id);
  assert.deepEqual(await rowsOf(id), []);
});
