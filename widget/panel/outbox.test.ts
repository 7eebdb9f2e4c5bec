import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOutbox, nextToSend, type Outgoing, type Shelf, saveOutbox } from './outbox.ts';

function memoryShelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => (value === null ? kept.delete(key) : kept.set(key, value)),
  };
}

const message = (messageId: string, at: number, state: Outgoing['state'] = 'waiting'): Outgoing => ({
  messageId,
  sessionId: 5,
  text: `text ${messageId}`,
  at,
  state,
});

test('what was under way when the page was left is sent again with its id', () => {
  const shelf = memoryShelf();
  saveOutbox(shelf, 5, [message('a', 1, 'sending'), message('b', 2)], new Set());
  assert.deepEqual(loadOutbox(shelf, 5), [message('a', 1), message('b', 2)]);
  assert.deepEqual(loadOutbox(shelf, 6), []);
});

test('what is stored on the server is not kept', () => {
  const shelf = memoryShelf();
  saveOutbox(shelf, 5, [message('a', 1)], new Set());
  saveOutbox(shelf, 5, [message('a', 1, 'sent')], new Set(['a']));
  assert.equal(shelf.kept.size, 0);
});

test('two tabs keep their messages side by side', () => {
  const shelf = memoryShelf();
  saveOutbox(shelf, 5, [message('a', 1)], new Set());
  saveOutbox(shelf, 5, [message('b', 2)], new Set());
  assert.deepEqual(
    loadOutbox(shelf, 5).map((one) => one.messageId),
    ['a', 'b'],
  );
  saveOutbox(shelf, 5, [], new Set(['b']));
  assert.deepEqual(
    loadOutbox(shelf, 5).map((one) => one.messageId),
    ['a'],
  );
});

test('a broken shelf is an empty one', () => {
  const shelf = memoryShelf();
  for (const broken of ['', 'x', '{}', '[1,null,{"messageId":1}]', 'null']) {
    shelf.kept.set('hovor.outbox.5', broken);
    assert.deepEqual(loadOutbox(shelf, 5), []);
  }
});

test('messages leave in order and never as a flood', () => {
  const many = Array.from({ length: 100 }, (_, index) => message(`${index}`, index));
  assert.deepEqual(
    nextToSend(many).map((one) => one.messageId),
    ['0', '1', '2', '3', '4', '5', '6', '7'],
  );
  const busy = many.map((one, index) => (index < 8 ? { ...one, state: 'sending' as const } : one));
  assert.deepEqual(nextToSend(busy), []);
  assert.deepEqual(
    nextToSend([message('f', 1, 'failed'), message('w', 2)]).map((one) => one.messageId),
    ['w'],
  );
});
