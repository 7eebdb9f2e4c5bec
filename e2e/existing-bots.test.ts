import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type BotStage, botStage, eventually } from '../server/chatbots/testing.ts';
import { startEchoBot } from './bots/echo-bot.ts';
import { startGateway } from './bots/gateway.ts';
import { startQueueingBot } from './bots/queueing-bot.ts';

/** Bots that behave as those written against the original do (spec CB-TB), over HTTP, with the whole product. */

let stage: BotStage;
before(async () => {
  stage = await botStage();
});
after(() => stage?.stop());

const platform = () => ({ url: stage.server.url, chatbotId: stage.bot.id, ...stage.key });
const check = () => stage.rooms.chatbots.check(stage.admin.actor, stage.tenantId, stage.bot.id);

async function callAt(callbackUrl: string) {
  await stage.rooms.chatbots.update(stage.admin.actor, stage.tenantId, stage.bot.id, { callbackUrl });
  assert.deepEqual((await check()).error, null, 'it answers the ping');
}
const said = async (sessionId: number) =>
  (await stage.lines(sessionId)).filter(({ type }) => type === 'ChatbotMessage').map(({ text }) => text ?? '');
const botOf = async (sessionId: number) => (await stage.rooms.sessions.guestSession(stage.company.id, sessionId))?.bot;

test('the echo bot: it sends before it answers, every word takes effect, every answer comes back (CB-TB-1)', async (t) => {
  const bot = await startEchoBot(platform());
  t.after(bot.close);
  await callAt(bot.url);
  const small = await fetch(bot.url, { method: 'POST', body: '{"activity":"Ping"}' });
  assert.equal(small.status, 500, 'this bot fails on a ping without the capital');

  const { id, say, guest } = await stage.arrive();
  const typing: unknown[] = [];
  const stop = stage.store.bus.subscribe((changes) => {
    for (const { topic, id: of, local } of changes) if (topic === 'typing' && of === id) typing.push(local);
  });
  t.after(stop);
  /** Says a word; waits for a line of the bot that holds this. */
  const word = async (text: string, expected: string) => {
    const count = (await said(id)).length;
    await say(text);
    await eventually(async () => (await said(id)).slice(count).some((line) => line.includes(expected)));
  };
  await eventually(async () => (await said(id)).some((line) => line.includes('"ConversationStarted"')));
  await word('GetCallParams', '"callParams":{');
  await word('GetAvailableOperators', '"availableOperators":[');
  await word('GetAvailableGroups', `"groupId":${stage.scene.group.id}`);
  await word('GetHeroCards', '"heroCards":[');
  await word('SendHeroCard 12', '"activity":"SendHeroCardResponse"');
  await word('GetMediaObjects', '"fileStoreItems":[');
  await word('DisableGuestInput', '"GuestInputChangeResponse"');
  assert.equal((await botOf(id))?.input, false);
  await word('EnableGuestInput', '"GuestInputChangeResponse"');
  assert.equal((await botOf(id))?.input, true);
  await word('DisableGuestUpload', '"DisableGuestUploadResponse"');
  await word('EnableGuestUpload', '"EnableGuestUploadResponse"');
  assert.equal((await botOf(id))?.upload, true);
  await word('Hello', 'Hello there');
  await word('Carousel', 'Plan A');
  await word('Buttons', 'Sure?');
  await word('SendImage', 'https://example.org/a.png');
  await word('SendYoutubeLink', 'youtube.com');
  await word('SendMp4Link', 'a.mp4');
  const shown = (await stage.lines(id)).map(({ chatbot }) => chatbot?.message);
  assert.deepEqual(
    shown.flatMap((message) => message?.media.map(({ kind }) => kind) ?? []),
    ['image', 'youtube', 'video'],
  );
  assert.equal(shown.find((message) => message?.cards.length === 2)?.layout, 'carousel');
  assert.ok(shown.some((message) => message?.suggested.map(({ value }) => value).includes('client_yes')));
  await say('Typing');
  await say('NotTyping');
  await word('just words', '"text":"just words"');
  assert.deepEqual(
    typing.map((local) => (local as { typing: boolean }).typing),
    [true, false],
  );
  await say('ChatbotOpenFileUploadPrompt');
  await eventually(async () => (await botOf(id))?.asks === 'file');
  await stage.rooms.sessions.answerChatbot(guest.actor, id, null);
  await eventually(async () => (await said(id)).some((line) => line.includes('"canceledByGuest":true')));

  // It is refused over the end of what it ended itself, and fails with 500: no failure of the bot.
  await say('HandOff');
  await eventually(async () => (await stage.status(id)) === 'IN_QUEUE');
  const other = await stage.arrive('EndConversation');
  await eventually(async () => (await stage.status(other.id)) === 'CLOSED');
  await eventually(async () => {
    const waiting = await stage.store.db
      .selectFrom('chatbotDeliveries')
      .select('id')
      .where('state', '=', 'pending')
      .execute();
    return waiting.length === 0;
  });
  const [row] = await stage.rooms.chatbots.list(stage.company.id, stage.tenantId);
  assert.deepEqual([row?.state, row?.failingSince], ['enabled', null]);
});

test('the queueing bot: several activities for one event arrive in order (CB-TB-2)', async (t) => {
  const bot = await startQueueingBot(platform());
  t.after(bot.close);
  await callAt(bot.url);
  const { id, say } = await stage.arrive('one');
  for (const text of ['two', 'three', 'four']) await say(text);
  await eventually(async () => (await said(id)).length === 4);
  assert.deepEqual(await said(id), ['one', 'two', 'three', 'four']);
  await say('HandOff');
  await eventually(async () => (await stage.status(id)) === 'IN_QUEUE');
  assert.deepEqual(bot.refused, []);
});

test('the gateway: ids as text, a path of its own, parameters asked for at the start (CB-TB-3)', async (t) => {
  const bot = await startGateway(platform());
  t.after(bot.close);
  await callAt(bot.url);
  const { id, say, guest } = await stage.arrive('hello');
  await eventually(() => bot.params.has(id));
  assert.equal((bot.params.get(id) as Record<string, string>).oo1_widget_lang, 'cs');
  await say('bye');
  await stage.rooms.sessions.end(guest.actor, id);
  const seen = () => bot.seen.filter(({ sessionId }) => sessionId === id).map(({ activity }) => activity);
  await eventually(() => seen().at(-1) === 'ConversationEnded');
  assert.deepEqual(
    seen().filter((activity) => activity !== 'GetCallParamsResponse'),
    ['ConversationStarted', 'Text', 'Text', 'ConversationEnded'],
  );
});
