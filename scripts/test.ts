import { spawn } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { checks } from './checks.ts';
import { root, runSteps } from './steps.ts';
import { withTestDatabase } from './test-database.ts';

/**
 * `npm test`: checks, then unit, integration and browser tests on a PostgreSQL of this run. `npm test -- FILE…` runs
 * these files only. The last thing printed is the summary of the test runner.
 */
const named = process.argv.slice(2);
/** Test files at once: each has a server or a browser of its own, and the database needs a core too. */
const concurrency = 2;
/** A test that hangs is a failure after this time, not a hanging run. */
const longestTest = 240_000;

const passed = await withTestDatabase(async (url) => {
  if (named.length === 0 && !(await runSteps(checks(url)))) return false;
  return runTests(named.length > 0 ? named : await testFiles(), url);
});
process.exitCode = passed ? 0 : 1;

async function testFiles(): Promise<string[]> {
  const files: string[] = [];
  const exclude = (path: string) => /(^|\/)(node_modules|dist|data)$/.test(path);
  for await (const file of glob('**/*.test.ts', { cwd: root, exclude })) files.push(file);
  return files.sort();
}

async function runTests(files: string[], databaseUrl: string): Promise<boolean> {
  const options = ['--test', `--test-concurrency=${concurrency}`, `--test-timeout=${longestTest}`];
  const runner = spawn(process.execPath, [...options, ...files], {
    cwd: root,
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the runner as well; this process stays to clean up after it.
  const pass = (signal: NodeJS.Signals) => runner.kill(signal);
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  const code = await new Promise<number | null>((resolve, reject) => {
    runner.once('error', reject);
    runner.once('close', resolve);
  });
  process.off('SIGINT', pass);
  process.off('SIGTERM', pass);
  return code === 0;
}
