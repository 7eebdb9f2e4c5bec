import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withRegion } from '../components/formats.ts';
import { matches } from '../frame/matching.ts';
import { chooseLanguage } from './language.ts';

test('the choice on this computer wins, then the own language, then the browser', () => {
  assert.equal(chooseLanguage('cs', 'en', ['en']), 'cs');
  assert.equal(chooseLanguage(null, 'en', ['cs']), 'en');
  assert.equal(chooseLanguage(null, null, ['de-DE', 'cs-CZ']), 'cs');
  assert.equal(chooseLanguage('xx', 'fr', ['de']), 'en');
});

test('Slovak readers get Czech', () => {
  assert.equal(chooseLanguage(null, null, ['sk-SK', 'en']), 'cs');
});

test("dates follow the reader's region", () => {
  assert.equal(withRegion('en', ['cs', 'en-US']), 'en-US');
  assert.equal(withRegion('en', ['cs-CZ']), 'en-GB');
  assert.equal(withRegion('cs', ['en-US']), 'cs');
});

test('names are found without accents and in any order of words', () => {
  assert.ok(matches('Přijmout klienta', 'klienta prijm'));
  assert.ok(matches('anything', ''));
  assert.ok(!matches('Přijmout', 'x'));
});
