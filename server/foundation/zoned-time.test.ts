import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, offsetMinutes, parseTime } from './zoned-time.ts';

const prague = 'Europe/Prague';

test('moments are written with six decimals and the offset of the zone (API-CONV-13)', () => {
  const summer = new Date('2021-09-16T12:26:05.741Z');
  assert.equal(formatTime(summer, prague), '2021-09-16T14:26:05.741000+02:00');
  assert.equal(formatTime(new Date('2021-01-01T00:00:00Z'), prague), '2021-01-01T01:00:00.000000+01:00');
  assert.equal(formatTime(summer, 'UTC'), '2021-09-16T12:26:05.741000+00:00');
  assert.equal(formatTime(summer, 'America/St_Johns'), '2021-09-16T09:56:05.741000-02:30');
  assert.equal(formatTime(new Date('2021-12-31T23:30:00Z'), prague), '2022-01-01T00:30:00.000000+01:00');
});

test('what is written is read back to the same text', () => {
  for (let ms = Date.UTC(2024, 2, 30); ms < Date.UTC(2024, 10, 1); ms += 7_777_777_000) {
    const text = formatTime(new Date(ms), prague);
    assert.equal(parseTime(text, 'UTC'), text);
    assert.equal(Date.parse(text), ms);
  }
});

test('every form clients send is read (API-CONV-14)', () => {
  const forms: [string, string][] = [
    ['2021-09-16', '2021-09-16T00:00:00.000000+02:00'],
    ['2021-01-16', '2021-01-16T00:00:00.000000+01:00'],
    ['2021-09-16T14:26:05', '2021-09-16T14:26:05.000000+02:00'],
    ['2021-09-16T14:26', '2021-09-16T14:26:00.000000+02:00'],
    ['2021-09-16T14:26:05.741', '2021-09-16T14:26:05.741000+02:00'],
    ['2021-09-16T12:26:05.741Z', '2021-09-16T12:26:05.741000+00:00'],
    ['2021-09-16t12:26:05z', '2021-09-16T12:26:05.000000+00:00'],
    ['2021-09-16T14:26:05.7418149+02:00', '2021-09-16T14:26:05.741814+02:00'],
    ['2021-09-16T14:26:05.741814+0200', '2021-09-16T14:26:05.741814+02:00'],
    ['2021-09-16T14:26:05.741814 02:00', '2021-09-16T14:26:05.741814+02:00'],
    ['2021-09-16T14:26:05-05:30', '2021-09-16T14:26:05.000000-05:30'],
    [' 2021-09-16 14:26:05 ', '2021-09-16T14:26:05.000000+02:00'],
  ];
  for (const [given, expected] of forms) assert.equal(parseTime(given, prague), expected, given);
});

test('the first and last moments programs know are read (DateTime.MinValue and MaxValue of .NET)', () => {
  assert.equal(parseTime('0001-01-01T00:00:00', prague), '0001-01-01T00:00:00.000000+00:58');
  assert.equal(parseTime('0001-01-01T00:00:00.0000000Z', prague), '0001-01-01T00:00:00.000000+00:00');
  assert.equal(parseTime('0099-12-31', 'UTC'), '0099-12-31T00:00:00.000000+00:00');
  assert.equal(parseTime('9999-12-31T23:59:59.9999999', 'UTC'), '9999-12-31T23:59:59.999999+00:00');
  assert.equal(parseTime('0000-01-01', 'UTC'), undefined);
});

test('what is no date is refused', () => {
  const wrong = [
    '',
    'yesterday',
    '2021-02-30',
    '2021-13-01',
    '2021-09-16T25:00:00',
    '2021-09-16T24:00:00',
    '2021-09-16T14:60:00',
    '2021-09-16T14:26:05.12345678',
    '2021-09-16T14:26:05+99:00',
    '16.9.2021',
    '1631795165',
    "2021-09-16'; drop table events --",
  ];
  for (const text of wrong) assert.equal(parseTime(text, prague), undefined, text);
});

test('a wall-clock time that happens twice is the first, one that does not happen the one after it', () => {
  assert.equal(parseTime('2024-10-27T02:30:00', prague), '2024-10-27T02:30:00.000000+02:00');
  assert.equal(parseTime('2024-10-27T03:30:00', prague), '2024-10-27T03:30:00.000000+01:00');
  assert.equal(Date.parse(parseTime('2024-03-31T02:30:00', prague) ?? ''), Date.parse('2024-03-31T03:30:00+02:00'));
  assert.equal(parseTime('2024-03-31T03:30:00', prague), '2024-03-31T03:30:00.000000+02:00');
  assert.equal(offsetMinutes(Date.UTC(2024, 0, 1), 'Asia/Kathmandu'), 345);
});
