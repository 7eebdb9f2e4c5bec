import type { Queryable } from '../../foundation/database/database.ts';
import { type Day, hoursShown, midnightBefore, sumDay } from './day.ts';
import { type QuarterRow, quarters, zoneOf } from './queries.ts';

const hour = 3_600_000;

/**
 * Today's figures of one tenant while somebody looks. The first read takes the whole day; after that only the hour of the
 * last read and the one before are read again, because what ended earlier does not change any more. So a restart, a midnight and
 * a change of clocks need no care, and a busy day costs no more in the evening than in the morning.
 */
export function createToday(db: Queryable, companyId: number, tenantId: number) {
  let known: { within: number; from: number; readAt: number; rows: QuarterRow[] } | undefined;
  return async (now: number, within: number): Promise<Map<string, Day>> => {
    const zone = await zoneOf(db, companyId);
    const needed = Math.min(midnightBefore(now, zone), (Math.floor(now / hour) - hoursShown + 1) * hour);
    const old = known?.within === within && known.from <= needed ? known : null;
    const since = old ? Math.max(needed, (Math.floor(old.readAt / hour) - 1) * hour) : needed;
    const read = await quarters(db, { companyId, tenantId, since: new Date(since), within });
    const kept = old?.rows.filter(({ quarter }) => quarter >= needed && quarter < since) ?? [];
    const rows = [...kept, ...read];
    known = { within, from: needed, readAt: now, rows };
    return sumDay(rows, now, zone);
  };
}
