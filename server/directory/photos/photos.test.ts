import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { buildAdmin, buildCompany, buildTenant, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function office() {
  const company = await buildCompany(stage.store);
  const user = await buildUser(stage.store, company);
  const url = `/app-api/users/${user.id}/tenants/${company.tenantId}/photo`;
  const put = (bytes: Buffer, type = 'image/png', cookie = user.cookie, to = url) =>
    stage.call('PUT', to, { cookie, body: bytes, headers: { 'content-type': type } });
  const face = async () => (await stage.directory.faces(company.id, company.tenantId, [user.id])).get(user.id);
  return { company, user, url, put, face };
}

const stored = async () =>
  (await readdir(stage.folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());

test('an operator’s photo is shown to anybody who has its address, and replaced or removed for good', async () => {
  const { user, url, put, face } = await office();
  const before = (await stored()).length;
  assert.equal((await face())?.photoUrl, null);
  assert.equal((await put(png)).status, 204);
  const first = (await face())?.photoUrl ?? '';
  assert.match(first, /^\/photos\/[0-9a-f-]{36}$/);
  const shown = await stage.server.app.inject({ url: first });
  assert.equal(shown.statusCode, 200);
  assert.deepEqual(shown.rawPayload, png);
  assert.equal(shown.headers['content-type'], 'image/png');
  assert.equal(shown.headers['x-content-type-options'], 'nosniff');
  assert.match(String(shown.headers['content-security-policy']), /sandbox/);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).json.tenants[0].photoUrl, first);

  assert.equal((await put(png)).status, 204);
  assert.notEqual((await face())?.photoUrl, first);
  assert.equal((await stage.server.app.inject({ url: first })).statusCode, 404);
  assert.equal((await stored()).length, before + 1);
  assert.equal((await stage.call('DELETE', url, { cookie: user.cookie })).status, 204);
  assert.equal((await face())?.photoUrl, null);
  assert.equal((await stored()).length, before);
});

test('what is not a picture, or too large, is refused and leaves nothing behind', async () => {
  const { put, face } = await office();
  const before = (await stored()).length;
  assert.equal((await put(Buffer.from('<svg onload=alert(1)>'), 'image/svg+xml')).status, 415);
  assert.equal((await put(Buffer.from('<script>alert(1)</script>'), 'image/png')).status, 415);
  assert.equal((await put(png, 'image/jpeg')).status, 415);
  assert.equal((await put(Buffer.alloc(0), 'image/png')).status, 415);
  assert.equal((await put(Buffer.concat([png, Buffer.alloc(limits.photoSize)]))).status, 413);
  assert.equal((await face())?.photoUrl, null);
  assert.equal((await stored()).length, before);
});

test('a photo is set by the user and by administrators, in the user’s tenants, within the company', async () => {
  const { company, user, put } = await office();
  const admin = await buildAdmin(stage.store, company);
  const colleague = await buildUser(stage.store, company);
  const elsewhere = await buildTenant(stage.store, company);
  const foreign = await buildAdmin(stage.store, await buildCompany(stage.store));
  const path = (tenantId: number) => `/app-api/users/${user.id}/tenants/${tenantId}/photo`;
  assert.equal((await put(png, 'image/png', admin.cookie)).status, 204);
  assert.equal((await put(png, 'image/png', colleague.cookie)).status, 403);
  assert.equal((await put(png, 'image/png', foreign.cookie)).status, 404);
  assert.equal((await put(png, 'image/png', user.cookie, path(elsewhere.id))).status, 404);
  await stage.directory.settings.set(admin.actor, 'company', company.id, { operatorsMayEditProfile: 'false' });
  assert.equal((await put(png)).status, 403);
  assert.equal((await put(png, 'image/png', admin.cookie)).status, 204);
  for (const key of ['00000000-0000-0000-0000-000000000000', 'x', '..%2f..%2fetc%2fpasswd']) {
    assert.ok([400, 404].includes((await stage.server.app.inject({ url: `/photos/${key}` })).statusCode), key);
  }
});
