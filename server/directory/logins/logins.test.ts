import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { buildAdmin, buildCompany, buildLogin, buildTenant, buildUser } from '../../testing/build.ts';
import { createPasswords } from '../passwords.ts';
import { createDirectory } from '../service.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';
import { loginCookie } from './cookie.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

/** Every test comes from its own address, so that counters do not mix. */
let last = 0;
const address = () => `198.51.100.${++last}`;
const cookieOf = (answer: { cookies: { name: string; value: string }[] }) => {
  const cookie = answer.cookies.find((one) => one.name === 'hovor_login');
  assert.ok(cookie, 'a login cookie is set');
  return `hovor_login=${cookie.value}`;
};

test('a user logs in by user name or e-mail, in any case, and is who they are', async () => {
  const company = await buildCompany(stage.store, { name: 'Bakery' });
  const user = await buildUser(stage.store, company, { username: 'Anna.N', nickname: 'Anička', language: 'cs' });
  for (const name of ['anna.n', 'ANNA.N', user.email, ` ${user.email.toUpperCase()} `]) {
    const answer = await stage.logIn(name, user.password, { from: address() });
    assert.equal(answer.status, 200, name);
    assert.equal(answer.json.userId, user.id);
    const me = await stage.call('GET', '/app-api/me', { cookie: cookieOf(answer) });
    assert.equal(me.status, 200);
    assert.deepEqual(me.json, {
      userId: user.id,
      companyId: company.id,
      companyName: 'Bakery',
      username: 'Anna.N',
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.email,
      language: 'cs',
      timezone: 'Europe/Prague',
      globalRoles: [],
      tenants: [
        {
          id: company.tenantId,
          name: me.json.tenants[0].name,
          roles: ['Operator', 'MluviiOperator'],
          displayName: 'Anička',
          photoUrl: null,
        },
      ],
      demo: false,
    });
  }
});

test('after the user name was changed the e-mail address no longer opens (AD-US-4)', async () => {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const user = await buildUser(stage.store, company);
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 200);
  await stage.directory.users.update(admin.actor, user.id, { username: `boss-${user.id}` });
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 401);
  assert.equal((await stage.logIn(`boss-${user.id}`, user.password, { from: address() })).status, 200);
});

test('the cookie cannot be read by scripts or sent by other sites, and is Secure under https', async () => {
  const company = await buildCompany(stage.store);
  const user = await buildUser(stage.store, company);
  const plain = await stage.logIn(user.email, user.password, { from: address() });
  const header = String(plain.headers['set-cookie']);
  assert.match(header, /HttpOnly/i);
  assert.match(header, /SameSite=Lax/i);
  assert.match(header, /Path=\//);
  assert.doesNotMatch(header, /Secure/i);
  assert.doesNotMatch(header, /Domain/i);

  const secure = await directoryStage({ publicUrl: 'https://chat.example.com' });
  try {
    const there = await buildUser(secure.store, await buildCompany(secure.store));
    const answer = await secure.logIn(there.email, there.password);
    assert.match(String(answer.headers['set-cookie']), /Secure/i);
  } finally {
    await secure.close();
  }
});

test('unknown user, wrong password, disabled user, user without password: one answer', async () => {
  const company = await buildCompany(stage.store);
  const user = await buildUser(stage.store, company);
  const disabled = await buildUser(stage.store, company, { enabled: false });
  const fresh = await buildUser(stage.store, company);
  await stage.db.updateTable('users').set({ passwordHash: null }).where('id', '=', fresh.id).execute();
  const answers = [];
  for (const [name, password] of [
    ['nobody@example.test', 'whatever-9X'],
    [user.email, 'wrong-password-9X'],
    [disabled.email, disabled.password],
    [fresh.email, fresh.password],
  ] as const) {
    const { status, text, headers } = await stage.logIn(name, password, { from: address() });
    const { date: _, ...rest } = headers;
    answers.push({ status, text, headers: rest });
  }
  assert.equal(answers[0]?.status, 401);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]?.headers['set-cookie'], undefined);
});

test('an unknown user takes as long as a wrong password', async () => {
  const passwords = createPasswords();
  const directory = createDirectory(stage.store, { publicUrl: 'http://localhost', passwords });
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const passwordHash = await passwords.hash('Correct-horse-9');
  await stage.db.updateTable('users').set({ passwordHash }).where('id', '=', user.id).execute();
  const time = async (name: string) => {
    const attempt = { name, password: 'Wrong-horse-9', source: address(), ip: null, userAgent: null };
    const start = performance.now();
    await assert.rejects(directory.logins.logIn(attempt), { code: 'wrong-login' });
    return performance.now() - start;
  };
  await time('warm-up@example.test');
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 5; i++) {
    known.push(await time(user.email));
    unknown.push(await time(`nobody-${i}@example.test`));
  }
  // The smallest of each is the one the machine disturbed least. Without the decoy the ratio is about 1 : 10.
  const ratio = Math.min(...unknown) / Math.min(...known);
  assert.ok(ratio > 0.5 && ratio < 2, `unknown/known = ${ratio.toFixed(2)}`);
});

test('ten wrong passwords lock the account, whether it exists or not; the right one does not help until the time is over', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const answers = async (name: string) => {
    for (let i = 0; i < limits.loginFailuresPerAccount; i++) {
      assert.equal((await stage.logIn(name, 'Wrong-horse-9', { from: address() })).status, 401);
    }
    return stage.logIn(name, user.password, { from: address() });
  };
  const locked = await answers(user.email);
  const ghost = await answers(`ghost-${user.id}@example.test`);
  assert.equal(locked.status, 429);
  assert.equal(locked.json.code, 'account-locked');
  assert.equal(locked.headers['retry-after'], String(limits.loginLock / 1000));
  assert.deepEqual([ghost.status, ghost.text, ghost.headers['retry-after']], [429, locked.text, '900']);

  stage.clock.pass(limits.loginLock + 1);
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 200);
});

test('a success sets the count of the account back to zero', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < limits.loginFailuresPerAccount - 1; i++) {
      assert.equal((await stage.logIn(user.email, 'Wrong-horse-9', { from: address() })).status, 401);
    }
    assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 200);
  }
});

test('a hundred guesses at once are ten that are looked at', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => stage.logIn(user.email, `Wrong-${i}-horse`, { from: `203.0.113.${i % 20}` })),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  assert.deepEqual([count(401), count(429)], [limits.loginFailuresPerAccount, 100 - limits.loginFailuresPerAccount]);
});

test('one source cannot try many accounts; the count is shared by processes and survives a restart', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const from = address();
  for (let i = 0; i < limits.loginFailuresPerSource; i++) {
    const answer = await stage.logIn(`victim-${i}@example.test`, 'Password-1234', { from });
    assert.equal(answer.status, 401, `attempt ${i}`);
  }
  const locked = await stage.logIn(user.email, user.password, { from });
  assert.equal(locked.status, 429);
  assert.ok(Number(locked.headers['retry-after']) > 0);
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 200);

  const other = createDirectory(stage.store, { publicUrl: 'http://localhost' });
  const attempt = { name: user.email, password: user.password, source: from, ip: null, userAgent: null };
  await assert.rejects(other.logins.logIn(attempt), { code: 'account-locked' });
});

test('many right logins from one office lock nobody out', async () => {
  const company = await buildCompany(stage.store);
  const from = address();
  const users = [];
  for (let i = 0; i < limits.loginFailuresPerSource + 10; i++) users.push(await buildUser(stage.store, company));
  const answers = await Promise.all(users.map((user) => stage.logIn(user.email, user.password, { from })));
  assert.ok(answers.every((answer) => answer.status === 200));
});

test('a login makes a new token and ends the one the browser brought (fixation)', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const planted = `hovor_login=${'A'.repeat(43)}`;
  const first = await stage.logIn(user.email, user.password, { cookie: planted, from: address() });
  assert.notEqual(cookieOf(first), planted);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: planted })).status, 401);

  const second = await stage.logIn(user.email, user.password, { cookie: cookieOf(first), from: address() });
  assert.notEqual(cookieOf(second), cookieOf(first));
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: cookieOf(first) })).status, 401);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: cookieOf(second) })).status, 200);
});

test('only the hash of a token is stored, and forged cookies open nothing', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const cookie = cookieOf(await stage.logIn(user.email, user.password, { from: address() }));
  const token = cookie.split('=')[1] ?? '';
  const { rows } = await stage.pool.query(`select row_to_json(l)::text as t from logins l`);
  assert.ok(rows.every((row: { t: string }) => !row.t.includes(token)));
  for (const forged of [
    '',
    '0',
    `${token}x`,
    token.slice(1),
    `${token.slice(0, -1)}*`,
    'null',
    `"${token}"`,
    `${token}; x=%00`,
  ]) {
    const expected = forged.startsWith(`${token};`) ? 200 : 401;
    assert.equal(
      (await stage.call('GET', '/app-api/me', { cookie: `hovor_login=${forged}` })).status,
      expected,
      forged,
    );
  }
});

test('logins end by themselves: unused for long, and at the latest after their life', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const idle = await buildLogin(stage.store, user);
  const used = await buildLogin(stage.store, user);
  stage.clock.pass(limits.loginIdle - 60_000);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: used.cookie })).status, 200);
  stage.clock.pass(120_000);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: idle.cookie })).status, 401);
  for (let at = 0; at < limits.loginLife; at += limits.loginIdle / 2) {
    stage.clock.pass(limits.loginIdle / 2);
    await stage.call('GET', '/app-api/me', { cookie: used.cookie });
  }
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: used.cookie })).status, 401);

  await stage.directory.logins.sweep();
  const left = await stage.db.selectFrom('logins').select('id').where('userId', '=', user.id).execute();
  assert.deepEqual(left, []);
});

test('logging out ends this login, everywhere ends all', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const other = await buildLogin(stage.store, user);
  const third = await buildLogin(stage.store, user);
  const out = await stage.call('POST', '/app-api/logout', { cookie: user.cookie });
  assert.equal(out.status, 204);
  assert.match(String(out.headers['set-cookie']), /hovor_login=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 401);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: other.cookie })).status, 200);
  assert.equal((await stage.call('POST', '/app-api/logout')).status, 204);

  const topics: string[] = [];
  const stop = stage.store.bus.subscribe((changes) => topics.push(...changes.map((one) => `${one.topic}:${one.id}`)));
  assert.equal((await stage.call('POST', '/app-api/logout-everywhere', { cookie: other.cookie })).status, 204);
  stop();
  assert.ok(topics.includes(`user:${user.id}`));
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: third.cookie })).status, 401);
  assert.equal(await stage.directory.recheckLogin(user.actor), null);
});

test('the list shows the own running logins; one can be ended, those of others cannot', async () => {
  const company = await buildCompany(stage.store);
  const user = await buildUser(stage.store, company);
  const stranger = await buildUser(stage.store, company);
  const phone = await buildLogin(stage.store, user);
  const list = await stage.call('GET', '/app-api/logins', { cookie: user.cookie });
  assert.deepEqual(
    list.json.map((one: { id: number; current: boolean }) => [one.id, one.current]).sort(),
    [
      [user.loginId, true],
      [phone.loginId, false],
    ].sort(),
  );
  const end = (id: number) => stage.call('DELETE', `/app-api/logins/${id}`, { cookie: user.cookie });
  assert.equal((await end(stranger.loginId)).status, 404);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: stranger.cookie })).status, 200);
  assert.equal((await end(phone.loginId)).status, 204);
  assert.equal((await end(phone.loginId)).status, 404);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: phone.cookie })).status, 401);
});

test('disabling a user ends every login at once, also one that is just beginning, and tells the sockets', async () => {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const user = await buildUser(stage.store, company);
  const heard: string[] = [];
  const stop = stage.store.bus.subscribe((changes) => heard.push(...changes.map((one) => `${one.topic}:${one.id}`)));
  const disable = () => stage.call('POST', `/app-api/users/${user.id}/disable`, { cookie: admin.cookie });
  const enable = () => stage.call('POST', `/app-api/users/${user.id}/enable`, { cookie: admin.cookie });
  assert.equal((await disable()).status, 204);
  stop();
  assert.ok(heard.includes(`user:${user.id}`));
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 401);
  assert.equal(await stage.directory.recheckLogin(user.actor), null);
  assert.equal((await stage.events('user.disabled')).filter((one) => one.subject === `user:${user.id}`).length, 1);
  await enable();
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 401, 'old logins stay dead');

  for (let round = 0; round < 10; round++) {
    const [answer] = await Promise.all([stage.logIn(user.email, user.password, { from: address() }), disable()]);
    await enable();
    if (answer.status !== 200) continue;
    assert.equal((await stage.call('GET', '/app-api/me', { cookie: cookieOf(answer) })).status, 401);
  }
});

test('rights follow the rows: a taken role is gone with the next request, and no role reaches another company', async () => {
  const company = await buildCompany(stage.store);
  const other = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const user = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const groups = (tenantId: number) =>
    stage.call('GET', `/app-api/tenants/${tenantId}/groups`, { cookie: user.cookie });
  assert.equal((await groups(company.tenantId)).status, 200);
  assert.equal((await groups(other.tenantId)).status, 403);
  const second = await buildTenant(stage.store, company);
  assert.equal((await groups(second.id)).status, 403);
  await stage.directory.users.setMembership(admin.actor, user.id, { tenantId: company.tenantId, roles: ['Operator'] });
  assert.equal((await groups(company.tenantId)).status, 403);
});

test('changing calls from pages of other sites are refused, also at the door', async () => {
  const user = await buildUser(stage.store, await buildCompany(stage.store));
  const headers = { origin: 'https://evil.example' };
  assert.equal((await stage.logIn(user.email, user.password, { headers, from: address() })).status, 403);
  assert.equal((await stage.call('POST', '/app-api/logout-everywhere', { cookie: user.cookie, headers })).status, 403);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 200);
});

test('hostile input at the door is a wrong login or a clear refusal, never a fault', async () => {
  for (const login of ['\0', "' or 1=1 --", '\uD800', '%', '_', '\u202E', '😀'.repeat(50), '<script>']) {
    assert.equal((await stage.logIn(login, 'x', { from: address() })).status, 401, JSON.stringify(login));
  }
  for (const body of [
    {},
    { login: 'a' },
    { login: 1, password: 2 },
    { login: { $ne: null }, password: 'x' },
    [],
    'x',
    null,
  ]) {
    assert.equal(
      (
        await stage.call('POST', '/app-api/login', {
          body: JSON.stringify(body) as never,
          headers: { 'content-type': 'application/json' },
        })
      ).status,
      400,
    );
  }
  assert.equal((await stage.logIn('a', 'x'.repeat(limits.passwordMax + 1))).status, 400);
  assert.equal((await stage.logIn('a'.repeat(300), 'x')).status, 400);
});

test('who does nothing for the company’s time is logged out by the server; activity begins it anew (AD-CO-1)', async () => {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const email = 'idle@example.test';
  const { id } = await stage.directory.users.create(admin.actor, {
    ...{ firstName: 'Ida', lastName: 'Idle', email, password: 'Correct-horse-9' },
    memberships: [{ tenantId: company.tenantId, roles: ['Operator'] }],
  });
  const { token } = await stage.directory.logins.logIn({
    ...{ name: email, password: 'Correct-horse-9', source: 'idle', ip: null, userAgent: null },
  });
  const cookie = `${loginCookie}=${token}`;
  const here = async () => (await stage.call('GET', '/app-api/me', { cookie })).status;
  const minutes = 60_000;
  stage.clock.pass(40 * minutes);
  assert.equal(await here(), 200, 'the company has not asked for it');
  assert.equal((await stage.call('POST', '/app-api/me/activity', { cookie })).status, 204);
  const change = { logoutWhenIdle: 'true', logoutWhenIdleMinutes: '15' };
  await stage.directory.settings.set(admin.actor, 'company', company.id, change);
  stage.clock.pass(14 * minutes);
  await stage.call('POST', '/app-api/me/activity', { cookie });
  stage.clock.pass(14 * minutes);
  assert.equal(await here(), 200);
  stage.clock.pass(2 * minutes);
  assert.equal(await here(), 401, 'a question alone is no activity');
  assert.deepEqual(await stage.directory.logins.listOf(admin.actor, id), [], 'the login is gone for good');
});
