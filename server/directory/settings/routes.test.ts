import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildAdmin, buildCompany, buildTenant, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

test('the company’s settings begin with their defaults, change one by one and refuse what they cannot mean', async () => {
  const company = await buildCompany(stage.store);
  const { cookie } = await buildAdmin(stage.store, company);
  const put = (body: unknown) => stage.call('PUT', '/app-api/company/settings', { cookie, body });
  const { json } = await stage.call('GET', '/app-api/company/settings', { cookie });
  assert.deepEqual(
    [json.operatorsMaySwitchChannels, json.operatorsMayDeleteContacts, json.logoutWhenIdle, json.logoutWhenIdleMinutes],
    [true, false, false, 30],
  );
  assert.ok(json.knownFileTypes.includes('.pdf') && !json.knownFileTypes.includes('.exe'));
  const changed = await put({
    operatorsMayDeleteContacts: true,
    logoutWhenLocked: true,
    acceptedFileTypes: ['.PDF', '.png'],
  });
  assert.deepEqual(changed.json, {
    ...json,
    operatorsMayDeleteContacts: true,
    logoutWhenLocked: true,
    acceptedFileTypes: ['.pdf', '.png'],
  });
  const wrong = await put({ logoutWhenIdle: true, logoutWhenIdleMinutes: 0 });
  assert.deepEqual([wrong.status, Object.keys(wrong.json.errors)], [400, ['logoutWhenIdleMinutes']]);
  assert.equal((await put({ acceptedFileTypes: [] })).status, 400);
  assert.equal((await put({ avRecording: true })).status, 400, 'what no room works by yet is not offered');
  assert.equal((await put({})).status, 400);
  assert.deepEqual((await stage.call('GET', '/app-api/company/settings', { cookie })).json, changed.json);
});

test('a tenant’s settings are its administrators’, and no other tenant’s', async () => {
  const company = await buildCompany(stage.store);
  const other = await buildTenant(stage.store, company);
  const { cookie } = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const path = `/app-api/tenants/${company.tenantId}/settings`;
  const put = (body: unknown) => stage.call('PUT', path, { cookie, body });
  const { json } = await stage.call('GET', path, { cookie });
  assert.deepEqual(json, {
    clientPreview: true,
    showRoutedOperators: false,
    operatorsMayCreateTags: true,
    stateWhenAllAway: 'busy',
    clientDisconnectedSeconds: 300,
    resultRequired: false,
    serviceLevelSeconds: 20,
  });
  const changed = await put({ stateWhenAllAway: 'offline', clientDisconnectedSeconds: 60 });
  assert.deepEqual(changed.json, { ...json, stateWhenAllAway: 'offline', clientDisconnectedSeconds: 60 });
  assert.equal((await put({ stateWhenAllAway: 'online' })).status, 400);
  assert.equal((await put({ clientDisconnectedSeconds: 5 })).status, 400);
  const operator = await buildUser(stage.store, company, { roles: ['Operator'] });
  assert.equal((await stage.call('GET', path, { cookie: operator.cookie })).status, 403);
  assert.equal((await stage.call('GET', `/app-api/tenants/${other.id}/settings`, { cookie })).status, 403);
});
