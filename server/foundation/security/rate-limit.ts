/** What may happen at once, and how fast it grows back. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export interface TokenBucket {
  /** True when one more may happen now; then it is counted. */
  take(): boolean;
  /** Milliseconds until the next one may happen. */
  wait(): number;
}

export function tokenBucket(
  { burst, perSecond }: Rate,
  now: () => number = performance.now.bind(performance),
): TokenBucket {
  let tokens = burst;
  let at = now();
  const refill = () => {
    const present = now();
    tokens = Math.min(burst, tokens + ((present - at) / 1000) * perSecond);
    at = present;
  };
  return {
    take() {
      refill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    wait() {
      refill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
  };
}

/** Most sources remembered at once; a flood from more addresses than this forgets the oldest, not grows the memory. */
const maxSources = 50_000;

/** One bucket per source (address, account, key). Memory is bounded; the least recently seen source is forgotten. */
export function rateLimiter(rate: Rate, now?: () => number) {
  const buckets = new Map<string, TokenBucket>();
  return {
    /** Milliseconds to wait; 0 = go ahead, and it is counted. */
    take(source: string): number {
      const bucket = buckets.get(source) ?? tokenBucket(rate, now);
      buckets.delete(source);
      buckets.set(source, bucket);
      if (buckets.size > maxSources) buckets.delete(buckets.keys().next().value as string);
      return bucket.take() ? 0 : Math.max(1, bucket.wait());
    },
  };
}
export type RateLimiter = ReturnType<typeof rateLimiter>;
