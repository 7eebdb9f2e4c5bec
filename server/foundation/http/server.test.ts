import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../log.ts';
import { createHttpServer } from './server.ts';

test('an address the router itself refuses is answered in the one error shape, with the headers of all answers', async () => {
  const { app } = createHttpServer({ log: createLog('silent'), publicUrl: 'http://localhost', trustedProxies: 0 });
  app.get('/things/:thingId', { config: { policy: () => true } }, async () => ({}));
  await app.ready();
  for (const [url, status, code] of [
    [`/things/${'9'.repeat(600)}`, 404, 'not-found'],
    ['/things/%ff', 400, 'invalid-input'],
    ['/%ZZ', 400, 'invalid-input'],
  ] as const) {
    const answer = await app.inject(url);
    assert.equal(answer.statusCode, status, url);
    assert.equal(answer.json().code, code, url);
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.doesNotMatch(answer.body, /FST_ERR/);
  }
});
