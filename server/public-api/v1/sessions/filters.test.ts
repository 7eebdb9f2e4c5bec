import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sessionFilters } from '../../../sessions/filters.ts';
import { type BuiltCompany, buildPreset, buildTenant, buildUser } from '../../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { sessionScene } from '../testing/sessions.ts';

let database: TestDatabase;
let api: TestApi;
before(async () => {
  database = await testDatabase();
  api = await testApi(database);
});
after(async () => {
  await api.close();
  await database.close();
});

const scene = () => sessionScene(database, api);

async function chatbot({ id: companyId, tenantId }: BuiltCompany, name: string): Promise<number> {
  const group = await database.db
    .insertInto('groups')
    .values({ companyId, tenantId, name, type: 'CHATBOT' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await database.db
    .insertInto('chatbots')
    .values({ companyId, tenantId, name, groupId: group.id, callbackUrl: 'https://bot.example/' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

test('each filter keeps what it means and drops the rest, on both sides of its border (MOD-SES-7)', async () => {
  const { company, preset, operator, session, say, serve, ids } = await scene();
  const other = await buildTenant(database.store, company);
  const second = await buildPreset(database.store, company, { name: 'Help' });
  const colleague = await buildUser(database.store, company);
  const at = (time: string) => new Date(`2025-03-04T${time}Z`);
  const a = await session({
    created: at('09:00:00'),
    enteredQueue: at('09:00:00'),
    started: at('09:01:00'),
    ended: at('09:11:00'),
    channel: 'Chat',
    source: 'Default',
    status: 'CLOSED',
    url: 'https://shop.example/Cart?50%_off',
    presetId: preset.id,
    result: 'Sold',
    feedbackStars: 5,
    feedbackScale: 'Likert',
    ip: '198.51.100.7',
    browser: 'CHROME',
    os: 'WINDOWS',
    language: 'cs',
    gdprVersion: '2',
    guestLeft: 'LeftSession',
    autoAccepted: true,
    terminationReason: 'GuestLeft',
    anonymized: new Date('2025-04-01T00:00:00Z'),
  });
  const b = await session({
    tenantId: other.id,
    created: at('10:00:00'),
    status: 'ACTIVE',
    source: 'Invitation',
    channel: 'AV',
    url: null,
    presetId: second.id,
    result: null,
    feedbackStars: null,
    ip: '203.0.113.9',
    browser: 'FF',
    os: 'LINUX',
    language: 'en',
    gdprVersion: null,
    guestLeft: 'StillConnected',
    autoAccepted: false,
    terminationReason: null,
  });
  await say(a, { client: 'User', text: 'welcome' });
  await say(a, { text: 'Is my Parcel on the way?' });
  await say(a, { text: 'hello again', data: JSON.stringify({ submissionIdentification: 'google:jan' }) });
  await say(b, { text: 'Refund please' });
  const [robo = 0, silent = 0] = await Promise.all(['Robo', 'Silent'].map((name) => chatbot(company, name)));
  await database.db
    .insertInto('sessionChatbots')
    .values({ companyId: company.id, sessionId: b, chatbotId: robo, joined: at('10:00:00'), fromSeq: 0, joinedSeq: 0 })
    .execute();
  const { id: contactId } = await database.db
    .insertInto('contacts')
    .values({
      companyId: company.id,
      tenantId: company.tenantId,
      name: 'Jan',
      created: at('09:00:00'),
      updated: at('09:00:00'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await serve(a, { joined: at('09:01:00'), left: at('09:11:00'), concluded: at('09:12:00') });
  await serve(a, { userId: colleague.id, joined: at('09:05:00'), concluded: at('09:12:00') });
  await serve(b, { userId: colleague.id, joined: at('10:01:00') });
  const tag = await database.db
    .insertInto('tags')
    .values({ companyId: company.id, tenantId: company.tenantId, name: 'VIP' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database.db
    .insertInto('sessionTags')
    .values({ companyId: company.id, sessionId: a, tagId: tag.id, at: new Date() })
    .execute();
  const { channelIdentityId } = await database.db
    .selectFrom('sessions')
    .select('channelIdentityId')
    .where('id', '=', a)
    .executeTakeFirstOrThrow();

  await database.db.updateTable('channelIdentities').set({ contactId }).where('id', '=', channelIdentityId).execute();

  const onlyA = [
    `SessionId=${a}`,
    `DepartmentId=${company.tenantId}`,
    `ChannelIdentityId=${channelIdentityId}`,
    'Status=CLOSED',
    'status=closed',
    'Status=7',
    'Channel=Chat',
    'Source=Default&Source=Campaign',
    'LandingPage.Text=cart',
    'LandingPage.Text=50%25_off',
    `LandingPage.Text=${encodeURIComponent('https://shop.example/Cart?50%_off')}&LandingPage.Exact=true`,
    'LandingPage.Null=false',
    `OperatorUserId=${operator.id}`,
    'Widget=Shop',
    'Created.Max=2025-03-04T09:00:00Z',
    'Created.Max=2025-03-04T10:59:59',
    'Created.Max=2025-03-04T10:00:00%2B01:00',
    'Created.Max=2025-03-04T10:00:00+01:00',
    'GuestJoined.Max=2025-03-04T09:00:00Z',
    'Accepted.Min=2025-03-04T09:01:00Z',
    'Accepted.Null=false',
    'Ended.Null=false',
    'Ended.Max=2025-03-04T09:11:00Z',
    'Ended.Min=2025-03-04T09:11:00Z',
    'Accepted.Max=2025-03-04T09:01:00Z',
    `ClientId=${contactId}`,
    'Anonymized.Min=2025-04-01T00:00:00Z&Anonymized.Max=2025-04-01T00:00:00Z',
    'Anonymized.Null=false',
    'WaitingTime.Min=00:01:00',
    'WaitingTime.Max=PT1M',
    'WaitingTime.Null=false',
    'Duration.Min=PT10M&Duration.Max=00:10:00',
    'Result=Sold&Result=Lost',
    'ClientStars=5',
    'ClientFeedbackScale=likert',
    'IPAddress.Text=198.51.100.7&IPAddress.Exact=true',
    'ipaddress.text=198.51',
    'InitialMessage.Text=parcel',
    'Tags=vip',
    'GuestIdentifications=google:jan',
    'Browser=Chrome',
    'OS=2',
    'Language.Text=cs',
    'GDPRVersion.Null=false',
    'GuestLeftSession=LeftSession',
    'AutoAccepted=true',
    'HasConcurrentOperators=true',
    'ActivityTextsContain=HELLO',
    'TerminationReason=1',
    'TerminationReason=GuestLeft',
    'ChatbotId=',
  ];
  const onlyB = [
    `DepartmentId=${other.id}`,
    'Status=ACTIVE',
    'Channel=av',
    'Source=3',
    'LandingPage.Null=true',
    `OperatorUserId=0&OperatorUserId=${colleague.id}&SessionId=${b}`,
    `ChatbotId=${robo}`,
    'ClientId=',
    'Anonymized.Null=true',
    'GuestJoined.Min=2025-03-04T10:00:00Z',
    'Widget=Help',
    'Created.Min=2025-03-04T09:00:00.000001Z',
    'Accepted.Null=true',
    'Ended.Null=true',
    'WaitingTime.Null=true',
    'Duration.Null=true',
    'Result=',
    'ClientStars=',
    'ClientFeedbackScale=',
    'InitialMessage.Text=Refund%20please&InitialMessage.Exact=true',
    'Tags=',
    'GuestIdentifications=',
    'Browser=FF',
    'OS=Linux',
    'Language.Text=en&Language.Exact=true',
    'GDPRVersion.Null=true',
    'GuestLeftSession[0]=StillConnected',
    'AutoAccepted=false',
    'HasConcurrentOperators=false',
    'ActivityTextsContain=refund',
    'TerminationReason=',
  ];
  const neither = [
    'SessionId=0',
    'Status=UNKNOWN',
    'Status=0',
    'Created.Min=2025-03-04T10:00:00.000001Z',
    'Created.Max=2025-03-04T08:59:59.999999Z',
    'Created.Null=true',
    'Accepted.Min=2025-03-04T09:01:00.000001Z',
    'Ended.Max=2025-03-04T09:10:59.999999Z',
    'WaitingTime.Min=00:01:00.001',
    'Duration.Max=00:09:59',
    'LandingPage.Text=cart&LandingPage.Exact=true',
    'LandingPage.Text=50x_off',
    'ClientId=999999999',
    `ChatbotId=${silent}`,
    'PhoneCallbackNumber.Text=420',
    'PhoneCallbackNumber.Null=false',
    'Anonymized.Min=2025-04-01T00:00:00.000001Z',
    'Anonymized.Max=2025-03-31T23:59:59.999999Z',
    'Ended.Min=2025-03-04T09:11:00.000001Z',
    'Accepted.Max=2025-03-04T09:00:59.999999Z',
    'GuestJoined.Min=2025-03-04T10:00:00.000001Z',
    'GuestJoined.Max=2025-03-04T08:59:59.999999Z',
    'WaitingTime.Max=00:00:59.999999',
    'Duration.Min=PT10M0.000001S',
    'ClientStars=4',
    'ClientFeedbackScale=NPS',
    'DepartmentId=999999999',
    'ChannelIdentityId=999999999',
    'Channel=Phone',
    'Source=API',
    'OperatorUserId=999999999',
    'Widget=shop',
    'IPAddress.Text=198.51.100&IPAddress.Exact=true',
    'Tags=VI',
    'GuestIdentifications=google',
    'Browser=SAFARI',
    'OS=IOS',
    'Language.Text=c&Language.Exact=true',
    'GDPRVersion.Text=3',
    'GuestLeftSession=LeftQueue',
    'ActivityTextsContain=goodbye',
    'TerminationReason=SessionApiCall',
    'InitialMessage.Text=welcome',
    "Widget=Shop'%20or%20true%20--",
    "ActivityTextsContain=%25'%20or%201=1%20--",
    'Result=sold',
    'TerminationReason=0',
  ];
  for (const query of onlyA) assert.deepEqual(await ids(`?${query}`), [a], query);
  for (const query of onlyB) assert.deepEqual(await ids(`?${query}`), [b], query);
  for (const query of neither) assert.deepEqual(await ids(`?${query}`), [], query);
  for (const query of ['PhoneCallbackNumber.Null=true', 'Status=', `OperatorUserId=${colleague.id}`]) {
    const expected = query === 'Status=' ? [] : [a, b];
    assert.deepEqual(await ids(`?${query}`), expected, query);
  }
  // Every filter stands in at least one of the lines above.
  const tried = new Set(
    [...onlyA, ...onlyB, ...neither].flatMap((query) =>
      query.split('&').map((part) => part.split(/[.=[]/)[0]?.toLowerCase()),
    ),
  );
  for (const name of Object.keys(sessionFilters)) assert.ok(tried.has(name.toLowerCase()), `${name} is tried`);
  assert.equal(Object.keys(sessionFilters).length, 35);
});
