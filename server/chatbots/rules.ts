import { limits } from '@hovor/protocol/limits';
import type { LaneRules, Verdict } from '../foundation/delivery/lane.ts';
import { formatTime } from '../foundation/zoned-time.ts';
import type { Outcome } from './schema.ts';

/**
 * The decisions of talking with a bot; pure.
 *
 * An event is *pending* until the bot answers exactly 200 within two seconds (CB-TR-3): *delivered*. Until then it is
 * sent again and again, and later events of its session wait behind it (CB-TR-15). It is *dropped* when
 * - it fails for 15 minutes while others arrive: its session goes on without it;
 * - the bot answers it with a failure although the session has left the bot: it would never be taken;
 * - the bot is switched off.
 * A bot of which nothing arrives for 15 minutes is switched off (CB-TR-5), and its sessions go back to routing.
 */
export function judge({ status }: Outcome): Verdict {
  if (status === 200) return { kind: 'delivered' };
  return { kind: 'retry', lane: status === null || status >= 502 };
}

const second = 1_000;
/** People wait for the answer: the first pauses are short. The last repeats. */
const steps = [1, 2, 4, 8, 15].map((seconds) => seconds * second);
const spread = (ms: number, random: number) => Math.round(ms * (0.95 + random / 10));
const step = (n: number) => steps[Math.min(n, steps.length) - 1] ?? second;

export const laneRules: LaneRules<Outcome> = {
  judge,
  retryDelay: (attempt, random) => spread(step(attempt), random),
  laneDelay: (failures, random) => spread(step(failures), random),
  firstWidth: limits.chatbotSessionsAtOnce,
  nextWidth: () => limits.chatbotSessionsAtOnce,
  strikesToPause: limits.chatbotSessionsAtOnce,
  outage: 1,
};

/** True once something has failed for longer than a bot may (CB-TR-5). */
export const givenUp = (since: Date, now: Date) => now.getTime() - since.getTime() > limits.chatbotGiveUp;

/** Both spellings, because some bots know only the one and some only the other (CB-EV-1). */
export const pingBody = JSON.stringify({ Activity: 'Ping', activity: 'Ping' });

/** The body of an event: the name first, times as the Public API writes them (CB-TR-11, CB-TR-14). */
export function eventBody(
  activity: string,
  sessionId: number,
  members: Record<string, unknown>,
  { at, zone }: { at?: Date; zone: string },
): string {
  return JSON.stringify({ activity, ...(at && { timestamp: formatTime(at, zone) }), sessionId, ...members });
}

/** Commands by session in the running minute (CB-TR-6). */
export function commandCounter(most: number = limits.chatbotCommandsPerMinute) {
  const minute = 60_000;
  const counts = new Map<number, { from: number; count: number }>();
  let swept = 0;
  return {
    /** Milliseconds to wait; 0 = go ahead, and it is counted. */
    take(sessionId: number, now: number): number {
      if (now - swept >= minute) {
        swept = now;
        for (const [id, { from }] of counts) if (now - from >= minute) counts.delete(id);
      }
      const known = counts.get(sessionId);
      const current = known && now - known.from < minute ? known : { from: now, count: 0 };
      counts.set(sessionId, current);
      if (current.count >= most) return current.from + minute - now;
      current.count += 1;
      return 0;
    },
  };
}
