import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { testDatabase } from '../testing/database.ts';
import { startProcess } from '../testing/process.ts';

/** Each refusal is shown by the real program: one line that says what to do, exit code 1, nothing made. */

let folder: string;
let taken: Server;
let takenPort: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hovor-refusals-'));
  taken = createServer();
  takenPort = await new Promise((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve(String((taken.address() as { port: number }).port)));
  });
});
after(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

async function refusal(env: Record<string, string>): Promise<string> {
  const program = startProcess({ PORT: '0', ...env });
  const code = await program.ended;
  assert.equal(code, 1, program.output);
  const lines = program.output
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{') && !line.startsWith('Building'));
  assert.equal(lines.length, 1, `more than one line:\n${program.output}`);
  assert.match(lines[0] ?? '', /^Hovor does not start: .+\.$/);
  return lines[0] ?? '';
}

test('a bad setting', async () => {
  const dataDir = join(folder, 'bad-setting');
  assert.match(await refusal({ DATA_DIR: dataDir, LOG_LEVEL: 'loud' }), /LOG_LEVEL.*Give fatal, error/);
  assert.equal(existsSync(dataDir), false);
});

test('a taken port', async () => {
  const dataDir = join(folder, 'taken-port');
  const line = await refusal({ DATA_DIR: dataDir, PORT: takenPort });
  assert.match(
    line,
    new RegExp(`Port ${takenPort} .* is taken by another program. Stop it, or set another port \\(PORT\\)`),
  );
  assert.equal(existsSync(dataDir), false);
});

test('a taken port for the figures', async () => {
  const line = await refusal({ DATA_DIR: join(folder, 'taken-metrics'), METRICS_PORT: takenPort });
  assert.match(line, /METRICS_PORT/);
});

test('a host this machine does not have', async () => {
  assert.match(
    await refusal({ DATA_DIR: join(folder, 'x'), HOST: '192.0.2.1' }),
    /does not have the address. Correct HOST/,
  );
});

test('a data folder that cannot be written', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  assert.match(await refusal({ DATA_DIR: join(file, 'data') }), /cannot be written \(ENOTDIR\).*set another DATA_DIR/);
  assert.match(await refusal({ DATA_DIR: '/proc/hovor/data' }), /cannot be written \(\w+\).*set another DATA_DIR/);
});

test('a database that cannot be reached', async () => {
  const dataDir = join(folder, 'unreachable');
  const line = await refusal({ DATA_DIR: dataDir, DATABASE_URL: 'postgres://hovor:secret@127.0.0.1:1/hovor' });
  assert.match(line, /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\). Start it, or correct DATABASE_URL/);
  assert.doesNotMatch(line, /secret/);
  assert.deepEqual(await readdir(dataDir), []);
});

test('a database that does not exist', async () => {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = '/there_is_no_such_database';
  assert.match(await refusal({ DATA_DIR: join(folder, 'y'), DATABASE_URL: url.href }), /does not have this database/);
});

test('a schema of a newer version, which stays untouched', async () => {
  const database = await testDatabase();
  try {
    await database.pool.query(`insert into hovor_migrations (name) values ('9999_future.sql')`);
    const line = await refusal({ DATA_DIR: join(folder, 'newer'), DATABASE_URL: database.url });
    assert.match(line, /newer version of Hovor \(it has 9999_future\.sql\). Start that version/);
  } finally {
    await database.close();
  }
});

test('a database that is somebody else’s, which stays untouched', async () => {
  const database = await testDatabase();
  const client = new pg.Client({ connectionString: database.url });
  try {
    await client.connect();
    await client.query('drop schema public cascade; create schema public; create table invoices (id int)');
    assert.match(
      await refusal({ DATA_DIR: join(folder, 'foreign'), DATABASE_URL: database.url }),
      /tables that are not Hovor’s/,
    );
    const { rows } = await client.query(`select tablename from pg_tables where schemaname = 'public'`);
    assert.deepEqual(rows, [{ tablename: 'invoices' }]);
  } finally {
    await client.end();
    await database.close();
  }
});
