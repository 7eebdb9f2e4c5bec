/** `npm run bench -- NAME [--runs N] [--short] [--sessions N] [--kill]`: measures one thing beside its rival and prints a table. */
import { parseArgs } from 'node:util';
import { closeArchive } from './lib/archive.ts';
import { describeMachine } from './lib/machine.ts';

export interface BenchOptions {
  /** Counted runs; the figure is their median with the spread. */
  runs: number;
  /** A quick look with smaller numbers, not for publishing. */
  short: boolean;
  /** Sessions in the archive of the benches that read one, ten lines each. */
  sessions: number;
  /** `webhooks`: the sender is killed again and again. */
  kill: boolean;
}

const benches: Record<string, () => Promise<{ run(options: BenchOptions): Promise<void> }>> = {
  messages: () => import('./messages.ts'),
  idle: () => import('./idle.ts'),
  storm: () => import('./storm.ts'),
  routing: () => import('./routing.ts'),
  desks: () => import('./desks.ts'),
  start: () => import('./start.ts'),
  widget: () => import('./widget.ts'),
  'api-list': () => import('./api-list.ts'),
  'api-export': () => import('./api-export.ts'),
  'sessions-table': () => import('./sessions-table.ts'),
  webhooks: () => import('./webhooks.ts'),
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    short: { type: 'boolean', default: false },
    sessions: { type: 'string', default: '1000000' },
    kill: { type: 'boolean', default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
const runs = Number(values.runs);
const sessions = Number(values.sessions);
if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1 || !Number.isInteger(sessions) || sessions < 1_000) {
  console.error(
    `Usage: npm run bench -- [${Object.keys(benches).join('|')}] [--runs N] [--short] [--sessions N] [--kill]`,
  );
  process.exit(2);
}
console.log(`${describeMachine()}\n`);
for (const name of names) {
  console.log(`## ${name}`);
  const bench = await benches[name]?.();
  await bench?.run({ runs, short: values.short, sessions, kill: values.kill });
  console.log('');
}
await closeArchive();
process.exit(0);
