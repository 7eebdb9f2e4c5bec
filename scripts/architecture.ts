import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import {
  assemblers,
  closedParts,
  floors,
  generatedFiles,
  longestFile,
  openRooms,
  projectImports,
  publicFiles,
  publicFilesOf,
} from './architecture-rules.ts';

interface Import {
  /** Path from the root of the repository, or null when it is a package. */
  target: string | null;
  typeOnly: boolean;
}

interface SourceFile {
  path: string;
  lines: number;
  imports: Import[];
}

const counted = /\.(ts|tsx|css|sql)$/;
const skipped = new Set(['node_modules', 'dist', 'data']);
const importing =
  /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Everything that breaks the rules of the house below `root`, one line each; empty when it stands as designed. */
export async function checkArchitecture(root: string): Promise<string[]> {
  const names = await sourceNames(root);
  const files = await Promise.all(names.map((name) => readSource(root, name)));
  return [
    ...files.flatMap(lengthFaults),
    ...files.flatMap((file) => file.imports.flatMap((one) => importFaults(file, one))),
    ...circles(files),
  ].sort();
}

async function sourceNames(root: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) await walk(path);
      else if (entry.isFile() && counted.test(entry.name)) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  for (const project of Object.keys(projectImports)) await walk(join(root, project));
  return found;
}

async function readSource(root: string, path: string): Promise<SourceFile> {
  const text = await readFile(join(root, path), 'utf8');
  const imports = /\.tsx?$/.test(path)
    ? [...text.matchAll(importing)].map(([, typeOnly, named, dynamic]) => ({
        target: targetOf(path, named ?? dynamic ?? ''),
        typeOnly: Boolean(typeOnly),
      }))
    : [];
  return { path, lines: text.split('\n').length - 1, imports };
}

function targetOf(from: string, name: string): string | null {
  if (name.startsWith('.')) return posix.join(dirname(from), name);
  const own = name.match(/^@hovor\/([a-z0-9]+)\/(.+)$/);
  return own ? `${own[1]}/${own[2]}.ts` : null;
}

function lengthFaults({ path, lines }: SourceFile): string[] {
  if (lines <= longestFile || generatedFiles.includes(path)) return [];
  return [`${path}: ${lines} lines; at ${longestFile} a file has to become two`];
}

const isTest = (path: string) => /\.test\.tsx?$|(^|\/)testing(\/|\.ts$)/.test(path);

function importFaults({ path }: SourceFile, { target }: Import): string[] {
  if (target === null) return [];
  const [fromProject = '', toProject = ''] = [path.split('/')[0], target.split('/')[0]];
  if (fromProject !== toProject) {
    const allowed = projectImports[fromProject] ?? [];
    const byTest = isTest(path) && (fromProject === 'scripts' || ['server', 'e2e'].includes(toProject));
    if (allowed.includes(toProject) || byTest) return [];
    return [`${path}: ${fromProject} must not import ${target}`];
  }
  return fromProject === 'server' ? roomFaults(path, target) : [];
}

function roomFaults(path: string, target: string): string[] {
  // Tests build their scene with whatever room they need; nothing else may lean on them.
  if (isTest(path)) return [];
  if (isTest(target)) return [`${path}: only tests import ${target}`];
  const [from, to] = [roomOf(path), roomOf(target)];
  const [above, below] = [floorOf(from), floorOf(to)];
  if (above < 0) return [`${path}: room ${from} stands on no floor; add it to scripts/architecture-rules.ts`];
  if (below < 0) return [`${path}: room ${to} stands on no floor; add it to scripts/architecture-rules.ts`];
  if (from === to) return [];
  if (below > above) return [`${path}: imports ${target}, which climbs from ${from} to ${to}`];
  if (below === above) return [`${path}: imports ${target}, but ${from} and ${to} share a floor`];
  if (isInside(to, target) && !assemblers.includes(from)) {
    return [`${path}: imports ${target}, which is inside ${to}; use its ${publicOf(to).join(', ')}`];
  }
  return [];
}

/** `server/sessions/rules.ts` → `sessions`; `server/channels/webchat/x.ts` → `channels/webchat`; `server/config.ts` → `start`. */
function roomOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  if (first === 'main.ts') return 'main';
  if (first.endsWith('.ts')) return 'start';
  return first === 'channels' ? `channels/${second}` : first;
}

const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room));
const publicOf = (room: string) => [...publicFiles, ...(publicFilesOf[room] ?? [])];

function isInside(room: string, target: string): boolean {
  const within = target.slice('server/'.length);
  if (openRooms.includes(room)) return closedParts.some((part) => within.startsWith(part));
  return !publicOf(room).includes(within.slice(room.length + 1));
}

/** Circles of files that import each other's values, named once each. Types alone make no circle at run time. */
function circles(files: SourceFile[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.filter((one) => !one.typeOnly && one.target !== null).map((one) => String(one.target)),
    ]),
  );
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.add(canonical(trail.slice(at)));
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return [...found].map((circle) => `circle: ${circle}`);
}

function canonical(circle: string[]): string {
  const first = circle.indexOf([...circle].sort()[0] ?? '');
  const turned = [...circle.slice(first), ...circle.slice(0, first)];
  return [...turned, turned[0]].join(' → ');
}
