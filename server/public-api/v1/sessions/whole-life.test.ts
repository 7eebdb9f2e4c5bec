import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type BotStage, botStage, eventually, tokenOf } from '../../../chatbots/testing.ts';
import { transact } from '../../../foundation/transact.ts';
import { buildApiKey, buildGuest } from '../../../testing/build.ts';
import { contractFaults } from '../../../testing/contract.ts';
import { answer } from '../../../testing/receiver.ts';

/** A conversation as it really goes, from the client's browser to the operator's last note, and what the API says of it. */

let stage: BotStage;
before(async () => {
  stage = await botStage(answer(200));
});
after(() => stage?.stop());

/** What has no source in web chat, or is kept for old clients and empty. Everything else must come from the data. */
const emptyInWebChat = new Set([
  ...['directCallNumber', 'phoneCallbackNumber', 'phoneCallbackDialed', 'outboundDialResult', 'campaignId'],
  ...['recordings', 'recordingsState', 'guestFeedbackCustomFields'],
]);

test('every member of a session is filled from what happened', async () => {
  const { server, company, rooms, scene, store, preset, bot, admin } = stage;
  const { operator } = scene;
  const guest = await buildGuest(store, company);
  const post = async (path: string, body: unknown) => {
    const answered = await fetch(`${server.url}/widget${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${guest.token}`,
        'content-type': 'application/json',
        'user-agent':
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
      },
      body: JSON.stringify(body),
    });
    const text = await answered.text();
    assert.ok(answered.ok, `${answered.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const started = await post('/sessions', {
    ...{
      presetId: preset.id,
      language: 'cs-CZ',
      scope: '',
      url: 'https://shop.example/cart',
      params: { order: 'A-1' },
    },
    ...{ name: 'Jan Novák', email: 'jan@example.test', phone: null, consentVersion: '3' },
  });
  const id: number = started.id;
  await stage.event(id, 'ConversationStarted');
  await rooms.sessions.send(guest.actor, { sessionId: id, messageId: crypto.randomUUID(), text: 'Hello' });
  await stage.send({ activity: 'HandOff', sessionId: id });
  await eventually(async () => (await stage.status(id)) === 'IN_QUEUE');
  await transact(store, operator.actor, async (unit) =>
    rooms.sessions.join(unit, await rooms.sessions.lockSession(unit, company.id, id), operator.id),
  );
  await rooms.sessions.addTag(operator.actor, id, { name: 'VIP' });
  await rooms.sessions.contactFromSession(operator.actor, id);
  await rooms.sessions.end(guest.actor, id);
  await rooms.sessions.conclude(operator.actor, id, { note: 'Sent him the offer', result: null });
  await rooms.sessions.addNote(admin.actor, id, 'Good work');
  await post(`/sessions/${id}/feedback`, { stars: 5, text: 'Quick help' });

  const token = await tokenOf(server, await buildApiKey(store, company));
  const read = await fetch(`${server.url}/api/v1/Sessions/${id}`, { headers: { authorization: `Bearer ${token}` } });
  // biome-ignore lint/suspicious/noExplicitAny: checked against the contract, then read by members
  const session = (await read.json()) as any;
  assert.deepEqual(contractFaults('SessionModel', session), []);
  const empty = Object.entries(session).filter(([name, value]) => value === null && !emptyInWebChat.has(name));
  assert.deepEqual(empty, []);

  const { guest: client, operators, reviewers, chatbots } = session;
  assert.deepEqual([client.os, client.browser, client.language], ['WINDOWS', 'CHROME', 'cs-CZ']);
  assert.deepEqual([client.ipAddress, client.gdprVersion, client.trackedId], ['127.0.0.1', '3', guest.trackedId]);
  assert.match(client.identity, /^\d+$/);
  assert.deepEqual(
    [client.callParams.oo1_guest_ident, client.callParams.oo1_guest_email, client.callParams.order],
    ['Jan Novák', 'jan@example.test', 'A-1'],
  );
  assert.deepEqual(
    [session.avSupport, session.url, session.widget],
    ['WEB_RTC', 'https://shop.example/cart', preset.name],
  );
  assert.deepEqual([session.status, session.guestLeftSession, session.autoAccepted], ['CLOSED', 'LeftSession', false]);
  const [served] = operators;
  assert.deepEqual(
    [served.userId, served.userName, served.firstName, served.lastName, served.note, served.feedbackText],
    [operator.id, operator.username, operator.firstName, operator.lastName, 'Sent him the offer', 'Sent him the offer'],
  );
  const order = [session.created, chatbots[0].joined, chatbots[0].left, served.joined, served.left, served.concluded];
  assert.deepEqual(order, [...order].sort(), 'times follow each other');
  assert.equal(session.started, served.joined);
  assert.deepEqual([chatbots[0].chatbotId, chatbots[0].name], [bot.id, 'Robo']);
  assert.deepEqual([reviewers[0].userId, reviewers[0].note], [admin.id, 'Good work']);
  assert.deepEqual(session.tags, [{ userId: operator.id, name: 'VIP' }]);
  assert.deepEqual(
    [session.guestFeedbackStars, session.guestFeedbackScale, session.guestFeedbackText],
    [5, 'Likert', 'Quick help'],
  );
});
