import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type BotStage, botStage, eventually } from '../../chatbots/testing.ts';
import { transact } from '../../foundation/transact.ts';
import { buildApiKey } from '../../testing/build.ts';
import { answer, type Receiver, startReceiver } from '../../testing/receiver.ts';

/**
 * What existing clients break on (API-CMP): one test for each rule, over the wire of the whole product, with the requests
 * these clients send.
 */
describe('compatibility with existing clients', () => {
  let stage: BotStage;
  let receiver: Receiver;
  let key: { clientId: string; secret: string };
  let token: string;
  /** A conversation: the bot spoke, handed over, an operator answered, the client left. */
  let session: Record<string, unknown> & { id: number };

  before(async () => {
    stage = await botStage(answer(200));
    receiver = await startReceiver(answer(200));
    key = await buildApiKey(stage.store, stage.company);
    token = ((await (await askToken()).json()) as { access_token: string }).access_token;
    session = await converse();
  });
  after(async () => {
    await stage?.stop();
    await receiver?.kill();
  });

  const askToken = (more: Record<string, string> = {}) =>
    fetch(`${stage.server.url}/login/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: key.clientId,
        client_secret: key.secret,
        ...more,
      }),
    });

  async function call(method: string, path: string, body?: unknown) {
    const answered = await fetch(`${stage.server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `bearer ${token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answered.text();
    return { status: answered.status, type: answered.headers.get('content-type') ?? '', text, json: parsed(text) };
  }
  // biome-ignore lint/suspicious/noExplicitAny: read by members, as clients without types do
  const parsed = (text: string): any => (text === '' ? undefined : JSON.parse(text));
  const say = (command: Record<string, unknown>) => call('POST', `/Chatbot/${stage.bot.id}/activity`, command);

  async function converse() {
    const { id, guest } = await stage.arrive('Dobrý den <b>');
    await stage.event(id, 'ConversationStarted');
    await say({ sessionId: id, text: 'Hello', attachments: [] });
    const card = {
      contentType: 'application/vnd.microsoft.card.hero',
      content: { title: 'Plan A', buttons: [{ type: 'imBack', title: 'Take A', value: 'plan_a' }] },
    };
    const picture = { contentType: 'image/png', contentUrl: 'https://example.org/a.png' };
    await say({ sessionId: id, type: 'message', attachments: [card, picture] });
    await say({ sessionId: id, activity: 'HandOff' });
    await eventually(async () => (await stage.status(id)) === 'IN_QUEUE');
    const { rooms, scene, store } = stage;
    await joined(id);
    await rooms.sessions.send(scene.operator.actor, { sessionId: id, messageId: crypto.randomUUID(), text: 'Yes?' });
    await rooms.sessions.end(guest.actor, id);
    const contact = await call('POST', `/Contacts?departmentId=${stage.tenantId}`, [{ oo1_guest_ident: ['Jan'] }]);
    await store.db
      .updateTable('channelIdentities')
      .set({ contactId: contact.json[0] })
      .where('id', '=', ({ selectFrom }) =>
        selectFrom('sessions').select('channelIdentityId').where('sessions.id', '=', id).$asScalar(),
      )
      .execute();
    return (await call('GET', `/Sessions/${id}`)).json;
  }

  it('API-CMP-1: a chatbot activity answers 200 or 201, never 204', async () => {
    const { id } = await stage.arrive();
    await stage.event(id, 'ConversationStarted');
    for (const command of [{ text: 'Hi' }, { activity: 'typing', show: true }, { activity: 'GetCallParams' }]) {
      assert.ok([200, 201].includes((await say({ sessionId: id, ...command })).status), JSON.stringify(command));
    }
  });

  it('API-CMP-2: the token request answers exactly 200 with token, life and type', async () => {
    const answered = await askToken({ response_type: 'token', scope: 'mluviiPublicApi' });
    assert.equal(answered.status, 200);
    const { access_token, expires_in, token_type } = (await answered.json()) as Record<string, unknown>;
    assert.deepEqual([typeof access_token, expires_in, token_type], ['string', 3600, 'Bearer']);
  });

  it('API-CMP-3: GET /Companies gives an object', async () => {
    const { json } = await call('GET', '/Companies');
    assert.equal(Array.isArray(json), false);
    assert.deepEqual([json.id, json.name], [stage.company.id, stage.company.name]);
  });

  it('API-CMP-4: lists are bare arrays', async () => {
    const lists = ['/Sessions', '/Users', '/Webhooks', '/Contacts', `/Contacts/departments/${stage.tenantId}`];
    for (const path of [...lists, '/Departments', '/Groups', '/Tags', '/Widgets', '/Forms', '/Metrics']) {
      assert.ok(Array.isArray((await call('GET', path)).json), path);
    }
  });

  it('API-CMP-5: a contact of a department comes in an array', async () => {
    const [id] = (await call('POST', `/Contacts/departments/${stage.tenantId}`, [{ oo1_guest_ident: 'Eva' }])).json;
    const { json } = await call('GET', `/Contacts/${id}/departments/${stage.tenantId}`);
    assert.deepEqual([json.length, json[0].id, json[0].oo1_guest_ident], [1, id, 'Eva']);
  });

  it('API-CMP-6: POST, on 409 PUT to the bare integer it answers', async () => {
    const body = { eventTypes: ['SessionCreated'], callbackUrl: 'https://r.example/conflict' };
    const first = await call('POST', '/Webhooks', body);
    const second = await call('POST', '/Webhooks', body);
    assert.equal(second.status, 409);
    assert.match(second.type, /^application\/json/);
    assert.match(second.text, /^\d+$/);
    assert.equal(second.text, first.text);
    assert.equal((await call('PUT', `/Webhooks/${second.json}`, body)).status, 204);
  });

  it('API-CMP-7: integers, PascalCase and lower-case names are accepted', async () => {
    for (const [n, body] of [
      { EventTypes: [3, 4], CallbackUrl: 'https://r.example/pascal' },
      { eventtypes: ['sessionStarted', 'SESSIONENDED'], callbackurl: 'https://r.example/lower' },
    ].entries()) {
      const made = await call('POST', '/webhooks', body);
      assert.equal(made.status, 201, String(n));
      const { json } = await call('GET', `/WEBHOOKS/${made.text}`);
      assert.deepEqual(json.eventTypes, ['SessionStarted', 'SessionEnded']);
    }
  });

  it('API-CMP-8: callbackUrl is echoed byte for byte, with and without ?secret=', async () => {
    for (const callbackUrl of ['https://r.example/HOOK%2f', 'https://r.example/HOOK%2f?secret=Čau%20x']) {
      await call('POST', '/Webhooks', { eventTypes: [1], callbackUrl });
      const { json } = await call('GET', '/Webhooks');
      assert.ok(
        json.some((one: { callbackUrl: string }) => one.callbackUrl === callbackUrl),
        callbackUrl,
      );
    }
  });

  it('API-CMP-9: waited and length are ISO durations, enteredQueue is there', () => {
    assert.match(String(session.waited), isoDuration);
    assert.match(String(session.length), isoDuration);
    assert.equal(session.enteredQueue, session.created);
  });

  it('API-CMP-10: hyphenated GUIDs, numbers as numbers, identity as text, parameters all text', () => {
    const guest = session.guest as Record<string, unknown> & { callParams: Record<string, unknown> };
    assert.match(String(guest.trackedId), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    for (const name of ['id', 'companyId', 'departmentId']) assert.equal(typeof session[name], 'number', name);
    assert.deepEqual([typeof guest.tempId, typeof guest.channelIdentity], ['number', 'number']);
    assert.match(String(guest.identity), /^\d+$/);
    assert.equal(typeof guest.identity, 'string');
    for (const [name, value] of Object.entries(guest.callParams)) assert.equal(typeof value, 'string', name);
  });

  it('API-CMP-11: a token lives long enough for clients that renew five minutes early, and each call may bring a new one', async () => {
    for (let n = 0; n < 3; n++) {
      const fresh = (await (await askToken()).json()) as { access_token: string; expires_in: number };
      assert.ok(fresh.expires_in > 600);
      const headers = { authorization: `Bearer ${fresh.access_token}` };
      assert.equal((await fetch(`${stage.server.url}/api/v1/Companies`, { headers })).status, 200);
    }
  });

  it('API-CMP-12, API-CMP-13: deliveries keep credentials and query, and carry eventType and data', async () => {
    const url = new URL(receiver.url);
    [url.username, url.password] = ['user', 'pa%20ss'];
    url.searchParams.set('secret', 'abc');
    await call('POST', '/Webhooks', { eventTypes: ['SessionCreated'], callbackUrl: url.href });
    const { id } = await stage.arrive();
    await receiver.until((all) => all.some(({ json }) => json.data.id === id));
    const delivered = receiver.received.find(({ json }) => json.data.id === id);
    assert.equal(delivered?.headers.authorization, `Basic ${Buffer.from('user:pa ss').toString('base64')}`);
    assert.match(delivered?.url ?? '', /\?(.*&)?secret=abc/);
    assert.deepEqual(Object.keys(JSON.parse(delivered?.body ?? '{}')), ['eventType', 'data']);
    assert.deepEqual(delivered?.json.data, { id, tenantId: stage.tenantId, channel: 'Chat', source: 'Default' });
  });

  it('API-CMP-14: PUT and DELETE of a webhook answer 204 without a body', async () => {
    const body = { eventTypes: [1], callbackUrl: 'https://r.example/short' };
    const { text: id } = await call('POST', '/Webhooks', body);
    for (const [method, sent] of [['PUT', body], ['DELETE']] as const) {
      const { status, text } = await call(method, `/Webhooks/${id}`, sent);
      assert.deepEqual([status, text], [204, ''], method);
    }
  });

  it('API-CMP-15: a page that shows conversations finds what it reads', () => {
    const lines = session.activities as Record<string, unknown>[];
    const times = lines.map(({ time }) => String(time));
    assert.deepEqual(times, [...times].sort(), 'times sort as text');
    const first = lines.find(({ client }) => client === 'Guest');
    assert.deepEqual([first?.type, first?.text], ['ChatMessage', 'Dobrý den &lt;b&gt;']);
    interface Content {
      text: string | null;
      attachments: { contentType: string; contentUrl?: string; content?: { buttons: { title: string }[] } }[];
    }
    const said = lines.filter(({ type }) => type === 'ChatbotMessage');
    const [text, cards] = said.map(({ chatbotMessageContent }) => chatbotMessageContent as Content);
    assert.deepEqual([text?.text, text?.attachments], ['Hello', []]);
    const [card, picture] = cards?.attachments ?? [];
    assert.equal(card?.contentType, 'application/vnd.microsoft.card.hero');
    assert.equal(card?.content?.buttons[0]?.title, 'Take A');
    assert.equal(picture?.contentUrl, 'https://example.org/a.png');
    assert.ok(session.recordings === null || Array.isArray(session.recordings));
  });

  it('API-CMP-16: times and durations are in the one form that R, .NET and moment.js read', () => {
    const times = ['created', 'started', 'ended', 'guestJoined'].map((name) => String(session[name]));
    for (const time of times) {
      assert.match(time, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}[+-]\d{2}:\d{2}$/);
      assert.ok(Math.abs(Date.now() - Date.parse(time)) < 600_000, time);
    }
    assert.match(String(session.length), isoDuration);
  });

  it('API-CMP-17: many token requests of one key are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => askToken()));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    await Promise.all(answers.map((one) => one.body?.cancel()));
  });

  it('API-CMP-18: the largest limits clients send are honoured; fewer rows than that only at the end', async () => {
    const all = (await call('GET', '/Sessions?limit=100000&offset=0')).json;
    const pages: unknown[] = [];
    for (let offset = 0; ; offset += 2) {
      const page = (await call('GET', `/Sessions?limit=2&offset=${offset}`)).json;
      pages.push(...page);
      if (page.length < 2) break;
    }
    assert.deepEqual(
      pages.map((one) => (one as { id: number }).id),
      all.map(({ id }: { id: number }) => id),
    );
    assert.equal((await call('GET', '/Contacts?limit=1000000')).status, 200);
  });

  it('API-CMP-19: members nobody knows are harmless', async () => {
    const body = { eventTypes: [1], callbackUrl: 'https://r.example/more', active: true, headers: [{ a: 1 }] };
    assert.equal((await call('POST', '/Webhooks', body)).status, 201);
    const filtered = await call(
      'GET',
      `/Sessions?SessionId=${session.id}&somethingNew=1&Source=UNKNOWN&Source=Default`,
    );
    assert.deepEqual([filtered.status, filtered.json.length], [200, 1]);
  });

  it('API-CMP-20: bots send time and session id in many shapes', async () => {
    const { id } = await stage.arrive();
    await stage.event(id, 'ConversationStarted');
    const times = ['2025-02-03T08:01:00Z', '2025-02-03T08:01:00.123+01:00', '2025-02-03T08:01:00.1234567Z', undefined];
    for (const [n, timestamp] of times.entries()) {
      const sessionId = n % 2 ? String(id) : id;
      assert.equal(
        (await say({ sessionId, timestamp, type: 'message', text: `line ${n}`, attachments: [] })).status,
        200,
      );
    }
    const lines = await eventually(async () => {
      const { json } = await call('GET', `/Sessions/${id}`);
      const found = json.activities.filter(({ type }: { type: string }) => type === 'ChatbotMessage');
      return found.length === times.length && found;
    });
    assert.equal(lines.length, times.length);
  });

  async function joined(id: number) {
    const { rooms, scene, store } = stage;
    await transact(store, scene.operator.actor, async (unit) =>
      rooms.sessions.join(unit, await rooms.sessions.lockSession(unit, stage.company.id, id), scene.operator.id),
    );
  }
});

const isoDuration = /^-?P(?=.)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
