import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { createDirectory } from '../directory/service.ts';
import { createFileStore } from '../foundation/files/store.ts';
import { system } from '../foundation/security/actor.ts';
import { parseCidr } from '../foundation/security/addresses.ts';
import { createOutbound } from '../foundation/security/outbound.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { createRouting } from '../routing/service.ts';
import { createSessions } from '../sessions/service.ts';
import { buildAdmin, buildGuest, buildScene } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { answer, type Behaviour, hang, type Receiver, slam, startReceiver } from '../testing/receiver.ts';
import { createChatbots } from './service.ts';
import { eventually } from './testing.ts';

/** The rules of delivery on a clock that stands until it is moved, with short pauses. */

let database: TestDatabase;
let folder: string;
const closing: (() => Promise<unknown>)[] = [];

before(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hovor-chatbots-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
after(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

async function stage(behaviour: Behaviour = answer(200)) {
  let now = new Date('2026-03-02T10:00:00.000Z');
  const store: Store = { ...database.store, clock: { now: () => now } };
  const onError = (error: unknown) => {
    throw error;
  };
  const sessions = createSessions(store, { files: createFileStore({ folder }), onUnexpected: onError });
  const directory = createDirectory(store, { publicUrl: 'https://hovor.example' });
  const { settings } = directory;
  const routing = createRouting(store, { sessions, settings, databaseUrl: database.url, onUnexpected: onError });
  const outbound = createOutbound({ allow: [parseCidr('127.0.0.0/8')] });
  const make = () =>
    createChatbots(store, {
      sessions,
      routing,
      outbound,
      onError,
      faces: directory.faces,
      zone: 'Europe/Prague',
      fileUrl: ({ storageKey }) => `https://hovor.example/${storageKey}`,
      timeout: 150,
      safetyPoll: 100,
      delays: { retry: () => 0, lane: () => 10, error: 10 },
    });
  const chatbots = make();
  const scene = await buildScene(store);
  const { company, tenantId } = scene;
  const admin = await buildAdmin(store, company);
  const receiver = await startReceiver(behaviour);
  const { id: botId } = await chatbots.create(admin.actor, tenantId, { name: 'Robo', callbackUrl: receiver.url });
  const run = (which = chatbots) => {
    which.delivery.start();
    closing.push(which.delivery.stop);
  };
  closing.push(async () => outbound.close(), receiver.kill);
  return {
    ...{ store, sessions, chatbots, make, run, scene, admin, receiver, botId },
    pass(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
    bot: async () => (await chatbots.list(company.id, tenantId)).find(({ id }) => id === botId),
    /** A session the bot is in. */
    async talk() {
      const guest = await buildGuest(store, company);
      const { id } = await sessions.start(guest.actor, {
        ...{ presetId: scene.preset.id, language: 'en', scope: '', url: 'https://shop.example/' },
        ...{ params: {}, ip: null, userAgent: null },
      });
      await transact(store, system(company.id), async (unit) =>
        sessions.joinChatbot(unit, await sessions.lockSession(unit, company.id, id), botId),
      );
      const say = (text: string) => sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text });
      return { id, guest, say };
    },
    status: async (id: number) => (await sessions.rows(company.id, [id]))[0]?.status,
    deliveries: (sessionId: number) =>
      store.db
        .selectFrom('chatbotDeliveries')
        .select(['activity', 'state', 'attempts', 'lastError'])
        .where('sessionId', '=', sessionId)
        .orderBy('id')
        .execute(),
  };
}

/** What a bot took for a session, in the order in which it did; repetitions of one event count once. */
function taken(receiver: Receiver, sessionId: number) {
  const seen = new Set<unknown>();
  return receiver.received.flatMap(({ json, headers }) => {
    const event = json as unknown as { sessionId: number; activity: string; text?: string };
    const key = headers['x-hovor-event'];
    if (event.sessionId !== sessionId || seen.has(key)) return [];
    seen.add(key);
    return [event.text ?? event.activity];
  });
}

test('a bot that dies and comes back gets everything, in order, and another session waits for nobody', async () => {
  const s = await stage();
  s.run();
  const [one, two] = [await s.talk(), await s.talk()];
  await eventually(() => taken(s.receiver, one.id).length === 1 && taken(s.receiver, two.id).length === 1);
  await s.receiver.kill();
  for (let n = 1; n <= 10; n++) {
    await one.say(`one ${n}`);
    await two.say(`two ${n}`);
  }
  await eventually(async () => (await s.bot())?.failingSince);
  assert.match(String((await s.bot())?.lastError), /connection failed/i);
  await s.receiver.revive();
  await eventually(() => taken(s.receiver, one.id).length === 11 && taken(s.receiver, two.id).length === 11);
  const lines = (word: string) => ['ConversationStarted', ...Array.from({ length: 10 }, (_, n) => `${word} ${n + 1}`)];
  assert.deepEqual(taken(s.receiver, one.id), lines('one'));
  assert.deepEqual(taken(s.receiver, two.id), lines('two'));
  await eventually(async () => (await s.bot())?.failingSince === null);
  assert.equal((await s.bot())?.state, 'enabled');
});

test('one event at a time per session: the next waits for the answer to the one before (CB-TR-15)', async () => {
  let under = 0;
  let most = 0;
  const s = await stage((_received, response) => {
    most = Math.max(most, ++under);
    setTimeout(() => {
      under--;
      response.writeHead(200).end('OK');
    }, 15);
  });
  s.run();
  const talk = await s.talk();
  for (let n = 1; n <= 8; n++) await talk.say(`line ${n}`);
  await eventually(() => taken(s.receiver, talk.id).length === 9);
  assert.equal(most, 1);
});

test('only 200 within the time counts; what hangs, fails, slams or redirects comes again (CB-TR-3)', async () => {
  const s = await stage();
  s.run();
  const talk = await s.talk();
  await eventually(() => taken(s.receiver, talk.id).length === 1);
  const answers: Behaviour[] = [hang, answer(500), answer(204), answer(201), slam, answer(302, { location: '/x' })];
  let tries = 0;
  s.receiver.behave((received, response, count) => (answers[tries++] ?? answer(200))(received, response, count));
  await talk.say('hello');
  await eventually(async () => {
    const all = await s.deliveries(talk.id);
    return all.length === 2 && all.every(({ state }) => state === 'delivered');
  });
  assert.equal(tries, answers.length + 1);
  const keys = s.receiver.received.slice(-tries).map(({ headers }) => headers['x-hovor-event']);
  assert.equal(new Set(keys).size, 1, 'every repetition carries the same mark');
});

test('after more than 15 minutes of failures the bot is off, its sessions go to routing, administrators are told (CB-TR-5)', async () => {
  const s = await stage(answer(500));
  s.run();
  const talk = await s.talk();
  await eventually(async () => (await s.bot())?.failingSince);
  s.pass(15 * 60);
  const tried = s.receiver.received.length;
  await eventually(() => s.receiver.received.length > tried + 3);
  assert.equal((await s.bot())?.state, 'enabled', 'exactly 15 minutes are not more than 15 minutes');
  s.pass(1);
  await eventually(async () => (await s.bot())?.state === 'disabled');
  await eventually(async () => (await s.status(talk.id)) === 'IN_QUEUE');
  const bot = await s.bot();
  assert.match(String(bot?.disabledReason), /Answered 500 instead of 200/);
  assert.equal(bot?.sessions, 0);
  const told = await s.store.db
    .selectFrom('events')
    .select('payload')
    .where('kind', '=', 'chatbot.disabled')
    .where('companyId', '=', s.scene.company.id)
    .execute();
  assert.equal(told.length, 1);
  assert.equal((told[0]?.payload as { name?: string } | undefined)?.name, 'Robo');

  const notices = () =>
    s.store.db
      .selectFrom('companyNotices')
      .select(['name', 'tenantId', 'resolved'])
      .where('companyId', '=', s.scene.company.id)
      .execute();
  assert.deepEqual(await notices(), [{ name: 'Robo', tenantId: s.scene.tenantId, resolved: null }]);

  const check = await s.chatbots.check(s.admin.actor, s.scene.tenantId, s.botId);
  assert.deepEqual([check.ok, check.error, check.chatbot.state], [false, 'Answered 500 instead of 200.', 'disabled']);
  s.receiver.behave(answer(200));
  const again = await s.chatbots.check(s.admin.actor, s.scene.tenantId, s.botId);
  assert.deepEqual([again.ok, again.chatbot.state, again.chatbot.lastError], [true, 'enabled', null]);
  assert.deepEqual(s.receiver.received.at(-1)?.json, { Activity: 'Ping', activity: 'Ping' });
  assert.ok((await notices())[0]?.resolved);
  const next = await s.talk();
  await eventually(() => taken(s.receiver, next.id).length === 1);
});

test('one event the bot never takes holds its session for 15 minutes, not for ever, and not the bot', async () => {
  const s = await stage();
  s.run();
  s.receiver.behave(({ body }, response) => response.writeHead(body.includes('poison') ? 500 : 200).end());
  const [bad, good] = [await s.talk(), await s.talk()];
  await bad.say('poison');
  await bad.say('after');
  await eventually(() => taken(s.receiver, bad.id).includes('poison'));
  for (let minute = 0; minute < 16; minute++) {
    s.pass(60);
    await good.say(`minute ${minute}`);
    await eventually(() => taken(s.receiver, good.id).includes(`minute ${minute}`));
  }
  await eventually(() => taken(s.receiver, bad.id).includes('after'));
  assert.equal((await s.bot())?.state, 'enabled');
  const states = (await s.deliveries(bad.id)).map(({ state }) => state);
  assert.deepEqual(states, ['delivered', 'dropped', 'delivered']);
});

test('a server that stops in the middle loses nothing; what a killed one had claimed goes out after its lease', async () => {
  const s = await stage(hang);
  const first = s.make();
  first.delivery.start();
  const talk = await s.talk();
  await talk.say('hello');
  await eventually(() => s.receiver.received.length > 0);
  await first.delivery.stop();
  const [start] = await s.deliveries(talk.id);
  assert.equal(start?.state, 'pending');
  // A killed process leaves its claim behind.
  const leasedUntil = new Date(s.store.clock.now().getTime() + 5_000);
  await s.store.db.updateTable('chatbotDeliveries').set({ leasedUntil }).where('sessionId', '=', talk.id).execute();
  s.receiver.behave(answer(200));
  const before = s.receiver.received.length;
  s.run();
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(s.receiver.received.length, before, 'a claim is respected while its lease runs');
  s.pass(6);
  await eventually(() => taken(s.receiver, talk.id).length === 2);
  assert.deepEqual(taken(s.receiver, talk.id), ['ConversationStarted', 'hello']);
});

test('two processes send each event once while nothing fails', async () => {
  const s = await stage();
  s.run();
  s.run(s.make());
  const talks = await Promise.all([s.talk(), s.talk(), s.talk()]);
  for (let n = 1; n <= 10; n++) for (const talk of talks) await talk.say(`line ${n}`);
  await eventually(() => talks.every(({ id }) => taken(s.receiver, id).length === 11));
  await eventually(async () =>
    (await Promise.all(talks.map(({ id }) => s.deliveries(id)))).flat().every(({ state }) => state === 'delivered'),
  );
  assert.equal(s.receiver.received.length, 33);
});

test('an address inside the house is not called, and says why (invariant 7)', async () => {
  const s = await stage();
  await s.chatbots.update(s.admin.actor, s.scene.tenantId, s.botId, { callbackUrl: 'http://10.1.2.3/bot' });
  const { ok, error } = await s.chatbots.check(s.admin.actor, s.scene.tenantId, s.botId);
  assert.equal(ok, false);
  assert.match(String(error), /inside this network/);
  for (const callbackUrl of ['ftp://example.org/', 'nonsense', `https://example.org/${'x'.repeat(2_000)}`]) {
    await assert.rejects(s.chatbots.update(s.admin.actor, s.scene.tenantId, s.botId, { callbackUrl }), {
      code: 'invalid-input',
    });
  }
});

test('switched off by hand its sessions go to routing; names are taken once in a tenant', async () => {
  const s = await stage();
  s.run();
  const talk = await s.talk();
  const { actor } = s.admin;
  const off = await s.chatbots.setEnabled(actor, s.scene.tenantId, s.botId, false);
  assert.deepEqual([off.state, off.sessions, off.disabledReason], ['disabled', 0, null]);
  assert.equal(await s.status(talk.id), 'IN_QUEUE');
  await assert.rejects(s.chatbots.create(actor, s.scene.tenantId, { name: 'robo' }), { code: 'conflict' });
  const { id } = await s.chatbots.create(actor, s.scene.tenantId, { name: 'Without address' });
  await assert.rejects(s.chatbots.check(actor, s.scene.tenantId, id), { code: 'invalid-input' });
});
