import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { asAccount, chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';

const run = promisify(execFile);
const skip = process.getuid?.() !== 0 && 'only root lends PostgreSQL an account';

test('as root PostgreSQL runs below folders that are closed to its account', { skip }, async () => {
  const closed = await mkdtemp(join(tmpdir(), 'hovor-closed-'));
  try {
    // As a clone below /root: programs and data are both behind a folder of mode 0700.
    const native = join(closed, 'native');
    const { folder } = await findBinaries();
    await cp(dirname(folder), native, { recursive: true, verbatimSymlinks: true });
    const dataDir = join(closed, 'data');
    await mkdir(dataDir);
    const account = await chooseAccount(join(dataDir, 'cluster'), [join(native, 'bin'), dataDir]);
    assert.ok(account && account.uid > 0 && account.throughClosedFolders);

    const initdb = join(native, 'bin', 'initdb');
    const command = asAccount(account, initdb, ['--version']);
    assert.match((await run(command.program, command.args, { ...command.as, cwd: '/' })).stdout, /PostgreSQL/);
    const plain = asAccount({ ...account, throughClosedFolders: false }, initdb, ['--version']);
    await assert.rejects(run(plain.program, plain.args, { ...plain.as, cwd: '/' }));
  } finally {
    await rm(closed, { recursive: true, force: true });
  }
});

test('as root an open folder needs no rights at all', { skip }, async () => {
  const account = await chooseAccount('/nowhere', ['/usr', '/tmp']);
  assert.equal(account?.throughClosedFolders, false);
  const { program, args, as } = asAccount(account, 'id', ['-u']);
  assert.equal((await run(program, args, as)).stdout.trim(), String(account?.uid));
});
