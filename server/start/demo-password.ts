import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { Refusal, reasonOf } from '../foundation/refusal.ts';

/** Characters nobody confuses when typing them from a terminal. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The password of the demo: the set one, else the one generated at the first start; null without a demo. */
export async function demoPasswordOf({ demo, demoPassword, dataDir }: Config): Promise<string | null> {
  if (!demo) return null;
  if (demoPassword) return demoPassword;
  const file = join(dataDir, 'demo-password');
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new Refusal(`The file ${file} cannot be read (${reasonOf(error)}). Make it readable, or set DEMO_PASSWORD.`);
  });
  if (kept.trim().length >= 12) return kept.trim();
  const part = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  const made = `demo-${part()}-${part()}`;
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}
