import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, publicUrlOf, readConfig } from '../config.ts';
import { createLog } from '../foundation/log.ts';
import { buildFrontends } from '../start/frontends.ts';
import { startProduct } from '../start/product.ts';
import { testDatabase } from './database.ts';

export interface TestServerOptions {
  /** Settings as in the environment, for example { TRUSTED_PROXIES: '1' }. */
  env?: Record<string, string>;
  /** A database that is there already and stays; otherwise the server has one of its own. */
  databaseUrl?: string;
  /** Makes the demo company with this password. */
  demoPassword?: string;
  /** Builds workspace and widget first, for tests that open them in a browser. */
  frontends?: boolean;
  /** Lines of the log, for tests that read it. */
  onLog?(line: string): void;
}

export type TestServer = Awaited<ReturnType<typeof startServer>>;

/**
 * The whole product in this process on a free port of the loopback interface: every room, socket and timer as
 * `npm start` runs them. Call `stop` in an `after` hook.
 */
export async function startServer(options: TestServerOptions = {}) {
  if (options.frontends) await buildFrontends();
  const database = options.databaseUrl ? null : await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hovor-server-'));
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const port = await freePort();
  const demo = options.demoPassword === undefined ? 'off' : 'on';
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: String(port), DEMO: demo, ...options.env };
  const config: Config = readConfig(env);
  const log = options.onLog
    ? createLog('info', { write: options.onLog })
    : createLog(process.env.LOG_LEVEL ?? 'silent', { write: (line) => process.stderr.write(line) });
  const demoPassword = options.demoPassword ?? null;
  const product = await startProduct({
    config,
    databaseUrl,
    publicUrl: publicUrlOf(config, port),
    port,
    log,
    demoPassword,
  });
  return {
    ...product,
    config,
    databaseUrl,
    async stop() {
      await product.stop();
      await database?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
