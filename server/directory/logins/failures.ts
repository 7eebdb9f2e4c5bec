import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

/**
 * Counts wrong passwords per account and per source (SEC-LOG-8), in the database, so that a restart forgets nothing and
 * all processes count together.
 *
 * An attempt is counted *before* the password is looked at: a thousand at once are then ten that are looked at, not a
 * thousand that all found the counter at zero. The count begins anew when it is older than the lock would last.
 */
export interface AttemptRule {
  /** Attempts until the lock. */
  most: number;
  /** Milliseconds the lock lasts. */
  lock: number;
}

/** Counts one attempt; milliseconds to wait when the key is locked, 0 when the attempt may go on. */
export async function countAttempt(db: Queryable, key: string, rule: AttemptRule, now: Date): Promise<number> {
  const since = new Date(now.getTime() - rule.lock);
  const until = new Date(now.getTime() + rule.lock);
  const counted = await sql<{ failures: number; lockedTo: Date | null }>`
    insert into login_failures as f (key, failures, first, locked_to)
    values (${key}, 1, ${now}, ${rule.most <= 1 ? until : null})
    on conflict (key) do update set
      failures = case when f.locked_to > ${now} then f.failures + 1
                      when f.locked_to is not null or f.first <= ${since} then 1
                      else f.failures + 1 end,
      first = case when f.locked_to <= ${now} or (f.locked_to is null and f.first <= ${since}) then ${now} else f.first end,
      locked_to = case when f.locked_to > ${now} then f.locked_to
                       when f.locked_to is not null or f.first <= ${since} then null
                       when f.failures + 1 >= ${rule.most} then ${until}
                       else null end
    returning failures, locked_to`.execute(db);
  const row = counted.rows[0];
  if (!row?.lockedTo || row.failures <= rule.most) return 0;
  return Math.max(1, row.lockedTo.getTime() - now.getTime());
}

/** Milliseconds the key is still locked, without counting. */
export async function lockedFor(db: Queryable, key: string, now: Date): Promise<number> {
  const row = await db.selectFrom('loginFailures').select('lockedTo').where('key', '=', key).executeTakeFirst();
  return row?.lockedTo ? Math.max(0, row.lockedTo.getTime() - now.getTime()) : 0;
}

/** A success: the keys count from zero again. */
export const clearAttempts = (db: Queryable, keys: readonly string[]) =>
  db
    .deleteFrom('loginFailures')
    .where('key', 'in', [...keys])
    .execute();
