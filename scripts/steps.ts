import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');
/** The programs `npm ci` brought, so that the scripts also work without npm in between. */
const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);

export interface Step {
  name: string;
  /** Throws with what is wrong, ready to be printed. */
  run(): Promise<void>;
}

/** Runs a program of the repository. @throws with its output when it fails */
export async function call(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(output.trim() || `${program} ended with code ${code}`);
  return output;
}

/** Runs the steps one after the other, prints a line for each, and tells whether all of them passed. */
export async function runSteps(steps: Step[]): Promise<boolean> {
  let passed = true;
  for (const step of steps) {
    const began = performance.now();
    try {
      await step.run();
      console.log(`✓ ${step.name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      passed = false;
      console.error(`✗ ${step.name}\n${indent((error as Error).message)}`);
    }
  }
  return passed;
}

const indent = (text: string) => text.replace(/^/gm, '    ');
