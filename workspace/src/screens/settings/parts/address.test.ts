import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWebAddress, shortAddress } from './address.ts';

test('an address is whole and of the web', () => {
  for (const good of ['https://crm.example/hook', ' http://a:b@crm.example:8080/?x=1 ', 'HTTPS://crm.example']) {
    assert.equal(isWebAddress(good), true, good);
  }
  for (const bad of ['', 'crm.example/hook', 'ftp://crm.example', 'https://', 'javascript:alert(1)']) {
    assert.equal(isWebAddress(bad), false, bad);
  }
});

test('in passing an address shows no password and no query', () => {
  assert.equal(shortAddress('https://me:secret@crm.example:8443/hook?secret=1#x'), 'crm.example:8443/hook');
  assert.equal(shortAddress('https://crm.example/'), 'crm.example');
  assert.equal(shortAddress('not an address'), 'not an address');
});
