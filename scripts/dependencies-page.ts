import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './steps.ts';

const page = 'docs/dependencies.md';

interface Package {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Every dependency has one line on the page, and every line a dependency. */
export async function checkDependencies(): Promise<string[]> {
  const used = await usedPackages();
  const text = await readFile(join(root, page), 'utf8');
  const described = new Set([...text.matchAll(/^\| `([^`]+)`\s*\|/gm)].map((match) => match[1] ?? ''));
  const missing = [...used].filter((name) => !described.has(name)).map((name) => `${page} has no line for ${name}`);
  const gone = [...described]
    .filter((name) => !used.has(name))
    .map((name) => `${page} describes ${name}, which is not used`);
  return [...missing, ...gone].sort();
}

async function usedPackages(): Promise<Set<string>> {
  const { workspaces = [] } = (await readPackage('.')) as { workspaces?: string[] };
  const used = new Set<string>();
  for (const folder of ['.', ...workspaces]) {
    const { dependencies, devDependencies, optionalDependencies } = await readPackage(folder);
    for (const name of Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })) used.add(name);
  }
  for (const name of [...used]) if (name.startsWith('@hovor/')) used.delete(name);
  return used;
}

async function readPackage(folder: string): Promise<Package> {
  const names = await readdir(join(root, folder));
  if (!names.includes('package.json')) return {};
  return JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Package;
}
