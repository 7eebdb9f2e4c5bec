import { type FilterKind, type SessionFilterName, sessionFilterKinds } from '@hovor/protocol/session-table';

/**
 * The filter of the table of sessions: a query string in the language of the Public API, so that an address, a saved
 * view and an integration say the same thing. Here it becomes conditions people edit, and text again. Pure.
 */
export interface Condition {
  /** A filter of the API, `Search`, or `Param.NAME`. */
  name: string;
  /** Any of these; an empty one means "has no value". */
  values: string[];
  min: string;
  max: string;
  text: string;
  exact: boolean;
  /** Only those with (false) or without (true) a value. */
  empty: boolean | null;
}

export const noCondition = (name: string): Condition => ({
  name,
  values: [],
  min: '',
  max: '',
  text: '',
  exact: false,
  empty: null,
});

export const paramFilter = (name: string) => `Param.${name}`;
/** The parameter a filter is about, else null. */
export const paramOfFilter = (name: string): string | null => (name.startsWith('Param.') ? name.slice(6) : null);

export const kindOfFilter = (name: string): FilterKind => {
  if (paramOfFilter(name) !== null) return 'text';
  return Object.hasOwn(sessionFilterKinds, name) ? sessionFilterKinds[name as SessionFilterName].kind : 'contains';
};

const dotted = /^(.+)\.(Min|Max|Text|Exact|Null)$/;

/** Conditions in the order in which they were added. */
export function conditionsOf(filter: string): Condition[] {
  const found = new Map<string, Condition>();
  for (const [key, value] of new URLSearchParams(filter)) {
    const [, name = key, member] = dotted.exec(key) ?? [];
    const condition = found.get(name) ?? noCondition(name);
    found.set(name, condition);
    if (member === 'Min') condition.min = value;
    else if (member === 'Max') condition.max = value;
    else if (member === 'Text') condition.text = value;
    else if (member === 'Exact') condition.exact = value === 'true';
    else if (member === 'Null') condition.empty = value === 'true';
    else if (kindOfFilter(name) === 'contains') condition.text = value;
    else condition.values.push(value);
  }
  return [...found.values()];
}

/** True when the condition asks for nothing. */
export const asksNothing = ({ values, min, max, text, empty }: Condition): boolean =>
  values.length === 0 && min === '' && max === '' && text === '' && empty === null;

export function filterOf(conditions: readonly Condition[]): string {
  const query = new URLSearchParams();
  for (const condition of conditions) {
    const { name, values, min, max, text, exact, empty } = condition;
    if (kindOfFilter(name) === 'contains') {
      if (text !== '') query.append(name, text);
      continue;
    }
    for (const value of values) query.append(name, value);
    if (min !== '') query.append(`${name}.Min`, min);
    if (max !== '') query.append(`${name}.Max`, max);
    if (text !== '') query.append(`${name}.Text`, text);
    if (text !== '' && exact) query.append(`${name}.Exact`, 'true');
    if (empty !== null) query.append(`${name}.Null`, String(empty));
  }
  return query.toString();
}

/** The filter with this condition in place of the one of the same name; one that asks for nothing goes. */
export function withCondition(filter: string, condition: Condition): string {
  const conditions = conditionsOf(filter);
  const at = conditions.findIndex(({ name }) => name === condition.name);
  const kept = conditions.filter(({ name }) => name !== condition.name);
  if (asksNothing(condition)) return filterOf(kept);
  return filterOf(kept.toSpliced(at < 0 ? kept.length : at, 0, condition));
}

export const conditionOf = (filter: string, name: string): Condition =>
  conditionsOf(filter).find((condition) => condition.name === name) ?? noCondition(name);

/** `1:30` or `1:02:03` or `90` (seconds) → `hh:mm:ss`; null = no length of time. */
export function spanOf(typed: string): string | null {
  const parts = typed.trim().split(':');
  if (parts.length > 3 || parts.some((part) => !/^\d{1,6}$/.test(part))) return null;
  const seconds = parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `hh:mm:ss` as people write it: without leading zeros. */
export const spanShown = (span: string): string => span.replace(/^(00:)?0?/, '');
