import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '@hovor/protocol/session';
import { Problem } from '../../foundation/errors.ts';
import {
  acceptedLanguages,
  asGuestSees,
  checkedScope,
  chooseLanguage,
  following,
  normalGuid,
  originAllowed,
} from './rules.ts';

test('a GUID is the same with and without hyphens, in any case (WG-JS-2)', () => {
  const normal = 'd3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f';
  assert.equal(normalGuid('D3B07384D9A04C9B8F3E1A2B3C4D5E6F'), normal);
  assert.equal(normalGuid(normal.toUpperCase()), normal);
});

test('an empty list of sites allows every page, a list only its own (WG-SN-8)', () => {
  assert.equal(originAllowed([], 'https://anything.test'), true);
  const domains = ['shop.test', '*.brand.test', 'localhost:3000'];
  const allowed = ['https://shop.test', 'https://brand.test', 'https://cz.www.brand.test', 'http://localhost:3000'];
  const refused = [
    'https://www.shop.test',
    'https://notshop.test',
    'https://evilbrand.test',
    'https://brand.test.evil.test',
    'http://localhost:4000',
    'null',
    '',
  ];
  for (const origin of allowed) assert.equal(originAllowed(domains, origin), true, origin);
  for (const origin of refused) assert.equal(originAllowed(domains, origin), false, origin);
  // The panel's own frame sends none with its reads.
  assert.equal(originAllowed(domains, undefined), true);
});

test('the language is the first wanted one that is offered, then the company’s, then English (WG-JS-3)', () => {
  const offered = ['en', 'cs', 'pt-BR'];
  assert.equal(chooseLanguage(['cs-CZ'], offered, 'en'), 'cs');
  assert.equal(chooseLanguage(['pt_br'], offered, 'en'), 'pt-BR');
  assert.equal(chooseLanguage(['de', 'cs'], offered, 'en'), 'cs');
  assert.equal(chooseLanguage(['de'], offered, 'cs'), 'cs');
  assert.equal(chooseLanguage([], offered, 'de'), 'en');
});

test('browsers say what they like by weight, and nonsense is left out', () => {
  assert.deepEqual(acceptedLanguages('de;q=0.5, cs-CZ, en;q=0.8, *;q=0.1, x;;, fr;q=0'), ['cs-CZ', 'en', 'de']);
  assert.deepEqual(acceptedLanguages(undefined), []);
  assert.deepEqual(acceptedLanguages('a'.repeat(10_000)), []);
});

test('a scope the database cannot hold is refused, and half a character is replaced as the database would', () => {
  assert.throws(() => checkedScope('a\0b'), Problem);
  assert.equal(checkedScope('a\ud800'), 'a\ufffd');
});

const line = (seq: number, about: Partial<Activity> = {}): Activity => ({
  id: seq + 100,
  sessionId: 7,
  seq,
  type: 'ChatMessage',
  at: '2026-01-01T00:00:00Z',
  client: 'User',
  userId: 3,
  userName: 'Anna',
  messageId: null,
  text: `line ${seq}`,
  file: null,
  terminationReason: null,
  ...about,
});

test('a reader gets exactly the lines after those it has, or is told that some are missing here', () => {
  const lines = [line(4), line(5), line(6)];
  assert.equal(following(lines, 3), lines);
  assert.deepEqual(
    following(lines, 5)?.map(({ seq }) => seq),
    [6],
  );
  assert.deepEqual(following(lines, 6), []);
  assert.deepEqual(following(lines, 9), []);
  assert.deepEqual(following([], 2), []);
  assert.equal(following(lines, 2), null);
});

test('a guest gets files under the guests’ address and only the place of lines between operators', () => {
  const file = {
    id: 9,
    name: 'a.png',
    contentType: 'image/png',
    size: 3,
    url: '/app-api/sessions/7/files/9',
    isImage: true,
    isDeleted: false,
  };
  assert.equal(asGuestSees(line(1, { type: 'SharedFile', file })).file?.url, '/widget/sessions/7/files/9');
  const hidden = asGuestSees(line(2, { type: 'NotifyOperator', text: 'difficult client' }));
  assert.deepEqual([hidden.seq, hidden.text, hidden.userId, hidden.userName], [2, null, null, null]);
});
