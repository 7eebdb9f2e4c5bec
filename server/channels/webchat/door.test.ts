import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { GuestCredentials, WidgetConfig } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { buildPreset } from '../../testing/build.ts';
import { connectSocket } from '../../testing/socket-client.ts';
import { type Browser, browser, json, openTab, openWorld, post, type World } from './testing.ts';

let world: World;
before(async () => {
  world = await openWorld();
});
beforeEach(() => {
  world.stage.state = 'online';
});
after(async () => {
  await world.close();
  assert.deepEqual(world.unexpected, []);
});

interface ProblemBody {
  code: string;
  detail: string;
  errors?: Record<string, string>;
}

async function refusal(answer: Response | Promise<Response>): Promise<[number, string]> {
  const response = await answer;
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(response.headers.get('access-control-allow-origin'), '*', 'pages must be able to read why');
  return [response.status, ((await response.json()) as ProblemBody).code];
}

const configOf = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${world.url}/widget/config?${new URLSearchParams(query)}`, { headers });

test('a configuration is found by GUID in every spelling, tenant, and name in any case (WG-JS-2)', async () => {
  const { company, preset } = await world.scene();
  const named = await buildPreset(world.store, company, { name: 'Demo Shop', config: { window: { title: 'Ahoy' } } });
  const ids = async (query: Record<string, string>) => (await json<WidgetConfig>(await configOf(query))).presetId;
  assert.equal(await ids({ company: company.guid }), preset.id);
  assert.equal(await ids({ company: company.guid.replaceAll('-', '').toUpperCase() }), preset.id);
  assert.equal(await ids({ company: company.guid, tenant: String(company.tenantId), preset: '' }), preset.id);
  assert.equal(await ids({ company: company.guid, preset: 'demo shop', language: '' }), named.id);
  const config = await json<WidgetConfig>(await configOf({ company: company.guid, preset: 'Demo Shop' }));
  assert.equal(config.window.title, 'Ahoy');

  const language = async (query: Record<string, string>, accept = '') =>
    (await json<WidgetConfig>(await configOf({ company: company.guid, ...query }, { 'accept-language': accept })))
      .language;
  assert.equal(await language({ language: 'cs-CZ' }, 'en'), 'cs');
  assert.equal(await language({}, 'de, cs;q=0.8'), 'cs');
  assert.equal(await language({ language: 'ja' }), 'en');
});

test('what names no package is told to the page’s author', async () => {
  const { company } = await world.scene();
  const nobody = await configOf({ company: randomUUID() });
  assert.equal(nobody.status, 404);
  assert.match(((await nobody.json()) as ProblemBody).detail, /no company/);
  const unknown: Record<string, string>[] = [
    { company: company.guid, preset: 'No such package' },
    { company: company.guid, preset: "'; drop table presets; --" },
    { company: company.guid, preset: 'a\0b' },
    { company: company.guid, tenant: '9999999999' },
    { company: company.guid, tenant: '1000000' },
    { company: 'not-a-guid' },
    { company: '' },
  ];
  for (const query of unknown) {
    assert.deepEqual(await refusal(configOf(query)), [404, 'not-found'], JSON.stringify(query));
  }
  const malformed: Record<string, string>[] = [
    {},
    { company: company.guid, tenant: '-1' },
    { company: 'x'.repeat(9_999) },
  ];
  for (const query of malformed) assert.deepEqual(await refusal(configOf(query)), [400, 'invalid-input']);
});

test('a configuration is cached shortly and by its tag, per language and site', async () => {
  const { company } = await world.scene();
  const answer = await configOf({ company: company.guid });
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=10');
  assert.equal(answer.headers.get('vary'), 'Accept-Language, Origin');
  const etag = answer.headers.get('etag') ?? '';
  const again = await configOf({ company: company.guid }, { 'if-none-match': etag });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get('access-control-allow-origin'), '*');
});

test('every page may ask, none with cookies, and preflights are answered', async () => {
  for (const path of ['/widget/sessions', '/widget/config', '/widget/sessions/1/files', '/widget/none']) {
    const answer = await fetch(`${world.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /authorization/);
    assert.match(answer.headers.get('access-control-allow-methods') ?? '', /POST/);
  }
});

test('an address below /widget that does not exist says so to every page', async () => {
  assert.deepEqual(await refusal(fetch(`${world.url}/widget/none`)), [404, 'not-found']);
  assert.deepEqual(await refusal(fetch(`${world.url}/widget/sessions/1/none`)), [404, 'not-found']);
});

test('a package with a list of sites refuses all others, by HTTP and by socket (WG-SN-8)', async () => {
  const { company } = await world.scene();
  const { id, name } = await buildPreset(world.store, company, { domains: ['*.brand.test'] });
  const query = { company: company.guid, preset: name };
  assert.equal((await configOf(query, { origin: 'https://www.brand.test' })).status, 200);
  assert.equal((await configOf(query, { origin: world.url })).status, 200, 'the panel is a page of ours');
  assert.deepEqual(await refusal(configOf(query, { origin: 'https://evil.test' })), [403, 'wrong-origin']);
  const foreign = { origin: 'https://evil.test' };
  assert.deepEqual(await refusal(post(`${world.url}/widget/guest`, query, foreign)), [403, 'wrong-origin']);
  const eva = await browser(world, company);
  const begin = { presetId: id, language: 'en', scope: '', url: '', params: {} };
  assert.deepEqual(await refusal(post(`${world.url}/widget/sessions`, begin, { ...eva.headers, ...foreign })), [
    403,
    'wrong-origin',
  ]);

  const socket = await connectSocket(`${world.url.replace('http', 'ws')}/widget/socket`, { headers: foreign });
  await assert.rejects(socket.request('hello', query));
  assert.equal(await socket.closed, 4003);
  const own = await connectSocket(`${world.url.replace('http', 'ws')}/widget/socket`, {
    headers: { origin: 'https://brand.test' },
  });
  assert.ok(await own.request('hello', query));
  own.close();
});

test('a known token makes the same guest, any other a new one, and none an error', async () => {
  const { company } = await world.scene();
  const { company: other } = await world.scene();
  const enter = async (guid: string, token: unknown) =>
    json<GuestCredentials>(await post(`${world.url}/widget/guest`, { company: guid, token }));
  const first = await enter(company.guid, null);
  assert.match(first.token, /^[\w-]{43}$/);
  assert.deepEqual(await enter(company.guid, first.token), first);
  for (const token of [
    '',
    'x',
    'A'.repeat(43),
    first.token.slice(1),
    `${first.token} `,
    "' or 1=1 --",
    'ž'.repeat(43),
  ]) {
    const guest = await enter(company.guid, token);
    assert.notEqual(guest.guestGuid, first.guestGuid);
    assert.notEqual(guest.token, token);
  }
  const abroad = await enter(other.guid, first.token);
  assert.notEqual(abroad.token, first.token);
  assert.notEqual(abroad.guestGuid, first.guestGuid);
  const stored = await world.store.db.selectFrom('guests').selectAll().where('companyId', '=', company.id).execute();
  assert.ok(!JSON.stringify(stored).includes(first.token), 'only the hash is kept');
  const answer = await post(`${world.url}/widget/guest`, { company: company.guid });
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(answer.headers.get('set-cookie'), null);
});

test('without the token of a guest nothing opens, whatever cookie comes along', async () => {
  const { company, operator } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  const credentials: Record<string, string>[] = [
    {},
    { cookie: `hovor_guest=${eva.token}; tgid=${eva.token}` },
    { cookie: operator.cookie },
    { authorization: eva.token },
    { authorization: `Basic ${eva.token}` },
    { authorization: `Bearer ${eva.token}x` },
    { authorization: `Bearer ${'A'.repeat(43)}` },
    { authorization: 'Bearer ' },
  ];
  for (const headers of credentials) {
    for (const path of ['/sessions', `/sessions/${id}/activities`, `/sessions/${id}/files/1`]) {
      const answer = fetch(`${world.url}/widget${path}`, { headers });
      assert.deepEqual(await refusal(answer), [401, 'not-logged-in'], JSON.stringify([path, headers]));
    }
  }
});

test('a guest of another company, and another guest of this one, get 404 for everything and change nothing', async () => {
  const { company, operator } = await world.scene();
  const { company: foreign } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  await world.join(operator, id);
  const upload = await eva.upload(id, randomUUID(), 'note.txt', new TextEncoder().encode('secret'));
  assert.equal(upload.status, 200, await upload.clone().text());
  const [line] = await json<{ file: { id: number } | null }[]>(await eva.get(`/sessions/${id}/activities?after=1`));
  const fileId = line?.file?.id;
  assert.ok(fileId);
  const lastSeq = (await world.sessions.guestSession(company.id, id))?.lastSeq;

  const strangers: Browser[] = [await browser(world, foreign), await browser(world, company)];
  for (const stranger of strangers) {
    const attacks: Promise<Response>[] = [
      stranger.get(`/sessions/${id}/activities`),
      stranger.get(`/sessions/${id}/files/${fileId}`),
      stranger.post(`/sessions/${id}/end`),
      stranger.post(`/sessions/${id}/feedback`, { stars: 1, text: null }),
      stranger.upload(id, randomUUID(), 'a.txt', new TextEncoder().encode('a')),
    ];
    for (const attack of attacks) assert.deepEqual(await refusal(attack), [404, 'not-found']);
    const tab = await stranger.tab({ after: { sessionId: id, seq: 0 } });
    assert.equal(tab.welcome.session, null);
    const commands: [string, unknown][] = [
      ['send', { sessionId: id, messageId: randomUUID(), text: 'intruder' }],
      ['typing', { sessionId: id, typing: true }],
      ['read', { sessionId: id, seq: 1 }],
      ['setParams', { sessionId: id, params: { a: 'b' } }],
      ['page', { sessionId: id, url: 'https://evil.test/' }],
    ];
    for (const [command, args] of commands)
      await assert.rejects(tab.socket.request(command, args), /^Error: not-found/);
    tab.socket.close();
  }
  // A foreign package: neither its state nor a session in it.
  const [abroad] = strangers as [Browser];
  const begin = { presetId: eva.config.presetId, language: 'en', scope: '', url: '', params: {} };
  assert.deepEqual(await refusal(abroad.post('/sessions', begin)), [404, 'not-found']);
  const offline = { ...begin, params: undefined, scope: undefined, name: null, email: null, phone: null, message: 'x' };
  assert.deepEqual(await refusal(abroad.post('/offline-messages', offline)), [404, 'not-found']);
  // The token of another company makes a visitor, not a guest.
  const visitor = await openTab(world, { company: foreign.guid, token: eva.token });
  await assert.rejects(visitor.socket.request('read', { sessionId: id, seq: 1 }), /not-logged-in/);
  visitor.socket.close();

  const session = await world.sessions.guestSession(company.id, id);
  assert.deepEqual([session?.lastSeq, session?.ended, session?.receipts.guestRead], [lastSeq, null, 0]);
});

test('while the package is offline no session starts, but a running one is taken up and a message is kept', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  const adam = await browser(world, company);
  world.stage.state = 'offline';
  assert.equal((await eva.start()).id, id);
  const begin = { presetId: adam.config.presetId, language: 'en', scope: '', url: '', params: {} };
  assert.deepEqual(await refusal(adam.post('/sessions', begin)), [409, 'package-offline']);
  const message = {
    presetId: adam.config.presetId,
    language: 'cs',
    url: 'https://shop.test/kontakt',
    name: '=HYPERLINK("http://evil")',
    email: 'adam@example.test',
    phone: null,
    message: '<script>alert(1)</script>\nZavolejte mi, prosím.',
  };
  assert.equal((await adam.post('/offline-messages', message)).status, 204);
  const [stored] = await world.store.db
    .selectFrom('offlineMessages')
    .selectAll()
    .where('companyId', '=', company.id)
    .execute();
  assert.deepEqual(
    [stored?.message, stored?.email, stored?.tenantId],
    [message.message, message.email, company.tenantId],
  );
  const events = await world.store.db
    .selectFrom('events')
    .select(['payload', 'subject'])
    .where('companyId', '=', company.id)
    .where('kind', '=', 'offlineMessage.left')
    .execute();
  assert.equal(events.length, 1);
  for (const bad of [{ ...message, message: ' \n ' }, { ...message, message: 'x'.repeat(4_001) }, { message: 'x' }]) {
    assert.deepEqual(await refusal(adam.post('/offline-messages', bad)), [400, 'invalid-input']);
  }
});

test('a package that is switched off is offline to those who look at it and does not exist for new ones', async () => {
  const { company, preset } = await world.scene();
  const tab = await openTab(world, { company: company.guid });
  await world.store.db.updateTable('presets').set({ active: false }).where('id', '=', preset.id).execute();
  world.store.bus.publish([{ companyId: company.id, tenantId: company.tenantId, topic: 'preset', id: preset.id }]);
  await tab.until('offline', () => tab.told('state').at(-1) === 'offline');
  assert.deepEqual(await refusal(configOf({ company: company.guid })), [404, 'not-found']);
  tab.socket.close();
});

test('what is not as it should be is refused with the field that is wrong', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const good = { presetId: eva.config.presetId, language: 'en', scope: '', url: '', params: {} };
  const bad: [Record<string, unknown>, string][] = [
    [{ ...good, presetId: 'x' }, 'presetId'],
    [{ ...good, companyId: 1 }, 'companyId'],
    [{ ...good, name: 'x'.repeat(limits.nameLength + 1) }, 'name'],
    [{ ...good, params: { a: 'x'.repeat(limits.paramValueLength + 1) } }, 'params'],
    [{ ...good, scope: 'a\0b' }, 'scope'],
    [{ ...good, url: 'a\0b' }, 'url'],
  ];
  for (const [body, field] of bad) {
    const answer = await eva.post('/sessions', body);
    assert.equal(answer.status, 400, field);
    const problem = (await answer.json()) as ProblemBody;
    assert.ok(JSON.stringify(problem).includes(field), JSON.stringify(problem));
  }
  assert.deepEqual(await refusal(eva.post('/sessions', { ...good, presetId: 2 ** 40 })), [404, 'not-found']);
  for (const id of ['0', '-1', 'x', '99999999999999999999']) {
    assert.deepEqual(await refusal(eva.get(`/sessions/${id}/activities`)), [400, 'invalid-input'], id);
  }
  assert.deepEqual(await refusal(eva.get(`/sessions/${Number.MAX_SAFE_INTEGER}/activities`)), [404, 'not-found']);
  const huge = await eva.post('/sessions', { ...good, url: 'x'.repeat(limits.bodySize) });
  assert.deepEqual(await refusal(huge), [413, 'too-large']);
  const { id } = await eva.start();
  for (const feedback of [{ stars: 0, text: null }, { stars: 11, text: null }, { stars: 1.5, text: null }, {}]) {
    assert.deepEqual(await refusal(eva.post(`/sessions/${id}/feedback`, feedback)), [400, 'invalid-input']);
  }
});
