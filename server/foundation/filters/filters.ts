import { type RawBuilder, sql } from 'kysely';
import { invalid } from '../errors.ts';
import { parseTime } from '../zoned-time.ts';
import { parseDuration } from './duration.ts';
import { type Enumeration, readEnum, unknown } from './enumeration.ts';
import { type Bits, gather, type Query, readBoolean, readInteger, shown } from './query.ts';

/** Part of a WHERE clause. Columns come from our tables, every value is bound. */
export type Condition = RawBuilder<boolean>;
type Column = RawBuilder<unknown>;

/** Reads its parameters from the query; null = not asked for. `zone` is where times without offset are meant. */
export type Filter = (name: string, query: Query, zone: string) => Condition | null;
/** Name of the contract → filter. A closed list: what stands here can be filtered, nothing else. */
export type FilterTable = Record<string, Filter>;

/** All conditions the query asks for. @throws invalid-input that names every wrong field. */
export function readFilters(table: FilterTable, query: Query, zone: string): Condition[] {
  const readers = Object.entries(table).map(
    ([name, filter]) =>
      () =>
        filter(name, query, zone),
  );
  return gather(readers).filter((condition) => condition !== null);
}

const all = (conditions: (Condition | null)[]): Condition | null => {
  const present = conditions.filter((condition) => condition !== null);
  return present.length === 0 ? null : sql<boolean>`(${sql.join(present, sql` and `)})`;
};

/** One dotted member. An empty value of a range or text counts as not sent. */
function member(query: Query, name: string, condition: (text: string, name: string) => Condition): Condition | null {
  const text = query.one(name);
  return text === undefined || text === '' ? null : condition(text, name);
}

const nullness = (column: Column) => (text: string, name: string) =>
  readBoolean(name, text) ? sql<boolean>`(${column}) is null` : sql<boolean>`(${column}) is not null`;

function range(column: Column, bound: (name: string, text: string, zone: string) => RawBuilder<unknown>): Filter {
  return (name, query, zone) =>
    all([
      member(query, `${name}.Min`, (text, at) => sql<boolean>`(${column}) >= ${bound(at, text, zone)}`),
      member(query, `${name}.Max`, (text, at) => sql<boolean>`(${column}) <= ${bound(at, text, zone)}`),
      member(query, `${name}.Null`, nullness(column)),
    ]);
}

/** DateTimeFilter: `X.Min`, `X.Max` (both included), `X.Null` (API-FIL-1). */
export const dates = (column: Column): Filter =>
  range(column, (name, text, zone) => {
    const time = parseTime(text, zone);
    if (time === undefined) throw invalid(name, `“${shown(text)}” is not a date such as 2025-03-04T10:20:30+01:00.`);
    return sql`${time}::timestamptz`;
  });

/** TimeSpanFilter over an interval (API-FIL-2). */
export const spans = (column: Column): Filter =>
  range(column, (name, text) => {
    const seconds = parseDuration(text);
    if (seconds === undefined) throw invalid(name, `“${shown(text)}” is not a duration such as 00:02:30 or PT2M30S.`);
    return sql`make_interval(secs => ${seconds})`;
  });

/** TextFilter: equal when `X.Exact=true`, else contained in any case (API-FIL-3). */
export const texts =
  (column: Column): Filter =>
  (name, query) => {
    const exact = query.one(`${name}.Exact`);
    const whole = exact !== undefined && exact !== '' && readBoolean(`${name}.Exact`, exact);
    return all([
      member(query, `${name}.Text`, (text) => (whole ? sql<boolean>`${column} = ${text}` : contains(column, text))),
      member(query, `${name}.Null`, nullness(column)),
    ]);
  };

/** `text` anywhere in the column, in any case; `%` and `_` are characters like others. */
export const contains = (column: Column, text: string) =>
  sql<boolean>`${column} ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`;

/**
 * Repeated values, any of them; an empty value means "has none" (API-FIL-5, API-FIL-6). `matches` makes the condition
 * for the values, `absent` the one for none.
 */
export function anyOf<T>(
  read: (name: string, text: string) => T | typeof unknown,
  matches: (values: T[]) => Condition,
  absent: Condition,
): Filter {
  return (name, query) => {
    const given = query.all(name);
    if (given.length === 0) return null;
    const values = given
      .filter((text) => text !== '')
      .map((text) => read(name, text))
      .filter((value): value is Awaited<T> & T => value !== unknown);
    const conditions = [...(values.length > 0 ? [matches(values)] : []), ...(given.includes('') ? [absent] : [])];
    return conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
  };
}

/** EnumSetFilter over a text column. `UNKNOWN` alone matches no row. */
export const enums = <T extends string>(column: Column, list: Enumeration<T>): Filter =>
  anyOf(
    (name, text) => {
      const value = readEnum(list, text);
      if (value === undefined) throw invalid(name, `“${shown(text)}” is none of ${list.values.join(', ')}.`);
      return value;
    },
    (values) => sql<boolean>`${column} = any(${values}::text[])`,
    sql<boolean>`${column} is null`,
  );

/** IdSetFilter (64 bits) and IntSetFilter (32 bits) over a number column. */
export const numbers = (column: Column, bits: Bits): Filter =>
  anyOf(
    (name, text) => readInteger(name, text, bits),
    (values) => sql<boolean>`${column} = any(${values}::bigint[])`,
    sql<boolean>`${column} is null`,
  );

/** StringSetFilter over a text column. */
export const strings = (column: Column): Filter =>
  anyOf(
    (_name, text) => text,
    (values) => sql<boolean>`${column} = any(${values}::text[])`,
    sql<boolean>`${column} is null`,
  );

/** A switch (API-FIL-7). */
export const flag =
  (condition: Condition): Filter =>
  (name, query) =>
    member(query, name, (text) => sql<boolean>`(${condition}) = ${readBoolean(name, text)}`);
