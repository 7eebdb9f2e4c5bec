import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { buildAdmin, buildApiKey, buildCompany, buildGroup, buildUser } from '../testing/build.ts';
import { type DirectoryStage, directoryStage } from './testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

/** Bodies with which each changing route would succeed at home, so that only the foreign id stands in the way. */
const bodies: Record<string, unknown> = {
  'PUT /app-api/users/:userId/skills': { skills: [] },
  'PUT /app-api/api-keys/:keyId': { name: 'Mine', permissions: [], expires: null, perMinute: null },
  'PUT /app-api/users/:userId/tenants/:tenantId/groups': { groupIds: [] },
  'PUT /app-api/tenants/:tenantId': { name: 'x' },
  'PUT /app-api/tenants/:tenantId/settings': { clientPreview: false },
  'PUT /app-api/users/:userId': { firstName: 'Mallory' },
  'PUT /app-api/users/:userId/global-roles': { globalRoles: [] },
  'PUT /app-api/users/:userId/slots': { live: 1 },
  'PUT /app-api/users/:userId/tenants/:tenantId': { roles: ['Operator'] },
  'POST /app-api/tenants/:tenantId/groups': { name: 'Mine' },
  'PUT /app-api/tenants/:tenantId/groups/:groupId': { name: 'Mine' },
  'PUT /app-api/tenants/:tenantId/groups/:groupId/members': { userIds: [] },
  'PUT /app-api/away-reasons/:awayReasonId': { name: 'Mine' },
  'POST /app-api/password-links/:token': { password: 'Brand-new-horse-7' },
};

async function world() {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const user = await buildUser(stage.store, company);
  const group = await buildGroup(stage.store, company, { members: [user] });
  const key = await buildApiKey(stage.store, company);
  const reason = await stage.db
    .selectFrom('awayReasons')
    .select('id')
    .where('companyId', '=', company.id)
    .executeTakeFirstOrThrow();
  const ids = {
    userId: user.id,
    tenantId: company.tenantId,
    groupId: group.id,
    keyId: key.id,
    awayReasonId: reason.id,
    loginId: user.loginId,
    token: 'x'.repeat(43),
    photoKey: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  };
  return { company, admin, user, ids };
}

/** Everything a company has, as one text. */
async function rowsOf(companyId: number) {
  const tables = [
    'companies',
    'tenants',
    'users',
    'memberships',
    'user_slots',
    'groups',
    'group_members',
    'away_reasons',
    'api_keys',
    'logins',
    'password_links',
    'settings',
    'events',
  ];
  const texts = [];
  for (const table of tables) {
    const column = table === 'companies' ? 'id' : 'company_id';
    const found = await sql<{ t: string }>`select row_to_json(x)::text as t from ${sql.table(table)} x
      where ${sql.ref(column)} = ${companyId} order by 1`.execute(stage.db);
    texts.push(table, ...found.rows.map((row) => row.t));
  }
  return texts.join('\n');
}

test('no route of the directory opens or changes another company, whichever of its ids is foreign', async () => {
  const here = await world();
  const there = await world();
  const before = await rowsOf(there.company.id);
  let tried = 0;
  for (const route of stage.server.routeTable) {
    const names = [...route.url.matchAll(/:(\w+)/g)].map((match) => match[1] as keyof typeof here.ids);
    for (const foreign of names) {
      const url = route.url.replace(/:(\w+)/g, (_, name: keyof typeof here.ids) =>
        String(name === foreign ? there.ids[name] : here.ids[name]),
      );
      const method = route.method as 'GET';
      const body = bodies[`${route.method} ${route.url}`] ?? (route.schema.body ? {} : undefined);
      assert.ok(
        !route.schema.body || bodies[`${route.method} ${route.url}`],
        `give ${route.method} ${route.url} a body`,
      );
      const answer = await stage.call(method, url, { cookie: here.admin.cookie, body });
      const named = `${method} ${url} → ${answer.status}`;
      // A foreign tenant among a user's memberships is a wrong value of a known user.
      assert.ok([403, 404].includes(answer.status) || (answer.status === 400 && names.length > 1), named);
      tried++;
    }
  }
  assert.ok(tried >= 20, `${tried} attacks`);
  assert.equal(await rowsOf(there.company.id), before);
});

test('ids in bodies are looked up in the own company', async () => {
  const here = await world();
  const there = await world();
  const before = await rowsOf(there.company.id);
  const tries: [string, unknown][] = [
    [`/app-api/tenants/${here.company.tenantId}/groups`, { name: 'G', userIds: [there.user.id] }],
    [
      `/app-api/users`,
      {
        firstName: 'A',
        lastName: 'B',
        email: 'a@b.test',
        memberships: [{ tenantId: there.company.tenantId, roles: ['TenantAdmin'] }],
      },
    ],
    [`/app-api/api-keys`, { name: 'K', permissions: [], tenantIds: [there.company.tenantId] }],
  ];
  for (const [url, body] of tries) {
    const answer = await stage.call('POST', url, { cookie: here.admin.cookie, body });
    assert.equal(answer.status, 400, `${url}: ${answer.text}`);
  }
  assert.equal(await rowsOf(there.company.id), before);
  const smuggled = await stage.call('POST', '/app-api/users', {
    cookie: here.admin.cookie,
    body: { firstName: 'A', lastName: 'B', email: 'c@d.test', companyId: there.company.id },
  });
  assert.equal(smuggled.status, 400, 'members the schema does not list are refused');
});

test('ids no database column can hold are nobody’s', async () => {
  const here = await world();
  for (const id of ['9007199254740991', '2147483648']) {
    for (const url of [`/app-api/users/${id}`, `/app-api/tenants/${here.company.tenantId}/groups/${id}`]) {
      assert.equal((await stage.call('GET', url, { cookie: here.admin.cookie })).status, 404, url);
    }
  }
  for (const id of ['0', '-1', '1.5', 'x', '1e3x', '9007199254740993']) {
    const answer = await stage.call('GET', `/app-api/users/${id}`, { cookie: here.admin.cookie });
    assert.ok([400, 404].includes(answer.status), `${id}: ${answer.status}`);
  }
});

test('lists hold the own company only', async () => {
  const here = await world();
  const there = await world();
  for (const [url, id] of [
    ['/app-api/users', 'userId'],
    ['/app-api/api-keys', 'keyId'],
    ['/app-api/away-reasons', 'awayReasonId'],
    [`/app-api/tenants/${here.company.tenantId}/groups`, 'groupId'],
  ] as const) {
    const answer = await stage.call('GET', url, { cookie: here.admin.cookie });
    const ids = answer.json.map((row: { id: number }) => row.id);
    assert.ok(ids.includes(here.ids[id]), url);
    assert.ok(!ids.includes(there.ids[id]), url);
  }
});

test('without a login, and with too few rights, nothing opens', async () => {
  const here = await world();
  const open = new Set([
    '/photos/:photoKey',
    '/app-api/login',
    '/app-api/logout',
    '/app-api/setup',
    '/app-api/password-links/:token',
  ]);
  const ownOnly = new Set([
    '/app-api/me',
    '/app-api/me/activity',
    '/app-api/me/password',
    '/app-api/logins',
    '/app-api/logins/:loginId',
    '/app-api/logout-everywhere',
    '/app-api/away-reasons',
    '/app-api/users/:userId/tenants/:tenantId/photo',
  ]);
  const fill = (url: string) => url.replace(/:(\w+)/g, (_, name: keyof typeof here.ids) => String(here.ids[name]));
  for (const route of stage.server.routeTable) {
    if (open.has(route.url)) continue;
    const method = route.method as 'GET';
    const body = route.schema.body ? (bodies[`${route.method} ${route.url}`] ?? {}) : undefined;
    assert.equal((await stage.call(method, fill(route.url), { body })).status, 401, `${method} ${route.url}`);
    if (ownOnly.has(route.url) && !(route.url === '/app-api/away-reasons' && method !== 'GET')) continue;
    const answer = await stage.call(method, fill(route.url), { body, cookie: here.user.cookie });
    assert.equal(answer.status, 403, `${method} ${route.url} as an operator`);
  }
});
