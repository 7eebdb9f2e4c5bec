import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ordinal, queueText } from './queue-text.ts';
import { createWords } from './words/words.ts';

const en = createWords('en');
const cs = createWords('cs-CZ');

test('place and time in English', () => {
  assert.equal(queueText(2, 170, en), 'You are 2nd in line, about 3 minutes.');
  assert.equal(queueText(1, 20, en), 'You are first in line, about a minute.');
  assert.equal(queueText(23, 47 * 60, en), 'You are 23rd in line, about 45 minutes.');
});

test('place and time in Czech', () => {
  assert.equal(queueText(2, 170, cs), 'Jste 2. v pořadí, asi 3 minuty.');
  assert.equal(queueText(1, 20, cs), 'Jste první v pořadí, asi minutu.');
  assert.equal(queueText(5, 310, cs), 'Jste 5. v pořadí, asi 5 minut.');
});

test('what we do not know we do not say', () => {
  assert.equal(queueText(4, null, en), 'You are 4th in line. We cannot tell how long it will take.');
  assert.equal(queueText(4, null, cs), 'Jste 4. v pořadí. Jak dlouho to potrvá, bohužel nevíme.');
  assert.equal(queueText(null, null, en), 'Somebody will be with you in a moment.');
});

test('English ordinals', () => {
  assert.deepEqual(
    [2, 3, 4, 11, 12, 13, 21, 22, 103, 111].map((place) => ordinal(place, 'en')),
    ['2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '22nd', '103rd', '111th'],
  );
});
