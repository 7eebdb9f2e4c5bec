import assert from 'node:assert/strict';
import { test } from 'node:test';
import { query } from './http.ts';
import { problemOf } from './problem.ts';

test('a problem document gives code, words, fields and patience', () => {
  const problem = problemOf(
    429,
    { code: 'account-locked', title: 'Too many', errors: { login: 'locked', x: 5 } },
    '900',
  );
  assert.equal(problem.code, 'account-locked');
  assert.equal(problem.message, 'Too many');
  assert.deepEqual(problem.fields, { login: 'locked' });
  assert.equal(problem.retryAfter, 900_000);
});

test("a proxy's error page is a problem too", () => {
  for (const body of ['<html>', undefined, null, []]) assert.equal(problemOf(502, body, null).code, 'http-502');
  assert.equal(problemOf(503, {}, 'soon').retryAfter, null);
});

test('a query leaves out what has no value', () => {
  assert.equal(query({ before: undefined, search: '' }), '');
  assert.equal(query({ before: 5, search: 'a b&c' }), '?before=5&search=a+b%26c');
});
