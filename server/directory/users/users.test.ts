import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { globalRoles, tenantRoles } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { system } from '../../foundation/security/actor.ts';
import { buildAdmin, buildCompany, buildGroup, buildTenant, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

let serial = 0;
const newUser = (more: Record<string, unknown> = {}) => ({
  firstName: 'Nora',
  lastName: 'Nová',
  email: `nora${++serial}@example.test`,
  ...more,
});

async function office() {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const post = (url: string, body?: unknown) => stage.call('POST', url, { cookie: admin.cookie, body });
  const put = (url: string, body: unknown) => stage.call('PUT', url, { cookie: admin.cookie, body });
  const get = (url: string) => stage.call('GET', url, { cookie: admin.cookie });
  return { company, admin, post, put, get };
}

test('an administrator makes a user with rights and the default slots (AD-SET-21)', async () => {
  const { company, post, get } = await office();
  const memberships = [
    { tenantId: company.tenantId, roles: ['Operator', 'MluviiOperator'], nickname: 'Norka', position: 'Sales' },
  ];
  const body = newUser({ memberships });
  const made = await post('/app-api/users', body);
  assert.equal(made.status, 201, made.text);
  const user = (await get(`/app-api/users/${made.json.id}`)).json;
  assert.equal(user.username, body.email, 'the first user name is the address');
  assert.deepEqual(user.slots, { live: 3, asynchronous: 5, email: 10 });
  assert.deepEqual(user.memberships, [{ ...memberships[0], photoUrl: null }]);
  assert.equal(user.hasPassword, false);
  assert.equal(user.enabled, true);
  assert.ok(!('passwordHash' in user) && !('password_hash' in user));
  const events = (await stage.events('user.created')).filter((event) => event.subject === `user:${made.json.id}`);
  assert.equal(events.length, 1);
  assert.equal(JSON.stringify(events[0]).includes('Nora'), false, 'the event log holds no names');
});

test('user names and addresses are unique in any case, and no user name may pose as another’s address', async () => {
  const { post, put } = await office();
  const first = newUser();
  const { id } = (await post('/app-api/users', first)).json;
  const taken = await post('/app-api/users', newUser({ email: first.email.toUpperCase() }));
  assert.equal(taken.status, 409);
  assert.ok(taken.json.errors.email ?? taken.json.errors.username);
  assert.equal((await post('/app-api/users', newUser({ username: 'victim@example.test' }))).status, 409);
  assert.equal((await post('/app-api/users', newUser({ username: `nora-${id}` }))).status, 201);
  assert.equal((await put(`/app-api/users/${id}`, { username: `NORA-${id}` })).status, 409);
  assert.equal(
    (await put(`/app-api/users/${id}`, { email: `moved${id}@example.test` })).json.username,
    `moved${id}@example.test`,
  );
});

test('twenty makers of the same user at once: one wins, the others are told', async () => {
  const { post } = await office();
  const body = newUser();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('/app-api/users', body)));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, ...Array(19).fill(409)]);
});

test('hostile names are cleaned or refused, never stored as they came', async () => {
  const { post, get } = await office();
  const name = async (firstName: string) => {
    const made = await post('/app-api/users', newUser({ firstName }));
    return made.status === 201 ? (await get(`/app-api/users/${made.json.id}`)).json.firstName : made.status;
  };
  assert.equal(await name('<script>alert(1)</script>'), '<script>alert(1)</script>', 'text stays text; outputs escape');
  assert.equal(await name('\u202EannA'), 'annA');
  assert.equal(await name('An\u200Bna\u2060'), 'Anna');
  assert.equal(await name('Anna\0\r\nSubject: x'), 'Anna Subject: x');
  assert.equal(await name('👩‍💻 Anna'), '👩‍💻 Anna');
  assert.equal(await name('\u200B\u2060\uFEFF'), 400);
  assert.equal(await name(''), 400);
  assert.equal(await name('x'.repeat(limits.nameLength + 1)), 400);
  for (const email of [
    '',
    'x',
    'a@b',
    'a b@c.test',
    'a@b@c.test',
    '<a@b.test>',
    `a@b.test\r\nBcc: c@d.test`,
    `${'x'.repeat(65)}@b.test`,
    'a@b.test\u202E',
  ]) {
    assert.equal((await post('/app-api/users', newUser({ email }))).status, 400, JSON.stringify(email));
  }
  assert.equal((await post('/app-api/users', newUser({ username: 'two words' }))).status, 400);
  assert.equal((await post('/app-api/users', newUser({ globalRoles: ['Root'] }))).status, 400);
  assert.equal((await post('/app-api/users', newUser({ slots: { live: -1 } }))).status, 400);
});

test('a company administrator neither makes, changes nor locks out a server administrator', async () => {
  const { company, admin, post, put } = await office();
  const server = await buildUser(stage.store, company, { globalRoles: ['Admin'] });
  const user = await buildUser(stage.store, company);
  assert.equal((await post('/app-api/users', newUser({ globalRoles: ['Admin'] }))).status, 403);
  assert.equal((await put(`/app-api/users/${user.id}/global-roles`, { globalRoles: ['Admin'] })).status, 403);
  assert.equal(
    (await put(`/app-api/users/${admin.id}/global-roles`, { globalRoles: ['Admin', 'CompanyAdmin'] })).status,
    403,
  );
  assert.equal((await put(`/app-api/users/${server.id}/global-roles`, { globalRoles: [] })).status, 403);
  assert.equal((await put(`/app-api/users/${server.id}`, { email: 'mine@example.test' })).status, 403);
  assert.equal((await post(`/app-api/users/${server.id}/password-link`)).status, 403);
  assert.equal((await post(`/app-api/users/${server.id}/disable`)).status, 403);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: server.cookie })).status, 200);
});

test('the last administrator stays, also when two take the other’s rights at once; nobody disables themselves', async () => {
  const { company, admin, put, post } = await office();
  assert.equal((await post(`/app-api/users/${admin.id}/disable`)).status, 409);
  assert.equal((await put(`/app-api/users/${admin.id}/global-roles`, { globalRoles: [] })).status, 409);
  for (let round = 0; round < 5; round++) {
    const second = await buildAdmin(stage.store, company);
    const demote = (by: { cookie: string }, whom: { id: number }) =>
      stage.call('PUT', `/app-api/users/${whom.id}/global-roles`, { cookie: by.cookie, body: { globalRoles: [] } });
    await Promise.all([demote(admin, second), demote(second, admin)]);
    const all = await stage.directory.users.list(company.id);
    const left = all.filter((user) => user.globalRoles.includes('CompanyAdmin'));
    assert.equal(left.length, 1);
    await stage.directory.users.setGlobalRoles(system(company.id), admin.id, ['CompanyAdmin']);
    await stage.directory.users.setGlobalRoles(system(company.id), second.id, []);
  }
});

test('lists can be searched, filtered and read on; a tenant’s administrator sees the own tenants', async () => {
  const { company, get } = await office();
  const other = await buildTenant(stage.store, company);
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'], lastName: 'Chief' });
  const off = await buildUser(stage.store, company, { enabled: false, lastName: '100%_off' });
  const far = await buildUser(stage.store, company, { tenantId: other.id, lastName: 'Faraway' });
  const names = async (url: string, cookie?: string) => {
    const answer = cookie ? await stage.call('GET', url, { cookie }) : await get(url);
    assert.equal(answer.status, 200, answer.text);
    return answer.json.map((user: { lastName: string }) => user.lastName);
  };
  assert.deepEqual(await names('/app-api/users?enabled=false'), ['100%_off']);
  assert.deepEqual(await names('/app-api/users?search=CHIEF'), ['Chief']);
  assert.deepEqual(await names(`/app-api/users?search=${encodeURIComponent('%_')}`), ['100%_off']);
  assert.deepEqual(await names(`/app-api/users?search=${encodeURIComponent("' or 1=1 --\0")}`), []);
  assert.deepEqual(await names(`/app-api/users?after=${off.id}`), ['Faraway']);
  const seen = await names('/app-api/users', chief.cookie);
  assert.ok(seen.includes('Chief') && !seen.includes(far.lastName));
});

test('every role of the contract can be given, per tenant and company-wide, and is taken with the membership', async () => {
  const { company, put, get, admin } = await office();
  const second = await buildTenant(stage.store, company);
  const user = await buildUser(stage.store, company);
  const group = await buildGroup(stage.store, company, { tenantId: second.id });
  await put(`/app-api/users/${user.id}/tenants/${second.id}`, { roles: tenantRoles });
  await put(`/app-api/users/${user.id}/global-roles`, { globalRoles: globalRoles.filter((role) => role !== 'Admin') });
  await stage.directory.groups.setMembers(admin.actor, group.id, [user.id]);
  const before = (await get(`/app-api/users/${user.id}`)).json;
  assert.deepEqual(
    before.memberships.find((one: { tenantId: number }) => one.tenantId === second.id).roles,
    tenantRoles,
  );
  assert.deepEqual(before.groupIds, [group.id]);

  const gone = await stage.call('DELETE', `/app-api/users/${user.id}/tenants/${second.id}`, { cookie: admin.cookie });
  assert.equal(gone.status, 204);
  const after = (await get(`/app-api/users/${user.id}`)).json;
  assert.equal(after.memberships.length, 1);
  assert.deepEqual(after.groupIds, [], 'and from the groups of that tenant');

  await stage.directory.users.setTenants(admin.actor, user.id, [second.id]);
  const moved = (await get(`/app-api/users/${user.id}`)).json;
  assert.deepEqual(moved.memberships, [
    { tenantId: second.id, roles: [], nickname: null, position: null, photoUrl: null },
  ]);
});

test('faces show the nickname of the tenant, else the full name, and nobody from elsewhere', async () => {
  const { company } = await office();
  const stranger = await buildUser(stage.store, await buildCompany(stage.store));
  const anna = await buildUser(stage.store, company, {
    firstName: 'Anna',
    lastName: 'Nová',
    nickname: 'Anička',
    position: 'Sales',
  });
  const jan = await buildUser(stage.store, company, { firstName: 'Jan', lastName: 'Malý' });
  const faces = await stage.directory.faces(company.id, company.tenantId, [anna.id, jan.id, stranger.id, 0]);
  assert.deepEqual(
    [...faces.values()].sort((a, b) => a.userId - b.userId),
    [
      { userId: anna.id, name: 'Anička', position: 'Sales', photoUrl: null },
      { userId: jan.id, name: 'Jan Malý', position: null, photoUrl: null },
    ],
  );
  const names = await stage.directory.names(company.id, [anna.id, stranger.id]);
  assert.deepEqual([...names], [[anna.id, 'Anna Nová']]);
});

test('a user changes the own name and language, unless the company keeps names to itself (AD-CO-7)', async () => {
  const { company, admin } = await office();
  const user = await buildUser(stage.store, company);
  const put = (body: unknown) => stage.call('PUT', '/app-api/me', { cookie: user.cookie, body });
  const changed = await put({ firstName: ' Anna\u200B ', language: 'cs' });
  assert.deepEqual([changed.status, changed.json.firstName, changed.json.language], [200, 'Anna', 'cs']);
  await stage.directory.settings.set(admin.actor, 'company', company.id, { operatorsMayEditProfile: 'false' });
  assert.equal((await put({ lastName: 'Other' })).status, 403);
  assert.equal((await put({ language: 'en' })).json.language, 'en');
  assert.equal((await put({})).status, 400);
  assert.equal((await put({ globalRoles: ['CompanyAdmin'] })).status, 400);
});

test('skills of an operator: languages and tags with a level, each once (AD-US-11)', async () => {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const anna = await buildUser(stage.store, company);
  const put = (skills: unknown) =>
    stage.call('PUT', `/app-api/users/${anna.id}/skills`, { cookie: admin.cookie, body: { skills } });
  const kept = async () => (await stage.call('GET', `/app-api/users/${anna.id}`, { cookie: admin.cookie })).json.skills;
  assert.equal(
    (
      await put([
        { kind: 'language', name: 'CS', level: 5 },
        { kind: 'tag', name: 'Loans', level: 2 },
      ])
    ).status,
    204,
  );
  const both = [
    { kind: 'language', name: 'cs', level: 5 },
    { kind: 'tag', name: 'loans', level: 2 },
  ];
  assert.deepEqual(await kept(), both);
  for (const refused of [
    [{ kind: 'language', name: 'cs', level: 6 }],
    [{ kind: 'song', name: 'cs', level: 1 }],
    [
      { kind: 'tag', name: 'vip', level: 1 },
      { kind: 'tag', name: 'VIP', level: 2 },
    ],
    Array.from({ length: limits.skillsPerUser + 1 }, (_, index) => ({ kind: 'tag', name: `t${index}`, level: 1 })),
  ]) {
    assert.equal((await put(refused)).status, 400);
  }
  assert.deepEqual(await kept(), both);
  assert.equal((await put([])).status, 204);
  assert.deepEqual(await kept(), []);
});

test('an administrator puts a user into groups of a tenant, and out of the others (AD-US-6)', async () => {
  const { company, put, get } = await office();
  const other = await buildTenant(stage.store, company);
  const user = await buildUser(stage.store, company);
  const [day, night] = [
    await buildGroup(stage.store, company, { members: [user] }),
    await buildGroup(stage.store, company, {}),
  ];
  const path = `/app-api/users/${user.id}/tenants/${company.tenantId}/groups`;
  assert.equal((await put(path, { groupIds: [night.id] })).status, 204);
  const { groupIds } = (await get(`/app-api/users/${user.id}`)).json;
  assert.ok(groupIds.includes(night.id) && !groupIds.includes(day.id));
  assert.equal((await put(path, { groupIds: [night.id, 2 ** 31 - 1] })).status, 400);
  const elsewhere = `/app-api/users/${user.id}/tenants/${other.id}/groups`;
  assert.equal((await put(elsewhere, { groupIds: [] })).status, 404, 'not a member of that tenant');
});

test('an administrator sees where a user is logged in and ends it', async () => {
  const { company, admin, get } = await office();
  const user = await buildUser(stage.store, company);
  const path = `/app-api/users/${user.id}/logins`;
  const [login] = (await get(path)).json;
  assert.deepEqual(Object.keys(login).sort(), ['created', 'id', 'ip', 'lastSeen', 'userAgent']);
  assert.equal((await stage.call('DELETE', path, { cookie: user.cookie })).status, 403);
  assert.equal((await stage.call('DELETE', path, { cookie: admin.cookie })).status, 204);
  assert.deepEqual((await get(path)).json, []);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 401);
  const chief = await buildUser(stage.store, company, { globalRoles: ['Admin'] });
  const above = await stage.call('DELETE', `/app-api/users/${chief.id}/logins`, { cookie: admin.cookie });
  assert.equal(above.status, 403, 'nobody governs above themselves');
});
