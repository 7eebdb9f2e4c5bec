import type { Channel } from '@hovor/protocol/enums';
import { offsetMinutes } from '../../foundation/zoned-time.ts';
import type { QuarterRow } from './queries.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Hours a spark line shows. */
export const hoursShown = 12;

/** The last midnight of a zone, also on days that are an hour longer or shorter. */
export function midnightBefore(now: number, zone: string): number {
  const local = now + offsetMinutes(now, zone) * minute;
  const start = Math.floor(local / day) * day;
  const guess = start - offsetMinutes(now, zone) * minute;
  return start - offsetMinutes(guess, zone) * minute;
}

export interface Day {
  accepted: number;
  inTime: number;
  abandoned: number;
  averageWait: number | null;
  lastHours: number[];
}

export const queueKey = (groupId: number, channel: Channel) => `${groupId}/${channel}`;

/** Today's figures by queue: quarters since midnight, and the course of the last hours also across it. */
export function sumDay(rows: Iterable<QuarterRow>, now: number, zone: string): Map<string, Day> {
  const midnight = midnightBefore(now, zone);
  const thisHour = Math.floor(now / hour);
  const sums = new Map<string, Day & { waited: number }>();
  for (const { groupId, channel, quarter, accepted, inTime, abandoned, waited } of rows) {
    const key = queueKey(groupId, channel);
    const sum = sums.get(key) ?? {
      accepted: 0,
      inTime: 0,
      abandoned: 0,
      averageWait: null,
      waited: 0,
      lastHours: Array<number>(hoursShown).fill(0),
    };
    sums.set(key, sum);
    const index = hoursShown - 1 - (thisHour - Math.floor(quarter / hour));
    if (index >= 0 && index < hoursShown) sum.lastHours[index] = (sum.lastHours[index] ?? 0) + accepted + abandoned;
    if (quarter < midnight) continue;
    sum.accepted += accepted;
    sum.inTime += inTime;
    sum.abandoned += abandoned;
    sum.waited += waited;
  }
  return new Map(
    [...sums].map(([key, { waited, ...sum }]) => [
      key,
      { ...sum, averageWait: sum.accepted > 0 ? Math.round(waited / sum.accepted) : null },
    ]),
  );
}
