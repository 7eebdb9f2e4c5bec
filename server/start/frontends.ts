import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, constants as fsConstants } from 'node:fs';
import { access, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBrotliCompress, createGzip, constants as zlibConstants } from 'node:zlib';
import { isAlive } from '../foundation/processes.ts';
import { Refusal, reasonOf } from '../foundation/refusal.ts';

const root = join(import.meta.dirname, '..', '..');
/** Hashes of the sources the built files were made from; away from the built files, which each build empties. */
const marks = join(root, 'node_modules', '.cache', 'hovor');
const frontends = ['workspace', 'widget'] as const;
export type Frontend = (typeof frontends)[number];

export const frontendFolder = (name: Frontend) => join(root, name, 'dist');

const notSources = new Set(['node_modules', 'dist', 'testing']);
const compressible = /\.(js|css|html|svg|json|map|txt)$/;
/** Smaller files gain nothing from compression. */
const compressFrom = 1_024;

/**
 * Builds workspace and widget when their sources changed since the last build. Skipped when all is fresh, which costs
 * a few milliseconds. A build that is killed leaves no mark, so the next start builds again (R7).
 * @throws Refusal when a build fails.
 */
export async function buildFrontends(onBuild: (name: Frontend) => void = () => {}): Promise<void> {
  const shared = await hashOf(['protocol', 'package-lock.json']);
  await Promise.all(frontends.map((name) => buildOne(name, shared, onBuild)));
}

async function buildOne(name: Frontend, shared: string, onBuild: (name: Frontend) => void) {
  const mark = join(marks, `${name}.hash`);
  const hash = `${shared}:${await hashOf([name])}`;
  const fresh = async () => existsSync(frontendFolder(name)) && (await readFile(mark, 'utf8').catch(() => '')) === hash;
  if (await fresh()) return;
  try {
    await mkdir(marks, { recursive: true });
    await access(join(root, name), fsConstants.W_OK);
  } catch (error) {
    throw new Refusal(
      `The ${name} has to be built, but its folder cannot be written (${reasonOf(error)}). Start Hovor once as the owner of its files.`,
    );
  }
  await alone(join(marks, `${name}.lock`), async () => {
    if (await fresh()) return;
    onBuild(name);
    await rm(mark, { force: true });
    await runBuildScript(name);
    await compressAll(frontendFolder(name));
    await writeFile(mark, hash);
  });
}

/** One hash over names and contents of all source files below these places of the repository. */
async function hashOf(places: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of await filesBelow(join(root, place))) {
      hash
        .update(relative(root, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const kept = entries.filter((entry) => !notSources.has(entry.name) && !/\.test\.tsx?$|^\./.test(entry.name));
  const below = await Promise.all(kept.map((entry) => filesBelow(join(path, entry.name))));
  return below.flat().sort();
}

/** Runs the package's own `build` script, without npm in between, which may not be there at run time. */
async function runBuildScript(name: Frontend) {
  const { scripts } = JSON.parse(await readFile(join(root, name, 'package.json'), 'utf8')) as {
    scripts?: { build?: string };
  };
  if (!scripts?.build) throw new Error(`${name}/package.json has no build script`);
  const path = [join(root, name, 'node_modules', '.bin'), join(root, 'node_modules', '.bin'), process.env.PATH];
  const child = spawn(scripts.build, {
    cwd: join(root, name),
    shell: true,
    env: { ...process.env, PATH: path.join(delimiter), NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Refusal(
      `Building the ${name} failed. Run \`npm ci\` and start again; if it stays so, this is why:\n${essence(output)}`,
    );
  }
}

/** What a person needs of a build's output: not the places in the tools' own code. */
function essence(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.slice(0, 25).join('\n');
}

/** Lets one process at a time build; the others wait and then find everything fresh. */
async function alone(lock: string, work: () => Promise<void>) {
  while (!(await takeLock(lock))) await sleep(200);
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder && !isAlive(holder)) await rm(lock, { force: true });
    return false;
  }
}

/** Puts .br and .gz beside each larger text file, so that serving one costs nothing. */
async function compressAll(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && compressible.test(entry.name));
  await Promise.all(files.map((entry) => compress(join(entry.parentPath, entry.name))));
}

async function compress(file: string) {
  const { size, mtime } = await stat(file);
  if (size < compressFrom) return;
  const quality = { params: { [zlibConstants.BROTLI_PARAM_QUALITY]: 9, [zlibConstants.BROTLI_PARAM_SIZE_HINT]: size } };
  await pipeline(createReadStream(file), createBrotliCompress(quality), createWriteStream(`${file}.br`));
  await pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`));
  for (const made of [`${file}.br`, `${file}.gz`]) await utimes(made, mtime, mtime);
}
