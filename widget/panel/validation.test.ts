import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkEmail, checkName, checkPhone } from './validation.ts';

test('names', () => {
  assert.equal(checkName('  ', 'required'), 'needName');
  assert.equal(checkName('', 'optional'), null);
});

test('e-mail addresses', () => {
  for (const good of ['eva@example.org', ' Eva.D+shop@mail.example.co.uk ', "o'neil@example.org", 'žluť@příklad.cz']) {
    assert.equal(checkEmail(good, 'required'), null, good);
  }
  for (const bad of ['eva', 'eva@', '@example.org', 'eva@example', 'a b@example.org', 'a@b@c.cz', 'eva@example..org']) {
    assert.equal(checkEmail(bad, 'optional'), 'wrongEmail', bad);
  }
  assert.equal(checkEmail('', 'required'), 'needEmail');
  assert.equal(checkEmail('', 'optional'), null);
});

test('telephone numbers', () => {
  for (const good of ['+420 123 456 789', '(02) 1234-5678', '112233'])
    assert.equal(checkPhone(good, 'required'), null, good);
  for (const bad of ['call me', '12', '+420 123 456 789 000 111', '123;456']) {
    assert.equal(checkPhone(bad, 'optional'), 'wrongPhone', bad);
  }
});
