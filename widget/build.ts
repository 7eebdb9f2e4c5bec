import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds what the server hands out:
 *
 *   dist/OOWidget.js       at /widget/OOWidget.js     the loader, one classic script without imports; cache shortly
 *   dist/GuestFrame.html   at /widget/GuestFrame      the panel's page, any query; do not cache
 *   dist/assets/*          at /widget/assets/*        hashed names; cache for ever
 *
 * The panel's page needs no inline script and no inline style. Its content security policy can be
 * `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: https:`
 * (blob: for pictures of the conversation, https: for logos); connect-src 'self' covers our web socket.
 */
const root = import.meta.dirname;
const target = ['es2022', 'chrome111', 'firefox114', 'safari16.4'];
const common = { root, configFile: false, logLevel: 'warn', publicDir: false } as const;

export async function buildWidget(outDir = join(root, 'dist')) {
  await build({
    ...common,
    base: '/widget/',
    build: {
      outDir,
      target,
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'GuestFrame.html') },
    },
  });
  await build({
    ...common,
    build: {
      outDir,
      target,
      emptyOutDir: false,
      lib: { entry: join(root, 'loader/main.ts'), formats: ['iife'], name: 'hovor', fileName: () => 'OOWidget.js' },
    },
  });
}

if (import.meta.main) await buildWidget();
