import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { splitCredentials } from '../foundation/security/callback.ts';
import { deliveryRequest } from './request.ts';
import { givenUp, judge, laneDelay, nextWidth, parseRetryAfter, retryDelay, widest } from './rules.ts';
import { messageId, newSecret, sign } from './signature.ts';

const outcome = (status: number | null, retryAfter: number | null = null) => ({ status, retryAfter });

test('any 2xx is success, a redirect is a failure, 410 is the end, and trouble on the way concerns the endpoint', () => {
  for (const status of [200, 201, 202, 204, 299]) assert.deepEqual(judge(outcome(status)), { kind: 'delivered' });
  for (const status of [300, 301, 302, 307, 400, 401, 404, 500, 501]) {
    assert.deepEqual(judge(outcome(status)), { kind: 'retry', lane: false }, String(status));
  }
  assert.deepEqual(judge(outcome(410)), { kind: 'gone' });
  for (const status of [null, 429, 502, 503, 504]) {
    assert.deepEqual(judge(outcome(status)), { kind: 'retry', lane: true }, String(status));
  }
  assert.deepEqual(judge(outcome(500, 3_000)), { kind: 'retry', lane: true });
});

test('pauses grow, stay spread, and fit many attempts into three days', () => {
  let total = 0;
  let last = 0;
  for (let attempt = 1; attempt <= 24; attempt++) {
    const pause = retryDelay(attempt, 0.5);
    assert.ok(pause >= last);
    last = pause;
    total += pause;
  }
  assert.ok(total > limits.webhookGiveUp * 0.8, 'the schedule ends before we give up');
  assert.equal(retryDelay(1, 0.5), 5_000);
  assert.ok(retryDelay(1, 0) < retryDelay(1, 1));
  assert.equal(laneDelay(1, 0.5), 5_000);
  assert.equal(laneDelay(2, 0.5), 10_000);
  assert.equal(laneDelay(1_000, 0.5), 300_000);
});

test('Retry-After comes in seconds or as a date; nonsense is nothing, and a day is the most', () => {
  const now = new Date('2025-03-04T10:00:00Z');
  assert.equal(parseRetryAfter('120', now), 120_000);
  assert.equal(parseRetryAfter('Tue, 04 Mar 2025 10:01:00 GMT', now), 60_000);
  assert.equal(parseRetryAfter('Tue, 04 Mar 2025 09:00:00 GMT', now), 0);
  assert.equal(parseRetryAfter('999999999', now), 24 * 3_600_000);
  for (const wrong of [undefined, '', 'soon', '-5x']) assert.equal(parseRetryAfter(wrong, now), null, wrong);
});

test('a webhook is given up at three days, not before', () => {
  const since = new Date('2025-03-01T00:00:00Z');
  assert.equal(givenUp(since, new Date(since.getTime() + limits.webhookGiveUp - 1)), false);
  assert.equal(givenUp(since, new Date(since.getTime() + limits.webhookGiveUp)), true);
});

test('a lane widens by quick answers and shrinks to one by a slow one', () => {
  let width = 1;
  for (let n = 0; n < 20; n++) width = nextWidth(width, 10);
  assert.equal(width, widest);
  assert.equal(nextWidth(width, 2_000), widest);
  assert.equal(nextWidth(width, 5_000), 1);
});

const attempt = {
  messageId: messageId(77),
  body: '{"eventType":"SessionCreated","data":{"č":1}}',
  callbackUrl: 'https://us%40er:p%3Aw@example.com:8443/a%20b?secret=x%2By&z#f',
  secrets: [newSecret()],
};

test('user-info becomes Basic credentials, the query is kept (API-WHD-2, API-CMP-12)', () => {
  const { url, headers, method } = deliveryRequest(attempt, new Date());
  assert.equal(method, 'POST');
  assert.ok(url.startsWith('https://example.com:8443/a%20b?secret=x%2By&z'));
  assert.equal(headers.authorization, `Basic ${Buffer.from('us@er:p:w').toString('base64')}`);
  assert.match(headers['content-type'] ?? '', /^application\/json/);
  assert.equal(
    'authorization' in deliveryRequest({ ...attempt, callbackUrl: 'http://example.com/' }, new Date()).headers,
    false,
  );
  assert.equal(
    splitCredentials('http://only@example.com/').authorization,
    `Basic ${Buffer.from('only:').toString('base64')}`,
  );
  assert.equal(
    splitCredentials('http://a%zz:b@example.com/').authorization,
    `Basic ${Buffer.from('a%zz:b').toString('base64')}`,
  );
});

test('the signature follows Standard Webhooks: stable id, time of the attempt, secret by its bytes', () => {
  const now = new Date('2025-03-04T10:00:00.999Z');
  const { headers, body } = deliveryRequest(attempt, now);
  assert.equal(headers['webhook-id'], messageId(77));
  assert.equal(headers['webhook-timestamp'], '1741082400');
  const [secret = ''] = attempt.secrets;
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{32}$/);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`evt_77.1741082400.${body}`).digest('base64');
  assert.equal(headers['webhook-signature'], `v1,${expected}`);
});

test('the example of the Standard Webhooks specification verifies', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  assert.equal(
    sign([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}'),
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
  assert.equal(sign([secret, secret], 'a', 1, 'b').split(' ').length, 2);
});
