import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Refusal } from '../refusal.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';

let root: string;
const dataDir = () => join(root, "d a't a");
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'hovor-embedded-'));
});
after(() => rm(root, { recursive: true, force: true }));

async function query(database: EmbeddedDatabase, sql: string) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = async () =>
  Number((await readFile(join(dataDir(), 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);

test('makes a durable cluster, keeps its rows over a restart and its password to itself', async () => {
  // Remains of a start that was killed while it made the cluster; process 0x7fffffff does not exist.
  const remains = join(dataDir(), 'postgres.new-2147483647');
  await mkdir(remains, { recursive: true });
  const first = await startEmbedded({ dataDir: dataDir() });
  await query(first, 'create table kept (n int); insert into kept values (7)');
  assert.deepEqual(await query(first, 'show fsync'), [{ fsync: 'on' }]);
  await first.stop();
  assert.equal(existsSync(remains), false);
  assert.equal((await stat(join(dataDir(), 'postgres/password'))).mode & 0o777, 0o600);
  assert.equal((await stat(join(dataDir(), 'postgres'))).mode & 0o777, 0o700);

  const second = await startEmbedded({ dataDir: dataDir() });
  assert.deepEqual(await query(second, 'select n from kept'), [{ n: 7 }]);
  const withoutPassword = new URL(second.url);
  withoutPassword.password = 'wrong';
  withoutPassword.search = '';
  await assert.rejects(query({ ...second, url: withoutPassword.href }, 'select 1'), /password authentication failed/);
  await second.stop();
});

test('a second server on the same data folder is refused in one line, and the first goes on', async () => {
  const first = await startEmbedded({ dataDir: dataDir() });
  await assert.rejects(
    startEmbedded({ dataDir: dataDir() }),
    (error: Error) => error instanceof Refusal && error.message.includes(`process ${process.pid}`),
  );
  assert.deepEqual(await query(first, 'select 1 as one'), [{ one: 1 }]);
  await first.stop();
});

test('a PostgreSQL that was killed comes back by itself with every row', async () => {
  const back = Promise.withResolvers<void>();
  const database = await startEmbedded({
    dataDir: dataDir(),
    onTrouble: (message) => message.endsWith('is back.') && back.resolve(),
  });
  const before = await postmaster();
  process.kill(before, 'SIGKILL');
  await back.promise;
  assert.notEqual(await postmaster(), before);
  assert.deepEqual(await query(database, 'select n from kept'), [{ n: 7 }]);
  await database.stop();
});

test('a process that has taken the number of a dead PostgreSQL does not prevent the start', async () => {
  const pidFile = join(dataDir(), 'postgres/cluster/postmaster.pid');
  await writeFile(pidFile, `${process.pid}\n${dataDir()}/postgres/cluster\n1\n1\n\n127.0.0.1\n1 1\nready   \n`);
  const database = await startEmbedded({ dataDir: dataDir() });
  assert.deepEqual(await query(database, 'select n from kept'), [{ n: 7 }]);
  await database.stop();
});

test('a cluster of another major version is refused before anything is touched', async () => {
  const version = join(dataDir(), 'postgres/cluster/PG_VERSION');
  const made = await readFile(version, 'utf8');
  await writeFile(version, '15\n');
  await assert.rejects(
    startEmbedded({ dataDir: dataDir() }),
    (error: Error) => error instanceof Refusal && /made by PostgreSQL 15/.test(error.message),
  );
  await writeFile(version, made);
});
