import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from '../processes.ts';
import { Refusal } from '../refusal.ts';
import { chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import {
  type ClusterOptions,
  checkCluster,
  clusterUser,
  createCluster,
  hasSocket,
  type Layout,
  layout,
  logTail,
  readPidFile,
  startCluster,
  stopCluster,
  type Tools,
} from './embedded/cluster.ts';

export interface EmbeddedOptions extends Partial<ClusterOptions> {
  dataDir: string;
  /** Told when the database was lost and when it is back. */
  onTrouble?: (message: string, error?: unknown) => void;
}

export interface EmbeddedDatabase {
  url: string;
  stop(): Promise<void>;
}

/** Any constant: the lock by which one server at a time owns a data folder. */
const ownerLock = 7_240_612;
/** How long a start waits for a predecessor that is just ending, for crash recovery, for a slow disk. */
const patience = 60_000;
/** How long the lock of a killed predecessor may linger until PostgreSQL has noticed its end. */
const lockPatience = 3_000;

/**
 * Starts the embedded PostgreSQL in `dataDir/postgres`, or goes on with the one a killed server left running there.
 * States of the folder: missing → made beside and renamed; there, not running → started (with crash recovery if it
 * died); starting or stopping → waited for; running → used. In each the server then takes the owner's lock, a lock of
 * a connection: it ends with this process, however that ends.
 * @throws Refusal when another server owns the folder, it is of another version or user, or PostgreSQL does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const cluster: ClusterOptions = {
    durable: options.durable ?? true,
    maxConnections: options.maxConnections ?? 100,
  };
  const place = layout(join(options.dataDir, 'postgres'));
  await mkdir(options.dataDir, { recursive: true });
  const binaries = await findBinaries();
  const account = await chooseAccount(place.cluster, [binaries.folder, options.dataDir]);
  const tools: Tools = { binaries, account };
  if (!existsSync(place.cluster)) await createCluster(tools, place.home);
  await checkCluster(tools, place);

  let stopping = false;
  let owner = await takeOwnership();
  await createDatabase(owner.client);
  return {
    url: urlOf(place, owner.port, owner.password, clusterUser),
    async stop() {
      stopping = true;
      await owner.client.end().catch(() => {});
      await stopCluster(tools, place);
    },
  };

  async function takeOwnership() {
    const { client, port, password } = await connect(tools, place, cluster);
    await lockOwner(client, options.dataDir);
    client.on('error', () => {});
    client.on('end', () => {
      if (!stopping) keepOwnership();
    });
    return { client, port, password };
  }

  /** PostgreSQL ended under us (killed by the system, stopped by hand): brings it back and takes the lock again. */
  async function keepOwnership() {
    options.onTrouble?.('The embedded database is gone; starting it again.');
    while (!stopping) {
      try {
        owner = await takeOwnership();
        return options.onTrouble?.('The embedded database is back.');
      } catch (error) {
        options.onTrouble?.('The embedded database does not come back yet.', error);
        await sleep(1_000, undefined, { ref: false });
      }
    }
  }
}

/** Connects to the running cluster and starts it when it does not run. */
async function connect(tools: Tools, place: Layout, options: ClusterOptions) {
  const password = await readFile(place.password, 'utf8');
  const deadline = Date.now() + patience;
  for (;;) {
    const running = await readPidFile(place);
    let failure: unknown;
    if (running && isAlive(running.pid)) {
      const client = new pg.Client({
        connectionString: urlOf(place, running.port, password, 'postgres'),
        application_name: `hovor-owner-${process.pid}`,
        connectionTimeoutMillis: 5_000,
      });
      try {
        await client.connect();
        return { client, port: running.port, password };
      } catch (error) {
        failure = error;
        // Somebody else's process got the number of a dead postmaster (containers count from 1 again).
        if (!(await isPostgres(running.pid))) await rm(place.pidFile, { force: true });
      }
    } else {
      failure = await startCluster(tools, place, options).catch((error: unknown) => error);
      if (!failure) continue;
      if (failure instanceof Refusal) throw failure;
    }
    if (Date.now() > deadline) {
      throw new Refusal(
        `The embedded PostgreSQL does not start (${await logTail(place)}). See ${place.log}, or set DATABASE_URL.`,
        { cause: failure },
      );
    }
    await sleep(150);
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null || command.includes('postgres');
}

async function lockOwner(client: pg.Client, dataDir: string) {
  const deadline = Date.now() + lockPatience;
  for (;;) {
    const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [ownerLock]);
    if (rows[0]?.ok) return;
    if (Date.now() > deadline) break;
    await sleep(100);
  }
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objid = $1 and granted`,
    [ownerLock],
  );
  await client.end();
  const pid = rows[0]?.name.replace('hovor-owner-', '');
  throw new Refusal(
    `Another Hovor${pid ? ` (process ${pid})` : ''} already runs on the data folder ${dataDir}. Stop it, or set another DATA_DIR.`,
  );
}

async function createDatabase(client: pg.Client) {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [clusterUser]);
  if (!rowCount) await client.query(`create database ${clusterUser}`);
}

/** TCP address with the socket beside it, which `pg` prefers and which is a little faster. */
function urlOf(place: Layout, port: number, password: string, database: string): string {
  const socket = hasSocket(place, port) ? `?host=${encodeURIComponent(place.sockets)}` : '';
  return `postgres://${clusterUser}:${password}@127.0.0.1:${port}/${database}${socket}`;
}
