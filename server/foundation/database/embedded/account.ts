import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Refusal } from '../../refusal.ts';

const run = promisify(execFile);

/**
 * As whom PostgreSQL runs. It refuses to run as root, so a server started as root lends it an account without rights:
 * the owner of the existing cluster, else `postgres`, else `nobody`. Started by anybody else it runs as they do.
 */
export interface Account {
  uid: number;
  gid: number;
  name: string;
  /** True when folders above (such as /root, mode 0700) are closed to the account; see `asAccount`. */
  throughClosedFolders: boolean;
}

/** null = run as we are. `existing` is a folder whose owner is to be kept; `paths` must be reachable for the account. */
export async function chooseAccount(existing: string, paths: string[]): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(existing).catch(() => null);
  const account = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid, name: `#${owner.uid}` } : await lookUp();
  return { ...account, throughClosedFolders: !(await reachable(account, paths)) };
}

async function lookUp() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const uid = Number((await run('id', ['-u', name])).stdout);
      const gid = Number((await run('id', ['-g', name])).stdout);
      if (uid > 0 && gid > 0) return { uid, gid, name };
    } catch {
      // No such account; the next one.
    }
  }
  throw new Refusal(
    'PostgreSQL does not run as root, and this machine has neither an account `postgres` nor `nobody` to run it. Start Hovor as an ordinary user, or set DATABASE_URL.',
  );
}

async function reachable({ uid, gid }: { uid: number; gid: number }, paths: string[]): Promise<boolean> {
  const attempts = paths.map((path) => run('/bin/sh', ['-c', 'cd "$0"', path], { uid, gid, cwd: '/' }));
  return (await Promise.allSettled(attempts)).every((attempt) => attempt.status === 'fulfilled');
}

/**
 * The command as it has to be called to run under the account. Node changes the user itself; where folders above are
 * closed, `setpriv` (util-linux) also keeps the one capability that lets the account through them.
 */
export function asAccount(account: Account | null, program: string, args: string[]) {
  if (!account) return { program, args, as: {} };
  const { uid, gid } = account;
  if (!account.throughClosedFolders) return { program, args, as: { uid, gid } };
  const rights = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  // PostgreSQL asks access(2) about its programs, which looks at capabilities of other users than root only then.
  rights.push('--securebits', '+no_setuid_fixup');
  const who = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', ...rights];
  return { program: 'setpriv', args: [...who, '--', program, ...args], as: {} };
}

/** Gives a file or folder to the account. */
export async function giveTo(account: Account | null, path: string) {
  if (account) await chown(path, account.uid, account.gid);
}

/** One line for the case that the account cannot pass and `setpriv` does not help either. */
export const cannotPass = (account: Account, folder: string) =>
  new Refusal(
    `PostgreSQL does not run as root, and the account ${account.name} it would run as cannot reach ${folder}. Move Hovor and DATA_DIR out of closed folders such as /root, install util-linux (setpriv), or start as an ordinary user.`,
  );
