import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { type WebhookEventType, webhookEventTypes } from '@hovor/protocol/enums';
import { sentEvents, webhookEvents } from '@hovor/protocol/webhook-events';
import { type BotStage, botStage, eventually } from '../server/chatbots/testing.ts';
import { buildApiKey } from '../server/testing/build.ts';
import { contractFaults } from '../server/testing/contract.ts';
import { type Receiver, startReceiver } from '../server/testing/receiver.ts';

let stage: BotStage;
let receiver: Receiver;
before(async () => {
  stage = await botStage();
  receiver = await startReceiver();
});
after(async () => {
  await stage?.stop();
  await receiver?.kill();
});

/** Payload models that are not named `{eventType}Payload` (API-WHE-12, API-WHE-20, API-WHE-22). */
function modelOf(eventType: WebhookEventType): string {
  if (eventType === 'EmailThreadParamsUpdated') return 'EmailThreadInteractionParamsUpdatedPayload';
  const own = ['HeroCardSubmission', 'AvRequest', 'AvResponse', 'AvMediaResult', 'AvTerminated'];
  const activity = /^SessionActivity(.+)$/.exec(eventType)?.[1];
  return activity && !own.includes(activity) ? 'SessionActivityGenericPayload' : `${eventType}Payload`;
}

test('a day of the whole product raises every event that is said to be sent, and no other, each as its model says', async () => {
  const { rooms, store, company, tenantId, scene, admin } = stage;
  const { sessions, routing } = rooms;
  const [anna, boris] = scene.operators;
  assert.ok(anna && boris);
  const takes = ({ actor }: typeof anna) =>
    routing.accept(actor, id).then(
      () => true,
      () => false,
    );
  const key = await buildApiKey(store, company);
  await rooms.webhooks.create(key.actor, { eventTypes: [...webhookEventTypes], callbackUrl: receiver.url });

  // A client meets the chatbot, sends a file, and is handed to operators.
  const { id, guest } = await stage.arrive('Is my parcel on the way?');
  await stage.event(id, 'ConversationStarted');
  assert.equal((await stage.send({ activity: 'Text', sessionId: id, text: 'I will look.' })).status, 200);
  await sessions.addFile(guest.actor, id, randomUUID(), { name: 'a.txt', stream: Readable.from(['hello']) });
  await sessions.setParams(guest.actor, id, { order: '11873' });
  for (const { actor } of [anna, boris]) await routing.connected(randomUUID(), actor, tenantId);
  await routing.setState(boris.actor, tenantId, { kind: 'AWAY' });
  assert.equal((await stage.send({ activity: 'HandOff', sessionId: id })).status, 200);
  await eventually(() => takes(anna));

  // Colleagues are asked in: one joins and is sent away, one invitation is taken back, one refused.
  const ask = () => routing.invite(anna.actor, id, { target: { userId: boris.id }, note: null });
  await routing.setState(boris.actor, tenantId, { kind: 'ONLINE' });
  await ask();
  await routing.accept(boris.actor, id);
  await routing.kick(anna.actor, id, boris.id);
  await ask();
  const invite = (await sessions.detail(anna.actor, id)).invites[0];
  await routing.cancelInvite(anna.actor, id, invite?.inviteId ?? 0);
  await ask();
  await routing.decline(boris.actor, id);

  // The client becomes a contact, is forwarded, and the conversation ends.
  await sessions.contactFromSession(anna.actor, id);
  await routing.forward(anna.actor, id, { target: { userId: boris.id }, note: 'Knows parcels' });
  await eventually(() => takes(boris));
  await sessions.end(boris.actor, id);
  await sessions.conclude(boris.actor, id, null);
  await rooms.directory.settings.set(admin.actor, 'tenant', tenantId, { 'crm.url': 'https://crm.example/' });

  const heard = () => new Set(receiver.received.map(({ json }) => json.eventType as WebhookEventType));
  await eventually(() => sentEvents.every((eventType) => heard().has(eventType))).catch(() => {
    const missing = sentEvents.filter((eventType) => !heard().has(eventType));
    assert.deepEqual(missing, [], 'were said to be sent and did not come');
  });
  assert.deepEqual(
    [...heard()].filter((eventType) => webhookEvents[eventType][1] !== null),
    [],
  );

  for (const { json } of receiver.received) {
    const { eventType, data } = json as { eventType: WebhookEventType; data: Record<string, unknown> };
    assert.deepEqual(contractFaults(modelOf(eventType), data), [], `${eventType} ${JSON.stringify(data)}`);
    if ('tenantId' in data) assert.equal(data.tenantId, tenantId, eventType);
    if (eventType === 'ApplicationSettingChanged') assert.equal(data.departmentId, tenantId);
    if ('sessionId' in data) assert.equal(data.sessionId, id, eventType);
  }
  const activities = receiver.received.filter(({ json }) => json.eventType.startsWith('SessionActivity'));
  const ids = activities.map(({ json }) => Number(json.data.activityId));
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
    'activities of a session come in their order',
  );
});
