import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', 'main.ts');

export interface StartedProcess {
  child: ChildProcess;
  readonly output: string;
  /** Resolves with the exit code once the process has ended and all it printed is here. */
  readonly ended: Promise<number | null>;
  /** Resolves when the output holds the text. @throws with the output when the process ends without it */
  says(text: string | RegExp): Promise<void>;
}

const started = new Set<StartedProcess>();

/** For an `after` hook: ends what a failed test left running, so that the run does not wait for it. */
export async function endProcesses() {
  for (const { child, ended } of started) {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Starts the program as `npm start` does, with nothing of our own environment but the path. */
export function startProcess(
  env: Record<string, string>,
  how: { program?: string; args?: string[] } = {},
): StartedProcess {
  const { program = process.execPath, args = [main] } = how;
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let onOutput = () => {};
  const add = (chunk: Buffer) => {
    output += chunk;
    onOutput();
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const one: StartedProcess = {
    child,
    get output() {
      return output;
    },
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => (typeof text === 'string' ? output.includes(text) : text.test(output)) && resolve();
        onOutput = look;
        look();
        ended.then((code) => reject(new Error(`The program ended with ${code} and never said ${text}:\n${output}`)));
      }),
  };
  started.add(one);
  ended.finally(() => started.delete(one));
  return one;
}

export const mainFile = main;
