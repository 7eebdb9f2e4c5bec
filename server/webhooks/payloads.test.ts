import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityTypes, operatorStateKinds } from '@hovor/protocol/enums';
import type { LogEvent } from '../foundation/events/subscriber.ts';
import { contractFaults } from '../testing/contract.ts';
import { type Details, eventTypeOf, messageOf } from './payloads.ts';

const nothing: Details = { activity: () => undefined, file: () => undefined, awayReason: () => undefined };
const file = {
  id: 9,
  operatorOwner: null,
  departmentOwner: 12,
  name: 'offer.pdf',
  downloadUrl: 'https://hovor.example/f/9',
  isUploading: false,
  isDeleted: false,
};

function message(kind: string, payload: Record<string, unknown>, details: Partial<Details> = {}) {
  const event: LogEvent = {
    id: 1,
    companyId: 3,
    tenantId: 12,
    kind,
    subject: 'session:880123',
    actor: { kind: 'system' },
    at: new Date(),
    payload,
  };
  const made = messageOf(event, { ...nothing, ...details }, 'Europe/Prague');
  assert.ok(made);
  return made;
}

const session = { id: 880_123, tenantId: 12, channel: 'Chat', source: 'Default' };
const time = '2025-03-04T09:20:30.123Z';
const written = '2025-03-04T10:20:30.123000+01:00';

test('each event has exactly the members and values of its model (MOD-PAY)', () => {
  const cases: [string, Record<string, unknown>, string, Record<string, unknown>][] = [
    ['session.created', session, 'SessionCreated', session],
    ['session.started', { ...session, started: time }, 'SessionStarted', { ...session, started: written }],
    [
      'session.ended',
      { ...session, started: null, ended: time, terminationReason: 'GuestLeft' },
      'SessionEnded',
      { ...session, started: null, ended: written },
    ],
    [
      'session.forwarded',
      { ...session, time, operatorGroupId: 41 },
      'SessionForwarded',
      { ...session, time: written, userId: null, operatorGroupId: 41, chatbotId: null },
    ],
    ...(['Joined', 'Left', 'Concluded'] as const).map(
      (step): [string, Record<string, unknown>, string, Record<string, unknown>] => [
        `session.operator${step}`,
        { ...session, userId: 7, time },
        `SessionOperator${step}`,
        { ...session, userId: 7, time: written },
      ],
    ),
    [
      'session.paramsUpdated',
      { id: 880_123, tenantId: 12, names: ['order_no'] },
      'SessionCallParamsUpdated',
      { id: 880_123, tenantId: 12 },
    ],
  ];
  for (const [kind, payload, eventType, data] of cases) {
    assert.deepEqual(message(kind, payload), { eventType, data }, kind);
    assert.deepEqual(contractFaults(`${eventType}Payload`, data), [], kind);
  }
});

test('a message carries all members of the generic model, nulls written, its text as HTML', () => {
  const { eventType, data } = message('session.activity', {
    sessionId: 880_123,
    activityId: 5512,
    seq: 3,
    type: 'ChatMessage',
    time,
    client: 'Guest',
    userId: null,
    text: 'Is 1 < 2 & "3" > 2?',
    fileId: null,
  });
  assert.equal(eventType, 'SessionActivityChatMessage');
  assert.deepEqual(contractFaults('SessionActivityGenericPayload', data), []);
  assert.equal(data.text, 'Is 1 &lt; 2 &amp; "3" &gt; 2?');
  assert.equal(data.time, written);
  assert.equal(data.note, null);
  assert.equal('seq' in data, false);
});

test('a shared file is described and can be fetched; the end says why', () => {
  const shared = message(
    'session.activity',
    { sessionId: 1, activityId: 2, type: 'SharedFile', time, client: 'User', userId: 7, text: null, fileId: 9 },
    { file: (id) => (id === 9 ? file : undefined) },
  );
  assert.equal(shared.eventType, 'SessionActivitySharedFile');
  assert.deepEqual(shared.data.file, file);
  assert.equal(shared.data.associatedSharedFileUrl, file.downloadUrl);
  assert.deepEqual(contractFaults('SessionActivityGenericPayload', shared.data), []);
  const ended = message(
    'session.activity',
    { sessionId: 1, activityId: 3, type: 'SessionEnded', time, client: null, userId: null, text: null, fileId: null },
    { activity: () => ({ chatbotId: null, data: { terminationReason: 'OperatorLeft' } }) },
  );
  assert.equal(ended.eventType, 'SessionActivitySessionEnded');
  assert.equal(ended.data.terminationReason, 'OperatorLeft');
  assert.deepEqual(contractFaults('SessionActivityGenericPayload', ended.data), []);
});

test('every activity type has the webhook the contract gives it, and those without have none (API-WHE-20, API-WHE-21)', () => {
  const silent = [
    'PhotoRequest',
    'Location',
    'LocationRequest',
    'HeroCardQuickReply',
    'NotifyOperator',
    'UpgradeToFull',
    'Handoff',
    'Joined',
    'Left',
  ];
  const models: Record<string, string> = {
    AvRequest: 'SessionActivityAvRequestPayload',
    AvResponse: 'SessionActivityAvResponsePayload',
    AvGetMediaResult: 'SessionActivityAvMediaResultPayload',
    AvTerminated: 'SessionActivityAvTerminatedPayload',
    HeroCardSubmission: 'SessionActivityHeroCardSubmissionPayload',
  };
  const data = {
    response: 'Accepted',
    result: 'Success',
    streamAvailable: true,
    submissionResult: 'Submitted',
    originalFormId: 4,
    submissionParams: { a: 'b' },
  };
  for (const type of activityTypes) {
    const payload = { sessionId: 1, activityId: 2, type, time, client: 'Guest', userId: 7, text: null, fileId: null };
    if (silent.includes(type)) {
      assert.equal(eventTypeOf({ kind: 'session.activity', payload }), null, type);
      continue;
    }
    const made = message('session.activity', payload, { activity: () => ({ chatbotId: null, data }) });
    assert.deepEqual(contractFaults(models[type] ?? 'SessionActivityGenericPayload', made.data), [], type);
  }
});

test('an operator’s state is told in the older words', () => {
  for (const kind of operatorStateKinds) {
    const { eventType, data } = message('user.stateChanged', { userId: 7, kind, awayReasonId: null, note: null });
    assert.equal(eventType, 'UserStatusChanged');
    assert.deepEqual(contractFaults('UserStatusChangedPayload', data), [], kind);
  }
  const lunch = message(
    'user.stateChanged',
    { userId: 7, kind: 'BREAK', awayReasonId: 3, forced: false, note: null },
    { awayReason: (id) => (id === 3 ? 'Lunch' : undefined) },
  );
  assert.deepEqual(lunch.data, {
    userId: 7,
    status: 'AWAY',
    availabilityStatus: 'AWAY',
    availabilityStatusReason: 'Lunch',
  });
});

test('a setting that changed says by exactly one of five ids whose it is (MOD-PAY-1)', () => {
  const members = { company: 'companyId', tenant: 'departmentId', group: 'operatorGroupId', user: 'userId' };
  for (const [scope, member] of Object.entries({ ...members, routing: 'routingRuleSetId' })) {
    const { eventType, data } = message('setting.changed', { scope, scopeId: 41, name: 'crm.url' });
    assert.equal(eventType, 'ApplicationSettingChanged');
    assert.deepEqual(contractFaults('ApplicationSettingChangedPayload', data), [], scope);
    const { name, ...ids } = data as Record<string, unknown>;
    assert.equal(name, 'crm.url');
    assert.deepEqual(
      Object.entries(ids).filter(([, id]) => id !== null),
      [[member, 41]],
    );
  }
});

test('what is ours alone stays inside', () => {
  for (const kind of ['session.offered', 'session.noteAdded', 'webhook.disabled', 'apiKey.created', 'toString']) {
    assert.equal(eventTypeOf({ kind, payload: {} }), null, kind);
  }
});
