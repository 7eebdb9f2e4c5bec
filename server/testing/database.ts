import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { localBus } from '../foundation/bus.ts';
import { systemClock } from '../foundation/clock.ts';
import { openDatabase } from '../foundation/database/database.ts';
import { migrate } from '../foundation/database/migrate.ts';
import type { Store } from '../foundation/transact.ts';

/**
 * A PostgreSQL database of its own for one test file: `TEST_DATABASE_URL` names a server the test may create databases
 * on (`npm test` starts one). Schema of this version, no rows. Call `close` in an `after` hook; it drops the database.
 */
export async function testDatabase() {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is not set. Run the tests with `npm test`, which starts PostgreSQL.');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const { db, pool, close } = openDatabase({ url: url.href, maxConnections: 8, applicationName: `hovor-test-${name}` });
  const bus = localBus((error) => {
    throw error;
  });
  const store: Store = { db, bus, clock: systemClock };
  return {
    url: url.href,
    db,
    pool,
    store,
    async close() {
      await close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}
export type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;

async function onServer(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
