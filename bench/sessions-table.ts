import type { SessionListPage } from '@hovor/protocol/session-table';
import { serveArchive } from './lib/api.ts';
import { archiveOf } from './lib/archive.ts';
import { Latencies, spread, table } from './lib/figures.ts';
import { pinSelf } from './lib/machine.ts';
import type { BenchOptions } from './run.ts';

/**
 * The workspace's table of sessions: its first page, and pages far down, by each order. Far down means as many pages as
 * somebody could scroll through; the rival in the same run is the same page by `offset`, through the Public API, which has
 * to pass over what stands before.
 */
const columns = 'created,client,channel,operators,length,result,tags,guestFeedbackStars';
const asked = [
  { name: 'newest first', query: 'sort=-created' },
  { name: 'longest first', query: 'sort=-length' },
  { name: 'one operator, newest first', query: 'sort=-created&filter=OperatorUserId%3D{operator}' },
  { name: 'last month, result, newest first', query: 'sort=-created&filter=Result%3DSolved%26Created.Min%3D{month}' },
];

export async function run({ runs, short, sessions }: BenchOptions) {
  const archive = await archiveOf(sessions);
  const depth = short ? 20 : 500;
  pinSelf(1);
  const server = await serveArchive(archive);
  const { db } = archive.store;
  const operator = await db.selectFrom('users').select('id').orderBy('id').executeTakeFirstOrThrow();
  const month = encodeURIComponent(new Date(Date.now() - 30 * 86_400_000).toISOString());
  const list = `/tenants/${archive.tenantId}/session-list?view=history&columns=${encodeURIComponent(columns)}`;
  const rows: (string | number)[][] = [];
  const timed = async (latencies: Latencies, path: string) => {
    const began = performance.now();
    const page = (await (await server.app(path)).json()) as SessionListPage;
    latencies.add(performance.now() - began);
    return page;
  };
  try {
    for (const { name, query } of asked) {
      const path = `${list}&${query.replace('{operator}', String(operator.id)).replace('{month}', encodeURIComponent(month))}`;
      const found = { first: [] as number[], deep: [] as number[], count: [] as number[] };
      let pages = 0;
      for (let run = 0; run < runs + 1; run++) {
        const [first, deep, count] = [new Latencies(), new Latencies(), new Latencies()];
        for (let i = 0; i < 20; i++) await timed(first, path);
        let { next } = await timed(first, path);
        for (pages = 1; next && pages < depth; pages++) {
          ({ next } = await timed(deep, `${path}&after=${encodeURIComponent(next)}`));
        }
        const filter = /filter=[^&]*/.exec(path)?.[0] ?? '';
        for (let i = 0; i < 5; i++) {
          const began = performance.now();
          await (await server.app(`/tenants/${archive.tenantId}/session-count?view=history&${filter}`)).text();
          count.add(performance.now() - began);
        }
        if (run === 0) continue;
        found.first.push(first.summary().p99);
        found.deep.push(deep.summary().p99);
        found.count.push(count.summary().p99);
      }
      rows.push([name, spread(found.first), pages, spread(found.deep), spread(found.count)]);
      console.log(rows.at(-1)?.join(' · '));
    }
    const offset = new Latencies();
    for (let i = 0; i < (short ? 3 : 10); i++) {
      const began = performance.now();
      await (await server.api(`/Sessions?limit=100&offset=${Math.floor(archive.sessions / 2) + i * 100}`)).text();
      offset.add(performance.now() - began);
    }
    console.log(
      `\n100 rows of ${archive.sessions}, ${runs} runs, median (min–max)\n\n${table(
        ['order and filter', 'first page p99 ms', 'pages scrolled', 'page p99 ms', 'count p99 ms'],
        rows,
      )}\n\nRival: 100 sessions by offset at half of the table, p99 ${offset.summary().p99.toFixed(0)} ms`,
    );
  } finally {
    await server.stop();
  }
}
