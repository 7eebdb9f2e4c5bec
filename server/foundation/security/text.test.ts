import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanName } from './text.ts';

const clean = (text: string, max = 200) => cleanName(text, max);

test('ordinary names of many scripts stay as they are', () => {
  for (const name of [
    'Žofie Nováková',
    "Anne-Marie O'Neill",
    '田中 太郎',
    'محمد علی',
    'नमस्ते',
    '👩‍👩‍👧 family',
    '🏳️‍🌈',
    'می‌خواهم',
    'क्‍ष',
    '葛󠄀城',
  ]) {
    assert.equal(clean(name), name);
  }
});

test('what only disguises is removed', () => {
  assert.equal(clean('\u202Egnp.exe'), 'gnp.exe');
  assert.equal(clean('An\u200Bna\u2060\uFEFF'), 'Anna');
  assert.equal(clean('An\u200Dna'), 'Anna');
  assert.equal(clean('\u2067Anna\u2069\u200F'), 'Anna');
  assert.equal(clean('Anna\u{E0041}\u{E0042}'), 'Anna');
  assert.equal(clean('Anna\u{E0100}'), 'Anna');
  assert.equal(clean('\u3164\u2800\u00AD'), '');
});

test('one line, one blank, composed letters', () => {
  assert.equal(clean('  Anna\r\n\tNova\u0301kova\u0301\0 '), 'Anna Nováková');
  assert.equal(clean('a\u2028b\u0085c'), 'a b c');
});

test('length is bounded between whole characters', () => {
  assert.equal(clean('😀😀😀', 5), '😀😀');
  assert.equal(clean('ab  cd', 3), 'ab');
  assert.equal(clean('x'.repeat(1_000_000)).length, 200);
});

test('towers of marks and broken surrogates cannot spoil a screen', () => {
  assert.ok(clean(`a${'\u0363'.repeat(500)}`).length <= 5);
  assert.equal(clean('a\uD800b'), 'a\uFFFDb');
});

test('markup is text, not removed', () => {
  assert.equal(clean('<script>alert(1)</script>'), '<script>alert(1)</script>');
});
