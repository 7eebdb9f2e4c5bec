import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWidgetIfStale } from '../widget/build.ts';

/**
 * The size marks of the widget (design/performance.md, row `widget`): what a page loads before anything is clicked, and
 * all that is loaded until the client can type. Gzipped bytes, so the same everywhere.
 */
const marks = { loader: 3 * 1024, typing: 33 * 1024 };

const dist = resolve(import.meta.dirname, '../widget/dist');

const gzipped = async (path: string) => gzipSync(await readFile(join(dist, path)), { level: 9 }).length;

await buildWidgetIfStale();
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
