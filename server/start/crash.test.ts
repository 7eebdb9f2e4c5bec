import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate, readMigrations } from '../foundation/database/migrate.ts';
import { testDatabase } from '../testing/database.ts';
import { endProcesses, startProcess } from '../testing/process.ts';
import { buildFrontends } from './frontends.ts';

/** R7: a start after any crash is a normal start; a migration that fails leaves the old schema working. */

const rounds = Number(process.env.CRASH_ROUNDS ?? 5);
const env = (dataDir: string) => ({ PORT: '0', DATA_DIR: dataDir, DEMO_PASSWORD: 'demo-password-1' });
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'hovor-crash-'));
  await buildFrontends();
});
after(async () => {
  await endProcesses();
  await rm(root, { recursive: true, force: true });
});

test(`kill -9 at ${rounds} random moments of the first start; afterwards a start is a normal one`, async (context) => {
  for (let round = 1; round <= rounds; round++) {
    const dataDir = join(root, `first-start-${round}`);
    // Two kills in a row, at moments spread over what a first start takes.
    for (const part of [round / rounds, 1 - round / (rounds + 1)]) {
      const moment = Math.round(150 + part * 3_000 + Math.random() * 600);
      const program = startProcess(env(dataDir));
      await Promise.race([sleep(moment), program.ended]);
      context.diagnostic(`round ${round}: killed after ${moment} ms`);
      program.child.kill('SIGKILL');
      await program.ended;
    }
    const program = startProcess(env(dataDir));
    await program.says('Stop with Ctrl-C');
    const url = /running at (\S+)/.exec(program.output)?.[1] ?? '';
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    assert.deepEqual(await demoOf(dataDir), { companies: 1, users: 6, sessions: 300, open: 0, doubled: 0 });
    program.child.kill('SIGTERM');
    assert.equal(await program.ended, 0, program.output);
    const remains = (await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'));
    assert.deepEqual(remains, [], 'half-made clusters are removed');
    await rm(dataDir, { recursive: true, force: true });
  }
});

/** Counts in the embedded database of a running server. */
async function demoOf(dataDir: string) {
  const password = await readFile(join(dataDir, 'postgres/password'), 'utf8');
  const port = await readFile(join(dataDir, 'postgres/port'), 'utf8');
  const client = new pg.Client({ connectionString: `postgres://hovor:${password}@127.0.0.1:${port}/hovor` });
  await client.connect();
  try {
    const { rows } = await client.query(`
      select (select count(*) from companies)::int as companies, (select count(*) from users)::int as users,
             (select count(*) from sessions)::int as sessions,
             (select count(*) from sessions where closed is null)::int as open,
             (select count(*) from (select scope from sessions group by scope having count(*) > 1) d)::int as doubled`);
    return rows[0];
  } finally {
    await client.end();
  }
}

test('a migration that is cut off leaves the whole schema of before, and the next start completes it', async () => {
  const database = await testDatabase();
  try {
    const known = await readMigrations();
    const slow = {
      name: '9000_slow.sql',
      sql: `create table half (n int); insert into half select generate_series(1, 1000); select pg_sleep(30);
            create table whole (n int)`,
    };
    const migrating = migrate(database.url, [...known, slow]).catch((error: Error) => error);
    await untilSleeping(database.pool);
    // As kill -9 does: the connection is gone in the middle of the file.
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like '%create table whole%' and pid <> pg_backend_pid()`,
    );
    assert.ok((await migrating) instanceof Error);
    assert.deepEqual(await tablesLike(database.pool), []);
    assert.deepEqual(await migrate(database.url), [], 'the version of before starts as ever');
    const mended = { ...slow, sql: slow.sql.replace('select pg_sleep(30);', '') };
    assert.deepEqual(await migrate(database.url, [...known, mended]), [slow.name]);
    assert.deepEqual(await tablesLike(database.pool), ['half', 'whole']);
  } finally {
    await database.close();
  }
});

test('a migration with a mistake changes nothing and names itself', async () => {
  const database = await testDatabase();
  try {
    const wrong = { name: '9000_wrong.sql', sql: 'create table half (n int); create tabel whole (n int)' };
    await assert.rejects(
      migrate(database.url, [...(await readMigrations()), wrong]),
      /9000_wrong\.sql failed; the schema is as before/,
    );
    assert.deepEqual(await tablesLike(database.pool), []);
  } finally {
    await database.close();
  }
});

async function untilSleeping(pool: pg.Pool) {
  for (;;) {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity where wait_event = 'PgSleep' and query like '%create table whole%'`,
    );
    if (rowCount) return;
    await sleep(10);
  }
}

async function tablesLike(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename in ('half', 'whole') order by 1`,
  );
  return rows.map((row) => row.name);
}
