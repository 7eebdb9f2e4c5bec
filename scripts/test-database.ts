import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../server/foundation/database/embedded.ts';

/**
 * A PostgreSQL for one run of tests or checks, in a temporary folder. Its commits do not wait for the disk: what must
 * survive a crash is tested on servers of its own. With TEST_DATABASE_URL set, that server is used instead.
 */
export async function withTestDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return work(given);
  const folder = await mkdtemp(join(tmpdir(), 'hovor-test-'));
  // Open for the account PostgreSQL runs as when the tests run as root.
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataDir: folder, durable: false, maxConnections: 300 });
  try {
    return await work(database.url);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
