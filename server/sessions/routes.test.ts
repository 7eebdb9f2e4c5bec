import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { createDirectory } from '../directory/service.ts';
import { createHttpServer } from '../foundation/http/server.ts';
import { createLog } from '../foundation/log.ts';
import { buildGuest, buildUser } from '../testing/build.ts';
import { registerSessionRoutes } from './routes.ts';
import { createCatalogue } from './service.ts';
import { activeSession, type Stage, sessionsStage, startInput } from './testing.ts';

let stage: Stage;
let address: { port: number; url: string };
let closeServer: () => Promise<unknown>;
before(async () => {
  stage = await sessionsStage();
  const { store, sessions } = stage;
  const publicUrl = 'http://localhost';
  const server = createHttpServer({ log: createLog('silent'), publicUrl, trustedProxies: 0 });
  server.authenticateWith('login', createDirectory(store, { publicUrl }).resolveLogin);
  registerSessionRoutes(server.app, { sessions, catalogue: createCatalogue(store) });
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  address = { url, port: Number(new URL(url).port) };
  closeServer = () => server.app.close();
});
after(async () => {
  await closeServer();
  await stage.close();
});

async function call(method: string, path: string, { cookie }: { cookie?: string } = {}, body?: unknown) {
  const response = await fetch(`${address.url}/app-api${path}`, {
    method,
    headers: { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : undefined };
}

function form(content: Blob, name: string, messageId: string = randomUUID()) {
  const data = new FormData();
  data.set('messageId', messageId);
  data.set('file', content, name);
  return data;
}

async function upload(sessionId: number, cookie: string, body: FormData) {
  const url = `${address.url}/app-api/sessions/${sessionId}/files`;
  const response = await fetch(url, { method: 'POST', headers: { cookie }, body });
  return { status: response.status, json: (await response.json()) as { seq?: number; code?: string } };
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function filesOnDisk() {
  const entries = await readdir(stage.folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('an operator’s day over HTTP', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  await sessions.send(scene.guest.actor, { sessionId: id, messageId: randomUUID(), text: 'Hello' });
  const me = scene.operator;
  const detail = await call('GET', `/sessions/${id}`, me);
  assert.equal(detail.status, 200);
  assert.equal(detail.json.status, 'ACTIVE');
  const page = await call('GET', `/sessions/${id}/activities?after=1`, me);
  assert.deepEqual(
    page.json.map((line: { text: string }) => line.text),
    ['Hello'],
  );
  assert.deepEqual((await call('GET', `/sessions/${id}/activities?before=2`, me)).json.length, 1);
  const params = await call('PUT', `/sessions/${id}/params`, me, { params: { order: '1' } });
  assert.ok(
    params.json.some((param: { name: string; source: string }) => param.name === 'order' && param.source === 'USER'),
  );
  const tag = await call('POST', `/sessions/${id}/tags`, me, { name: 'vip' });
  assert.equal(tag.json.name, 'vip');
  assert.equal((await call('PUT', `/sessions/${id}/tags/${tag.json.id}`, me)).status, 204);
  assert.equal((await call('DELETE', `/sessions/${id}/tags/${tag.json.id}`, me)).status, 204);
  assert.equal((await call('POST', `/sessions/${id}/notes`, me, { text: 'call back' })).json.userId, me.id);
  assert.deepEqual((await call('GET', `/sessions/${id}/guest-sessions`, me)).json, []);
  assert.equal((await call('POST', `/sessions/${id}/end`, me)).status, 204);
  assert.equal((await call('PUT', `/sessions/${id}/acw`, me, { result: null, note: 'draft' })).status, 204);
  assert.equal((await call('POST', `/sessions/${id}/conclude`, me, { result: null, note: 'done' })).status, 204);
  const after = (await call('GET', `/sessions/${id}`, me)).json;
  assert.deepEqual([after.status, after.note, after.notes[0].text], ['CLOSED', 'done', 'call back']);
  const history = await call('GET', `/tenants/${scene.tenantId}/sessions?view=history&search=${id}`, me);
  assert.deepEqual(
    history.json.map((row: { id: number }) => row.id),
    [id],
  );
  assert.equal((await call('GET', `/tenants/${scene.tenantId}/catalogue`, me)).json.tags.length, 1);
});

test('no login, a foreign company or a stranger of the session: nothing', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const foreign = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const colleague = await buildUser(store, scene.company);
  const paths: [string, string, unknown?][] = [
    ['GET', `/sessions/${id}`],
    ['GET', `/sessions/${id}/activities`],
    ['GET', `/sessions/${id}/guest-sessions`],
    ['POST', `/sessions/${id}/end`],
    ['POST', `/sessions/${id}/leave`],
    ['POST', `/sessions/${id}/conclude`, { result: null, note: null }],
    ['PUT', `/sessions/${id}/acw`, { result: null, note: null }],
    ['PUT', `/sessions/${id}/params`, { params: { a: 'b' } }],
    ['POST', `/sessions/${id}/tags`, { name: 'x' }],
    ['PUT', `/sessions/${id}/tags/1`],
    ['DELETE', `/sessions/${id}/tags/1`],
    ['POST', `/sessions/${id}/notes`, { text: 'x' }],
    ['GET', `/sessions/${id}/files/1`],
  ];
  for (const [method, path, body] of paths) {
    assert.equal((await call(method, path, {}, body)).status, 401, path);
    assert.equal((await call(method, path, foreign.operator, body)).status, 404, path);
    assert.equal((await call(method, path, colleague, body)).status, 404, path);
  }
  for (const path of ['catalogue', 'sessions', 'offline-messages']) {
    assert.equal((await call('GET', `/tenants/${scene.tenantId}/${path}`, foreign.operator)).status, 403, path);
  }
  const [row] = await sessions.rows(scene.company.id, [id]);
  assert.deepEqual([row?.ended, row?.tags], [null, []]);
});

test('ids and bodies that cannot be right are refused before anything is asked of the database', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const me = scene.operator;
  for (const path of ['x', '0', '-1', '9999999999999999999', "1'--"]) {
    assert.equal((await call('GET', `/sessions/${encodeURIComponent(path)}`, me)).status, 400, path);
  }
  assert.equal((await call('GET', `/sessions/${Number.MAX_SAFE_INTEGER}`, me)).status, 404);
  assert.equal((await call('PUT', `/sessions/${id}/tags/2147483648`, me)).status, 400);
  const line = 'x'.repeat(1024 * 1024 - 100);
  for (const [path, body, status] of [
    [`/sessions/${id}/notes`, { text: line }, 400],
    [`/sessions/${id}/notes`, { text: 'x'.repeat(limits.noteLength + 1) }, 400],
    [`/sessions/${id}/notes`, { text: '  ' }, 400],
    [`/sessions/${id}/notes`, { text: 'nul\0' }, 400],
    [`/sessions/${id}/notes`, { text: line + line }, 413],
    [`/sessions/${id}/tags`, { name: 'x'.repeat(limits.tagNameLength + 1) }, 400],
    [`/sessions/${id}/tags`, { name: 'x', extra: 1 }, 400],
    [`/sessions/${id}/conclude`, { result: 1 }, 400],
  ] as const) {
    assert.equal((await call('POST', path, me, body)).status, status, path);
  }
});

test('a file goes up and comes down as what it is', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const { cookie } = scene.operator;
  const messageId = randomUUID();
  const first = await upload(id, cookie, form(new Blob([png]), 'účet "1".png', messageId));
  assert.equal(first.status, 200);
  assert.deepEqual(await upload(id, cookie, form(new Blob([png]), 'účet.png', messageId)), first);
  const [, line] = (await call('GET', `/sessions/${id}/activities`, scene.operator)).json;
  const down = await fetch(`${address.url}${line.file.url}`, { headers: { cookie } });
  assert.equal(down.status, 200);
  assert.deepEqual(Buffer.from(await down.arrayBuffer()), png);
  assert.equal(down.headers.get('content-type'), 'image/png');
  assert.match(down.headers.get('content-security-policy') ?? '', /sandbox/);
  assert.equal(down.headers.get('x-content-type-options'), 'nosniff');
  const foreign = await stage.scene();
  const stolen = await fetch(`${address.url}${line.file.url}`, { headers: { cookie: foreign.operator.cookie } });
  assert.equal(stolen.status, 404);
  await stolen.body?.cancel();
});

test('uploads that are refused say why and leave nothing', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const { cookie } = scene.operator;
  const before = await filesOnDisk();
  assert.deepEqual((await upload(id, cookie, form(new Blob(['MZ']), 'virus.png'))).json.code, 'file-type');
  assert.deepEqual((await upload(id, cookie, form(new Blob(['x']), 'virus.exe'))).json.code, 'file-type');
  const large = new Blob([png, new Uint8Array(limits.fileSize - png.length + 1)]);
  assert.deepEqual((await upload(id, cookie, form(large, 'large.png'))).json.code, 'too-large');
  const larger = new Blob([png, new Uint8Array(limits.fileSize * 2)]);
  assert.deepEqual((await upload(id, cookie, form(larger, 'larger.png'))).json.code, 'too-large');
  assert.deepEqual((await upload(id, cookie, form(new Blob([png]), 'a.png', 'no uuid'))).json.code, 'invalid-input');
  assert.deepEqual((await upload(id, cookie, new FormData())).json.code, 'invalid-input');
  const json = await call('POST', `/sessions/${id}/files`, scene.operator, { a: 1 });
  assert.equal(json.status, 400);
  assert.deepEqual(await filesOnDisk(), before);
  const allowed = new Blob([png, new Uint8Array(limits.fileSize - png.length)]);
  assert.equal((await upload(id, cookie, form(allowed, 'fits.png'))).status, 200);
});

test('an upload cut off in the middle leaves nothing, and the server goes on', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const before = await filesOnDisk();
  for (const sent of [0, 300_000]) {
    const socket = connect(address.port, '127.0.0.1');
    await once(socket, 'connect');
    const head = [
      '--b',
      'content-disposition: form-data; name="messageId"',
      '',
      randomUUID(),
      '--b',
      'content-disposition: form-data; name="file"; filename="a.png"',
      'content-type: image/png',
      '',
      '',
    ].join('\r\n');
    socket.write(
      `POST /app-api/sessions/${id}/files HTTP/1.1\r\nhost: localhost\r\ncookie: ${scene.operator.cookie}\r\n` +
        `content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000000\r\n\r\n${head}`,
    );
    socket.write(Buffer.concat([png, Buffer.alloc(sent)]));
    while ((await filesOnDisk()).length === before.length) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    while ((await filesOnDisk()).length > before.length) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await filesOnDisk(), before);
  assert.equal((await call('GET', `/sessions/${id}`, scene.operator)).status, 200);
});

test('a flood of uploads of one user is slowed', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const statuses = await Promise.all(
    Array.from(
      { length: limits.uploadsBurst + 5 },
      async () => (await upload(id, scene.operator.cookie, form(new Blob(['x']), 'a.exe'))).status,
    ),
  );
  assert.ok(statuses.filter((status) => status === 429).length >= 1);
  assert.ok(statuses.filter((status) => status === 415).length >= limits.uploadsBurst);
});

test('offline messages: left, listed, handled once', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const foreign = await stage.scene();
  const message = {
    presetId: scene.preset.id,
    language: 'cs',
    url: 'https://shop.example/',
    name: ' Jan\n',
    email: 'jan@example.test',
    phone: null,
    message: '<b>Zavolejte</b>',
  };
  const { id } = await sessions.leaveOfflineMessage(scene.guest.actor, message);
  await assert.rejects(sessions.leaveOfflineMessage(foreign.guest.actor, message), { code: 'not-found' });
  for (const text of ['', ' ', 'x'.repeat(limits.offlineMessageLength + 1), 'nul\0']) {
    const wrong = sessions.leaveOfflineMessage(scene.guest.actor, { ...message, message: text });
    await assert.rejects(wrong, { code: 'invalid-input' });
  }
  const list = (query = '') => call('GET', `/tenants/${scene.tenantId}/offline-messages${query}`, scene.operator);
  const [listed] = (await list()).json;
  assert.deepEqual([listed.id, listed.name, listed.message, listed.handled], [id, 'Jan', '<b>Zavolejte</b>', null]);
  const handle = (tenantId: number, who: { cookie: string }) =>
    call('POST', `/tenants/${tenantId}/offline-messages/${id}/handle`, who);
  assert.equal((await handle(scene.tenantId, foreign.operator)).status, 403);
  assert.equal((await handle(foreign.tenantId, foreign.operator)).status, 404);
  const [a, b] = await Promise.all([handle(scene.tenantId, scene.operator), handle(scene.tenantId, scene.operator)]);
  assert.deepEqual([a.status, b.status], [204, 204]);
  assert.deepEqual((await list()).json, []);
  assert.equal((await list('?handled=true')).json[0].handledBy, scene.operator.id);
  const events = await store.db
    .selectFrom('events')
    .select('kind')
    .where('subject', '=', `offlineMessage:${id}`)
    .execute();
  assert.deepEqual(events.map((event) => event.kind).sort(), ['offlineMessage.handled', 'offlineMessage.left']);
});

test('another site cannot act in an operator’s name', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const guest = await buildGuest(store, scene.company);
  const { id } = await sessions.start(guest.actor, startInput(scene.preset));
  const response = await fetch(`${address.url}/app-api/sessions/${id}/end`, {
    method: 'POST',
    headers: { cookie: scene.operator.cookie, origin: 'https://evil.example' },
  });
  assert.equal(response.status, 403);
  await response.body?.cancel();
});
