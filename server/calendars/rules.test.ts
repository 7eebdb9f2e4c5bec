import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Calendar, intervalsFault, isDay, nextChange, openAt } from './rules.ts';

const at = (text: string) => Date.parse(text);
const iso = (time: number | null) => time && new Date(time).toISOString();
const hours = (from: number, to: number) => ({ from: from * 60, to: to * 60 });
const week = (from: number, to: number, days = [1, 2, 3, 4, 5, 6, 7]) =>
  days.map((day) => ({ day, ...hours(from, to) }));
const calendar = (about: Partial<Calendar> = {}): Calendar => ({
  timeZone: 'Europe/Prague',
  weekly: week(8, 17, [1, 2, 3, 4, 5]),
  exceptions: [],
  holidays: new Set(),
  ...about,
});

describe('a calendar', () => {
  it('is open by the clock on the wall, from the first minute to before the last', () => {
    const office = calendar();
    // Monday, summer time: 8:00 is 6:00 UTC.
    assert.deepEqual(
      ['05:59:59.999', '06:00:00', '14:59:59', '15:00:00'].map((time) => openAt(office, at(`2026-05-04T${time}Z`))),
      [false, true, true, false],
    );
    assert.equal(iso(nextChange(office, at('2026-05-04T06:00:00Z'))), '2026-05-04T15:00:00.000Z');
    assert.equal(iso(nextChange(office, at('2026-05-08T15:00:00Z'))), '2026-05-11T06:00:00.000Z', 'over the weekend');
  });

  it('follows an exception before a holiday before the week', () => {
    const office = calendar({
      holidays: new Set(['2026-12-24', '2026-12-25']),
      exceptions: [
        { day: '2026-12-24', intervals: [hours(9, 12)] },
        { day: '2026-12-28', intervals: [] },
      ],
    });
    assert.equal(openAt(office, at('2026-12-24T10:30:00Z')), true);
    assert.equal(openAt(office, at('2026-12-25T10:30:00Z')), false);
    assert.equal(openAt(office, at('2026-12-28T10:30:00Z')), false);
    assert.equal(iso(nextChange(office, at('2026-12-24T11:00:00Z'))), '2026-12-29T07:00:00.000Z');
  });

  it('knows that touching intervals are one, over midnight too', () => {
    const night = calendar({ weekly: [...week(22, 24), ...week(0, 6)] });
    assert.equal(iso(nextChange(night, at('2026-05-04T20:30:00Z'))), '2026-05-05T04:00:00.000Z');
    assert.equal(nextChange(calendar({ weekly: week(0, 24) }), at('2026-05-04T20:30:00Z')), null, 'always open');
    assert.equal(nextChange(calendar({ weekly: [] }), at('2026-05-04T20:30:00Z')), null, 'never open');
  });

  it('keeps the wall clock when the hour jumps: 2:30 does not exist, it opens at 3:00', () => {
    const early = calendar({ weekly: [{ day: 7, from: 150, to: 300 }] });
    const before = at('2026-03-28T12:00:00Z');
    assert.equal(iso(nextChange(early, before)), '2026-03-29T01:00:00.000Z');
    assert.equal(iso(nextChange(early, at('2026-03-29T01:00:00Z'))), '2026-03-29T03:00:00.000Z', '5:00 summer time');
    const office = calendar({ weekly: week(8, 17) });
    assert.equal(iso(nextChange(office, at('2026-03-28T20:00:00Z'))), '2026-03-29T06:00:00.000Z', '8:00 summer time');
  });

  it('is open both times an hour comes twice', () => {
    // From 2:00 to 2:30, on the day 3:00 becomes 2:00.
    const early = calendar({ weekly: [{ day: 7, from: 120, to: 150 }] });
    const changes: (string | 0 | null)[] = [];
    let time: number | null = at('2026-10-24T12:00:00Z');
    for (let count = 0; count < 5 && time !== null; count++) {
      time = nextChange(early, time);
      changes.push(iso(time));
    }
    assert.deepEqual(changes.slice(0, 4), [
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
  });

  it('says the same as asking every minute, in zones near and far, through a year', () => {
    const zones = ['Europe/Prague', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago'];
    for (const timeZone of zones) {
      const busy = calendar({
        timeZone,
        weekly: [...week(0, 3), ...week(7, 11), ...week(13, 24, [2, 4, 7])],
        exceptions: [{ day: '2026-04-05', intervals: [{ from: 10, to: 100 }] }],
        holidays: new Set(['2026-10-25', '2026-11-01']),
      });
      for (const around of [
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-09-06',
        '2026-10-04',
        '2026-10-25',
        '2026-11-01',
      ]) {
        const from = at(`${around}T00:00:00Z`) - 36 * 3_600_000;
        const until = from + 84 * 3_600_000;
        const slow: number[] = [];
        for (let time = from + 60_000; time <= until; time += 60_000) {
          if (openAt(busy, time) !== openAt(busy, time - 60_000)) slow.push(time);
        }
        const quick: number[] = [];
        for (let time = nextChange(busy, from); time !== null && time <= until; time = nextChange(busy, time)) {
          quick.push(time);
        }
        assert.deepEqual(quick.map(iso), slow.map(iso), `${timeZone} ${around}`);
      }
    }
  });

  it('refuses intervals that cannot hold', () => {
    assert.equal(intervalsFault([hours(8, 12), hours(13, 17), hours(12, 13)]), null);
    assert.match(intervalsFault([hours(8, 12), hours(11, 17)]) ?? '', /overlap/);
    assert.match(intervalsFault([hours(22, 6)]) ?? '', /write two/);
    assert.deepEqual(['2026-02-28', '2028-02-29', '2026-02-30'].map(isDay), [true, true, false]);
  });
});
