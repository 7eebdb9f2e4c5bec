import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HealthFacts, healthOf } from './health.ts';

const quiet: HealthFacts = { state: 'enabled', failingSince: null, delivered: 0, failed: 0, took: 0 };
const health = (facts: Partial<HealthFacts>) => healthOf({ ...quiet, ...facts });

test('an endpoint is healthy until its answers say otherwise', () => {
  assert.equal(health({}), 'healthy');
  assert.equal(health({ delivered: 100, took: 100 * 2_999 }), 'healthy');
  assert.equal(health({ delivered: 100, failed: 99, took: 0 }), 'healthy');
});

test('it is slow from three seconds on average, failing from half of the attempts or without a success since', () => {
  assert.equal(health({ delivered: 2, took: 6_000 }), 'slow');
  assert.equal(health({ delivered: 2, failed: 2 }), 'failing');
  assert.equal(health({ delivered: 100, failingSince: new Date() }), 'failing');
  assert.equal(health({ failed: 1, took: 10_000 }), 'failing');
});

test('disabled hides everything else', () => {
  assert.equal(health({ state: 'disabled', failingSince: new Date(), delivered: 1, took: 9_000 }), 'disabled');
});
