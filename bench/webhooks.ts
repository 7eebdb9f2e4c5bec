import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localBus } from '../server/foundation/bus.ts';
import { postgresBus } from '../server/foundation/bus-postgres.ts';
import { system } from '../server/foundation/security/actor.ts';
import { type Store, transact } from '../server/foundation/transact.ts';
import { type Endpoints, openEndpoints } from './lib/endpoints.ts';
import { Latencies, spread, table } from './lib/figures.ts';
import { cpuSecondsOf, pinSelf, startPinned } from './lib/machine.ts';
import { createWorld, type World } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

/**
 * Messages are committed, the receivers get them: from the commit until a healthy endpoint has the request, while others
 * are slow and dead. Open loop: events are written at their time whatever has arrived. With `--kill` the sender is killed
 * (-9) and started again and again while events are written; latencies then say little, `lost` says all.
 */
const sides = [
  {
    name: 'Hovor',
    start: (world: World) =>
      startPinned(join(import.meta.dirname, '../server/main.ts'), [], 0, /https?:\/\/127\.0\.0\.1:(\d+)/, world.env),
  },
  {
    name: 'loop of fetch',
    start: (world: World) =>
      startPinned(join(import.meta.dirname, 'rivals/fetch-loop.ts'), [world.databaseUrl], 0, /ready/),
  },
];
type Side = (typeof sides)[number];

interface Outcome {
  perSecond: number;
  p50: number;
  p99: number;
  /** Processors the sender used. */
  cpu: number;
  /** Events that neither arrived nor wait for another attempt. */
  lost: number;
  doubled: number;
  /** Events of a session that arrived after a later one of it. */
  disordered: number;
}

const sessionsPerEndpoint = 5;

export async function run({ runs, short, kill }: BenchOptions) {
  const endpointCount = short ? 200 : 1_000;
  const rates = short ? [400] : kill ? [2_000] : [500, 1_000, 2_000];
  const seconds = short ? 5 : kill ? 20 : 10;
  const world = await createWorld();
  const onError = (error: unknown) => console.error(error);
  const bus = postgresBus({ url: world.databaseUrl, local: localBus(onError), onError });
  await bus.start();
  const store = { ...world.store, bus };
  const endpoints = await openEndpoints(world, endpointCount);
  pinSelf(1);
  try {
    const rows: (string | number)[][] = [];
    for (const rate of rates) {
      for (const side of sides) {
        const outcomes: Outcome[] = [];
        for (let nth = 0; nth < runs; nth++) {
          await endpoints.reset();
          outcomes.push(await drive(side, { world, store, endpoints, rate, seconds, kill }));
        }
        const of = (pick: (outcome: Outcome) => number, digits?: number) => spread(outcomes.map(pick), digits);
        const most = (pick: (outcome: Outcome) => number) => Math.max(...outcomes.map(pick));
        rows.push([
          ...[rate, side.name, of(({ perSecond }) => perSecond, 0), of(({ p50 }) => p50), of(({ p99 }) => p99)],
          of(({ cpu }) => cpu, 2),
          ...[most(({ lost }) => lost), most(({ doubled }) => doubled), most(({ disordered }) => disordered)],
        ]);
        console.log(rows.at(-1)?.join(' · '));
      }
    }
    const killed = kill ? ', the sender killed every few seconds' : '';
    console.log(
      `\n${endpointCount} endpoints, 5 % slow, 5 % dead${killed}, ${runs} runs of ${seconds} s, median (min–max)\n\n${table(
        ['events/s', 'sender', 'arrived/s', 'p50 ms', 'p99 ms', 'processors', 'lost', 'doubled', 'out of order'],
        rows,
      )}`,
    );
  } finally {
    endpoints.close();
    await bus.stop();
    await world.destroy();
  }
}

interface Drive {
  world: World;
  store: Store;
  endpoints: Endpoints;
  rate: number;
  seconds: number;
  kill: boolean;
}

/** One run: connections are made and code is compiled in the first seconds, the figures are of the rest. */
async function drive(side: Side, { world, store, endpoints, rate, seconds, kill }: Drive): Promise<Outcome> {
  const { all } = endpoints;
  const witness = watch(endpoints);
  let sender = await side.start(world);
  const warmUp = Math.min(rate, 500) * 3;
  await write(warmUp, Math.min(rate, 500), 0);
  await witness.settled(warmUp);
  await endpoints.analyze();
  witness.measure();
  const total = warmUp + rate * seconds;
  const cpuBefore = cpuSecondsOf(sender.pid);
  const begun = performance.now();
  let writing = true;
  const writer = write(total, rate, warmUp).finally(() => (writing = false));
  while (kill && writing) {
    await sleep(2_000);
    sender.kill();
    sender = await side.start(world);
  }
  await writer;
  const cpu = (cpuSecondsOf(sender.pid) - cpuBefore) / ((performance.now() - begun) / 1_000);
  // What a killed sender had in hand is taken up when its lease has run out.
  await witness.settled(total, kill ? 40_000 : 15_000);
  const outcome = { ...witness.outcome(begun), cpu: kill ? Number.NaN : cpu };
  const waiting = new Set((await endpoints.pending()).map(numberOf));
  const lost = Array.from({ length: total }, (_, n) => n).filter((n) => !witness.has(n) && !waiting.has(n)).length;
  await sender.stop();
  return { ...outcome, lost };

  /** Commits the events from number `from` on at their time; what has become due together shares a commit. */
  async function write(until: number, perSecond: number, from: number) {
    const start = performance.now();
    for (let n = from; n < until; ) {
      const due = Math.min(until, from + Math.floor(((performance.now() - start) / 1_000) * perSecond) + 1);
      if (due === n) {
        await sleep(1);
        continue;
      }
      const [first, last] = [n, due];
      await transact(store, system(0), async (unit) => {
        for (let nth = first; nth < last; nth++) unit.record(message(nth, unit.now));
      });
      witness.committed(first, last);
      n = due;
    }
  }

  function message(n: number, time: Date) {
    const endpoint = all[n % all.length];
    if (!endpoint) throw new Error('There are no endpoints.');
    const sessionId = (n % (all.length * sessionsPerEndpoint)) + 1;
    const { companyId, tenantId } = endpoint;
    const text = `${n} Good afternoon, I would like to know when my parcel with the order number A-1042 arrives.`;
    const payload = { sessionId, activityId: n + 1, type: 'ChatMessage', time, text };
    return { companyId, tenantId, kind: 'session.activity', subject: `session:${sessionId}`, payload };
  }
}

/** The number its writer gave an event. */
const numberOf = (body: string) => Number.parseInt((JSON.parse(body) as { data: { text: string } }).data.text, 10);

/** Sees what arrives, when, how often and in which order. */
function watch(endpoints: Endpoints) {
  const { all } = endpoints;
  const committedAt: number[] = [];
  const seen = new Set<number>();
  const latest = new Map<number, number>();
  let latencies = new Latencies();
  let [doubled, disordered, healthy, measuredFrom] = [0, 0, 0, 0];
  let lastArrival = performance.now();
  endpoints.onArrival((endpoint, body) => {
    const n = numberOf(body);
    if (seen.has(n)) return void doubled++;
    seen.add(n);
    lastArrival = performance.now();
    const session = n % (all.length * sessionsPerEndpoint);
    if ((latest.get(session) ?? -1) > n) disordered++;
    latest.set(session, Math.max(latest.get(session) ?? -1, n));
    if (all[endpoint]?.kind !== 'healthy') return;
    healthy++;
    if (n < measuredFrom) return;
    // It may be here before the writer learns that its commit is done.
    latencies.add(Math.max(0, lastArrival - (committedAt[n] ?? lastArrival)));
  });
  return {
    has: (n: number) => seen.has(n),
    committed(from: number, until: number) {
      const now = performance.now();
      for (let n = from; n < until; n++) committedAt[n] = now;
    },
    measure() {
      latencies = new Latencies();
      measuredFrom = committedAt.length;
    },
    /** All of the first `total` that go to healthy endpoints are there, or nothing has come for `patience`. */
    async settled(total: number, patience = 15_000) {
      const expected = Array.from({ length: total }, (_, n) => all[n % all.length]).filter(
        (endpoint) => endpoint?.kind === 'healthy',
      ).length;
      const asked = performance.now();
      while (healthy < expected && performance.now() - Math.max(lastArrival, asked) < patience) await sleep(20);
    },
    outcome(begun: number) {
      const { p50, p99, count } = latencies.summary();
      return { p50, p99, perSecond: count / ((lastArrival - begun) / 1_000), doubled, disordered };
    },
  };
}
