import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds what the server hands out:
 *
 *   dist/OOWidget.js       at /widget/OOWidget.js     the loader, one classic script without imports; cache shortly
 *   dist/GuestFrame.html   at /widget/GuestFrame      the panel's page, any query; do not cache
 *   dist/MobileSdkWidget.html at /MobileSdkWidget     the page of the mobile SDKs, any query; do not cache
 *   dist/assets/*          at /widget/assets/*        hashed names; cache for ever
 *
 * The panel's page needs no inline script and no inline style. Its content security policy can be
 * `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: https:`
 * (blob: for pictures of the conversation, https: for logos); connect-src 'self' covers our web socket.
 */
const root = import.meta.dirname;
const target = ['es2022', 'chrome111', 'firefox114', 'safari16.4'];
const common = { root, configFile: false, logLevel: 'warn', publicDir: false } as const;

const dist = join(root, 'dist');
/** What is built from: the panel's texts and shapes stand in the protocol. */
const sources = [root, join(root, '../protocol')];

/** Builds beside and then puts in place, so that nobody is served half a build and builds at the same time do no harm. */
export async function buildWidget() {
  const outDir = join(root, '../node_modules/.cache', `widget-${process.pid}`);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  // One after the other: built together the pages would share pieces, and the panel take more requests than it needs.
  for (const page of ['GuestFrame.html', 'MobileSdkWidget.html']) {
    await build({
      ...common,
      base: '/widget/',
      build: {
        outDir,
        target,
        emptyOutDir: false,
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rolldownOptions: { input: join(root, page) },
      },
    });
  }
  await build({
    ...common,
    build: {
      outDir,
      target,
      emptyOutDir: false,
      lib: { entry: join(root, 'loader/main.ts'), formats: ['iife'], name: 'hovor', fileName: () => 'OOWidget.js' },
    },
  });
  await rm(dist, { recursive: true, force: true });
  await rename(outDir, dist);
}

/** Builds only when a source is newer than what was built. Says whether it did. */
export async function buildWidgetIfStale(): Promise<boolean> {
  const built = join(dist, 'OOWidget.js');
  if (existsSync(built) && (await stat(built)).mtimeMs > Math.max(...(await Promise.all(sources.map(newest)))))
    return false;
  await buildWidget();
  return true;
}

async function newest(folder: string): Promise<number> {
  let time = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (['dist', 'node_modules', 'testing'].includes(entry.name) || entry.name.endsWith('.test.ts')) continue;
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? await newest(path) : (await stat(path)).mtimeMs);
  }
  return time;
}

if (import.meta.main) await buildWidget();
