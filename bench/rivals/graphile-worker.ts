/** A rival of `routing`: graphile-worker as a bare queue; a job that does nothing for each client who waits. */
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';

const [, , connectionString = '', place = '{}'] = process.argv;
const { waiting } = JSON.parse(place) as { waiting: number };
const logger = new Logger(() => () => {});
const utils = await makeWorkerUtils({ connectionString, logger });
await utils.migrate();
const pool = new pg.Pool({ connectionString });
await pool.query('delete from graphile_worker._private_jobs');
await pool.query(
  `select graphile_worker.add_job('assign', json_build_object('id', n)) from generate_series(1, $1::int) n`,
  [waiting],
);
let handed = 0;
let finish = () => {};
const finished = new Promise<void>((resolve) => (finish = resolve));
const begun = performance.now();
const runner = await run({
  ...{ connectionString, logger, concurrency: 20, maxPoolSize: 10 },
  taskList: {
    assign: async () => {
      handed += 1;
      if (handed === waiting) finish();
    },
  },
});
await finished;
const left = async () => (await pool.query('select 1 from graphile_worker._private_jobs limit 1')).rowCount;
while (await left()) await new Promise((resolve) => setTimeout(resolve, 1));
const milliseconds = performance.now() - begun;
await runner.stop();
await utils.release();
await pool.end();
console.log(`done ${JSON.stringify({ milliseconds, handed })}`);
setInterval(() => {}, 60_000);
