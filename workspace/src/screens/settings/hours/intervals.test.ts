import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockOf, faultOf, minutesOf, nextInterval } from './intervals.ts';

test('hours are read and shown as a clock does; midnight at the end of the day is 00:00', () => {
  assert.deepEqual(['08:30', '0:05', '23:59', '24:00', '8:7', ''].map(minutesOf), [510, 5, 1439, null, null, null]);
  assert.deepEqual([510, 5, 1440].map(clockOf), ['08:30', '00:05', '00:00']);
});

test('intervals that run backwards or lie over each other are told, those that touch are fine', () => {
  assert.equal(faultOf([{ from: 600, to: 480 }]), 'backwards');
  assert.equal(
    faultOf([
      { from: 780, to: 1020 },
      { from: 480, to: 800 },
    ]),
    'overlap',
  );
  assert.equal(
    faultOf([
      { from: 720, to: 1440 },
      { from: 0, to: 720 },
    ]),
    null,
  );
});

test('one more interval begins after the last, until the day is full', () => {
  assert.deepEqual(nextInterval([]), { from: 480, to: 1020 });
  assert.deepEqual(nextInterval([{ from: 480, to: 720 }]), { from: 780, to: 1020 });
  assert.equal(nextInterval([{ from: 0, to: 1440 }]), null);
});
