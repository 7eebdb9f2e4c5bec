import { Problem } from '../../foundation/errors.ts';
import type { Actor } from '../../foundation/security/actor.ts';
import { type TokenBucket, tokenBucket } from '../../foundation/security/rate-limit.ts';

/** Most keys with a limit remembered; the one not seen for the longest time starts anew. */
const mostKeys = 10_000;

/**
 * The limit of a key (API-CONV-23), per process: as many requests as it may make in a minute may come at once, and grow
 * back evenly. Keys without a limit, which is the rule, are not counted.
 */
export function createRateLimits(now?: () => number) {
  const buckets = new Map<number, { perMinute: number; bucket: TokenBucket }>();
  return {
    /** @throws too-many-requests with the time to wait */
    check(actor: Actor): void {
      if (actor.kind !== 'apiKey' || !actor.perMinute) return;
      const { keyId, perMinute } = actor;
      let entry = buckets.get(keyId);
      if (entry?.perMinute !== perMinute) {
        entry = { perMinute, bucket: tokenBucket({ burst: perMinute, perSecond: perMinute / 60 }, now) };
      }
      buckets.delete(keyId);
      buckets.set(keyId, entry);
      if (buckets.size > mostKeys) buckets.delete(buckets.keys().next().value ?? keyId);
      if (entry.bucket.take()) return;
      throw new Problem('too-many-requests', {
        detail: `This key may make ${perMinute} requests a minute.`,
        retryAfterMs: Math.max(1, entry.bucket.wait()),
      });
    },
  };
}
