import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf } from './bot-choices.ts';
import type { Activity } from './session.ts';

const button = (title: string, value: string, href: string | null = null) => ({ title, value, href, imageUrl: null });
const lines = (...parts: Partial<Activity>[]) =>
  parts.map((part, index) => ({ seq: index + 1, ...part })) as Activity[];
const offers = (...buttons: ReturnType<typeof button>[]): Partial<Activity> => ({
  type: 'ChatbotMessage',
  client: 'Chatbot',
  chatbot: { id: 1, name: 'Robo', message: { cards: [{ buttons }], suggested: [] } as never },
});
const says = (text: string): Partial<Activity> => ({ type: 'ChatMessage', client: 'Guest', text });

test('a press is found by its value, in the latest message that offers it', () => {
  const { pressed, titles, offered } = choicesOf(
    lines(
      offers(button('A', '1'), button('B', '2')),
      says('1'),
      offers(button('A again', '1')),
      says(' 1 '),
      says('3'),
    ),
  );
  assert.deepEqual(
    [...pressed].map(([seq, values]) => [seq, [...values]]),
    [
      [1, ['1']],
      [3, ['1']],
    ],
  );
  assert.deepEqual(
    [...titles],
    [
      [2, 'A'],
      [4, 'A again'],
    ],
  );
  assert.deepEqual(
    [...offered],
    [
      ['1', 'A again'],
      ['2', 'B'],
    ],
  );
});

test('buttons that open pages, words before the offer and lines of others are no presses', () => {
  const { pressed, titles } = choicesOf(
    lines(says('1'), offers(button('A', '1'), button('Web', 'w', 'https://example.org/')), says('w'), {
      ...says('1'),
      client: 'User',
    }),
  );
  assert.deepEqual([pressed.size, titles.size], [0, 0]);
});
