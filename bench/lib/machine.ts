import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What a stranger needs to judge a figure. */
export function describeMachine(): string {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

export const rssOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
};

/** CPU seconds a process has used so far. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const hasTaskset = (() => {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/**
 * Starts a Node program on one processor (where the system can pin) and waits until it prints a line that `ready`
 * matches. Returns the match and a way to stop it.
 */
export async function startPinned(
  script: string,
  args: string[],
  cpu: number,
  ready: RegExp,
  env: NodeJS.ProcessEnv = {},
) {
  const command = hasTaskset ? ['taskset', '-c', String(cpu), process.execPath] : [process.execPath];
  const [file = process.execPath, ...rest] = command;
  const child = spawn(file, [...rest, script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk;
      const found = ready.exec(text);
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${script} ended early with code ${code}: ${text}`)));
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${script} did not start`);
  return {
    pid,
    match,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(force);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Moves this process (the load generator) to one processor. */
export function pinSelf(cpu: number) {
  if (hasTaskset) execFileSync('taskset', ['-acp', String(cpu), String(process.pid)], { stdio: 'ignore' });
}
