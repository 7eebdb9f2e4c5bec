import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildAdmin, buildApiKey, buildCompany, buildGuest } from '../testing/build.ts';
import { type BotStage, botStage, eventually, tokenOf } from './testing.ts';

let stage: BotStage;
before(async () => {
  stage = await botStage();
});
after(() => stage?.stop());

/** A session the bot is in. */
async function talk() {
  const session = await stage.arrive();
  await stage.event(session.id, 'ConversationStarted');
  return session;
}

/** Sends a command and waits for the event that answers it, without the members every event has. */
async function ask(sessionId: number, activity: string, members: object = {}, answer = `${activity}Response`) {
  const before = stage.events(sessionId).filter((event) => event.activity === answer).length;
  const sent = await stage.send({ activity, sessionId, ...members });
  assert.equal(sent.status, 200, await sent.text());
  const { activity: _, sessionId: id, ...said } = await stage.event(sessionId, answer, before + 1);
  assert.equal(id, sessionId);
  return said;
}
const done = { success: true, errorMessage: null };

test('parameters are set with their source, answered, and what cannot be set is said (CB-CM-9)', async () => {
  const { id } = await talk();
  assert.deepEqual(await ask(id, 'SetCallParams', { CallParams: { topic: 'loan', amount: 5, big: { a: 1 } } }), done);
  const { callParams } = (await ask(id, 'getcallparams', {}, 'GetCallParamsResponse')) as {
    callParams: Record<string, string>;
  };
  assert.deepEqual(
    [callParams.topic, callParams.amount, callParams.big, callParams.oo1_widget_lang],
    ['loan', '5', '{"a":1}', 'cs'],
  );
  const params = (await stage.rooms.sessions.params(stage.company.id, [id])).get(id) ?? [];
  assert.equal(params.find(({ name }) => name === 'topic')?.source, 'CHATBOT');
  const refused = await ask(id, 'SetCallParams', { callParams: { long: 'x'.repeat(9_000) } });
  assert.equal(refused.success, false);
  assert.match(String(refused.errorMessage), /long/);
  assert.equal((await ask(id, 'SetCallParams', { callParams: 'no map' })).success, false);
});

test('switches of the client’s field and paper clip (CB-CM-4, CB-CM-5)', async () => {
  const { id } = await talk();
  const bot = async () => (await stage.rooms.sessions.guestSession(stage.company.id, id))?.bot;
  assert.deepEqual(await ask(id, 'DisableGuestInput', {}, 'GuestInputChangeResponse'), done);
  assert.equal((await bot())?.input, false);
  assert.deepEqual(await ask(id, 'EnableGuestInput', {}, 'GuestInputChangeResponse'), done);
  assert.equal((await bot())?.input, true);
  assert.deepEqual(await ask(id, 'DisableGuestUpload'), done);
  assert.equal((await bot())?.upload, false);
  assert.deepEqual(await ask(id, 'EnableGuestUpload'), done);
  assert.equal((await bot())?.upload, true);
});

test('a file the bot asked for answers the question, another one is an event of its own (CB-CM-6, CB-EV-5)', async () => {
  const { id, guest } = await talk();
  const upload = async (name: string) => {
    const form = new FormData();
    form.append('messageId', crypto.randomUUID());
    form.append('file', new Blob(['text'], { type: 'text/plain' }), name);
    const sent = await fetch(`${stage.server.url}/widget/sessions/${id}/files`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${guest.token}` },
    });
    assert.ok(sent.ok, await sent.text());
  };
  const asks = async () => (await stage.rooms.sessions.guestSession(stage.company.id, id))?.bot?.asks;
  assert.equal((await stage.send({ activity: 'ChatbotOpenFileUploadPrompt', sessionId: id })).status, 200);
  assert.equal(await asks(), 'file');
  await stage.rooms.sessions.answerChatbot(guest.actor, id, null);
  const refused = await stage.event(id, 'ChatbotOpenFileUploadPromptResponse');
  assert.deepEqual([refused.fileUrl, refused.canceledByGuest], [null, true]);
  await stage.send({ activity: 'ChatbotOpenFileUploadPrompt', sessionId: id });
  await upload('asked.txt');
  const given = await stage.event(id, 'ChatbotOpenFileUploadPromptResponse', 2);
  assert.equal(given.canceledByGuest, false);
  assert.equal(await asks(), null);
  const file = await fetch(String(given.fileUrl));
  assert.equal(await file.text(), 'text');
  await upload('unasked.txt');
  const free = await stage.event(id, 'GuestFileUpload');
  assert.match(String(free.fileUrl), /\/Storage\/Get\?source=sharedFile&key=/);
  assert.equal(free.source, 'Default');
});

test('the position is asked for and told, or not (CB-CM-22, CB-EV-9)', async () => {
  const { id, guest } = await talk();
  await stage.send({ activity: 'RequestLocation', sessionId: id, text: 'Where are you?' });
  const asked = (await stage.lines(id)).at(-1);
  assert.deepEqual([asked?.type, asked?.text], ['LocationRequest', 'Where are you?']);
  await stage.rooms.sessions.answerChatbot(guest.actor, id, { latitude: 50.08, longitude: 14.43 });
  const told = await stage.event(id, 'GuestLocation');
  assert.deepEqual([told.latitude, told.longitude], [50.08, 14.43]);
  // Nobody asked a second time.
  await stage.rooms.sessions.answerChatbot(guest.actor, id, { latitude: 1, longitude: 1 });
  assert.equal((await stage.lines(id)).filter(({ type }) => type === 'Location').length, 1);
});

test('availability follows the rules with the parameters of the moment (CB-CM-7, CB-CM-8, CB-AV)', async () => {
  const { rooms, scene, tenantId, store, company } = stage;
  const { id } = await talk();
  const offline = (await ask(id, 'GetAvailableGroups')) as { availableGroups: Record<string, unknown>[] };
  assert.deepEqual(
    offline.availableGroups.map(({ groupId, groupState, groupOfflineReasons }) => [
      groupId,
      groupState,
      groupOfflineReasons,
    ]),
    [[scene.group.id, 'OFFLINE', ['NO_OPERATORS']]],
  );
  assert.deepEqual(await ask(id, 'GetAvailableOperators'), { availableOperators: [] });
  await rooms.routing.connected(crypto.randomUUID(), scene.operator.actor, tenantId);
  const online = (await ask(id, 'GetAvailableGroups')) as { availableGroups: Record<string, unknown>[] };
  assert.deepEqual(online.availableGroups, [
    {
      displayName: scene.group.name,
      groupId: scene.group.id,
      groupState: 'ONLINE',
      groupOfflineReasons: ['NONE'],
      groupWorkload: { maxSlots: 3, usedSlotsWaiting: 0, usedSlotsAccepted: 0, freeSlots: 3 },
      queueWorkload: {
        freeQueueSlotsCountTotal: scene.group.queueSize,
        inQueueCountTotal: 0,
        isQueueFull: false,
      },
    },
  ]);
  const name = `${scene.operator.firstName} ${scene.operator.lastName}`;
  const expected = { availableOperators: [{ displayName: name, userId: scene.operator.id }] };
  assert.deepEqual(await ask(id, 'GetAvailableOperators', { groupId: scene.group.id }), expected);
  const asked = (await ask(id, 'GetAvailableGroups', { groupIds: [scene.group.id, 99_999] })) as typeof online;
  assert.deepEqual(asked.availableGroups[1]?.groupOfflineReasons, ['DELETED']);

  const conditions = JSON.stringify([{ param: 'vip', operator: 'equals', value: 'yes' }]);
  await store.db
    .updateTable('routingRules')
    .set({ conditions })
    .where('companyId', '=', company.id)
    .where('groupId', '=', scene.group.id)
    .execute();
  assert.deepEqual(await ask(id, 'GetAvailableOperators'), { availableOperators: [] });
  await ask(id, 'SetCallParams', { callParams: { vip: 'yes' } });
  assert.deepEqual(await ask(id, 'GetAvailableOperators'), expected);
  await store.db.updateTable('routingRules').set({ conditions: '[]' }).where('companyId', '=', company.id).execute();
});

test('identity of the client and its contact (CB-CM-10, CB-CM-19, CB-CM-20)', async () => {
  const { id, guest } = await talk();
  const identity = await ask(id, 'GetGuestIdentity');
  assert.equal(identity.trackedGuestGuid, guest.trackedId);
  assert.deepEqual(Object.keys(identity).length, 7);
  await ask(id, 'SetCallParams', { callParams: { oo1_guest_email: 'eva@example.test', oo1_guest_ident: 'Eva' } });
  assert.deepEqual(await ask(id, 'ObtainCrmIdentity'), { assignedCrmIdentityId: null, matchedCrmIdentities: [] });
  const made = await ask(id, 'AssignCrmIdentity', { existingCrmIdentityId: null });
  assert.deepEqual([made.created, made.reason, typeof made.crmIdentityId], [true, null, 'number']);
  assert.equal((await ask(id, 'ObtainCrmIdentity')).assignedCrmIdentityId, made.crmIdentityId);

  const other = await talk();
  await ask(other.id, 'SetCallParams', { callParams: { oo1_guest_email: 'eva@example.test' } });
  const found = (await ask(other.id, 'ObtainCrmIdentity')) as {
    matchedCrmIdentities: { crmIdentityId: number; score: number; data: Record<string, string[]> }[];
  };
  const [match] = found.matchedCrmIdentities;
  assert.equal(match?.crmIdentityId, made.crmIdentityId);
  assert.ok(match && match.score > 0 && Object.values(match.data).flat().includes('eva@example.test'));
  const given = { existingCrmIdentityId: String(made.crmIdentityId) };
  const linked = await ask(other.id, 'AssignCrmIdentity', given);
  assert.deepEqual(linked, { created: false, crmIdentityId: made.crmIdentityId, reason: null });
  const unknown = await ask(other.id, 'AssignCrmIdentity', { existingCrmIdentityId: 999_999_999 });
  assert.deepEqual([unknown.created, unknown.crmIdentityId, typeof unknown.reason], [false, null, 'string']);
});

test('what comes with later rooms answers its documented failure, not silence', async () => {
  const { id } = await talk();
  assert.deepEqual(await ask(id, 'GetHeroCards'), { heroCards: [] });
  assert.equal((await ask(id, 'SendHeroCard', { heroCardId: '12' })).success, false);
  assert.deepEqual(await ask(id, 'GetMediaObjects'), { fileStoreItems: [] });
  const stored = await ask(id, 'ShareFile', { name: 'price-list.pdf' });
  assert.deepEqual([stored.isSuccess, stored.fileSource, typeof stored.errorMessage], [false, null, 'string']);
  const url = 'https://example.org/a.png';
  const shared = await ask(id, 'ShareFile', { url, name: 'A' });
  assert.deepEqual(shared, { isSuccess: true, errorMessage: null, fileSource: url });
  const line = (await stage.lines(id)).at(-1);
  assert.deepEqual(line?.chatbot?.message?.media, [{ kind: 'image', url, name: 'A' }]);
});

test('cards, lists of cards and typing (CB-CM-2, CB-CM-3, CB-CD)', async () => {
  const { id } = await talk();
  const heard: unknown[] = [];
  const stop = stage.store.bus.subscribe((changes) => {
    for (const { topic, id: of, local } of changes) if (topic === 'typing' && of === id) heard.push(local);
  });
  for (const show of [true, false]) await stage.send({ activity: 'typing', sessionId: id, show });
  stop();
  assert.deepEqual(
    heard.map((local) => (local as { typing: boolean }).typing),
    [true, false],
  );
  const card = {
    contentType: 'application/vnd.microsoft.card.hero',
    content: {
      title: 'Plan A',
      subtitle: 'cheap',
      images: [{ url: 'https://example.org/a.png' }],
      buttons: [{ type: 'imBack', title: 'Take A', value: 7 }],
    },
  };
  await stage.send({ sessionId: id, type: 'message', attachmentLayout: 'carousel', attachments: [card] });
  await stage.send({ activity: 'RichCardList', sessionId: id, layout: 1, items: [card, card] });
  const [one, two] = (await stage.lines(id)).slice(-2).map((line) => line.chatbot?.message);
  assert.equal(one?.layout, 'carousel');
  assert.deepEqual(one?.cards, [
    {
      title: 'Plan A',
      subtitle: 'cheap',
      text: [],
      imageUrl: 'https://example.org/a.png',
      thumbnail: false,
      buttons: [{ title: 'Take A', value: '7', href: null, imageUrl: null }],
    },
  ]);
  assert.equal(two?.cards.length, 2);
});

test('tags by name, and an offline message for the tenant (CB-CM-15, CB-CM-21)', async () => {
  const { id } = await talk();
  const tags = async () => (await stage.rooms.sessions.rows(stage.company.id, [id]))[0]?.tags.map(({ name }) => name);
  assert.equal((await stage.send({ activity: 'SetTag', sessionId: id, name: 'from bot' })).status, 200);
  assert.deepEqual(await tags(), ['from bot']);
  assert.equal((await stage.send({ activity: 'UnsetTag', sessionId: id, name: 'From Bot' })).status, 200);
  assert.deepEqual(await tags(), []);
  assert.equal((await stage.send({ activity: 'SetTag', sessionId: id })).status, 400);
  const mail = {
    activity: 'SendGuestOfflineEmail',
    sessionId: id,
    subject: 'Call back',
    message: 'Please',
    location: 'Praha',
  };
  assert.equal((await stage.send(mail)).status, 200);
  const [message] = await stage.rooms.sessions.offlineMessages(stage.admin.actor, stage.tenantId);
  assert.equal(message?.message, 'Call back\n\nPlease');
});

test('what is no command is refused with its reason, and changes nothing (CB-CM)', async () => {
  const { id } = await talk();
  const count = (await stage.lines(id)).length;
  const bad: unknown[] = [
    { activity: 'Dance', sessionId: id },
    { sessionId: id },
    { activity: 'Text', text: 'no session' },
    { activity: 'Text', sessionId: 'abc', text: 'x' },
    { activity: 'Text', sessionId: 1.5, text: 'x' },
    { activity: 'Text', sessionId: id },
    { activity: 'Text', sessionId: id, text: 'x'.repeat(4_001) },
    { activity: 'GetCallParamsResponse', sessionId: id },
    { activity: 'Forward', sessionId: id, userId: 'me' },
    [],
    'text',
    null,
  ];
  for (const body of bad) assert.equal((await stage.send(body)).status, 400, JSON.stringify(body)?.slice(0, 60));
  assert.equal((await stage.lines(id)).length, count);
  // A name by its number in the old enumeration (API-CONV-12, CB-CM-23).
  assert.equal((await stage.send({ activity: 14, sessionId: id, text: 'by number' })).status, 200);
});

test('a bot acts only on sessions it has, of its own company, with the right key (CB-TR-7, CB-TR-9)', async () => {
  const { id } = await talk();
  const company = await buildCompany(stage.store);
  const foreign = await tokenOf(stage.server, await buildApiKey(stage.store, company));
  const text = { activity: 'Text', sessionId: id, text: 'hostile' };
  assert.equal((await stage.send(text, { as: foreign })).status, 404);
  const weak = await buildApiKey(stage.store, stage.company, { permissions: ['sessions.read', 'sessions.write'] });
  assert.equal((await stage.send(text, { as: await tokenOf(stage.server, weak) })).status, 403);
  assert.equal((await stage.send(text, { as: 'nonsense' })).status, 401);
  const elsewhere = await buildApiKey(stage.store, stage.company, { tenantIds: [company.tenantId] });
  assert.equal((await stage.send(text, { as: await tokenOf(stage.server, elsewhere) })).status, 404);

  const admin = await buildAdmin(stage.store, stage.company);
  const second = await stage.rooms.chatbots.create(admin.actor, stage.tenantId, { name: 'Second' });
  assert.equal((await stage.send(text, { to: second.id })).status, 403);
  const guest = await buildGuest(stage.store, stage.company);
  const waiting = await stage.rooms.sessions.start(guest.actor, {
    ...{ presetId: stage.scene.preset.id, language: 'en', scope: '', url: 'https://shop.example/' },
    ...{ params: {}, ip: null, userAgent: null },
  });
  assert.equal((await stage.send({ ...text, sessionId: waiting.id })).status, 403);
  assert.equal((await stage.send({ ...text, sessionId: 999_999_999 })).status, 404);
  assert.equal((await stage.lines(id)).length, 0);
  assert.equal((await stage.lines(waiting.id)).length, 0);
});

test('120 commands a minute for one session, then 429 with Retry-After (CB-TR-6)', async () => {
  const { id } = await talk();
  const other = await talk();
  for (let n = 0; n < 120; n += 20) {
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => stage.send({ activity: 'Typing', sessionId: id, show: true })),
    );
    assert.ok(sent.every(({ status }) => status === 200));
  }
  const tooMany = await stage.send({ activity: 'Typing', sessionId: id, show: true });
  assert.equal(tooMany.status, 429);
  assert.ok(Number(tooMany.headers.get('retry-after')) > 0);
  assert.equal((await stage.send({ activity: 'Typing', sessionId: other.id, show: true })).status, 200);
});

test('an integration sets the callback as it is, credentials become Basic, and that switches the bot on (CB-TR-1, CB-TR-8)', async () => {
  const { rooms, bot, admin, tenantId, receiver, company } = stage;
  const url = `${receiver.url.replace('http://', 'http://user:pa%20ss@')}?secret=a%2Fb&id=1`;
  await rooms.chatbots.setEnabled(admin.actor, tenantId, bot.id, false);
  const put = (query: string) =>
    fetch(`${stage.server.url}/api/v1/chatbot/${bot.id}${query}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${stage.token}` },
    });
  assert.equal((await put('')).status, 400);
  assert.equal((await put('?callbackUrl=ftp://example.org/')).status, 400);
  assert.equal((await put(`?CallbackUrl=${encodeURIComponent(url)}`)).status, 200);
  const [row] = await rooms.chatbots.list(company.id, tenantId);
  assert.deepEqual([row?.callbackUrl, row?.state], [url, 'enabled']);
  const { id } = await talk();
  const got = await eventually(() =>
    receiver.received.find(({ json }) => (json as never as { sessionId: number }).sessionId === id),
  );
  assert.equal(got.url, '/hook?secret=a%2Fb&id=1');
  assert.equal(got.headers.authorization, `Basic ${Buffer.from('user:pa ss').toString('base64')}`);
});
