import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../foundation/errors.ts';
import { parseDuration } from '../../../foundation/filters/duration.ts';
import { enumeration, readEnum, unknown } from '../../../foundation/filters/enumeration.ts';
import { gather, parseQuery, readBoolean, readInteger } from '../../../foundation/filters/query.ts';
import { boolean, integer, list, object, oneOf, optional, text } from './body.ts';
import { ignoredHeaderValue, readPaging } from './query.ts';

const fieldsOf = (work: () => unknown): Record<string, string> => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid-input') return error.fields ?? {};
    throw error;
  }
  assert.fail('nothing was refused');
};

const colours = enumeration(['Red', 'GREEN', 'deepBlue']);

test('enumerations come in any case and as numbers in declaration order, UNKNOWN first (API-CONV-12)', () => {
  for (const given of ['Red', 'red', 'RED', ' red ', 1, '1']) assert.equal(readEnum(colours, given), 'Red', `${given}`);
  assert.equal(readEnum(colours, 'DEEPBLUE'), 'deepBlue');
  assert.equal(readEnum(colours, 3), 'deepBlue');
  for (const given of [0, '0', 'UNKNOWN', 'unknown']) assert.equal(readEnum(colours, given), unknown);
  for (const given of [4, '4', -1, 1.5, 'rot', '', null, undefined, {}, ['Red'], Number.NaN, '1e0']) {
    assert.equal(readEnum(colours, given), undefined, JSON.stringify(given));
  }
});

test('a list that declares its zero member counts from it, and old numbers stand in for the order', () => {
  const reasons = enumeration(['UnknownReason', 'GuestLeft'], { fromZero: true });
  assert.equal(readEnum(reasons, 0), 'UnknownReason');
  assert.equal(readEnum(reasons, '1'), 'GuestLeft');
  const channels = enumeration(['Mluvii', 'Email', 'Phone', 'Facebook'], {
    numbers: { 1: 'Mluvii', 3: 'Email', 4: 'Phone', 16: 'Facebook' },
  });
  assert.equal(readEnum(channels, 3), 'Email');
  assert.equal(readEnum(channels, '16'), 'Facebook');
  assert.equal(readEnum(channels, 2), undefined);
  assert.equal(readEnum(channels, 'facebook'), 'Facebook');
});

test('query names match in any case, repeat, and take an index (API-CONV-5, API-FIL-5, API-FIL-6)', () => {
  const query = parseQuery('/x?Status=CLOSED&status=ACTIVE&STATUS[0]=ACW&Created.Min=2021&empty=&plus=a%2Bb');
  assert.deepEqual(query.all('sTaTuS'), ['CLOSED', 'ACTIVE', 'ACW']);
  assert.equal(query.one('created.min'), '2021');
  assert.equal(query.one('Empty'), '');
  assert.equal(query.one('plus'), 'a+b');
  assert.equal(query.one('missing'), undefined);
  assert.deepEqual(parseQuery('/x').all('a'), []);
});

test('a single value sent twice is refused unless it is the same', () => {
  assert.equal(parseQuery('/x?limit=5&Limit=5').one('limit'), '5');
  assert.deepEqual(Object.keys(fieldsOf(() => parseQuery('/x?limit=5&Limit=6').one('limit'))), ['limit']);
});

test('names nobody reads are ignored and reported, in a form no header can break on', () => {
  const query = parseQuery('/x?limit=5&Sttaus=CLOSED&a%0d%0ab=1&__proto__=2');
  query.one('limit');
  assert.deepEqual(query.ignored(), ['Sttaus', 'a\r\nb', '__proto__']);
  assert.equal(ignoredHeaderValue(query), 'Sttaus, a%0D%0Ab, __proto__');
  const known = parseQuery('/x?limit=5');
  known.all('LIMIT');
  assert.equal(ignoredHeaderValue(known), undefined);
  assert.ok((ignoredHeaderValue(parseQuery(`/x?${'č'.repeat(5_000)}=1`)) ?? '').length <= 2_000);
});

test('paging has its defaults and borders (API-CONV-20, API-CONV-21)', () => {
  const paging = (text: string) => readPaging(parseQuery(`/x?${text}`));
  assert.deepEqual(paging(''), { limit: 1_000, offset: 0, after: 0 });
  assert.deepEqual(paging('Limit=1000000&OFFSET=5'), { limit: 1_000_000, offset: 5, after: 0 });
  assert.deepEqual(paging('limit=0&After=17'), { limit: 0, offset: 0, after: 17 });
  assert.deepEqual(paging('limit='), { limit: 1_000, offset: 0, after: 0 });
  for (const wrong of [
    'limit=1000001',
    'limit=-1',
    'limit=ten',
    'limit=1.5',
    'offset=-1',
    'offset=1e3',
    'after=-1',
    'after=x',
  ]) {
    assert.deepEqual(Object.keys(fieldsOf(() => paging(wrong))), [wrong.split('=')[0]], wrong);
  }
});

test('numbers and switches are read whole or refused', () => {
  assert.equal(readInteger('X', '2147483647', 32), 2_147_483_647);
  assert.equal(readInteger('X', '-2147483648', 32), -2_147_483_648);
  assert.equal(readInteger('X', '9007199254740991', 64), Number.MAX_SAFE_INTEGER);
  for (const wrong of ['2147483648', '-2147483649', '1.0', '0x1', '', ' ', '1;2']) {
    assert.deepEqual(Object.keys(fieldsOf(() => readInteger('X', wrong, 32))), ['X'], wrong);
  }
  fieldsOf(() => readInteger('X', '9007199254740992', 64));
  assert.equal(readBoolean('X', 'True'), true);
  assert.equal(readBoolean('X', 'FALSE'), false);
  for (const wrong of ['1', 'yes', '']) fieldsOf(() => readBoolean('X', wrong));
});

test('durations come as clock or ISO 8601 (API-FIL-2)', () => {
  const forms: [string, number][] = [
    ['00:02:30', 150],
    ['2:30', 9_000],
    ['1.02:03:04.5', 93_784.5],
    ['100:00:00', 360_000],
    ['-00:00:05', -5],
    ['PT2M46.876281S', 166.876281],
    ['PT0S', 0],
    ['P1DT1H', 90_000],
    ['P1W', 604_800],
    ['pt5m', 300],
  ];
  for (const [given, seconds] of forms) assert.equal(parseDuration(given), seconds, given);
  for (const wrong of ['', 'P', 'PT', 'P1DT', '150', '00:61:00', '00:00:61', 'P1Y', 'P1M', 'soon', 'PT1.5M']) {
    assert.equal(parseDuration(wrong), undefined, wrong);
  }
});

const model = object({
  eventTypes: list(oneOf(colours), { min: 1, max: 3 }),
  callbackUrl: text({ min: 1, max: 10 }),
  note: optional(text({ max: 5 })),
});

test('members are found in camelCase, PascalCase and lower case; others are ignored (API-CONV-6, API-CONV-25)', () => {
  const expected = { eventTypes: ['Red', 'deepBlue'], callbackUrl: 'x', note: null };
  assert.deepEqual(model({ eventTypes: ['red', 3], callbackUrl: 'x' }, 'body'), expected);
  assert.deepEqual(model({ EventTypes: ['Red', 'DeepBlue'], CallbackUrl: 'x', Note: null, more: 1 }, 'body'), expected);
  assert.deepEqual(model({ eventtypes: [1, 3], callbackurl: 'x' }, 'body'), expected);
  assert.deepEqual(
    model(JSON.parse('{"eventTypes":[1,3],"callbackUrl":"x","__proto__":{"note":"a"}}'), 'body'),
    expected,
  );
});

test('all wrong members are named at once, with their place', () => {
  const fields = fieldsOf(() => model({ eventTypes: ['red', 'rot', 0], callbackUrl: '', note: 'too long' }, 'body'));
  assert.deepEqual(Object.keys(fields), ['eventTypes[1]', 'eventTypes[2]', 'callbackUrl', 'note']);
  assert.deepEqual(Object.keys(fieldsOf(() => model({}, 'body'))), ['eventTypes', 'callbackUrl']);
  assert.deepEqual(Object.keys(fieldsOf(() => model({ eventTypes: [], callbackUrl: 'x' }, 'body'))), ['eventTypes']);
  assert.deepEqual(Object.keys(fieldsOf(() => model({ eventTypes: [1, 1, 1, 1], callbackUrl: 'x' }, 'body'))), [
    'eventTypes',
  ]);
  for (const wrong of [null, undefined, 5, 'text', [], true]) {
    assert.deepEqual(Object.keys(fieldsOf(() => model(wrong, 'body'))), ['body']);
  }
  assert.deepEqual(Object.keys(fieldsOf(() => text({ max: 9 })('a\0b', 'x'))), ['x']);
});

test('numbers and switches of a body', () => {
  assert.equal(integer()('17', 'x'), 17);
  assert.equal(integer({ min: 1 })(1, 'x'), 1);
  for (const wrong of [0, 1.5, '1.5', null, true, 2 ** 31, Number.NaN]) fieldsOf(() => integer({ min: 1 })(wrong, 'x'));
  assert.equal(boolean(false, 'x'), false);
  for (const wrong of ['true', 1, null]) fieldsOf(() => boolean(wrong, 'x'));
});

test('a defect inside a reader is not taken for a wrong field', () => {
  assert.throws(
    () =>
      gather([
        () => {
          throw new TypeError('defect');
        },
      ]),
    TypeError,
  );
});
