import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWidget } from '../widget/build.ts';

/**
 * The size marks of the widget (design/performance.md, row `widget`): what a page loads before anything is clicked, and
 * all that is loaded until the client can type. Gzipped bytes, so the same everywhere.
 */
const marks = { loader: 3 * 1024, typing: 33 * 1024 };

const root = resolve(import.meta.dirname, '../widget');
const dist = join(root, 'dist');

async function newest(folder: string): Promise<number> {
  const times = [0];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (['dist', 'node_modules', 'testing'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    times.push(entry.isDirectory() ? await newest(path) : (await stat(path)).mtimeMs);
  }
  return Math.max(...times);
}

async function isStale(): Promise<boolean> {
  const built = join(dist, 'OOWidget.js');
  return !existsSync(built) || (await stat(built)).mtimeMs < (await newest(root));
}

const gzipped = async (path: string) => gzipSync(await readFile(join(dist, path)), { level: 9 }).length;

if (await isStale()) await buildWidget();
const page = await readFile(join(dist, 'GuestFrame.html'), 'utf8');
const assets = [...page.matchAll(/(?:src|href)="\/widget\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
const loader = await gzipped('OOWidget.js');
let typing = loader;
for (const path of ['GuestFrame.html', ...assets]) typing += await gzipped(path);

const lines = [
  { what: 'before anything is clicked', bytes: loader, mark: marks.loader },
  { what: 'until the client can type', bytes: typing, mark: marks.typing },
];
for (const { what, bytes, mark } of lines) {
  const verdict = bytes > mark ? `TOO LARGE by ${bytes - mark} bytes` : 'ok';
  console.log(`widget, ${what}: ${bytes} of ${mark} bytes gzipped: ${verdict}`);
  if (bytes > mark) process.exitCode = 1;
}
