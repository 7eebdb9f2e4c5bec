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

const monotonic = () => performance.now();

export function tokenBucket(rate: Rate, now: () => number = monotonic): TokenBucket {
  return new Bucket(rate, now);
}

/** A class, because every open socket has one: four words instead of four closures. */
class Bucket implements TokenBucket {
  readonly #rate: Rate;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#tokens = rate.burst;
    this.#at = now();
  }

  take() {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  wait() {
    this.#refill();
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.#rate.perSecond) * 1000);
  }

  #refill() {
    const present = this.#now();
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + ((present - this.#at) / 1000) * this.#rate.perSecond);
    this.#at = present;
  }
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
