import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf, actions, type KeyPress } from './actions.ts';

const press = (about: Partial<KeyPress>): KeyPress => ({
  code: '',
  key: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  typing: false,
  ...about,
});

test('keys work by their place, whatever Alt types on this layout', () => {
  assert.equal(actionOf(press({ code: 'KeyA', key: 'å', altKey: true })), 'accept');
  assert.equal(actionOf(press({ code: 'ArrowUp', key: 'ArrowUp', altKey: true, typing: true })), 'previousSession');
});

test('Ctrl and Command open the palette, Ctrl+Alt (AltGr) types', () => {
  assert.equal(actionOf(press({ code: 'KeyK', ctrlKey: true })), 'palette');
  assert.equal(actionOf(press({ code: 'KeyK', metaKey: true })), 'palette');
  assert.equal(actionOf(press({ code: 'KeyE', key: '€', ctrlKey: true, altKey: true })), null);
});

test('a question mark in a message is a question mark', () => {
  assert.equal(actionOf(press({ key: '?' })), 'help');
  assert.equal(actionOf(press({ key: '?', typing: true })), null);
});

test('no two actions share a key', () => {
  const shown = Object.values(actions).map((action) => action.shown);
  assert.equal(new Set(shown).size, shown.length);
});
