import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, reasonOf } from '../foundation/refusal.ts';

/** Makes DATA_DIR and tries to write there. @throws Refusal when that does not work. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new Refusal(
      `The data folder ${dataDir} cannot be written (${reasonOf(error)}). Make it writable for this user, or set another DATA_DIR.`,
      { cause: error },
    );
  }
}
