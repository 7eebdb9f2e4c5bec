/** One delivery to be made now, as far as a lane looks at it. */
export interface LaneAttempt {
  /** Deliveries of one subject go one after the other. */
  subject: string;
  /** 1 for the first. */
  attempt: number;
  /** The endpoint has only failed since its last success. */
  failing: boolean;
}

/** How an attempt ended. */
export interface LaneOutcome {
  /** Status of the answer; null = none came. */
  status: number | null;
  /** Milliseconds the receiver asks to be left alone. */
  retryAfter: number | null;
}

export type Verdict =
  | { kind: 'delivered' }
  /** This delivery waits; `lane` says that the endpoint as a whole is in trouble. */
  | { kind: 'retry'; lane: boolean }
  | { kind: 'gone' };

/** The decisions of a lane; pure. `random` is 0…1. */
export interface LaneRules<O extends LaneOutcome> {
  judge(outcome: O): Verdict;
  /** Milliseconds until a delivery is tried again after its n-th attempt. */
  retryDelay(attempt: number, random: number): number;
  /** Milliseconds the lane rests after the n-th failure in a row. */
  laneDelay(failures: number, random: number): number;
  /** Subjects at once to begin with, and after an answer that took `ms`. */
  firstWidth: number;
  nextWidth(width: number, ms: number): number;
  /** Different subjects refused in a row after which the endpoint counts as in trouble. */
  strikesToPause: number;
  /** Failures in a row after which a success means the end of an outage: all that wait go at once. */
  outage: number;
}

/** What a lane needs of the outside; all of it may fail, and the lane goes on. */
export interface LaneParts<A extends LaneAttempt, O extends LaneOutcome> {
  rules: LaneRules<O>;
  /** Takes at most `limit` deliveries that may go now; with `probe` also one that is not due. */
  claim(limit: number, probe: boolean): Promise<A[]>;
  /** Milliseconds until something is due; null = nothing is pending. */
  nextDue(): Promise<number | null>;
  send(attempt: A): Promise<O | 'stopped'>;
  delivered(attempt: A, outcome: O): Promise<void>;
  /** The endpoint takes deliveries again; after an outage all that wait for it may go now. */
  recovered(afterOutage: boolean): Promise<void>;
  /** Stores a failed attempt and whether it was the last one. */
  failed(attempt: A, outcome: O, delay: number): Promise<void>;
  gone(attempt: A, outcome: O): Promise<void>;
  giveBack(attempt: A): Promise<void>;
  /** Requests this process may still start; the lane gives each back when it has ended. */
  takeSlots(wanted: number): number;
  releaseSlots(count: number): void;
  onError(error: unknown): void;
  random(): number;
  delays?: Partial<Delays> | undefined;
}

/** For tests: the pauses of the rules, shorter. */
export interface Delays {
  retry(attempt: number): number;
  lane(failures: number): number;
  error: number;
}

export type Lane = ReturnType<typeof createLane>;

/**
 * Delivers to one endpoint, however slow or dead, without holding up another. States: *open*, up to `width` subjects at
 * once, *half open*, one probe after a pause; *closed* once nothing is pending, then a new lane is made for the next
 * delivery. Order per subject is kept by `claim`, which hands out one delivery per subject.
 */
export function createLane<A extends LaneAttempt, O extends LaneOutcome>(parts: LaneParts<A, O>) {
  const { rules } = parts;
  const retry = parts.delays?.retry ?? ((attempt) => rules.retryDelay(attempt, parts.random()));
  const rest = parts.delays?.lane ?? ((failures) => rules.laneDelay(failures, parts.random()));
  const errorPause = parts.delays?.error ?? 1_000;

  let width = rules.firstWidth;
  /** Endpoint-wide failures in a row; above zero the lane is half open. */
  let failures = 0;
  /** Subjects refused since the last success. */
  const strikes = new Set<string>();
  /** What happened before this lane was made is not known; its first success counts as the end of an outage. */
  let proven = false;
  let pausedUntil = 0;
  /** Requests that started before the lane changed its state say nothing about the new one. */
  let round = 0;
  let underWay = 0;
  let woken = true;
  /** A new delivery may be there; without news a claim waits until it can take several at once. */
  let news = true;
  let stopped = false;
  let closed = false;
  let notify = () => {};

  const changed = () => {
    woken = true;
    notify();
  };

  /** Until something changes, at most `ms`; a pause of a half-open lane is not cut short by new deliveries. */
  async function rested(ms: number, deaf = false) {
    if (stopped || (woken && !deaf)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
      notify = () => {
        if (deaf && !stopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    notify = () => {};
  }

  async function run() {
    while (!stopped) {
      try {
        await step();
      } catch (error) {
        parts.onError(error);
        await rested(errorPause, true);
      }
      if (closed) return;
    }
    while (underWay > 0) {
      woken = false;
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
    }
  }

  async function step() {
    woken = false;
    const halfOpen = failures > 0;
    const pause = pausedUntil - performance.now();
    if (halfOpen && pause > 0) return rested(pause, true);
    const open = halfOpen ? 1 - Math.min(1, underWay) : width - underWay;
    const free = news || underWay === 0 || open >= width / 2 ? open : 0;
    news = false;
    const slots = free > 0 ? parts.takeSlots(free) : 0;
    let started = 0;
    if (slots > 0) {
      try {
        const attempts = await parts.claim(slots, halfOpen);
        started = attempts.length;
        underWay += started;
        for (const attempt of attempts) deliver(attempt);
      } finally {
        parts.releaseSlots(slots - started);
      }
    }
    if (underWay > 0 || slots === 0) return rested(60_000);
    const due = await parts.nextDue();
    // No wait between the look at `woken` and closing, so no wake-up falls between them.
    if (due === null && !woken) closed = true;
    else if (due !== null) await rested(Math.max(due, 1));
  }

  async function deliver(attempt: A) {
    const startedIn = round;
    const startedAt = performance.now();
    try {
      const outcome = await parts.send(attempt);
      if (outcome === 'stopped') await parts.giveBack(attempt);
      else await settle(attempt, outcome, startedIn, performance.now() - startedAt);
    } catch (error) {
      // What could not be written is sent again when the lease has run out.
      parts.onError(error);
    } finally {
      underWay--;
      parts.releaseSlots(1);
      changed();
    }
  }

  async function settle(attempt: A, outcome: O, startedIn: number, ms: number) {
    const verdict = rules.judge(outcome);
    if (verdict.kind === 'delivered') {
      await parts.delivered(attempt, outcome);
      width = rules.nextWidth(width, ms);
      strikes.clear();
      const afterOutage = failures >= rules.outage || !proven;
      proven = true;
      if (failures === 0 && !attempt.failing) return;
      failures = 0;
      pausedUntil = 0;
      round++;
      return parts.recovered(afterOutage);
    }
    if (verdict.kind === 'gone') return parts.gone(attempt, outcome);
    strikes.add(attempt.subject);
    if (startedIn === round && (verdict.lane || strikes.size >= rules.strikesToPause)) {
      round++;
      failures++;
      width = 1;
      pausedUntil = performance.now() + Math.max(rest(failures), outcome.retryAfter ?? 0);
    }
    await parts.failed(attempt, outcome, Math.max(retry(attempt.attempt), outcome.retryAfter ?? 0));
  }

  return {
    /** Resolves once the lane is closed or stopped. */
    run,
    wake() {
      news = true;
      changed();
    },
    /** Ends the pauses; what is under way must be cut off by whoever sends it. */
    stop() {
      stopped = true;
      changed();
    },
    get closed() {
      return closed;
    },
  };
}
