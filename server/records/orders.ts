import type { Sort, SortableColumn } from '@hovor/protocol/session-table';
import { type RawBuilder, sql } from 'kysely';
import { invalid } from '../foundation/errors.ts';
import { duration, waiting } from '../sessions/lengths.ts';

/**
 * Orders of the table. A key is never null and has an index with exactly its expression (0140_session_table.sql), so a
 * page deep in a million rows costs as much as the first one.
 */
interface OrderKey {
  key: RawBuilder<unknown>;
  type: 'timestamptz' | 'interval';
}

const keys: Record<SortableColumn, OrderKey> = {
  created: { key: sql`s.created`, type: 'timestamptz' },
  started: { key: sql`coalesce(s.started, '-infinity'::timestamptz)`, type: 'timestamptz' },
  ended: { key: sql`coalesce(s.ended, 'infinity'::timestamptz)`, type: 'timestamptz' },
  waited: { key: sql`coalesce(${waiting}, interval '-1 second')`, type: 'interval' },
  length: { key: sql`coalesce(${duration}, interval '-1 second')`, type: 'interval' },
};

export interface Order {
  key: RawBuilder<unknown>;
  /** Sessions behind the one a cursor names; null = from the beginning. */
  after(cursor: string | undefined): RawBuilder<boolean> | null;
  by: RawBuilder<unknown>;
}

/** A moment or a length of time as PostgreSQL writes it; a cursor that looks otherwise was not made here. */
const isKey = {
  timestamptz: /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d(:\d\d)?)?)$/,
  interval: /^[-+\d:. a-z]{1,60}$/,
} as const;

/** Order by a column and, among equals, by id in the same direction. @throws invalid-input for a foreign cursor */
export function orderOf(sort: Sort): Order {
  const descending = sort.startsWith('-');
  const { key, type } = keys[(descending ? sort.slice(1) : sort) as SortableColumn];
  const direction = descending ? sql`desc` : sql`asc`;
  return {
    key,
    by: sql`${key} ${direction}, s.id ${direction}`,
    after(cursor) {
      if (cursor === undefined) return null;
      const [value = '', id = ''] = cursor.split('|');
      if (!isKey[type].test(value) || !/^\d{1,15}$/.test(id)) throw invalid('after', 'This is no place in the list.');
      const compared = descending ? sql`<` : sql`>`;
      return sql<boolean>`(${key}, s.id) ${compared} (${value}::${sql.raw(type)}, ${Number(id)}::bigint)`;
    },
  };
}

export const cursorOf = ({ key, id }: { key: string; id: number }): string => `${key}|${id}`;
