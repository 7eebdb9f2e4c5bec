import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './steps.ts';

/**
 * `npm run dev`: the server starts again when its sources, the protocol or the widget change (it builds the widget when
 * stale); the workspace comes from Vite with hot reload on a port of its own.
 */
const serverPort = process.env.PORT ?? '8080';
const watched = ['server', 'protocol', 'widget/loader', 'widget/panel', 'widget/shared'];
const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);

const start = (program: string, args: string[], cwd: string, env: Record<string, string> = {}) =>
  spawn(program, args, { cwd, env: { ...process.env, PATH: path, ...env }, stdio: 'inherit' });

const children: ChildProcess[] = [
  start(process.execPath, [...watched.map((folder) => `--watch-path=${folder}`), 'server/main.ts'], root),
  start('vite', ['--clearScreen', 'false'], join(root, 'workspace'), {
    HOVOR_SERVER: `http://127.0.0.1:${serverPort}`,
  }),
];

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
