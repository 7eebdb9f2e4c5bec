import { limits } from '@hovor/protocol/limits';
import { invalid } from '../../../foundation/errors.ts';
import { type Query, readInteger } from '../../../foundation/filters/query.ts';

/** What the Public API asks of every query besides its filters (foundation/filters). */

/** Header that names query parameters nobody read, so that a typing error can be found. */
export const ignoredHeader = 'X-Ignored-Parameters';

/** Value of the header: names percent-encoded, so that nothing a caller sends can break the header; undefined = none. */
export function ignoredHeaderValue(query: Query): string | undefined {
  const names = query.ignored();
  if (names.length === 0) return undefined;
  return names.slice(0, 50).map(encodeURIComponent).join(', ').slice(0, 2_000);
}

export interface Paging {
  limit: number;
  offset: number;
  /** Rows with a higher id only; 0 = all (our extension). */
  after: number;
}

/** `limit` and `offset` in rows (API-CONV-20, API-CONV-21), and `after`: the last id of the page before. */
export function readPaging(query: Query, { rows = limits.apiDefaultRows }: { rows?: number } = {}): Paging {
  const read = (name: string, otherwise: number, most: number) => {
    const text = query.one(name);
    if (text === undefined || text === '') return otherwise;
    const value = readInteger(name, text, 64);
    if (value < 0 || value > most) throw invalid(name, `Send a number from 0 to ${most}.`);
    return value;
  };
  return {
    limit: read('limit', rows, limits.apiMaxRows),
    offset: read('offset', 0, Number.MAX_SAFE_INTEGER),
    after: read('after', 0, Number.MAX_SAFE_INTEGER),
  };
}
