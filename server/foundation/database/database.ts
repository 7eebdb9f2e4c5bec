import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './tables.ts';

// Ids and counts are 64 bit in the database and stay below 2^53 here; JSON numbers need them as numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Database = Kysely<DB>;
/** Either the whole database or a running transaction: what a query needs. */
export type Queryable = Kysely<DB> | Transaction<DB>;

export interface DatabaseOptions {
  url: string;
  /** Connections at once; each costs the database about 10 MB. */
  maxConnections?: number;
  applicationName?: string;
}

/** Opens a pool. Columns are snake_case in SQL and camelCase here; keys inside JSON columns stay as they are. */
export function openDatabase({ url, maxConnections = 10, applicationName = 'hovor' }: DatabaseOptions) {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, application_name: applicationName });
  // An idle connection that breaks (database restart) must not end the process; the next query opens a new one.
  pool.on('error', () => {});
  // The same for a connection that breaks between two statements of a transaction: its next statement fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db: Database = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { db, pool, close: () => db.destroy() };
}
