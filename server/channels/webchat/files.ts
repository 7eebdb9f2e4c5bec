import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Problem } from '../../foundation/errors.ts';

/**
 * The built widget (widget/build.ts), held in memory with its compressed forms: a few files of a few kilobytes that
 * every page view asks for. Read at the first request and again when a build replaced them.
 */
export interface BuiltFile {
  type: string;
  etag: string;
  plain: Buffer;
  br: Buffer;
  gzip: Buffer;
}

const loader = 'OOWidget.js';
const panel = 'GuestFrame.html';
const mobilePage = 'MobileSdkWidget.html';
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};
/** A newer build is noticed after this long. */
const lookAgainMs = 2_000;

export type WidgetFiles = ReturnType<typeof createWidgetFiles>;

export function createWidgetFiles(folder: string, now: () => number = Date.now) {
  let files: Promise<Map<string, BuiltFile>> | undefined;
  let version = '';
  let lookAfter = 0;

  async function current(): Promise<Map<string, BuiltFile>> {
    if (!files || now() > lookAfter) {
      lookAfter = now() + lookAgainMs;
      const present = await versionOf(folder);
      if (!files || present !== version) {
        version = present;
        files = readBuild(folder);
        files.catch(() => {
          files = undefined;
        });
      }
    }
    return files;
  }

  async function named(name: string): Promise<BuiltFile | undefined> {
    try {
      return (await current()).get(name);
    } catch (cause) {
      throw new Problem('unavailable', {
        detail: 'The widget is not built. Run `npm start`, which builds it, or `node widget/build.ts`.',
        cause,
      });
    }
  }

  async function required(name: string): Promise<BuiltFile> {
    const file = await named(name);
    if (!file)
      throw new Problem('unavailable', { detail: `The build of the widget is incomplete: ${name} is missing.` });
    return file;
  }

  return {
    loader: () => required(loader),
    panel: () => required(panel),
    mobilePage: () => required(mobilePage),
    /** @throws not-found */
    async asset(name: string): Promise<BuiltFile> {
      const file = await named(`assets/${name}`);
      if (!file) throw new Problem('not-found');
      return file;
    },
  };
}

/** Changes whenever a build wrote the files. */
async function versionOf(folder: string): Promise<string> {
  try {
    const marks = await Promise.all([loader, panel, mobilePage].map((name) => stat(join(folder, name))));
    return marks.map((mark) => `${mark.mtimeMs}/${mark.size}`).join(' ');
  } catch {
    return '';
  }
}

async function readBuild(folder: string): Promise<Map<string, BuiltFile>> {
  const assets = await readdir(join(folder, 'assets')).catch(() => []);
  const names = [
    loader,
    panel,
    mobilePage,
    ...assets.filter((name) => extname(name) in types).map((name) => `assets/${name}`),
  ];
  return new Map(await Promise.all(names.map(async (name) => [name, await prepare(join(folder, name))] as const)));
}

async function prepare(path: string): Promise<BuiltFile> {
  const plain = await readFile(path);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  return {
    type: types[extname(basename(path))] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    br,
    gzip: gz,
  };
}
