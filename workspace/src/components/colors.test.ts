import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, readableOn, safeColor } from './colors.ts';

test('only hexadecimal colours are used', () => {
  assert.equal(safeColor('#ABC'), '#aabbcc');
  assert.equal(safeColor(' #d0ebff '), '#d0ebff');
  for (const evil of ['red', 'url(https://x)', '#12345', 'var(--x)', '#fff;position:fixed', null]) {
    assert.equal(safeColor(evil), null, String(evil));
  }
});

test('text on any colour can be read', () => {
  assert.equal(readableOn('#ffffff', '#333333'), '#333333');
  for (const background of ['#5f3dc4', '#ffe3e3', '#777777', '#000000', '#ffff00']) {
    assert.ok(contrast(background, readableOn(background, background)) >= 4.5, background);
  }
});
