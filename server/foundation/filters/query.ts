import { invalid, Problem } from '../errors.ts';

/**
 * Query parameters of one request: names without regard to case (API-CONV-5), `X[0]` as `X` (API-FIL-6), repeated names
 * gathered. Remembers what was asked for, so that the rest can be named to the caller.
 */
export interface Query {
  /** All values of a name, in order; empty when it was not sent. @throws invalid-input for what no text can hold */
  all(name: string): string[];
  /** The only value. @throws invalid-input when it was sent several times with different values. */
  one(name: string): string | undefined;
  /** Names as the caller wrote them that nobody asked for. */
  ignored(): string[];
}

/** Reads the query of a request address. A malformed escape counts as the text it is. */
export function parseQuery(url: string): Query {
  const at = url.indexOf('?');
  const values = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of new URLSearchParams(at < 0 ? '' : url.slice(at + 1))) {
    const key = name.replace(/\[\d*\]$/, '').toLowerCase();
    const entry = values.get(key);
    if (entry) entry.values.push(value);
    else values.set(key, { name, values: [value] });
  }
  const asked = new Set<string>();
  const all = (name: string) => {
    asked.add(name.toLowerCase());
    const found = values.get(name.toLowerCase())?.values ?? [];
    // PostgreSQL cannot hold the character zero in a text.
    if (found.some((value) => value.includes('\0'))) throw invalid(name, 'Remove the character U+0000.');
    return found;
  };
  return {
    all,
    one(name) {
      const [first, ...more] = all(name);
      if (more.some((other) => other !== first)) throw invalid(name, 'Send this only once.');
      return first;
    },
    ignored: () => [...values].filter(([key]) => !asked.has(key)).map(([, { name }]) => name),
  };
}

/** `true` or `false` in any case. */
export function readBoolean(name: string, text: string): boolean {
  switch (text.trim().toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      throw invalid(name, `“${shown(text)}” is not true or false.`);
  }
}

export type Bits = 32 | 64;

/** A whole number of 32 bits, or of 64 as far as JSON numbers are exact. */
export function readInteger(name: string, text: string, bits: Bits): number {
  const value = /^[+-]?\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const most = bits === 32 ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  if (!Number.isSafeInteger(value) || value > most || value < -most - (bits === 32 ? 1 : 0)) {
    throw invalid(name, `“${shown(text)}” is not a whole number.`);
  }
  return value;
}

/** What somebody sent, short enough to be said back. */
export const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Runs readers that each may refuse a field, and refuses once with all of them. */
export function gather<T>(readers: (() => T)[]): T[] {
  const fields: Record<string, string> = {};
  const values: T[] = [];
  for (const read of readers) {
    try {
      values.push(read());
    } catch (error) {
      if (!(error instanceof Problem) || !error.fields) throw error;
      Object.assign(fields, error.fields);
    }
  }
  if (Object.keys(fields).length === 0) return values;
  const detail = Object.entries(fields)
    .map(([field, why]) => `${field}: ${why}`)
    .join('; ');
  throw new Problem('invalid-input', { detail, fields });
}
