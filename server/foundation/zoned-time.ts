/**
 * Moments as the Public API and webhooks write and read them: ISO 8601 with the offset of the server's zone and six
 * decimals (API-CONV-13, API-CONV-14, API-WHD-9). Pure; the zone is an IANA name such as `Europe/Prague`.
 */

const minute = 60_000;

/** The zone the process runs in (environment TZ, else the system's). */
export const processZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string) {
  let known = formatters.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, known);
  }
  return known;
}

/** Zones had one offset before this, and the arithmetic of years below 100 is left to nobody (`DateTime.MinValue`). */
const earliest = Date.UTC(1000, 0, 1);

/** Minutes the zone is ahead of UTC at a moment. Offsets with seconds (before about 1930) are rounded to minutes. */
export function offsetMinutes(moment: number, zone: string): number {
  const ms = Math.max(moment, earliest);
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter(zone).formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minutes, second);
  return Math.round((local - Math.floor(ms / 1000) * 1000) / minute);
}

const two = (value: number) => String(value).padStart(2, '0');

function offsetText(minutes: number) {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** `2021-09-16T14:26:05.741000+02:00` */
export function formatTime(at: Date, zone: string): string {
  const offset = offsetMinutes(at.getTime(), zone);
  const local = new Date(at.getTime() + offset * minute).toISOString();
  return `${local.slice(0, -1)}000${offsetText(offset)}`;
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,7}))?)?(Z|[+ -]\d{2}:?\d{2})?)?$/i;

/**
 * Reads every form existing clients send: a day, a time without zone (meant in the server's zone), with `Z` or an offset,
 * up to seven decimals. A blank in place of the plus of an offset is a plus somebody forgot to encode.
 * Returns text PostgreSQL reads exactly, to the microsecond (`2021-09-16T14:26:05.741814+02:00`); undefined = no date.
 */
export function parseTime(text: string, zone: string): string | undefined {
  const found = pattern.exec(text.trim());
  if (!found) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minutes = '00', seconds = '00', decimals = '', zoned] = found;
  const civil = `${year}-${month}-${day}T${hour}:${minutes}:${seconds}`;
  const utc = Date.parse(`${civil}Z`);
  // Date.parse lets the 30th of February pass into March, and knows a year 0.
  if (Number.isNaN(utc) || year === '0000' || new Date(utc).toISOString().slice(0, 19) !== civil) return undefined;
  const offset = zoned ? readOffset(zoned) : offsetText(offsetOfLocal(utc, zone));
  return offset && `${civil}.${decimals.slice(0, 6).padEnd(6, '0')}${offset}`;
}

function readOffset(text: string): string | undefined {
  if (text.toUpperCase() === 'Z') return '+00:00';
  const digits = text.slice(1).replace(':', '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 15 || minutes > 59) return undefined;
  return `${text[0] === '-' ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}

/** Offset of a wall-clock time. An hour that happens twice means the first, one that is skipped the time after it. */
function offsetOfLocal(local: number, zone: string): number {
  const before = offsetMinutes(local - 24 * 60 * minute, zone);
  const candidate = offsetMinutes(local - before * minute, zone);
  if (candidate === before) return before;
  const again = offsetMinutes(local - candidate * minute, zone);
  return again === candidate ? candidate : before;
}
