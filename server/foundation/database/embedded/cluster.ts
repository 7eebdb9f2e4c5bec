import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive } from '../../processes.ts';
import { Refusal } from '../../refusal.ts';
import { type Account, asAccount, cannotPass, giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';

const run = promisify(execFile);

/** Name of the superuser and of the database inside the embedded cluster. */
export const clusterUser = 'hovor';
/** Longest path of a unix socket the systems agree on; below a deeper folder only TCP is used. */
const socketPathMax = 100;
/** The log starts anew at a start when it has grown beyond this. */
const logSizeMax = 5 * 1024 * 1024;

/** Where things stand below DATA_DIR/postgres. */
export function layout(home: string) {
  return {
    home,
    cluster: join(home, 'cluster'),
    sockets: join(home, 'run'),
    log: join(home, 'postgres.log'),
    password: join(home, 'password'),
    port: join(home, 'port'),
    pidFile: join(home, 'cluster', 'postmaster.pid'),
  };
}
export type Layout = ReturnType<typeof layout>;

export interface Tools {
  binaries: Binaries;
  account: Account | null;
}

/** Runs a PostgreSQL program and returns its output; a failure carries what it said. */
async function call({ account }: Tools, program: string, args: string[], cwd: string): Promise<string> {
  const command = asAccount(account, program, args);
  // A clean environment: PGPORT, PGDATA and the like of the person who starts must not reach the cluster.
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  try {
    const { stdout } = await run(command.program, command.args, { ...command.as, cwd, env });
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    const shut = code === 'ENOENT' || /^setpriv:|Permission denied/m.test(stderr);
    if (account?.throughClosedFolders && shut) throw cannotPass(account, cwd);
    throw error;
  }
}

/** What a PostgreSQL program said last before it failed. */
const lastWords = (error: unknown) =>
  ((error as { stderr?: string }).stderr || (error as Error).message).trim().split('\n').at(-1) ?? '';

/**
 * Makes the cluster in a folder beside and renames it when it is whole, so that a start killed in the middle leaves
 * nothing but a folder the next start removes (R7).
 */
export async function createCluster(tools: Tools, home: string): Promise<void> {
  await removeRemains(home);
  const draft = layout(`${home}.new-${process.pid}`);
  await rm(draft.home, { recursive: true, force: true });
  await mkdir(draft.home, { recursive: true, mode: 0o700 });
  await mkdir(draft.sockets, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const passwordForInit = join(draft.home, 'password.init');
  await writeFile(passwordForInit, password, { mode: 0o600 });
  await writeFile(draft.password, password, { mode: 0o600 });
  for (const path of [draft.home, draft.sockets, passwordForInit]) await giveTo(tools.account, path);
  try {
    await call(tools, tools.binaries.initdb, initArguments(draft, passwordForInit), draft.home);
  } catch (error) {
    await rm(draft.home, { recursive: true, force: true });
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      `PostgreSQL cannot make its data folder in ${dirname(home)} (${lastWords(error)}). Set another DATA_DIR, or set DATABASE_URL.`,
      { cause: error },
    );
  }
  await rm(passwordForInit);
  await appendFile(join(draft.cluster, 'postgresql.conf'), "\ninclude_if_exists 'hovor.conf'\n");
  try {
    await rename(draft.home, home);
  } catch (error) {
    await rm(draft.home, { recursive: true, force: true });
    // Another start was faster; its cluster is as good as ours.
    if (!existsSync(layout(home).cluster)) throw error;
  }
}

function initArguments(draft: Layout, passwordFile: string): string[] {
  const names = ['-D', draft.cluster, '-U', clusterUser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  // The built-in locale sorts and folds case the same on every system, so that indexes survive a move.
  return [
    ...names,
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--locale-provider',
    'builtin',
    '--builtin-locale',
    'C.UTF-8',
  ];
}

/** Removes what starts that are no longer alive left behind. */
async function removeRemains(home: string) {
  const parent = dirname(home);
  for (const name of await readdir(parent)) {
    const pid = Number(name.match(new RegExp(`^${basename(home)}\\.new-(\\d+)$`))?.[1]);
    if (pid && (pid === process.pid || !isAlive(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** @throws Refusal when the cluster was made by another major version, or belongs to somebody else. */
export async function checkCluster(tools: Tools, place: Layout): Promise<void> {
  const made = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(
      error.code === 'EACCES'
        ? `The database folder ${place.home} belongs to another user. Start Hovor as the user who started it first, or set another DATA_DIR.`
        : `The database folder ${place.home} is damaged (PG_VERSION: ${error.code}). Restore a backup, or set another DATA_DIR.`,
    );
  });
  const ours = (await call(tools, tools.binaries.postgres, ['--version'], place.home)).match(/(\d+)\./)?.[1];
  if (made.trim() !== ours) {
    throw new Refusal(
      `The database folder ${place.home} was made by PostgreSQL ${made.trim()}, this version of Hovor brings ${ours}. Move the data over as docs/running/backup-and-upgrade.md says, or start the former version.`,
    );
  }
  const owner = (await stat(place.cluster)).uid;
  const runsAs = tools.account?.uid ?? process.getuid?.();
  if (runsAs !== undefined && owner !== runsAs) {
    throw new Refusal(
      `The database folder ${place.cluster} belongs to user ${owner}, but Hovor runs as ${runsAs}. Start it as that user, or set another DATA_DIR.`,
    );
  }
}

export interface ClusterOptions {
  /** Off only for throw-away test data: commits then do not wait for the disk. */
  durable: boolean;
  maxConnections: number;
}

/** Starts PostgreSQL; it outlives this process on purpose, so that a killed server does not take the database along. */
export async function startCluster(tools: Tools, place: Layout, options: ClusterOptions): Promise<void> {
  const port = await freePort(Number(await readFile(place.port, 'utf8').catch(() => '0')));
  await writeFile(place.port, String(port), { mode: 0o600 });
  const config = join(place.cluster, 'hovor.conf');
  await writeFile(config, settings(place, port, options), { mode: 0o600 });
  await giveTo(tools.account, config);
  const { size } = await stat(place.log).catch(() => ({ size: 0 }));
  if (size > logSizeMax) await truncate(place.log);
  await call(
    tools,
    tools.binaries.pgCtl,
    ['start', '-w', '-s', '-t', '60', '-D', place.cluster, '-l', place.log],
    place.home,
  );
  await chmod(place.log, 0o600);
}

export async function stopCluster(tools: Tools, place: Layout): Promise<void> {
  await call(
    tools,
    tools.binaries.pgCtl,
    ['stop', '-w', '-s', '-t', '60', '-m', 'fast', '-D', place.cluster],
    place.home,
  );
}

function settings(place: Layout, port: number, { durable, maxConnections }: ClusterOptions): string {
  const sockets = hasSocket(place, port) ? place.sockets : '';
  const commits = durable ? [] : ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'];
  const lines = [
    '# Written by Hovor at every start; put settings of your own into postgresql.conf.',
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${sockets.replaceAll("'", "''")}'`,
    'unix_socket_permissions = 0700',
    "password_encryption = 'scram-sha-256'",
    `max_connections = ${maxConnections}`,
    'shared_buffers = 128MB',
    'max_wal_size = 1GB',
    // Compiling a plan costs more than these short statements ever take.
    'jit = off',
    // Statements and values may hold personal data and stay out of the log.
    'log_min_error_statement = panic',
    'log_parameter_max_length_on_error = 0',
    "log_line_prefix = '%m [%p] '",
    "timezone = 'UTC'",
    ...commits,
  ];
  return `${lines.join('\n')}\n`;
}

export const hasSocket = (place: Layout, port: number) =>
  process.platform !== 'win32' && Buffer.byteLength(join(place.sockets, `.s.PGSQL.${port}`)) <= socketPathMax;

/** The wished port when it is free, else any free one of the loopback interface. */
function freePort(wished: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wished ? resolve(freePort(0)) : reject(new Error('There is no free port'))));
    probe.listen(wished, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wished));
    });
  });
}

/** What postmaster.pid says of a running cluster; null when there is none. */
export async function readPidFile(place: Layout): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(place.pidFile, 'utf8').catch(() => null);
  if (text === null) return null;
  const [pid, , , port] = text.split('\n').map(Number);
  return { pid: pid || 0, port: port || 0 };
}

/** Last lines of PostgreSQL's log, for the message of a start that failed. */
export async function logTail(place: Layout): Promise<string> {
  const text = await readFile(place.log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-3).join(' | ');
}
