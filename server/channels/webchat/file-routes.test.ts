import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { createHttpServer } from '../../foundation/http/server.ts';
import { fileRoutes, mobilePageRoute, panelPolicy } from './file-routes.ts';
import { createWidgetFiles } from './files.ts';

const publicUrl = 'https://chat.test';
let folder: string;
let now = 0;
let app: ReturnType<typeof createHttpServer>['app'];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hovor-widget-'));
  ({ app } = createHttpServer({ log: pino({ level: 'silent' }), publicUrl, trustedProxies: 0 }));
  const files = createWidgetFiles(folder, () => now);
  mobilePageRoute(app, files, publicUrl);
  app.register(async (scope: typeof app) => fileRoutes(scope, files, publicUrl), { prefix: '/widget' });
  await app.ready();
});

after(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('without a build the answer says what to do', async () => {
  for (const url of ['/widget/OOWidget.js', '/widget/GuestFrame', '/widget/assets/panel-1.js', '/MobileSdkWidget']) {
    const answer = await app.inject({ url });
    assert.equal(answer.statusCode, 503);
    assert.equal(answer.headers['cache-control'], undefined);
    assert.match(answer.json().detail, /widget is not built.*npm start/);
  }
});

test('a build is handed out compressed, cached by what its name promises, and noticed when replaced', async () => {
  const script = `/* loader */ ${'x'.repeat(2_000)}`;
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'OOWidget.js'), script);
  await writeFile(join(folder, 'GuestFrame.html'), '<!doctype html><title>Chat</title>');
  await writeFile(join(folder, 'MobileSdkWidget.html'), '<!doctype html><title>Chat</title>');
  await writeFile(join(folder, 'assets', 'panel-abc123.js'), 'export {}');
  await writeFile(join(folder, 'assets', 'panel-abc123.js.map'), '{}');

  const plain = await app.inject({ url: '/widget/OOWidget.js' });
  assert.equal(plain.body, script);
  assert.equal(plain.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(plain.headers['cache-control'], 'public, max-age=300');
  assert.equal(plain.headers.vary, 'Accept-Encoding');

  const br = await app.inject({ url: '/widget/oowidget.js', headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(br.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(br.rawPayload).toString(), script);
  const gz = await app.inject({ url: '/widget/OOWidget.js', headers: { 'accept-encoding': 'br;q=0, gzip' } });
  assert.equal(gz.headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(gz.rawPayload).toString(), script);

  const etag = String(plain.headers.etag);
  const again = await app.inject({ url: '/widget/OOWidget.js', headers: { 'if-none-match': `"other", W/${etag}` } });
  assert.equal(again.statusCode, 304);
  assert.equal(again.body, '');

  const asset = await app.inject({ url: '/widget/assets/panel-abc123.js' });
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');

  await writeFile(join(folder, 'OOWidget.js'), '/* newer */');
  await utimes(join(folder, 'OOWidget.js'), new Date(), new Date(Date.now() + 5_000));
  assert.equal((await app.inject({ url: '/widget/OOWidget.js' })).body, script, 'not looked for at every request');
  now += 2_001;
  assert.equal((await app.inject({ url: '/widget/OOWidget.js' })).body, '/* newer */');
});

test('the panel’s page takes scripts from here only, may be framed anywhere, and takes any query', async () => {
  const page = await app.inject({ url: '/widget/GuestFrame?c=1&t=2&p=%3Cscript%3E' });
  assert.equal(page.statusCode, 200);
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(page.headers['cache-control'], 'no-cache');
  const policy = String(page.headers['content-security-policy']);
  assert.equal(policy, panelPolicy(publicUrl));
  for (const part of ["default-src 'none'", "script-src 'self'", 'frame-ancestors *', 'wss://chat.test']) {
    assert.ok(policy.includes(part), part);
  }
  assert.doesNotMatch(policy, /unsafe/);
});

test('the page of the mobile SDKs runs scripts from here only and nobody may frame it', async () => {
  const page = await app.inject({ url: '/MobileSdkWidget?c=1&t=2&p=%3Cscript%3E' });
  assert.equal(page.statusCode, 200);
  const policy = String(page.headers['content-security-policy']);
  for (const part of ["script-src 'self'", "frame-src 'self'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(part), part);
  }
  assert.doesNotMatch(policy, /unsafe/);
});

test('only files of the build are handed out', async () => {
  for (const name of ['panel-abc123.js.map', '..%2FOOWidget.js', '%2e%2e%2f%2e%2e%2fpackage.json', 'none.js', '.js']) {
    const answer = await app.inject({ url: `/widget/assets/${name}` });
    assert.ok([400, 404].includes(answer.statusCode), `${name}: ${answer.statusCode}`);
  }
});
