import { limits } from '@hovor/protocol/limits';
import { createLane, type Delays, type Lane } from '../foundation/delivery/lane.ts';
import { createSubscriber } from '../foundation/events/subscriber.ts';
import type { Outbound } from '../foundation/security/outbound.ts';
import type { Store } from '../foundation/transact.ts';
import { callBot } from './call.ts';
import * as queries from './delivery-queries.ts';
import { type EnqueueOptions, enqueue } from './enqueue.ts';
import { noteFailure, noteSeen } from './queries.ts';
import { givenUp, laneRules } from './rules.ts';
import type { Attempt, Outcome } from './schema.ts';

export interface DeliveryOptions extends EnqueueOptions {
  outbound: Outbound;
  /** Switches a bot off that has failed too long, and frees its sessions. */
  switchOff(companyId: number, chatbotId: number, reason: string): Promise<void>;
  onError(error: unknown): void;
  /** Milliseconds a bot may take. */
  timeout?: number;
  /** Milliseconds after which events a dead process had claimed are taken up by others. */
  lease?: number;
  /** Milliseconds between looks for work without a wake-up. */
  safetyPoll?: number;
  delays?: Partial<Delays>;
}

const purgeEvery = 600_000;
const purgeAtOnce = 5_000;

/**
 * Event log → events of bots → callbacks (CB-TR). Two halves that only meet in the database, as for webhooks: a
 * subscriber writes deliveries, a lane per bot sends them. Any number of processes may run it.
 */
export function createBotDelivery(store: Store, options: DeliveryOptions) {
  const { outbound, onError, timeout = limits.chatbotTimeout, safetyPoll = 5_000, delays } = options;
  const lease = options.lease ?? timeout + 5_000;
  const lanes = new Map<number, { lane: Lane; run: Promise<void> }>();
  let free: number = limits.chatbotConcurrency;
  let starved = false;
  let halt = new AbortController();
  let running = false;
  let unsubscribe = () => {};
  let timers: NodeJS.Timeout[] = [];
  const now = () => store.clock.now();

  const subscriber = createSubscriber(store, {
    name: 'chatbots',
    onError,
    async handle(batch) {
      const changes = await enqueue(batch, now(), options);
      return changes.length > 0 ? () => store.bus.publish(changes) : undefined;
    },
  });

  const partsFor = (chatbotId: number) => ({
    rules: laneRules,
    claim: (limit: number, probe: boolean) => queries.claim(store.db, chatbotId, { limit, lease, probe, now: now() }),
    nextDue: () => queries.nextDue(store.db, chatbotId, now()),
    send: ({ callbackUrl, body, id }: Attempt) =>
      callBot(outbound, callbackUrl, body, { deliveryId: id, timeout, signal: halt.signal }),
    async delivered({ id }: Attempt, { status }: Outcome) {
      await queries.finish(store.db, id, { state: 'delivered', status, error: null, now: now() });
      await noteSeen(store.db, chatbotId, now());
    },
    async recovered() {
      await queries.releasePending(store.db, chatbotId, now());
    },
    failed: (attempt: Attempt, outcome: Outcome, delay: number) => afterFailure(attempt, outcome, delay),
    async gone() {},
    async giveBack({ id }: Attempt) {
      await queries.giveBack(store.db, id);
    },
    takeSlots(wanted: number) {
      const granted = Math.min(wanted, free);
      free -= granted;
      if (granted === 0) starved = true;
      return granted;
    },
    releaseSlots(count: number) {
      free += count;
      if (!starved || count === 0) return;
      starved = false;
      for (const { lane } of lanes.values()) lane.wake();
    },
    onError,
    random: Math.random,
    delays,
  });

  async function afterFailure(attempt: Attempt, { status, error }: Outcome, delay: number) {
    const at = now();
    const { id, companyId, chatbotId } = attempt;
    const dropped = { state: 'dropped', status, error, now: at } as const;
    // A bot that fails over a session it no longer has (it gets refusals there) is alive; it would never take this one.
    if (status !== null && (await queries.isOver(store.db, id))) {
      await queries.finish(store.db, id, dropped);
      return;
    }
    const since = await noteFailure(store.db, chatbotId, at, error);
    if (since && givenUp(since, at)) {
      await queries.postpone(store.db, id, { status, error, next: at });
      const reason = `Nothing was answered with 200 within ${timeout / 1000} s since ${since.toISOString()}. ${error}`;
      await options.switchOff(companyId, chatbotId, reason);
    } else if (givenUp(attempt.created, at)) await queries.finish(store.db, id, dropped);
    else await queries.postpone(store.db, id, { status, error, next: new Date(at.getTime() + delay) });
  }

  function wake(chatbotId: number) {
    if (!running) return;
    const known = lanes.get(chatbotId);
    if (known && !known.lane.closed) return known.lane.wake();
    const lane = createLane<Attempt, Outcome>(partsFor(chatbotId));
    const entry = { lane, run: lane.run() };
    lanes.set(chatbotId, entry);
    entry.run.then(() => {
      if (lanes.get(chatbotId) === entry) lanes.delete(chatbotId);
    }, onError);
  }

  const scan = () => queries.botsWithWork(store.db).then((ids) => ids.forEach(wake), onError);
  const purge = () =>
    queries.purge(store.db, new Date(now().getTime() - limits.chatbotLogKept), purgeAtOnce).catch(onError);

  return {
    subscriber,
    start() {
      running = true;
      halt = new AbortController();
      unsubscribe = store.bus.subscribe((changes) => {
        for (const { topic, id } of changes) {
          if (topic === 'chatbotLane') wake(id);
          if (topic === 'resync') scan();
        }
      });
      subscriber.start();
      scan();
      timers = [setInterval(scan, safetyPoll), setInterval(purge, purgeEvery)];
    },
    /** Cuts off what is under way; it is given back and goes out again after the next start. */
    async stop() {
      running = false;
      unsubscribe();
      for (const timer of timers) clearInterval(timer);
      await subscriber.stop();
      halt.abort();
      for (const { lane } of lanes.values()) lane.stop();
      await Promise.all([...lanes.values()].map(({ run }) => run));
    },
  };
}
