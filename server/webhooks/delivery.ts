import { limits } from '@hovor/protocol/limits';
import { tellAdministrators } from '../directory/service.ts';
import { createLane, type Delays, type Lane } from '../foundation/delivery/lane.ts';
import { createSubscriber } from '../foundation/events/subscriber.ts';
import { system } from '../foundation/security/actor.ts';
import type { Outbound } from '../foundation/security/outbound.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { batched } from './batched.ts';
import * as queries from './delivery-queries.ts';
import { type EnqueueOptions, enqueue } from './enqueue.ts';
import { disabledNotice } from './notice.ts';
import { releasePending } from './queries.ts';
import { sendAttempt } from './request.ts';
import { givenUp, laneRules } from './rules.ts';
import type { Attempt, Outcome } from './schema.ts';
import { messageId } from './signature.ts';

export interface DeliveryOptions extends EnqueueOptions {
  outbound: Outbound;
  onError(error: unknown): void;
  /** Milliseconds a receiver may take. */
  timeout?: number;
  /** Milliseconds after which deliveries of a process that died are taken up by others. */
  lease?: number;
  /** Milliseconds between looks for work without a wake-up. */
  safetyPoll?: number;
  delays?: Partial<Delays>;
}

export type Delivery = ReturnType<typeof createDelivery>;

const togetherAtMost = { most: 100, atOnce: 4 };
const purgeEvery = 3_600_000;
const purgeAtOnce = 5_000;

/**
 * Event log → deliveries → receivers (design/reliability.md; docs/decisions/webhook-lanes.md). Two halves that only meet
 * in the database: a subscriber writes deliveries, lanes send them. Any number of processes may run it.
 */
export function createDelivery(store: Store, options: DeliveryOptions) {
  const { outbound, onError, timeout = limits.webhookTimeout, safetyPoll = 5_000, delays } = options;
  const lease = options.lease ?? timeout + 5_000;
  const lanes = new Map<number, { lane: Lane; run: Promise<void> }>();
  let free: number = limits.webhookConcurrency;
  let starved = false;
  let halt = new AbortController();
  let running = false;
  let unsubscribe = () => {};
  let timers: NodeJS.Timeout[] = [];

  const subscriber = createSubscriber(store, {
    name: 'webhooks',
    onError,
    async handle(batch) {
      const changes = await enqueue(batch, options);
      return changes.length > 0 ? () => store.bus.publish(changes) : undefined;
    },
  });
  const markDelivered = batched(async (done: { id: number; outcome: Outcome }[]) => {
    await queries.markDelivered(store.db, done);
    return [];
  });
  // What many lanes ask in the same moment is one statement; a few of them at once, so that a lane with much behind it
  // does not hold up the others.
  const claim = batched((claims: queries.Claim[]) => queries.claim(store.db, claims, lease), togetherAtMost);
  const nextDue = batched((ids: number[]) => queries.nextDue(store.db, ids), togetherAtMost);

  const partsFor = (webhookId: number) => ({
    rules: laneRules,
    claim: (limit: number, probe: boolean) => claim({ webhookId, limit, probe }),
    nextDue: () => nextDue(webhookId),
    send: (attempt: Attempt) =>
      sendAttempt(
        outbound,
        { ...attempt, messageId: messageId(attempt.eventId) },
        { now: store.clock.now(), timeout, signal: halt.signal },
      ),
    delivered: ({ id }: Attempt, outcome: Outcome) => markDelivered({ id, outcome }),
    async recovered(afterOutage: boolean) {
      await queries.noteWorking(store.db, webhookId);
      if (afterOutage) await releasePending(store.db, webhookId);
    },
    failed: (attempt: Attempt, outcome: Outcome, delay: number) => afterFailure(attempt, outcome, delay),
    async gone(attempt: Attempt, outcome: Outcome) {
      await queries.markWaiting(store.db, attempt.id, outcome, { delay: 0, failed: false });
      await disable(attempt, 'The receiver answered 410 Gone.');
    },
    async giveBack(attempt: Attempt) {
      await queries.giveBack(store.db, attempt.id);
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

  async function afterFailure(attempt: Attempt, outcome: Outcome, delay: number) {
    const now = store.clock.now();
    const since = await queries.noteFailing(store.db, attempt.webhookId);
    const endpointIsDead = since !== null && givenUp(since, now);
    // An event the endpoint never takes, while it takes others, is shown as failed and holds its subject no longer.
    const failed = !endpointIsDead && givenUp(attempt.since, now);
    await queries.markWaiting(store.db, attempt.id, outcome, { delay, failed });
    if (endpointIsDead) await disable(attempt, `Every delivery failed for three days. ${outcome.error}`);
  }

  /** Nothing is deleted: enabling it again sends what is pending. The administrators are told (API-WHD-4). */
  const disable = ({ companyId, webhookId, callbackUrl }: Attempt, reason: string) =>
    transact(store, system(companyId), async (unit) => {
      if (!(await queries.disableWebhook(unit.db, webhookId, reason))) return;
      await tellAdministrators(unit, disabledNotice({ companyId, id: webhookId, callbackUrl, reason }));
      unit.record({
        companyId,
        tenantId: null,
        kind: 'webhook.disabled',
        subject: `webhook:${webhookId}`,
        payload: { id: webhookId, reason },
      });
      unit.touch({ companyId, tenantId: null, topic: 'webhook', id: webhookId });
    });

  function wake(webhookId: number) {
    if (!running) return;
    const known = lanes.get(webhookId);
    if (known && !known.lane.closed) return known.lane.wake();
    const lane = createLane(partsFor(webhookId));
    const entry = { lane, run: lane.run() };
    lanes.set(webhookId, entry);
    entry.run.then(() => {
      if (lanes.get(webhookId) === entry) lanes.delete(webhookId);
    }, onError);
  }

  const scan = () => queries.lanesWithWork(store.db).then((ids) => ids.forEach(wake), onError);

  /** As many rounds as it takes: a busy company finishes more in an hour than one statement should remove. */
  async function purge() {
    const inRounds = async (round: () => Promise<number>) => {
      while (running && (await round()) === purgeAtOnce);
    };
    await inRounds(() => queries.giveUpDisabled(store.db, limits.webhookDisabledKept, purgeAtOnce));
    await inRounds(() => queries.purgeFinished(store.db, limits.webhookLogKept, purgeAtOnce));
    await queries.purgeHours(store.db, limits.webhookLogKept);
  }

  return {
    subscriber,
    purge,
    start() {
      running = true;
      halt = new AbortController();
      unsubscribe = store.bus.subscribe((changes) => {
        for (const { topic, id } of changes) {
          if (topic === 'webhook') wake(id);
          if (topic === 'resync') scan();
        }
      });
      subscriber.start();
      scan();
      timers = [setInterval(scan, safetyPoll), setInterval(() => purge().catch(onError), purgeEvery)];
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
