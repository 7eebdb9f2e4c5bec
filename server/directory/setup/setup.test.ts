import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { createDirectory } from '../service.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage | undefined;
const fresh = async (options = {}) => {
  await stage?.close();
  stage = await directoryStage(options);
  return stage;
};
beforeEach(() => fresh());
after(() => stage?.close());

const current = () => {
  assert.ok(stage);
  return stage;
};

const form = (code: string, more: Record<string, unknown> = {}) => ({
  code,
  companyName: 'Bakery',
  tenantName: 'Shop',
  language: 'cs',
  timezone: 'Europe/Prague',
  firstName: 'Ada',
  lastName: 'Admin',
  email: 'ada@example.test',
  password: 'First-password-1',
  ...more,
});

test('the printed code makes company, tenant and administrator, who is logged in', async () => {
  const { directory, call, logIn, db, events } = current();
  assert.deepEqual((await call('GET', '/app-api/setup')).json, { needed: true });
  const code = await directory.setup.begin();
  assert.match(code ?? '', /^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  const sloppy = (code ?? '').toLowerCase().replaceAll('-', ' ');
  const made = await call('POST', '/app-api/setup', { body: form(sloppy) });
  assert.equal(made.status, 201, made.text);

  const cookie = `hovor_login=${made.cookies[0]?.value}`;
  const me = await call('GET', '/app-api/me', { cookie });
  assert.equal(me.json.companyName, 'Bakery');
  assert.equal(me.json.language, 'cs');
  assert.deepEqual(me.json.globalRoles, ['Admin', 'CompanyAdmin']);
  assert.ok(me.json.tenants[0].roles.includes('TenantAdmin'));
  assert.equal((await logIn('ada@example.test', 'First-password-1')).status, 200);

  assert.deepEqual((await call('GET', '/app-api/setup')).json, { needed: false });
  assert.equal((await call('POST', '/app-api/setup', { body: form(code ?? '') })).status, 409);
  assert.equal(await directory.setup.begin(), null);
  const keys = await db.selectFrom('installationKeys').selectAll().where('purpose', '=', 'setup-code').execute();
  assert.deepEqual(keys, []);
  const reasons = await directory.awayReasons.list(made.json.companyId);
  assert.deepEqual(
    reasons.map((one) => one.name),
    ['Lunch', 'Break', 'Training', 'Personal'],
  );
  const [group] = await directory.groups.list(made.json.companyId, made.json.tenantId);
  assert.deepEqual(group?.memberIds, [made.json.userId]);
  for (const kind of ['company.created', 'tenant.created', 'user.created']) {
    assert.equal((await events(kind)).length, 1, kind);
  }
});

test('ten calls at once make exactly one company', async () => {
  const { directory, call, db } = current();
  const code = (await directory.setup.begin()) ?? '';
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      call('POST', '/app-api/setup', { body: form(code, { email: `ada${i}@example.test` }), from: `192.0.2.${i + 1}` }),
    ),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, ...Array(9).fill(409)]);
  for (const table of ['companies', 'tenants', 'users'] as const) {
    assert.equal((await db.selectFrom(table).select('id').execute()).length, 1, table);
  }
});

test('wrong codes are refused, counted per source, and make nothing', async () => {
  const { directory, call, db, clock } = current();
  const code = (await directory.setup.begin()) ?? '';
  for (let i = 0; i < limits.setupFailuresPerSource; i++) {
    assert.equal((await call('POST', '/app-api/setup', { body: form('AAAA-AAAA-AAAA-AAAA') })).status, 403);
  }
  const locked = await call('POST', '/app-api/setup', { body: form(code) });
  assert.equal(locked.status, 429);
  assert.ok(Number(locked.headers['retry-after']) > 0);
  assert.equal((await db.selectFrom('companies').select('id').execute()).length, 0);
  for (const empty of ['-', ' ', '\0']) {
    assert.equal((await call('POST', '/app-api/setup', { body: form(empty), from: '192.0.2.9' })).status, 403);
  }
  clock.pass(limits.loginLock + 1);
  assert.equal((await call('POST', '/app-api/setup', { body: form(code) })).status, 201);
});

test('codes of several nodes are good together, and old ones run out', async () => {
  const { directory, store, call, clock } = current();
  const old = (await directory.setup.begin()) ?? '';
  clock.pass(limits.setupCodeLife + 1);
  const second = (await createDirectory(store, { publicUrl: 'http://localhost' }).setup.begin()) ?? '';
  await directory.setup.begin();
  assert.equal((await call('POST', '/app-api/setup', { body: form(old) })).status, 403);
  assert.equal((await call('POST', '/app-api/setup', { body: form(second) })).status, 201);
});

test('without a printed code nothing opens; with the demo on, set-up is not offered', async () => {
  assert.equal((await current().call('POST', '/app-api/setup', { body: form('') })).status, 400);
  assert.equal((await current().call('POST', '/app-api/setup', { body: form('x') })).status, 403);
  const demo = await fresh({ demo: true });
  assert.deepEqual((await demo.call('GET', '/app-api/setup')).json, { needed: false });
  assert.equal(await demo.directory.setup.begin(), null);
  assert.equal((await demo.call('POST', '/app-api/setup', { body: form('x') })).status, 409);
});

test('a weak password, a wrong time zone or an empty name is refused in words, and the code stays good', async () => {
  const { directory, call } = current();
  const code = (await directory.setup.begin()) ?? '';
  for (const [field, value] of [
    ['password', 'short'],
    ['password', 'alllowercaseletters'],
    ['password', 'ada@example.test'],
    ['timezone', 'Europe/Nowhere'],
    ['companyName', '\u200B\u202E'],
    ['email', 'not an address'],
  ] as const) {
    const answer = await call('POST', '/app-api/setup', { body: form(code, { [field]: value }) });
    assert.equal(answer.status, 400, field);
    assert.equal(typeof answer.json.detail, 'string');
  }
  assert.equal((await call('POST', '/app-api/setup', { body: form(code) })).status, 201);
});
