import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Me } from '@hovor/protocol/desk';
import { me } from '../../testing/fake-data.ts';
import { isOutside, placesOf, safeReturn, startPath } from './places.ts';

const tenant = (id: number, ...roles: string[]): Me['tenants'][number] => ({
  id,
  name: `T${id}`,
  roles,
  displayName: `T${id}`,
  photoUrl: null,
});
const withTenants = (...tenants: Me['tenants']): Me => ({ ...me, tenants });

test('the menu shows what the rights open', () => {
  assert.deepEqual(placesOf(tenant(1, 'Operator')), ['operator', 'contacts', 'sessions', 'messages', 'profile']);
  assert.deepEqual(placesOf(tenant(1, 'TenantSessionsView')), ['contacts', 'sessions', 'messages', 'profile']);
  assert.deepEqual(placesOf(tenant(1, 'TenantCampaignsAdmin')), ['contacts', 'profile']);
  assert.deepEqual(placesOf(tenant(1, 'TenantAdmin')), [
    ...['contacts', 'operators', 'queues', 'sessions', 'messages', 'settings', 'profile'],
  ]);
  assert.deepEqual(placesOf(tenant(1, 'TenantOperatorsView')), ['operators', 'queues', 'profile']);
  assert.deepEqual(placesOf(tenant(1, 'Wallboard')), ['wallboard', 'profile']);
  assert.deepEqual(placesOf(tenant(1)), ['profile']);
});

test('people land where they worked last, else where they can serve clients', () => {
  const someone = withTenants(tenant(1, 'TenantAdmin'), tenant(2, 'Operator'));
  assert.equal(startPath(someone, null), '/app/1/2/operator');
  assert.equal(startPath(someone, '1'), '/app/1/1/sessions');
  assert.equal(startPath(someone, '99'), '/app/1/2/operator');
  assert.equal(startPath(withTenants(tenant(3, 'Wallboard')), null), '/app/1/3/wallboard');
  assert.equal(startPath(withTenants(), null), null);
});

test('after login one returns to our own pages only', () => {
  assert.equal(safeReturn('/app/1/2/operator/5'), '/app/1/2/operator/5');
  assert.equal(safeReturn('/app'), '/app');
  assert.equal(safeReturn('/api/v1/Users?limit=3'), '/api/v1/Users?limit=3');
  assert.equal(safeReturn('/login/connect/interaction/abc_-1'), '/login/connect/interaction/abc_-1');
  assert.deepEqual(['/app/1', '/api', '/API/index.html'].map(isOutside), [false, true, true]);
  for (const evil of ['/api.evil.example', '/api\\evil.example', '/\t/evil.example', '/api/\n', '//api/', 'api/v1']) {
    assert.equal(safeReturn(evil), null, evil);
  }
  for (const evil of [
    '//evil.example',
    'https://evil.example/app',
    '/application',
    '/app\\..\\x',
    'javascript:1',
    5,
    null,
  ]) {
    assert.equal(safeReturn(evil), null, String(evil));
  }
});
