import { limits } from '@hovor/protocol/limits';
import type { LaneOutcome, LaneRules, Verdict } from '../foundation/delivery/lane.ts';
import type { Outcome } from './schema.ts';

/**
 * The decisions of delivery; pure.
 *
 * A delivery is *pending* until a 2xx makes it *delivered*. Any other end of an attempt makes it wait (`retryDelay`) and
 * try again; its later siblings of the same subject wait behind it. A delivery that fails for three days while its
 * endpoint takes others becomes *failed*. An endpoint that takes nothing for three days, or answers 410, is *disabled*:
 * its deliveries stay pending and go out when it is enabled again.
 *
 * A lane (one endpoint) is *open*: several subjects at once; or *half open* after an endpoint-wide failure: it pauses
 * (`laneDelay`), then sends one delivery as a probe; a success opens it, a failure doubles the pause.
 */

/** Answers that speak of the endpoint or the way to it, not of the one event. */
const laneTrouble = new Set([429, 502, 503, 504]);

export function judge({ status, retryAfter }: LaneOutcome): Verdict {
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  return { kind: 'retry', lane: status === null || laneTrouble.has(status) || retryAfter !== null };
}

/** Different subjects refused in a row (400, 500, …) after which the endpoint counts as in trouble. */
export const strikesToPause = 5;

/** Failures in a row after which a success means the end of an outage: all that wait for it go at once. */
export const outage = 3;

const second = 1_000;
const hour = 3_600 * second;
const longestPause = 300 * second;

/** Pauses of one delivery after its 1st, 2nd, … attempt; the last repeats. Twelve attempts in the first day. */
const steps = [5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400].map((seconds) => seconds * second);

/** Milliseconds until a delivery is tried again. `random` (0…1) spreads ten percent, so that crowds do not march. */
export function retryDelay(attempt: number, random: number): number {
  const step = steps[Math.min(attempt, steps.length) - 1] ?? steps[0] ?? second;
  return Math.round(step * (0.95 + random / 10));
}

/** Milliseconds a lane rests after the n-th failure in a row: 5 s doubling up to five minutes, so that a revival is noticed soon. */
export function laneDelay(failures: number, random: number): number {
  const pause = Math.min(longestPause, 5 * second * 2 ** Math.min(failures - 1, 20));
  return Math.round(pause * (0.95 + random / 10));
}

/** A receiver may ask for a rest, but not for ever. */
const longestRest = 24 * hour;

/** `Retry-After` in seconds or as a date → milliseconds from now; null = absent or nonsense. */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  if (!header) return null;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * second : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestRest) : null;
}

/** True once something has failed for as long as we try. */
export const givenUp = (since: Date, now: Date) => now.getTime() - since.getTime() >= limits.webhookGiveUp;

/** Deliveries one endpoint may have under way at once; it starts low and earns more by quick answers. */
export const widest = 8;
const quick = 1_000;
/** Milliseconds from which an answer is slow. */
export const slow = 3_000;

/** The width of a lane after an answer that took `ms`. */
export function nextWidth(width: number, ms: number): number {
  if (ms >= slow) return 1;
  return ms <= quick ? Math.min(widest, width + 1) : width;
}

export const laneRules: LaneRules<Outcome> = {
  judge,
  retryDelay,
  laneDelay,
  firstWidth: 1,
  nextWidth,
  strikesToPause,
  outage,
};
