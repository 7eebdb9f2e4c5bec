import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

test('a reading that fails leaves its figure out and all others in', async () => {
  const troubles: unknown[] = [];
  const metrics = createMetrics((error) => troubles.push(error));
  metrics.gauge('hovor_connections', 'open sockets', () => 3);
  metrics.gauge('hovor_broken', 'never there', () => Promise.reject(new Error('database gone')));
  const count = metrics.counter('hovor_messages_total', 'messages stored');
  count(2);
  count();
  const text = await metrics.render();
  metrics.stop();
  assert.match(text, /^hovor_connections 3$/m);
  assert.match(text, /^hovor_messages_total 3$/m);
  assert.doesNotMatch(text, /^hovor_broken \d/m);
  assert.equal(troubles.length, 1);
});
