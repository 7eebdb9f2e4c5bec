import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { system } from '../../foundation/security/actor.ts';
import { transact } from '../../foundation/transact.ts';
import { buildApiKey, buildScene } from '../../testing/build.ts';
import { contractFaults } from '../../testing/contract.ts';
import { type Receiver, startReceiver } from '../../testing/receiver.ts';
import { startServer, type TestServer } from '../../testing/server.ts';

/** What issue 2 §7 promises, over the wire of the whole product: the walk of docs/integrators. */

let server: TestServer;
let receiver: Receiver;
before(async () => {
  server = await startServer();
  receiver = await startReceiver();
});
after(async () => {
  await server.stop();
  await receiver.kill();
});

const call = async (token: string, method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, json: text === '' ? undefined : JSON.parse(text) };
};

async function tokenFor(key: { clientId: string; secret: string }) {
  const answer = await fetch(`${server.url}/login/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: key.clientId,
      client_secret: key.secret,
      response_type: 'token',
      scope: 'mluviiPublicApi',
    }),
  });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

test('an integration gets a token, registers, hears of a conversation in order, and reads it', async () => {
  const { store, rooms } = server;
  const { company, operator, preset, guest } = await buildScene(store);
  const token = await tokenFor(await buildApiKey(store, company));

  const names = [
    'SessionCreated',
    'SessionStarted',
    'SessionOperatorJoined',
    'SessionActivityChatMessage',
    'SessionActivitySharedFile',
    'SessionEnded',
    'SessionOperatorLeft',
    'SessionOperatorConcluded',
    'SessionCallParamsUpdated',
  ];
  const registered = await call(token, 'POST', '/api/v1/Webhooks', { EventTypes: names, CallbackUrl: receiver.url });
  assert.equal(registered.status, 201);
  const again = await call(token, 'POST', '/api/v1/Webhooks', { eventTypes: names, callbackUrl: receiver.url });
  assert.deepEqual([again.status, again.text], [409, registered.text]);

  const { id } = await rooms.sessions.start(guest.actor, {
    presetId: preset.id,
    language: 'cs',
    scope: '',
    url: 'https://shop.example/',
    name: 'Jan',
    params: {},
    ip: '198.51.100.7',
    userAgent: null,
  });
  await transact(store, system(company.id), async (unit) => {
    const session = await rooms.sessions.lockSession(unit, company.id, id);
    await rooms.sessions.join(unit, session, operator.id, { autoAccepted: false });
  });
  for (let n = 0; n < 10; n++) {
    const actor = n % 2 ? operator.actor : guest.actor;
    await rooms.sessions.send(actor, { sessionId: id, messageId: randomUUID(), text: `line ${n}` });
  }
  await rooms.sessions.addFile(operator.actor, id, randomUUID(), {
    name: 'offer.txt',
    stream: Readable.from([Buffer.from('our offer')]),
  });
  await rooms.sessions.end(operator.actor, id);
  await rooms.sessions.conclude(operator.actor, id, null);
  await receiver.until((all) => all.some(({ json }) => json.eventType === 'SessionOperatorConcluded'));

  const got = receiver.received.map(({ json }) => json);
  const models = { SessionActivityChatMessage: 'SessionActivityGenericPayload' } as Record<string, string>;
  for (const { eventType, data } of got) {
    const model = eventType.startsWith('SessionActivity') ? 'SessionActivityGenericPayload' : `${eventType}Payload`;
    assert.deepEqual(contractFaults(models[eventType] ?? model, data), [], eventType);
    assert.equal(data.id ?? data.sessionId, id);
  }
  const order = got.map(({ eventType }) => eventType).filter((type) => type !== 'SessionCallParamsUpdated');
  assert.deepEqual(order, [
    'SessionCreated',
    'SessionStarted',
    'SessionOperatorJoined',
    ...Array<string>(10).fill('SessionActivityChatMessage'),
    'SessionActivitySharedFile',
    'SessionEnded',
    'SessionOperatorLeft',
    'SessionOperatorConcluded',
  ]);
  assert.deepEqual(
    got.filter(({ eventType }) => eventType === 'SessionActivityChatMessage').map(({ data }) => data.text),
    Array.from({ length: 10 }, (_, n) => `line ${n}`),
  );
  assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, receiver.received.length);

  const read = await call(token, 'GET', `/api/v1/Sessions/${id}`);
  assert.equal(read.status, 200);
  assert.deepEqual(contractFaults('SessionModel', read.json), []);
  assert.equal(read.json.status, 'CLOSED');
  assert.equal(read.json.guest.callParams.oo1_guest_ident, 'Jan');
  assert.equal(read.json.operators[0].userId, operator.id);
  assert.ok(read.json.operators[0].joined && read.json.operators[0].left && read.json.operators[0].concluded);
  const listed = await call(token, 'GET', '/api/v1/sessions?status=closed&Created.Min=2020-01-01&limit=10&offset=0');
  assert.deepEqual(listed.json, [read.json]);

  const { file } = read.json.activities.find((line: { file: unknown }) => line.file !== null);
  const hooked = got.find(({ eventType }) => eventType === 'SessionActivitySharedFile');
  assert.deepEqual(hooked?.data.file, file);
  const download = await fetch(file.downloadUrl, { headers: { authorization: `bearer ${token}` } });
  assert.equal(await download.text(), 'our offer');
  assert.equal(download.headers.get('access-control-allow-origin'), '*');
  assert.match(download.headers.get('content-security-policy') ?? '', /sandbox/);
});

test('a download needs the right key and finds nothing else', async () => {
  const guesses = [
    '',
    '{}',
    '{"id":"x"}',
    `{"id":"${randomUUID()}"}`,
    '{"id":["a"]}',
    '{"id":"../../etc/passwd"}',
    '[',
    'null',
  ];
  for (const key of guesses) {
    const answer = await fetch(`${server.url}/Storage/Get?source=sharedFile&key=${encodeURIComponent(key)}`);
    assert.deepEqual([answer.status, await answer.text()], [404, ''], key);
  }
});
