import { Problem } from '../errors.ts';

/** Constraint → the field it guards and what to tell people. */
export type Refusals = Record<string, readonly [field: string, why: string]>;

/** PostgreSQL's codes for a duplicate, for a row others still refer to, and for a broken check. */
const refused = new Set(['23505', '23503', '23514']);

/**
 * Runs work whose rules the database guards (uniqueness, references) and says in words which one was broken. The
 * database decides, never a look before the insert.
 */
export async function refusing<T>(refusals: Refusals, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    const found = refused.has(code ?? '') && constraint ? refusals[constraint] : undefined;
    if (!found) throw error;
    const [field, why] = found;
    throw new Problem('conflict', { detail: `${field}: ${why}`, fields: { [field]: why }, cause: error });
  }
}
