import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { repairAfterRestore } from '../events/restored.ts';

const folder = join(import.meta.dirname, 'migrations');
/** Any constant: all starting processes agree on it, so that one migrates while the others wait. */
const lockKey = 7_240_611;

export class SchemaError extends Error {}

export interface Migration {
  name: string;
  sql: string;
}

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(folder, name), 'utf8') })));
}

/**
 * Brings the schema to this version: forward only, each file in its own transaction together with the note that it
 * ran, so a crash at any moment leaves the schema of a whole file (R7). Also repairs the order of events in a database
 * that was restored into another cluster. Returns the names applied.
 * @throws SchemaError when the database was written by a newer version or is not Hovor's.
 */
export async function migrate(url: string, migrations?: Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: url, application_name: 'hovor-migrate' });
  // A connection that breaks makes the statement under way fail, which says enough.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    const applied = await appliedNames(client);
    const unknown = applied.filter((name) => !wanted.some((migration) => migration.name === name));
    if (unknown.length > 0) {
      throw new SchemaError(
        `The database was written by a newer version of Hovor (it has ${unknown.join(', ')}). Start that version.`,
      );
    }
    const missing = wanted.filter((migration) => !applied.includes(migration.name));
    for (const migration of missing) await apply(client, migration);
    await repairAfterRestore(client);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** The names of the migrations the database has, oldest first. Creates the note book in an empty database. */
async function appliedNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ ours: boolean; foreign: boolean }>(`
    select to_regclass('hovor_migrations') is not null as ours,
           exists (select from pg_tables where schemaname = current_schema() and tablename <> 'hovor_migrations') as "foreign"`);
  const { ours = false, foreign = false } = rows[0] ?? {};
  if (!ours && foreign) {
    throw new SchemaError(
      'The database has tables that are not Hovor’s. Give Hovor a database of its own (DATABASE_URL).',
    );
  }
  await client.query(
    'create table if not exists hovor_migrations (name text primary key, applied timestamptz not null default now())',
  );
  const applied = await client.query<{ name: string }>('select name from hovor_migrations order by name');
  return applied.rows.map((row) => row.name);
}

async function apply(client: pg.Client, migration: Migration) {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into hovor_migrations (name) values ($1)', [migration.name]);
    await client.query('commit');
  } catch (error) {
    // On a broken connection the database has rolled back already.
    await client.query('rollback').catch(() => {});
    throw new SchemaError(`Migration ${migration.name} failed; the schema is as before: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
