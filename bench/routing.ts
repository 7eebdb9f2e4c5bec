import { join } from 'node:path';
import { spread, table } from './lib/figures.ts';
import { pinSelf, startPinned } from './lib/machine.ts';
import { openQueue, type Queue } from './lib/queue.ts';
import { createWorld } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

/**
 * 5,000 clients wait, 500 operators have room for all of them: how fast is who-gets-whom decided and written? The rivals
 * are bare job queues on the same database that hand 5,000 jobs to a worker which does nothing: no rules, no capacity, no
 * order by group, no reasons. Then the same queue alive: operators come, go, decline, accept and end conversations while
 * clients come, and a witness looks for operators over capacity and clients who were overtaken.
 */
export async function run({ runs, short }: BenchOptions) {
  const size = short ? { waiting: 500, operators: 50, seconds: 3 } : { waiting: 5_000, operators: 500, seconds: 10 };
  const world = await createWorld();
  pinSelf(1);
  try {
    const queue = await openQueue(world, size);
    await fill(queue, world.databaseUrl, runs, size.waiting);
    await live(queue, runs, size.seconds);
  } finally {
    await world.destroy();
  }
}

const sides = [
  ['Hovor', 'lib/assigner.ts'],
  ['graphile-worker, bare', 'rivals/graphile-worker.ts'],
  ['pg-boss, bare', 'rivals/pg-boss.ts'],
] as const;

/** From all waiting to all handed out. */
async function fill(queue: Queue, databaseUrl: string, runs: number, waiting: number) {
  const rows: (string | number)[][] = [];
  const decisions: { perOffer: number; load: number }[] = [];
  for (const [name, script] of sides) {
    const rates: number[] = [];
    for (let nth = 0; nth < runs; nth++) {
      await queue.reset();
      const place = JSON.stringify({ ...queue.place, waiting });
      const side = await startPinned(join(import.meta.dirname, script), [databaseUrl, place], 0, /done (\{.*\})/);
      const { milliseconds, handed, perOffer, load } = JSON.parse(side.match[1] ?? '{}') as Record<string, number>;
      await side.stop();
      if (handed !== waiting) throw new Error(`${name} handed out ${handed} of ${waiting}`);
      rates.push(((handed ?? 0) / (milliseconds ?? 1)) * 1000);
      if (perOffer !== undefined && load !== undefined) decisions.push({ perOffer, load });
    }
    rows.push([name, spread(rates, 0)]);
  }
  console.log(`${waiting} waiting, ${runs} runs, median (min–max)\n`);
  console.log(table(['queue', 'handed out/s, durable'], rows));
  console.log(
    `\none decision: ${spread(decisions.map(({ perOffer }) => perOffer))} µs per offer; reading what it looks at: ${spread(
      decisions.map(({ load }) => load),
    )} ms\n`,
  );
}

/** The queue alive. */
async function live(queue: Queue, runs: number, seconds: number) {
  const rows: Awaited<ReturnType<Queue['live']>>[] = [];
  for (let nth = 0; nth < runs; nth++) {
    await queue.reset();
    rows.push(await queue.live(seconds));
  }
  const of = (pick: (row: (typeof rows)[number]) => number, digits = 0) => spread(rows.map(pick), digits);
  console.log(
    table(
      ['operators come, go and accept', ''],
      [
        ['offers written/s', of((row) => row.offers / seconds)],
        ['accepted/s', of((row) => row.accepted / seconds)],
        ['round p50, ms', of((row) => row.roundP50, 1)],
        ['operators over capacity', Math.max(...rows.map((row) => row.overCapacity))],
        ['clients overtaken in a decision', Math.max(...rows.map((row) => row.inversions))],
      ],
    ),
  );
}
