import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holidaysIn } from './ical.ts';

const calendar = (...events: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.map((event) => `BEGIN:VEVENT\r\n${event}\r\nEND:VEVENT`),
    'END:VCALENDAR',
  ].join('\r\n');
const years = { from: 2026, to: 2027 };

test('reads whole days, several days, yearly days and folded names; each day once', () => {
  const text = calendar(
    'DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Vánoce\\, svát\r\n ky',
    'DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Nový rok',
    'DTSTART;TZID=Europe/Prague:20260706T000000\r\nDTEND;TZID=Europe/Prague:20260707T000000\r\nSUMMARY:Jan Hus',
    'DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Again',
    'DTSTART;VALUE=DATE:20250101\r\nSUMMARY:Past',
  );
  assert.deepEqual(holidaysIn(text, years), [
    { day: '2026-01-01', name: 'Nový rok' },
    { day: '2026-07-06', name: 'Jan Hus' },
    { day: '2026-12-24', name: 'Vánoce, svátky' },
    { day: '2026-12-25', name: 'Vánoce, svátky' },
    { day: '2026-12-26', name: 'Vánoce, svátky' },
    { day: '2027-01-01', name: 'Nový rok' },
  ]);
});

test('does not run away with endless events, and refuses what is no calendar', () => {
  const endless = calendar(
    'DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Daily',
    'DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:99990101\r\nSUMMARY:Long',
  );
  assert.ok(holidaysIn(endless, { from: 2026, to: 2026 }).length <= 365);
  assert.deepEqual(holidaysIn(calendar(), years), []);
  assert.throws(() => holidaysIn('hello', years));
});
