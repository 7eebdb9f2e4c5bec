import pg from 'pg';
import { migrate, SchemaError } from '../foundation/database/migrate.ts';
import { Refusal, reasonOf } from '../foundation/refusal.ts';

/** The oldest PostgreSQL that has everything our SQL uses. */
const oldestMajor = 15;
const connectTimeout = 10_000;

/** What went wrong when connecting, by the code of the system or of PostgreSQL. */
const cures: Record<string, string> = {
  '28P01': 'refuses the password. Correct DATABASE_URL',
  28000: 'refuses this user. Correct DATABASE_URL or pg_hba.conf',
  '3D000': 'does not have this database. Create it (create database …), or correct DATABASE_URL',
  53300: 'has no free connection. Raise max_connections there, or lower DATABASE_CONNECTIONS',
  42501: 'does not let this user create tables. Make it the owner of the database',
};

/**
 * Brings the schema of the database to this version and returns the migrations applied.
 * @throws Refusal when it cannot be reached, is too old, is not ours or was written by a newer version.
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  await checkServer(url);
  try {
    return await migrate(url);
  } catch (error) {
    if (error instanceof SchemaError) throw new Refusal(error.message, { cause: error });
    throw databaseRefusal(url, error);
  }
}

async function checkServer(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeout });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < oldestMajor) {
      throw new Refusal(`The database is PostgreSQL ${major}; Hovor needs ${oldestMajor} or newer. Upgrade it.`);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : databaseRefusal(url, error);
  } finally {
    await client.end().catch(() => {});
  }
}

function databaseRefusal(url: string, error: unknown): Refusal {
  const code = reasonOf(error).split('\n')[0] ?? '';
  const cure = cures[code] ?? `cannot be reached (${code}). Start it, or correct DATABASE_URL`;
  return new Refusal(`The database at ${placeOf(url)} ${cure}.`, { cause: error });
}

/** Host and port without the password. */
function placeOf(url: string): string {
  const { host } = new URL(url);
  return host || 'the local socket';
}
