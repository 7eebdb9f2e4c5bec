import { limits } from '@hovor/protocol/limits';
import { type Cell, kindOf } from '@hovor/protocol/session-table';
import { offsetMinutes } from '../../foundation/zoned-time.ts';

/** Values as they are written into files. Pure. */

/** Marks text that did not fit a cell. */
export const cutMark = ' … [cut]';

/** At most what spreadsheets take (AD-SE-4); half a character is never left behind. */
export function fitted(text: string): string {
  if (text.length <= limits.exportCellLength) return text;
  return `${text.slice(0, limits.exportCellLength - cutMark.length).replace(/[\uD800-\uDBFF]$/, '')}${cutMark}`;
}

/** A spreadsheet would take this text for a formula. */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text);

/** Text that nothing executes: an apostrophe in front makes it text everywhere. */
export const defused = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text);

const two = (value: number) => String(Math.floor(value)).padStart(2, '0');

/** Seconds as hours, minutes and seconds; the form spreadsheets read as a length of time. */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;

/** Wall clock of a zone in milliseconds; offsets are looked up once per quarter of an hour, for files have many times. */
export function wallClock(zone: string): (iso: string) => number {
  const offsets = new Map<number, number>();
  return (iso) => {
    const ms = Date.parse(iso);
    const quarter = Math.floor(ms / 900_000);
    let minutes = offsets.get(quarter);
    if (minutes === undefined) {
      minutes = offsetMinutes(quarter * 900_000, zone);
      if (offsets.size > 10_000) offsets.clear();
      offsets.set(quarter, minutes);
    }
    return ms + minutes * 60_000;
  };
}

/** A value for CSV: words and numbers as they are, times in the zone, text that cannot be taken for a formula. */
export function csvCell(column: string, cell: Cell, local: (iso: string) => number): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'number') return kindOf(column) === 'span' ? clock(cell) : String(cell);
  if (kindOf(column) === 'time') return new Date(local(String(cell))).toISOString().slice(0, 19).replace('T', ' ');
  return defused(fitted(Array.isArray(cell) ? cell.join(', ') : cell));
}
