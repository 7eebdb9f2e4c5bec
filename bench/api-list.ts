import pg from 'pg';
import { serveArchive } from './lib/api.ts';
import { archiveOf } from './lib/archive.ts';
import { Latencies, spread, table } from './lib/figures.ts';
import { pinSelf } from './lib/machine.ts';
import type { BenchOptions } from './run.ts';

/**
 * `GET /Sessions` with filters, 200 whole sessions with their ten lines each, one request at a time, beside the same rows
 * by one SQL statement that somebody would write by hand and send through `pg`. Each round asks for another part of the
 * year, so that no side lives from what the other has just read.
 */
const shapes = [
  { name: 'time range', query: '', where: '' },
  {
    name: 'time range, status, two channels',
    query: '&Status=CLOSED&Channel=Chat&Channel=AV',
    where: "and s.status = 'CLOSED' and s.channel in ('Chat', 'AV')",
  },
  {
    name: 'time range, result, operator',
    query: '&Result=Solved&OperatorUserId={operator}',
    where:
      "and s.result = 'Solved' and exists (select from session_operators o where o.session_id = s.id and o.user_id = {operator})",
  },
];

export async function run({ runs, short, sessions }: BenchOptions) {
  const archive = await archiveOf(sessions);
  const rounds = short ? 20 : 200;
  pinSelf(1);
  const server = await serveArchive(archive);
  const client = new pg.Client({ connectionString: archive.databaseUrl });
  await client.connect();
  const operator = (await client.query('select min(id) as id from users')).rows[0].id as number;
  const filled = (text: string) => text.replaceAll('{operator}', String(operator));
  const rows: (string | number)[][] = [];
  try {
    for (const shape of shapes) {
      const ours: number[][] = [];
      const theirs: number[][] = [];
      for (let run = 0; run < runs + 1; run++) {
        const [api, bare] = [new Latencies(), new Latencies()];
        for (let round = 0; round < rounds; round++) {
          const from = new Date(Date.now() - (20 + (((run * rounds + round) * 37) % 330)) * 86_400_000);
          let began = performance.now();
          const answer = await server.api(
            `/Sessions?limit=200&Created.Min=${encodeURIComponent(from.toISOString())}${filled(shape.query)}`,
          );
          const body = await answer.text();
          api.add(performance.now() - began);
          if ((JSON.parse(body) as unknown[]).length === 0) throw new Error('no sessions');
          began = performance.now();
          const { rows: found } = await client.query(filled(byHand(shape.where)), [archive.companyId, from]);
          JSON.stringify(found);
          bare.add(performance.now() - began);
        }
        // The first run warms both up.
        if (run === 0) continue;
        const [a, b] = [api.summary(), bare.summary()];
        ours.push([a.p50, a.p99]);
        theirs.push([b.p50, b.p99]);
      }
      const of = (all: number[][], place: number) => spread(all.map((one) => one[place] ?? 0));
      rows.push(
        [shape.name, 'GET /Sessions', of(ours, 0), of(ours, 1)],
        [shape.name, 'SQL by hand', of(theirs, 0), of(theirs, 1)],
      );
      console.log(
        rows
          .slice(-2)
          .map((row) => row.join(' · '))
          .join('\n'),
      );
    }
  } finally {
    await client.end();
    await server.stop();
  }
  console.log(
    `\n200 sessions of ${archive.sessions}, ${runs} runs of ${rounds} requests each, median (min–max)\n\n${table(['filter', 'side', 'p50 ms', 'p99 ms'], rows)}`,
  );
}

/** The rows of the model as columns and JSON, without the words of the contract. */
const byHand = (where: string) => `
  select s.*, p.name as widget,
    (select json_agg(a order by a.seq) from activities a where a.session_id = s.id) as activities,
    (select json_agg(json_build_object('joined', o.joined, 'left', o."left", 'userId', u.id, 'userName', u.username,
        'firstName', u.first_name, 'lastName', u.last_name) order by o.id)
      from session_operators o join users u on u.id = o.user_id where o.session_id = s.id) as operators,
    (select json_agg(t.name) from session_tags st join tags t on t.id = st.tag_id where st.session_id = s.id) as tags,
    (select json_object_agg(v.name, v.value) from session_params v where v.session_id = s.id) as params
  from sessions s left join presets p on p.id = s.preset_id
  where s.company_id = $1 and s.created >= $2 ${where}
  order by s.id limit 200`;
