import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spread, table } from './lib/figures.ts';
import { rssOf, startPinned } from './lib/machine.ts';
import type { BenchOptions } from './run.ts';

/** From the command to ready, on an installed and built tree: first start (new data folder, demo) and later starts. */
export async function run({ runs }: BenchOptions) {
  const first: number[] = [];
  const later: number[] = [];
  const memory: number[] = [];
  for (let i = 0; i < runs; i++) {
    const folder = await mkdtemp(join(tmpdir(), 'hovor-bench-start-'));
    try {
      first.push((await timeStart(folder)).seconds);
      const second = await timeStart(folder);
      later.push(second.seconds);
      memory.push(second.rss / 2 ** 20);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  console.log(
    table(
      ['what', 'measured', 'mark'],
      [
        ['first start, s', spread(first, 2), '≤ 10'],
        ['later start, s', spread(later, 2), '≤ 3'],
        ['memory of the server process, MB', spread(memory, 0), '≤ 250'],
      ],
    ),
  );
}

async function timeStart(folder: string) {
  const start = performance.now();
  const env = { DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' };
  const main = join(import.meta.dirname, '../server/main.ts');
  const server = await startPinned(main, [], 0, /https?:\/\/127\.0\.0\.1:(\d+)/, env);
  const url = `http://127.0.0.1:${server.match[1]}/readyz`;
  while (
    !(await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    ))
  );
  const seconds = (performance.now() - start) / 1_000;
  const rss = rssOf(server.pid);
  await server.stop();
  return { seconds, rss };
}
