import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { type DirectoryStage, directoryStage } from '../directory/testing.ts';
import { buildAdmin, buildCompany, buildGroup, buildTenant, buildUser } from '../testing/build.ts';
import { registerCalendarRoutes } from './routes.ts';
import { createCalendars } from './service.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage({ more: (app, store) => registerCalendarRoutes(app, createCalendars(store)) });
});
after(() => stage.close());

const weekly = [{ day: 1, from: 480, to: 1020 }];

async function office() {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const base = `/app-api/tenants/${company.tenantId}/calendars`;
  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: unknown) =>
    stage.call(method, `${base}${path}`, { cookie: chief.cookie, body });
  return { company, admin, chief, call };
}

test('a tenant’s administrator keeps calendars; the zone is the company’s unless named', async () => {
  const { call, company } = await office();
  const made = await call('POST', '', { name: ' Shop ', weekly });
  assert.equal(made.status, 201, made.text);
  const { id, open: _, changes, ...rest } = made.json;
  assert.deepEqual(rest, {
    tenantId: company.tenantId,
    name: 'Shop',
    timeZone: 'Europe/Prague',
    weekly,
    exceptions: [],
    holidays: true,
    groupIds: [],
  });
  assert.ok(Date.parse(changes) > stage.clock.now().getTime());
  const exceptions = [{ day: '2026-12-24', name: 'Christmas', intervals: [] }];
  const changed = await call('PUT', `/${id}`, { name: 'Store', timeZone: 'UTC', weekly, exceptions, holidays: false });
  assert.deepEqual([changed.json.name, changed.json.timeZone, changed.json.exceptions], ['Store', 'UTC', exceptions]);
  assert.equal((await call('POST', '', { name: 'STORE', weekly })).status, 409, 'one name a tenant');
  assert.equal((await call('GET')).json.length, 1);
  assert.equal((await call('DELETE', `/${id}`)).status, 204);
  assert.equal((await call('GET', `/${id}`)).status, 404);
});

test('what cannot hold is refused and changes nothing', async () => {
  const { call } = await office();
  const refused = async (change: object, field: string) => {
    const { status, json } = await call('POST', '', { name: 'Shop', weekly, ...change });
    assert.equal(status, 400, JSON.stringify(change));
    assert.ok(
      Object.keys(json.errors ?? json.fields ?? {}).some((key) => key.includes(field)),
      JSON.stringify(json),
    );
  };
  await refused({ timeZone: 'Mars/Olympus' }, 'timeZone');
  await refused({ weekly: [...weekly, { day: 1, from: 600, to: 700 }] }, 'weekly');
  await refused({ weekly: [{ day: 1, from: 600, to: 600 }] }, 'weekly');
  await refused({ exceptions: [{ day: '2026-02-30', name: '', intervals: [] }] }, 'exceptions');
  const twice = { day: '2026-02-20', name: '', intervals: [] };
  await refused({ exceptions: [twice, twice] }, 'exceptions');
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ day: 1, from: index, to: index + 1 }));
  await refused({ weekly: many(7 * limits.intervalsPerDay + 1) }, 'weekly');
  const days = Array.from({ length: limits.calendarExceptions + 1 }, (_, index) => ({
    day: new Date(index * 86_400_000).toISOString().slice(0, 10),
    name: '',
    intervals: [],
  }));
  await refused({ exceptions: days }, 'exceptions');
  await refused(
    { exceptions: [{ day: '2026-02-20', name: '', intervals: many(limits.intervalsPerDay + 1) }] },
    'exceptions',
  );
  assert.deepEqual((await call('GET')).json, []);
});

test('a tenant has a limited number of calendars', async () => {
  const { call, company } = await office();
  await stage.db
    .insertInto('calendars')
    .values(
      Array.from({ length: limits.calendarsPerTenant }, (_, index) => ({
        companyId: company.id,
        tenantId: company.tenantId,
        name: `Calendar ${index}`,
        timeZone: 'UTC',
        weekly: '[]',
      })),
    )
    .execute();
  assert.equal((await call('POST', '', { name: 'One more', weekly })).status, 409);
});

test('a group follows a calendar of its tenant; the calendar cannot go before', async () => {
  const { call, company, chief, admin } = await office();
  const { id } = (await call('POST', '', { name: 'Shop', weekly })).json;
  const group = await buildGroup(stage.store, company);
  const put = (calendarId: number | null) =>
    stage.call('PUT', `/app-api/tenants/${company.tenantId}/groups/${group.id}`, {
      cookie: chief.cookie,
      body: { calendarId },
    });
  assert.equal((await put(id)).json.calendarId, id);
  assert.deepEqual((await call('GET', `/${id}`)).json.groupIds, [group.id]);
  assert.equal((await call('DELETE', `/${id}`)).status, 409);
  const other = await buildTenant(stage.store, company, { name: 'Other' });
  const theirs = await createCalendars(stage.store).create(admin.actor, other.id, { name: 'Shop', weekly });
  assert.equal((await put(theirs.id)).status, 409, 'another tenant’s calendar');
  assert.equal((await put(null)).json.calendarId, null);
  assert.equal((await call('DELETE', `/${id}`)).status, 204);
});

test('holidays are kept once per company: replaced as a whole, or added from a file', async () => {
  const { admin, chief } = await office();
  const send = (method: 'PUT' | 'POST', path: string, holidays: unknown, cookie = admin.cookie) =>
    stage.call(method, `/app-api/holidays${path}`, { cookie, body: { holidays } });
  const christmas = { day: '2026-12-25', name: 'Christmas' };
  assert.equal((await send('PUT', '', [christmas], chief.cookie)).status, 403);
  assert.deepEqual((await send('PUT', '', [christmas])).json, [christmas]);
  const more = [
    { day: '2026-12-25', name: 'Christmas Day' },
    { day: '2026-12-26', name: 'Boxing Day' },
  ];
  assert.deepEqual((await send('POST', '/import', more)).json, more);
  assert.deepEqual((await stage.call('GET', '/app-api/holidays', { cookie: chief.cookie })).json, more);
  assert.equal((await send('POST', '/import', [{ day: '2026-02-30', name: 'Never' }])).status, 400);
  const days = (count: number, first: string) =>
    Array.from({ length: count }, (_, index) => ({
      day: new Date(Date.parse(first) + index * 86_400_000).toISOString().slice(0, 10),
      name: 'Holiday',
    }));
  assert.equal((await send('POST', '/import', days(limits.holidaysPerCompany, '2030-01-01'))).status, 400);
  assert.deepEqual((await send('PUT', '', [])).json, []);
});
