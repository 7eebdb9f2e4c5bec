import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { buildAdmin, buildCompany, buildGroup, buildRouting, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

test('known settings have the defaults of AD-SET until set, and again when removed', async () => {
  const company = await buildCompany(stage.store);
  const { actor } = await buildAdmin(stage.store, company);
  const { settings } = stage.directory;
  const tenant = () => settings.tenant(company.id, company.tenantId);
  assert.equal((await tenant()).clientDisconnectedSeconds, 300);
  assert.equal((await tenant()).stateWhenAllAway, 'busy');
  assert.equal((await tenant()).clientPreview, true);
  assert.equal((await settings.company(company.id)).operatorsMaySwitchChannels, true);
  assert.ok((await settings.company(company.id)).acceptedFileTypes.includes('.pdf'));
  await settings.set(actor, 'tenant', company.tenantId, {
    clientDisconnectedSeconds: '60',
    stateWhenAllAway: 'offline',
  });
  assert.equal((await tenant()).clientDisconnectedSeconds, 60);
  assert.equal((await tenant()).stateWhenAllAway, 'offline');
  await settings.set(actor, 'tenant', company.tenantId, { clientDisconnectedSeconds: null });
  assert.equal((await tenant()).clientDisconnectedSeconds, 300);
});

test('text a known setting cannot mean is refused; text in the database that means nothing is the default', async () => {
  const company = await buildCompany(stage.store);
  const { actor } = await buildAdmin(stage.store, company);
  const { settings } = stage.directory;
  for (const [key, text] of [
    ['clientDisconnectedSeconds', '-1'],
    ['clientDisconnectedSeconds', '1e9'],
    ['clientDisconnectedSeconds', 'NaN'],
    ['clientPreview', 'maybe'],
    ['stateWhenAllAway', 'Busy!'],
  ] as const) {
    await assert.rejects(
      settings.set(actor, 'tenant', company.tenantId, { [key]: text }),
      { code: 'invalid-input' },
      text,
    );
  }
  await assert.rejects(settings.set(actor, 'company', company.id, { acceptedFileTypes: '.pdf,../../x' }), {
    code: 'invalid-input',
  });
  await stage.db
    .insertInto('settings')
    .values({
      companyId: company.id,
      scope: 'tenant',
      scopeId: company.tenantId,
      key: 'clientDisconnectedSeconds',
      value: 'soon',
    })
    .execute();
  assert.equal((await settings.tenant(company.id, company.tenantId)).clientDisconnectedSeconds, 300);
});

test('the maps of all five levels are open, also for names that mean something in JavaScript', async () => {
  const company = await buildCompany(stage.store);
  const { actor, id } = await buildAdmin(stage.store, company);
  const group = await buildGroup(stage.store, company);
  const routing = await buildRouting(stage.store, company);
  const { settings } = stage.directory;
  const scopes = {
    company: company.id,
    tenant: company.tenantId,
    group: group.id,
    user: id,
    routing: routing.id,
  } as const;
  for (const [scope, scopeId] of Object.entries(scopes) as [keyof typeof scopes, number][]) {
    const change = JSON.parse('{"crm.url": "https://x", "constructor": "c", "__proto__": "p"}');
    await settings.set(actor, scope, scopeId, change);
    assert.equal(await settings.get(company.id, scope, scopeId, 'crm.url'), 'https://x');
    assert.equal(await settings.get(company.id, scope, scopeId, '__proto__'), 'p');
    const names = Object.keys(await settings.all(company.id, scope, scopeId));
    for (const name of ['__proto__', 'constructor', 'crm.url']) assert.ok(names.includes(name), `${scope} ${name}`);
  }
  const changed = (await stage.events('setting.changed')).filter((event) => event.companyId === company.id);
  assert.equal(changed.length, 15, 'one event per name');
  assert.equal(JSON.stringify(changed).includes('https://x'), false, 'values may be secret; the log holds names');
});

test('what the program works by is one value, in the map and in the thing itself', async () => {
  const company = await buildCompany(stage.store);
  const { actor, id } = await buildAdmin(stage.store, company);
  const group = await buildGroup(stage.store, company);
  const routing = await buildRouting(stage.store, company);
  const { settings, groups, users } = stage.directory;
  await settings.set(actor, 'group', group.id, { queueSize: '3', autoPickup: 'TRUE', 'crm.id': '7' });
  const changed = await groups.load(company.id, group.id);
  assert.deepEqual([changed.queueSize, changed.autoPickup], [3, true]);
  const map = await settings.all(company.id, 'group', group.id);
  assert.deepEqual([map.queueSize, map.autoPickup, map.timeToAcceptS, map['crm.id']], ['3', 'true', '30', '7']);
  await settings.set(actor, 'group', group.id, { queueSize: null });
  assert.equal((await groups.load(company.id, group.id)).queueSize, 10);
  await settings.set(actor, 'user', id, { liveSlots: '7' });
  assert.equal((await users.load(company.id, id)).slots.live, 7);
  await settings.set(actor, 'routing', routing.id, { fallback: 'end' });
  assert.equal((await settings.all(company.id, 'routing', routing.id)).fallback, 'end');
  for (const [scope, scopeId, change] of [
    ['group', group.id, { queueSize: '-1' }],
    ['group', group.id, { distribution: 'nobody' }],
    ['user', id, { liveSlots: 'many' }],
    ['routing', routing.id, { fallback: 'x' }],
  ] as const) {
    await assert.rejects(settings.set(actor, scope, scopeId, change), { code: 'invalid-input' });
  }
});

test('the same value again is no change and no event', async () => {
  const company = await buildCompany(stage.store);
  const { actor } = await buildAdmin(stage.store, company);
  const set = () => stage.directory.settings.set(actor, 'tenant', company.tenantId, { 'crm.url': 'x' });
  await set();
  await set();
  const events = (await stage.events('setting.changed')).filter((event) => event.companyId === company.id);
  assert.deepEqual(
    events.map(({ payload, tenantId }) => [payload, tenantId]),
    [[{ scope: 'tenant', scopeId: company.tenantId, name: 'crm.url' }, company.tenantId]],
  );
});

test('nothing of another company is read or set, and the map is bounded', async () => {
  const company = await buildCompany(stage.store);
  const other = await buildCompany(stage.store);
  const { actor } = await buildAdmin(stage.store, company);
  const stranger = await buildUser(stage.store, other);
  const { settings } = stage.directory;
  for (const [scope, id] of [
    ['company', other.id],
    ['tenant', other.tenantId],
    ['user', stranger.id],
    ['group', 2 ** 31 - 1],
  ] as const) {
    await assert.rejects(settings.set(actor, scope, id, { a: 'b' }), { code: 'not-found' }, scope);
  }
  const many = Object.fromEntries(Array.from({ length: limits.settingsPerScope + 1 }, (_, i) => [`k${i}`, 'v']));
  for (const change of [
    many,
    { ['k'.repeat(limits.settingNameLength + 1)]: 'v' },
    { k: 'v'.repeat(limits.settingValueLength + 1) },
    { ' ': 'v' },
    { k: '\0' },
  ]) {
    await assert.rejects(settings.set(actor, 'company', company.id, change), { code: 'invalid-input' });
  }
  assert.deepEqual(await settings.all(company.id, 'company', company.id), {});
});
