import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { channelIdentityOf } from '../../../contacts/service.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import { buildApiKey, buildTenant, buildUser } from '../../../testing/build.ts';
import { contractFaults } from '../../../testing/contract.ts';
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

test('a session shows every member of the contract from its rows (MOD-SES-8 to MOD-SES-16)', async () => {
  const { company, guest, operator, actor, session, say, serve } = await scene();
  const colleague = await buildUser(database.store, company, { firstName: 'Rita', lastName: 'View' });
  const { id: fileId, storageKey } = await database.db
    .insertInto('files')
    .values({
      companyId: company.id,
      tenantId: company.tenantId,
      name: 'offer.pdf',
      contentType: 'application/pdf',
      size: 10,
      storageKey: randomUUID(),
    })
    .returning(['id', 'storageKey'])
    .executeTakeFirstOrThrow();
  const id = await session({
    guestId: guest.id,
    status: 'CLOSED',
    enteredQueue: new Date('2025-03-04T09:20:30.123Z'),
    started: new Date('2025-03-04T09:20:34.623Z'),
    ended: new Date('2025-03-04T09:23:21.5Z'),
    closed: new Date('2025-03-04T09:25:00Z'),
    language: 'cs',
    url: 'https://shop.example/cart?x=1',
    ip: '198.51.100.7',
    os: 'WINDOWS',
    browser: 'CHROME',
    gdprVersion: '2',
    guestLeft: 'LeftSession',
    feedbackStars: 4,
    feedbackScale: 'Likert',
    feedbackText: 'Fine <b>',
    result: 'Sold',
    note: 'Wants a call',
    terminationReason: 'GuestLeft',
  });
  await say(id, { text: 'Is 1 < 2 & "3"?' });
  await say(id, { client: 'User', userId: operator.id, text: 'Yes 😀' });
  await say(id, { type: 'SharedFile', client: 'User', userId: operator.id, fileId });
  await say(id, { type: 'SessionEnded', client: null, data: JSON.stringify({ terminationReason: 'GuestLeft' }) });
  await serve(id, { left: new Date('2025-03-04T09:23:21.5Z'), concluded: new Date('2025-03-04T09:25:00Z') });
  await database.db
    .insertInto('sessionParams')
    .values([
      {
        companyId: company.id,
        sessionId: id,
        name: 'oo1_guest_ident',
        value: 'Jan',
        source: 'ENTRY_FORM',
        updated: new Date(),
      },
      { companyId: company.id, sessionId: id, name: 'Order_No', value: '5', source: 'WIDGET_API', updated: new Date() },
    ])
    .execute();
  const tag = await database.db
    .insertInto('tags')
    .values({ companyId: company.id, tenantId: company.tenantId, name: 'VIP' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database.db
    .insertInto('sessionTags')
    .values({ companyId: company.id, sessionId: id, tagId: tag.id, userId: operator.id, at: new Date() })
    .execute();
  await database.db
    .insertInto('sessionNotes')
    .values({ companyId: company.id, sessionId: id, userId: colleague.id, text: 'Well done', at: new Date() })
    .execute();

  const answer = await api.ask(actor, 'GET', `/api/v1/sessions/${id}`);
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  const model = answer.json();
  assert.deepEqual(contractFaults('SessionModel', model), []);
  assert.deepEqual(
    Object.fromEntries(
      ['id', 'companyId', 'departmentId', 'url', 'widget', 'waited', 'length'].map((name) => [name, model[name]]),
    ),
    {
      id,
      companyId: company.id,
      departmentId: company.tenantId,
      url: 'https://shop.example/cart?x=1',
      widget: 'Shop',
      waited: 'PT4.5S',
      length: 'PT2M46.877S',
    },
  );
  assert.equal(model.created, '2025-03-04T10:20:30.123000+01:00');
  assert.equal(model.enteredQueue, model.created);
  assert.equal(model.started, '2025-03-04T10:20:34.623000+01:00');
  assert.equal(model.recordings, null);
  assert.deepEqual(model.guest, {
    tempId: id,
    ipAddress: '198.51.100.7',
    trackedId: guest.trackedId,
    identity: null,
    channelIdentity: await channelIdentityOf(database.db, {
      companyId: company.id,
      tenantId: company.tenantId,
      guestId: guest.id,
    }),
    os: 'WINDOWS',
    browser: 'CHROME',
    language: 'cs',
    callParams: { Order_No: '5', oo1_guest_ident: 'Jan' },
    gdprVersion: '2',
  });
  assert.deepEqual(model.tags, [{ userId: operator.id, name: 'VIP' }]);
  assert.deepEqual(
    model.operators.map((entry: Record<string, unknown>) => [
      entry.userId,
      entry.firstName,
      entry.lastName,
      entry.note,
    ]),
    [[operator.id, 'Anna', 'Nová', 'Wants a call']],
  );
  assert.deepEqual(
    model.reviewers.map((entry: Record<string, unknown>) => [entry.userId, entry.note]),
    [[colleague.id, 'Well done']],
  );
  const [asked, answered, shared, over] = model.activities;
  assert.deepEqual([asked.client, asked.type, asked.text], ['Guest', 'ChatMessage', 'Is 1 &lt; 2 &amp; "3"?']);
  assert.deepEqual([answered.client, answered.userId, answered.text], ['User', operator.id, 'Yes 😀']);
  assert.equal(
    shared.file.downloadUrl,
    `https://hovor.example/Storage/Get?source=sharedFile&key=%7B%22id%22%3A%22${storageKey}%22%7D&download=1`,
  );
  assert.equal(over.terminationReason, 'GuestLeft');
  assert.equal(asked.terminationReason, null);
});

test('a bare session writes all nulls and empty lists (API-CONV-8, API-CONV-9)', async () => {
  const { session, list } = await scene();
  await session({ presetId: null });
  const [model] = await list();
  assert.deepEqual(contractFaults('SessionModel', model), []);
  for (const name of ['operators', 'reviewers', 'activities', 'tags', 'chatbots'])
    assert.deepEqual(model?.[name], [], name);
  for (const name of ['started', 'ended', 'waited', 'length', 'widget', 'recordings'])
    assert.equal(model?.[name], null, name);
});

test('a list is written without spaces: a hundred thousand sessions would carry them all', async () => {
  const { session, serve, say, actor } = await scene();
  const id = await session();
  for (let n = 0; n < 2; n++) await serve(id, n === 0 ? { left: new Date(), concluded: new Date() } : {});
  await say(id, { text: 'one : "two"' });
  await say(id, { type: 'SessionEnded', data: JSON.stringify({ terminationReason: 'GuestLeft' }) });
  const { body } = await api.ask(actor, 'GET', '/api/v1/Sessions');
  assert.equal(body, JSON.stringify(JSON.parse(body)));
});

test('lists are bare arrays by ascending id, cut by limit and offset (API-SES-1, API-CMP-4, API-CMP-18)', async () => {
  const { session, ids, list } = await scene();
  assert.deepEqual(await list(), []);
  const made: number[] = [];
  for (let n = 0; n < 5; n++) made.push(await session());
  assert.deepEqual(await ids(''), made);
  assert.deepEqual(await ids('?limit=2'), made.slice(0, 2));
  assert.deepEqual(await ids('?limit=2&offset=4'), made.slice(4));
  assert.deepEqual(await ids('?LIMIT=100000&Offset=1'), made.slice(1));
  assert.deepEqual(await ids('?limit=0'), []);
  assert.deepEqual(await ids('?offset=5'), []);
  assert.deepEqual(await ids(`?limit=2&after=${made[1]}`), made.slice(2, 4));
  assert.deepEqual(await ids(`?after=${made[1]}&offset=1`), made.slice(3));
  assert.deepEqual(await ids(`?after=${made[4]}`), []);
});

test('a list longer than one portion is whole and in order', async () => {
  const { company, guest, preset, actor, list } = await scene();
  await database.pool.query(
    `insert into sessions (company_id, tenant_id, guest_id, preset_id, channel, source, status, created, ended)
     select $1, $2, $3, $4, 'Chat', 'Default', 'CLOSED', now(), now() from generate_series(1, 1234)`,
    [company.id, company.tenantId, guest.id, preset.id],
  );
  assert.equal((await list()).length, 1_000, 'the default of API-CONV-21');
  const all = await list('?limit=1000000');
  assert.equal(all.length, 1_234);
  assert.deepEqual(
    all.map(({ id }) => id),
    all.map(({ id }) => id).sort((a, b) => a - b),
  );
  assert.equal(new Set(all.map(({ id }) => id)).size, 1_234);
  assert.equal((await list('?limit=401&offset=3')).length, 401);
  assert.equal((await list('?limit=200')).length, 200);
  assert.equal((await api.ask(actor, 'GET', '/api/v1/Sessions?limit=1000001')).statusCode, 400);
});

test('unknown names are ignored and reported; wrong values are refused field by field', async () => {
  const { actor, session } = await scene();
  await session();
  const answer = await api.ask(actor, 'GET', '/api/v1/Sessions?Sttaus=CLOSED&limit=5');
  assert.equal(answer.json().length, 1);
  assert.equal(answer.headers['x-ignored-parameters'], 'Sttaus');
  assert.equal((await api.ask(actor, 'GET', '/api/v1/Sessions?limit=5')).headers['x-ignored-parameters'], undefined);
  const wrong: Record<string, string> = {
    'Status=NONSENSE': 'Status',
    'Status=9': 'Status',
    'Created.Min=yesterday': 'Created.Min',
    'created.max=2025-02-30': 'Created.Max',
    'Ended.Null=maybe': 'Ended.Null',
    'SessionId=abc': 'SessionId',
    'OperatorUserId=99999999999': 'OperatorUserId',
    'WaitingTime.Min=long': 'WaitingTime.Min',
    'AutoAccepted=2': 'AutoAccepted',
    'LandingPage.Text=a&LandingPage.Exact=x': 'LandingPage.Exact',
    'limit=x': 'limit',
    'LandingPage.Text=%00': 'LandingPage.Text',
    'Tags=a%00b': 'Tags',
  };
  for (const [query, field] of Object.entries(wrong)) {
    const refused = await api.ask(actor, 'GET', `/api/v1/Sessions?${query}`);
    assert.equal(refused.statusCode, 400, query);
    assert.deepEqual(Object.keys(refused.json()), [field], query);
  }
  const both = await api.ask(actor, 'GET', '/api/v1/Sessions?Status=X&Created.Min=Y');
  assert.deepEqual(Object.keys(both.json()), ['Status', 'Created.Min']);
});

test('the ends of time, of paging and of what fits in an address are no errors', async () => {
  const { session, ids } = await scene();
  const id = await session();
  assert.deepEqual(await ids('?Created.Min=0001-01-01T00:00:00&Created.Max=9999-12-31T23:59:59.9999999'), [id]);
  assert.deepEqual(await ids('?Duration.Max=9999999.23:59:59'), []);
  assert.deepEqual(await ids(`?limit=1000000&offset=${Number.MAX_SAFE_INTEGER}`), []);
  const many = Array.from({ length: 500 }, (_, n) => `SessionId=${id + n}`).join('&');
  assert.deepEqual(await ids(`?${many}`), [id]);
  assert.deepEqual(await ids('?LandingPage.Text=%ff%fe'), [], 'broken UTF-8 is a text nobody wrote');
});

test('keys see their company and their tenants, nothing else (R3)', async () => {
  const [ours, theirs] = [await scene(), await scene()];
  const second = await buildTenant(database.store, ours.company);
  const mine = await ours.session();
  const elsewhere = await ours.session({ tenantId: second.id });
  const foreign = await theirs.session();
  const { actor: limited } = await buildApiKey(database.store, ours.company, { tenantIds: [second.id] });
  assert.deepEqual(await ours.ids(''), [mine, elsewhere]);
  assert.deepEqual(await ours.ids(`?SessionId=${foreign}`), []);
  assert.deepEqual(await ours.ids(`?DepartmentId=${theirs.company.tenantId}`), []);
  assert.deepEqual(
    (await ours.list('', limited)).map(({ id }) => id),
    [elsewhere],
  );
  const status = async (actor: ApiKeyActor, id: number | string) => {
    const answer = await api.ask(actor, 'GET', `/api/v1/Sessions/${id}`);
    return [answer.statusCode, answer.statusCode === 200 ? '' : answer.body];
  };
  assert.deepEqual(await status(ours.actor, mine), [200, '']);
  assert.deepEqual(await status(ours.actor, foreign), [404, '']);
  assert.deepEqual(await status(limited, mine), [404, '']);
  assert.deepEqual(await status(limited, elsewhere), [200, '']);
  assert.deepEqual(await status(ours.actor, 999_999_999), [404, '']);
});
