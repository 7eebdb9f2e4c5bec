import { type RawBuilder, sql } from 'kysely';

/** Values of a session that are computed, shared by the model and the filters so that both always agree. */

/** Clocks of several nodes may differ a little; a length is never negative. Null stays null. */
const length = (from: RawBuilder<unknown>, to: RawBuilder<unknown>) =>
  sql`case when ${to} < ${from} then interval '0' else ${to} - ${from} end`;

/** From entering the queue to acceptance or to leaving the queue, whichever is first; null while waiting (MOD-SES-8). */
export const waiting = length(sql`coalesce(s.entered_queue, s.created)`, sql`coalesce(s.started, s.ended)`);

/** From acceptance to the end; null if never accepted or still running. */
export const duration = length(sql`s.started`, sql`s.ended`);
