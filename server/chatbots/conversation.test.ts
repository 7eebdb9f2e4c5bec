import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { buildGroup, buildPreset, buildRouting } from '../testing/build.ts';
import { answer } from '../testing/receiver.ts';
import { type BotStage, botStage, eventually } from './testing.ts';

let stage: BotStage;
before(async () => {
  stage = await botStage();
});
after(() => stage?.stop());

test('a bot gets the start first, then what was written before it came, then each line once, in order (CB-TR-15)', async () => {
  const { id, say } = await stage.arrive('first');
  await stage.event(id, 'ConversationStarted');
  for (let n = 1; n <= 20; n++) await say(`line ${n}`);
  await stage.event(id, 'Text', 21);
  const got = stage.events(id);
  assert.deepEqual(
    got.map(({ activity, text }) => text ?? activity),
    ['ConversationStarted', 'first', ...Array.from({ length: 20 }, (_, n) => `line ${n + 1}`)],
  );
  const [started, text] = got;
  assert.deepEqual(Object.keys(started ?? {}), ['activity', 'timestamp', 'sessionId', 'language', 'source']);
  assert.equal(started?.sessionId, id);
  assert.equal(started?.source, 'Default');
  assert.equal(text?.language, 'cs');
  assert.match(String(text?.timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$/);
  assert.equal(await stage.status(id), 'ACTIVE');
});

test('the session shows the bot and what it said, to the API, the client and the desk', async () => {
  const { id, guest } = await stage.arrive();
  await stage.event(id, 'ConversationStarted');
  const sent = await stage.send({
    SessionId: String(id),
    type: 'message',
    Text: 'Hello <strong>you</strong><script>alert(1)</script>',
    attachments: [],
    suggestedActions: { actions: [{ type: 'imBack', title: 'Yes', value: 'client_yes' }] },
    timestamp: '2020-09-09T10:03:46.7929540+02:00',
  });
  assert.equal(sent.status, 200);
  const [line] = (await stage.rooms.sessions.activities(guest.actor, id, {})).activities.slice(-1);
  assert.equal(line?.type, 'ChatbotMessage');
  assert.equal(line?.text, 'Hello you');
  assert.equal(line?.chatbot?.name, 'Robo');
  assert.deepEqual(line?.chatbot?.message?.text, [{ text: 'Hello ' }, { text: 'you', strong: true }]);
  assert.deepEqual(line?.chatbot?.message?.suggested, [
    { title: 'Yes', value: 'client_yes', href: null, imageUrl: null },
  ]);
  const view = await stage.rooms.sessions.guestSession(stage.company.id, id);
  assert.deepEqual(view?.bot, { id: stage.bot.id, name: 'Robo', input: true, upload: null, asks: null });

  const got = await fetch(`${stage.server.url}/api/v1/Sessions/${id}`, {
    headers: { authorization: `Bearer ${stage.token}` },
  });
  const model = (await got.json()) as Record<string, unknown> & {
    chatbots: { chatbotId: number; name: string; left: string | null }[];
    activities: { type: string; chatbotId: number; client: string; chatbotMessageContent: { text: string } }[];
  };
  assert.equal(model.started, null);
  assert.deepEqual(
    model.chatbots.map(({ chatbotId, name, left }) => ({ chatbotId, name, left })),
    [{ chatbotId: stage.bot.id, name: 'Robo', left: null }],
  );
  const said = model.activities.find(({ type }) => type === 'ChatbotMessage');
  assert.equal(said?.client, 'Chatbot');
  assert.equal(said?.chatbotId, stage.bot.id);
  assert.equal(said?.chatbotMessageContent.text, 'Hello <strong>you</strong>');
});

test('a pressed button arrives as the client’s text with its value (CB-EV-4)', async () => {
  const { id, say } = await stage.arrive();
  await stage.event(id, 'ConversationStarted');
  await say('client_yes');
  assert.equal((await stage.event(id, 'Text')).text, 'client_yes');
});

test('HandOff brings the session to operators and not back to the bot; the bot hears of the end', async () => {
  const { rooms, scene, tenantId } = stage;
  const { id } = await stage.arrive('I want a person');
  await stage.event(id, 'Text');
  const connection = crypto.randomUUID();
  await rooms.routing.connected(connection, scene.operator.actor, tenantId);
  assert.deepEqual(await rooms.routing.offersFor(stage.company.id, scene.operator.id, tenantId), []);
  assert.equal((await stage.send({ activity: 'Handoff', sessionId: id })).status, 200);
  await eventually(async () =>
    (await rooms.routing.offersFor(stage.company.id, scene.operator.id, tenantId)).some(
      ({ session }) => session.id === id,
    ),
  );
  await rooms.routing.accept(scene.operator.actor, id);
  await stage.event(id, 'ConversationEnded');
  const seen = (await rooms.sessions.activities(stage.admin.actor, id, {})).activities.map(({ type }) => type);
  assert.deepEqual(seen.slice(-2), ['Handoff', 'Joined']);
  const refused = await stage.send({ activity: 'Text', sessionId: id, text: 'still here?' });
  assert.equal(refused.status, 403);
  await rooms.routing.disconnected(connection, { atOnce: true });
});

test('Forward reaches the chosen operator or group; an unknown one is named and the bot stays', async () => {
  const { rooms, scene, tenantId, company } = stage;
  const chosen = scene.operators[1];
  assert.ok(chosen);
  const connection = crypto.randomUUID();
  await rooms.routing.connected(connection, chosen.actor, tenantId);
  const one = await stage.arrive();
  await stage.event(one.id, 'ConversationStarted');
  const wrong = await stage.send({ activity: 'Forward', sessionId: one.id, operatorGroupId: 99_999_999 });
  assert.equal(wrong.status, 400);
  assert.deepEqual(Object.keys((await wrong.json()) as object), ['operatorGroupId']);
  assert.equal(await stage.status(one.id), 'ACTIVE');
  const sent = await stage.send({ activity: 'forward', sessionId: one.id, operatorGroupId: null, userId: chosen.id });
  assert.equal(sent.status, 200, await sent.text());
  await eventually(async () =>
    (await rooms.routing.offersFor(company.id, chosen.id, tenantId)).some(({ session }) => session.id === one.id),
  );
  const two = await stage.arrive();
  await stage.event(two.id, 'ConversationStarted');
  const group = { activity: 'Forward', sessionId: two.id, operatorGroupId: scene.group.id, userId: 0 };
  assert.equal((await stage.send(group)).status, 200);
  await stage.event(two.id, 'ConversationEnded');
  const timeline = await rooms.routing.timeline(stage.admin.actor, two.id);
  assert.ok(JSON.stringify(timeline).includes('ForwardedToGroup'));
});

test('Forward reaches an operator and a group without a free slot, HandOff waits for one (CB-CM-16)', async () => {
  const { rooms, scene, tenantId, company, store } = stage;
  const connections = scene.operators.map((operator) => ({ operator, id: crypto.randomUUID() }));
  for (const { operator, id } of connections) await rooms.routing.connected(id, operator.actor, tenantId);
  await store.db.updateTable('userSlots').set({ slots: 0 }).where('companyId', '=', company.id).execute();
  const offered = async (userId: number, sessionId: number) =>
    (await rooms.routing.offersFor(company.id, userId, tenantId)).some(({ session }) => session.id === sessionId);
  const [one, two] = scene.operators;
  assert.ok(one && two);

  const waits = await stage.arrive();
  await stage.event(waits.id, 'ConversationStarted');
  assert.equal((await stage.send({ activity: 'HandOff', sessionId: waits.id })).status, 200);
  const person = await stage.arrive();
  await stage.event(person.id, 'ConversationStarted');
  await stage.send({ activity: 'Forward', sessionId: person.id, userId: two.id });
  await eventually(() => offered(two.id, person.id));
  assert.equal(await offered(one.id, person.id), false);
  await rooms.routing.accept(two.actor, person.id);
  assert.equal(await stage.status(person.id), 'ACTIVE');

  const group = await stage.arrive();
  await stage.event(group.id, 'ConversationStarted');
  await stage.send({ activity: 'Forward', sessionId: group.id, operatorGroupId: scene.group.id });
  await eventually(async () => (await offered(one.id, group.id)) && (await offered(two.id, group.id)));
  assert.equal(await stage.status(waits.id), 'IN_QUEUE');
  assert.equal((await offered(one.id, waits.id)) || (await offered(two.id, waits.id)), false);

  for (const { id } of [waits, person, group]) await rooms.sessions.end(stage.admin.actor, id);
  await store.db.updateTable('userSlots').set({ slots: 3 }).where('companyId', '=', company.id).execute();
  for (const { id } of connections) await rooms.routing.disconnected(id, { atOnce: true });
});

test('HandOff evaluates the rules again, with what the bot has set meanwhile (CB-CM-17)', async () => {
  const { rooms, store, company, scene } = stage;
  const vip = await buildGroup(store, company, { name: 'Vip', members: scene.operators });
  const conditions = [{ param: 'vip', operator: 'equals', value: 'yes' }];
  const routing = await buildRouting(store, company, {
    groups: [{ id: stage.bot.groupId }, vip, scene.group],
  });
  await store.db
    .updateTable('routingRules')
    .set({ conditions: JSON.stringify(conditions) })
    .where('companyId', '=', company.id)
    .where('groupId', '=', vip.id)
    .execute();
  await store.db.updateTable('presets').set({ routingId: routing.id }).where('id', '=', stage.preset.id).execute();
  const entered = async (id: number) =>
    (await rooms.routing.timeline(stage.admin.actor, id)).findLast(({ type }) => type === 'EnteredGroupQueue')?.group
      ?.id;
  const [plain, chosen] = [await stage.arrive(), await stage.arrive()];
  for (const { id } of [plain, chosen]) await stage.event(id, 'ConversationStarted');
  await stage.send({ activity: 'SetCallParams', sessionId: chosen.id, callParams: { vip: 'yes' } });
  for (const { id } of [plain, chosen]) await stage.send({ activity: 'HandOff', sessionId: id });
  await eventually(async () => (await entered(plain.id)) && (await entered(chosen.id)));
  assert.deepEqual([await entered(plain.id), await entered(chosen.id)], [scene.group.id, vip.id]);
});

test('EndConversation ends the session with ChatbotLeft', async () => {
  const { id } = await stage.arrive();
  await stage.event(id, 'ConversationStarted');
  assert.equal((await stage.send({ activity: 'EndConversation', sessionId: id })).status, 200);
  await stage.event(id, 'ConversationEnded');
  const [row] = await stage.rooms.sessions.rows(stage.company.id, [id]);
  assert.deepEqual([row?.status, row?.terminationReason], ['CLOSED', 'ChatbotLeft']);
});

test('a client who leaves ends the bot’s part too, and the bot is told once', async () => {
  const { id, guest } = await stage.arrive();
  await stage.event(id, 'ConversationStarted');
  await stage.rooms.sessions.end(guest.actor, id);
  await stage.event(id, 'ConversationEnded');
  await delay(100);
  assert.equal(stage.events(id).filter(({ activity }) => activity === 'ConversationEnded').length, 1);
});

test('a bot may command before it returns 200, as existing ones do (CB-TR-16, CB-TB-1)', async () => {
  const raised: number[] = [];
  stage.receiver.behave(({ json }, response) => {
    const event = json as unknown as { sessionId: number; activity: string };
    stage.send({ sessionId: event.sessionId, activity: 'Text', text: JSON.stringify(event) }).then(({ status }) => {
      if (status !== 200) raised.push(status);
      response.writeHead(status === 200 ? 200 : 500).end();
    });
  });
  const { id, say, guest } = await stage.arrive();
  await eventually(async () => (await stage.lines(id)).filter(({ type }) => type === 'ChatbotMessage').length === 1);
  await say('hello');
  await eventually(async () => (await stage.lines(id)).filter(({ type }) => type === 'ChatbotMessage').length === 2);
  // At the end it raises over the refusal and answers 500: that is no failure of the bot (CB-TR-5).
  await stage.rooms.sessions.end(guest.actor, id);
  await eventually(() => raised.length > 0);
  const state = await eventually(async () =>
    (await stage.store.db.selectFrom('chatbotDeliveries').select('state').where('sessionId', '=', id).execute()).every(
      ({ state: one }) => one !== 'pending',
    ),
  );
  assert.ok(state);
  const [bot] = await stage.rooms.chatbots.list(stage.company.id, stage.tenantId);
  assert.equal(bot?.failingSince, null);
  stage.receiver.behave(answer(200));
});

test('the widget is told that a click opens the conversation, while the first of the routing does so (AD-CB-2)', async () => {
  const { rooms, admin, tenantId, bot, company, server } = stage;
  const preset = await buildPreset(stage.store, company, {
    routing: await buildRouting(stage.store, company, { groups: [{ id: bot.groupId }, stage.scene.group] }),
  });
  const configOf = async (name: string) => {
    const query = new URLSearchParams({ company: company.guid, preset: name, language: 'en' });
    return ((await (await fetch(`${server.url}/widget/config?${query}`)).json()) as { autoStart?: boolean }).autoStart;
  };
  await rooms.chatbots.update(admin.actor, tenantId, bot.id, { autoStart: true });
  assert.equal(await configOf(preset.name), true);
  assert.equal(await configOf(stage.scene.preset.name), undefined);
  await rooms.chatbots.update(admin.actor, tenantId, bot.id, { autoStart: false });
  await eventually(async () => (await configOf(preset.name)) === undefined);
});
