import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { isAlive } from '../foundation/processes.ts';
import { endProcesses, mainFile, type StartedProcess, startProcess } from '../testing/process.ts';
import { buildFrontends } from './frontends.ts';

/** The life of the real program with its embedded database: start, stop, second start, another user, signals. */

const run = promisify(execFile);
const password = 'demo-password-1';
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'hovor-life-'));
  await buildFrontends();
});
after(async () => {
  await endProcesses();
  await rm(root, { recursive: true, force: true });
});

const env = (dataDir: string) => ({ PORT: '0', DATA_DIR: dataDir, DEMO_PASSWORD: password });
const urlOf = (program: StartedProcess) => /running at (\S+)/.exec(program.output)?.[1] ?? '';
const running = async (program: StartedProcess) => {
  await program.says(/Stop with Ctrl-C/);
  return urlOf(program);
};
const pidFile = (dataDir: string) => join(dataDir, 'postgres/cluster/postmaster.pid');
const postmaster = async (dataDir: string) => Number((await readFile(pidFile(dataDir), 'utf8')).split('\n')[0]);
/** PostgreSQL removes the file as the last thing it does. */
const databaseStopped = (dataDir: string) => !existsSync(pidFile(dataDir));

/** An access token of the demo's API key: proves that company and keys are there. */
async function token(url: string): Promise<string> {
  const answer = await fetch(`${url}/login/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'demo', client_secret: password }),
  });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

test('starts, says where to go, stops on SIGTERM with its database, and keeps everything', async () => {
  const dataDir = join(root, 'keeps');
  const first = startProcess(env(dataDir));
  const url = await running(first);
  assert.ok(!databaseStopped(dataDir));
  for (const hint of ['/demo', '/login', 'anna@demo.test', 'DEMO=off']) assert.ok(first.output.includes(hint), hint);
  assert.equal((await fetch(`${url}/demo`)).status, 200);
  const login = await logIn(url);

  const socket = new WebSocket(`${url.replace('http', 'ws')}/widget/socket`);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  const began = performance.now();
  first.child.kill('SIGTERM');
  assert.equal(((await closed) as [number])[0], 1012, 'open sockets are told that the server restarts');
  assert.equal(await first.ended, 0);
  assert.ok(performance.now() - began < 10_000, 'it stops within seconds');
  assert.ok(databaseStopped(dataDir));
  await assert.rejects(fetch(`${url}/healthz`));

  const second = startProcess(env(dataDir));
  const again = await running(second);
  const me = await fetch(`${again}/app-api/me`, { headers: { cookie: login } });
  assert.equal(me.status, 200, 'a login made before the restart still works');
  await token(again);
  second.child.kill('SIGINT');
  assert.equal(await second.ended, 0);
});

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/app-api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'anna@demo.test', password }),
  });
  assert.ok(answer.ok, `${answer.status}`);
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

test('kill -9 leaves the database running; the next start goes on with it', async () => {
  const dataDir = join(root, 'killed');
  const first = startProcess(env(dataDir));
  await running(first);
  const database = await postmaster(dataDir);
  first.child.kill('SIGKILL');
  await first.ended;
  assert.equal(isAlive(database), true);
  const second = startProcess(env(dataDir));
  await token(await running(second));
  assert.equal(await postmaster(dataDir), database);
  second.child.kill('SIGTERM');
  assert.equal(await second.ended, 0);
  assert.ok(databaseStopped(dataDir));
});

test('two servers on one data folder: the second one says so, the first one does not notice', async () => {
  const dataDir = join(root, 'shared');
  const first = startProcess(env(dataDir));
  const url = await running(first);
  const second = startProcess(env(dataDir));
  assert.equal(await second.ended, 1);
  assert.match(
    second.output,
    new RegExp(`Another Hovor \\(process ${first.child.pid}\\) already runs on the data folder`),
  );
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  first.child.kill('SIGTERM');
  assert.equal(await first.ended, 0);
});

test('stops when only npm is told, or npm is killed', async () => {
  const dataDir = join(root, 'npm');
  const npm = startProcess({ ...env(dataDir), npm_lifecycle_event: 'start' }, shellAround());
  await running(npm);
  npm.child.kill('SIGKILL');
  // The output ends when the program itself has ended, not only the shell around it.
  await npm.ended;
  assert.ok(databaseStopped(dataDir));
});

/** A shell that stays between us and the program, and passes nothing on. */
const shellAround = () => ({ program: '/bin/sh', args: ['-c', `"${process.execPath}" "${mainFile}"; exit $?`] });

const skip = process.getuid?.() !== 0 && 'needs root to become another user';

test('runs as an ordinary user as well', { skip }, async (context) => {
  const uid = Number((await run('id', ['-u', 'nobody'])).stdout);
  const gid = Number((await run('id', ['-g', 'nobody'])).stdout);
  const as = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  const readable = run('setpriv', [...as, 'test', '-r', mainFile]);
  if (!(await readable.then(() => true).catch(() => false))) {
    return context.skip('this clone lies below a folder that is closed to others');
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'hovor-user-'));
  try {
    await chown(dataDir, uid, gid);
    const program = startProcess(env(dataDir), { program: 'setpriv', args: [...as, process.execPath, mainFile] });
    await token(await running(program));
    assert.equal((await stat(join(dataDir, 'postgres', 'cluster'))).uid, uid);
    program.child.kill('SIGTERM');
    assert.equal(await program.ended, 0);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
