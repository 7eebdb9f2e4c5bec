import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../../testing/samples.ts';
import { createDrafts } from './drafts.ts';

test('a draft is found again by the same user, kind and session only', () => {
  const store = memoryStore();
  createDrafts(store, 7).set('message', 1, 'half a sen');
  const again = createDrafts(store, 7);
  assert.equal(again.get('message', 1), 'half a sen');
  assert.equal(again.get('note', 1), '');
  assert.equal(again.get('message', 2), '');
  assert.equal(createDrafts(store, 8).get('message', 1), '');
});

test('an emptied draft leaves nothing behind', () => {
  const store = memoryStore();
  const drafts = createDrafts(store, 7);
  drafts.set('message', 1, 'a');
  drafts.set('message', 1, '');
  assert.equal(store.length, 0);
});

test('sweeping removes old drafts and keeps the newest hundred', () => {
  const store = memoryStore();
  const day = 24 * 3600_000;
  let now = 0;
  const drafts = createDrafts(store, 7, () => now);
  drafts.set('message', 1, 'forgotten');
  now = 31 * day;
  for (let id = 2; id <= 121; id++) {
    now++;
    drafts.set('message', id, 'fresh');
  }
  drafts.sweep();
  assert.equal(drafts.get('message', 1), '');
  assert.equal(store.length, 100);
  assert.equal(drafts.get('message', 121), 'fresh');
  assert.equal(drafts.get('message', 21), '');
});
