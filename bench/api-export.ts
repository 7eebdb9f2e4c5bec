import pg from 'pg';
import { serveArchive } from './lib/api.ts';
import { archiveOf } from './lib/archive.ts';
import { spread, table } from './lib/figures.ts';
import { pinSelf, rssOf } from './lib/machine.ts';
import type { BenchOptions } from './run.ts';

/**
 * `GET /Sessions` of a hundred thousand whole sessions, streamed, beside PostgreSQL alone: `COPY … TO STDOUT` of JSON made
 * of the same rows. The reader throws away what it gets. Memory is the server's, while it streams.
 */
export async function run({ runs, short, sessions }: BenchOptions) {
  const archive = await archiveOf(sessions);
  const limit = Math.min(short ? 10_000 : 100_000, archive.sessions);
  pinSelf(1);
  const server = await serveArchive(archive);
  const client = new pg.Client({ connectionString: archive.databaseUrl });
  await client.connect();
  const rates: number[] = [];
  const copied: number[] = [];
  const grown: number[] = [];
  let megabytes = 0;
  try {
    await drain((await server.api('/Sessions?limit=2000')).body);
    for (let run = 0; run < runs; run++) {
      const before = rssOf(server.pid);
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, rssOf(server.pid));
      }, 100);
      let began = performance.now();
      const bytes = await drain((await server.api(`/Sessions?limit=${limit}`)).body);
      rates.push(limit / ((performance.now() - began) / 1000));
      clearInterval(watch);
      grown.push((most - before) / 2 ** 20);
      megabytes = bytes / 2 ** 20;
      began = performance.now();
      await copyOut(client, byHand(archive.companyId, limit));
      copied.push(limit / ((performance.now() - began) / 1000));
      console.log(`${Math.round(rates.at(-1) ?? 0)} sessions/s · COPY ${Math.round(copied.at(-1) ?? 0)}/s`);
    }
  } finally {
    await client.end();
    await server.stop();
  }
  console.log(
    `\n${limit} sessions, ${megabytes.toFixed(0)} MB, ${runs} runs, median (min–max)\n\n${table(
      ['side', 'sessions/s', 'server memory grows by MB'],
      [
        ['GET /Sessions', spread(rates, 0), spread(grown, 0)],
        ['COPY TO STDOUT', spread(copied, 0), '–'],
      ],
    )}`,
  );
}

async function drain(body: ReadableStream<Uint8Array> | null): Promise<number> {
  let bytes = 0;
  for await (const chunk of body ?? []) bytes += chunk.length;
  return bytes;
}

/** The rows as PostgreSQL hands them out by itself. */
function copyOut(client: pg.Client, query: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(`copy (${query}) to stdout`, resolve, reject) as unknown as pg.Submittable);
  });
}

/** The few messages of the protocol that COPY needs; `pg` keeps the rest. */
class CopyOut {
  readonly text: string;
  readonly #done: () => void;
  readonly #fail: (error: unknown) => void;
  constructor(text: string, done: () => void, fail: (error: unknown) => void) {
    this.text = text;
    this.#done = done;
    this.#fail = fail;
  }
  submit(connection: { query(text: string): void }) {
    connection.query(this.text);
  }
  handleCopyData() {}
  handleCommandComplete() {}
  handleReadyForQuery() {
    this.#done();
  }
  handleError(error: unknown) {
    this.#fail(error);
  }
}

const byHand = (companyId: number, limit: number) => `
  select row_to_json(r)::text from (
    select s.*,
      (select json_agg(a order by a.seq) from activities a where a.session_id = s.id) as activities,
      (select json_agg(json_build_object('joined', o.joined, 'left', o."left", 'userId', u.id, 'userName', u.username,
          'firstName', u.first_name, 'lastName', u.last_name) order by o.id)
        from session_operators o join users u on u.id = o.user_id where o.session_id = s.id) as operators,
      (select json_agg(t.name) from session_tags st join tags t on t.id = st.tag_id where st.session_id = s.id) as tags,
      (select json_object_agg(v.name, v.value) from session_params v where v.session_id = s.id) as params
    from sessions s where s.company_id = ${companyId} order by s.id limit ${limit}) r`;
