import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '@hovor/protocol/limits';
import { sql } from 'kysely';
import type { Config } from '../config.ts';
import { ensureDemo } from '../demo/service.ts';
import { localBus } from '../foundation/bus.ts';
import { natsBus } from '../foundation/bus-nats.ts';
import { postgresBus } from '../foundation/bus-postgres.ts';
import { systemClock } from '../foundation/clock.ts';
import { openDatabase } from '../foundation/database/database.ts';
import { readMigrations } from '../foundation/database/migrate.ts';
import { healthRoutes, metricsRoute } from '../foundation/http/health.ts';
import type { Log } from '../foundation/log.ts';
import { attachSockets } from '../foundation/realtime/endpoints.ts';
import { installationKey } from '../foundation/security/installation-keys.ts';
import { rateLimiter } from '../foundation/security/rate-limit.ts';
import { sourceOf } from '../foundation/security/source.ts';
import type { Store } from '../foundation/transact.ts';
import { measureProduct } from './measurements.ts';
import { serveMetrics } from './metrics-port.ts';
import { createRooms, createWeb, type Rooms } from './parts.ts';
import { portRefusal } from './port.ts';

export interface ProductOptions {
  config: Config;
  /** A database with the schema of this version. */
  databaseUrl: string;
  publicUrl: string;
  port: number;
  log: Log;
  /** Password of the demo; null = no demo. */
  demoPassword: string | null;
  /** What has to be done before anybody may come, and may be done meanwhile. */
  beforeListening?: Promise<unknown>;
}

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** Logins that have run out are removed this often. Milliseconds. */
const loginSweep = 3_600_000;

/** What each role keeps running besides answering requests, in the order in which it starts. */
const work = {
  worker: (
    { sessions, routing, delivery, chatbots, directory, jobs }: Rooms,
    onUnexpected: (error: unknown) => void,
  ) => [
    { start: sessions.startTimers, stop: sessions.stopTimers },
    routing.engine,
    delivery,
    chatbots.delivery,
    jobs,
    regularly(loginSweep, async () => void (await directory.logins.sweep()), onUnexpected),
  ],
  // Uploads a crash cut off go before new ones come.
  web: ({ webchat, desk, files }: Rooms) => [{ start: files.clean, stop: () => {} }, webchat, desk],
};

/** Housekeeping: now and then again. */
function regularly(every: number, task: () => Promise<void>, onUnexpected: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      task().catch(onUnexpected);
      timer = setInterval(() => task().catch(onUnexpected), every).unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** Longest time to wait for requests that are under way when the server stops. */
const drainTime = 5_000;

/**
 * Runs the product on a database that is ready: builds the rooms, makes the demo, listens, starts the roles. Everything
 * it opened is closed again when it fails in the middle, and by `stop`.
 * @throws Refusal when the port is taken after all
 */
export async function startProduct({ config, databaseUrl, publicUrl, port, log, ...more }: ProductOptions) {
  const { demoPassword, beforeListening } = more;
  const closers: (() => unknown)[] = [];
  const closing = (close: () => unknown) => closers.push(close);
  const onUnexpected = (error: unknown) => log.error({ err: error }, 'unexpected');
  let stopping = false;

  async function closeAll() {
    for (const close of closers.reverse()) await Promise.resolve(close()).catch(onUnexpected);
    closers.length = 0;
  }

  try {
    const { db, pool, close } = openDatabase({ url: databaseUrl, maxConnections: config.databaseConnections });
    closing(close);
    const local = localBus(onUnexpected);
    const onBusError = (error: unknown) => log.warn({ err: error }, 'bus');
    const bus =
      config.natsUrl === null
        ? postgresBus({ url: databaseUrl, local, onError: onBusError })
        : natsBus({ url: config.natsUrl, subject: await busSubject(db), local, onError: onBusError });
    closing(bus.stop);
    const store: Store = { db, bus, clock: systemClock };
    const options = { config, publicUrl, databaseUrl, store, log };
    const rooms = createRooms(options);
    closing(rooms.sessions.flush);
    closing(rooms.outbound.close);
    if (demoPassword !== null) await ensureDemo({ store, ...rooms }, demoPassword);
    await Promise.all([bus.start(), rooms.jobs.prepare()]);

    const web = await createWeb(options, rooms);
    closing(web.identity.close);
    closing(web.metrics.stop);
    const sockets = attachSockets(
      web.app.server,
      web.endpoints,
      rateLimiter({ burst: limits.connectsBurst, perSecond: limits.connectsPerSecond }),
      (request) => sourceOf(addressOf(request, config.trustedProxies)),
    );
    closing(measureProduct(web.metrics, { db, bus, connections: () => sockets.connections }));
    healthRoutes(web.app, {
      isStopping: () => stopping,
      checks: {
        database: async () => void (await sql`select 1`.execute(db)),
        migrations: () => schemaIsOurs(store),
        bus: async () => {
          if (!bus.connected) throw new Error('The bus is not connected.');
        },
      },
    });
    if (config.metricsPort === null) metricsRoute(web.app, web.metrics);
    else closing(await serveMetrics(web.metrics, config.host, config.metricsPort));

    await beforeListening;
    for (const role of ['worker', 'web'] as const) {
      if (!config.roles.has(role)) continue;
      for (const { start, stop } of work[role](rooms, onUnexpected)) {
        await start();
        closing(stop);
      }
    }
    await listen(web.app, config.host, port);
    closing(() => closeWithin(() => web.app.close()));
    closing(sockets.close);

    const setupCode = config.roles.has('web') ? await rooms.directory.setup.begin() : null;
    return {
      url: publicUrl,
      port: (web.app.server.address() as AddressInfo).port,
      setupCode,
      store,
      pool,
      rooms,
      routeTable: web.routeTable,
      /** Stops taking work, tells open sockets, finishes what is under way and closes everything. */
      async stop() {
        if (stopping) return;
        stopping = true;
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** One name per database, so that two installations can share a NATS server and not wake each other. */
async function busSubject(db: Store['db']): Promise<string> {
  const key = await installationKey(db, 'bus');
  return `hovor.${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

async function listen(
  app: { listen(options: { host: string; port: number }): Promise<unknown> },
  host: string,
  port: number,
) {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw portRefusal('PORT', host, port, error);
  }
}

/** A request that does not come to its end must not keep the server from stopping. */
async function closeWithin(close: () => Promise<unknown>) {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    late = setTimeout(resolve, drainTime);
  });
  await Promise.race([close(), timeout]);
  clearTimeout(late);
}

/** True as long as no newer version has migrated the database under us. */
async function schemaIsOurs({ db }: Store) {
  const known = (await readMigrations()).map((migration) => migration.name);
  const { rows } = await sql<{ name: string }>`select name from hovor_migrations`.execute(db);
  const applied = rows.map((row) => row.name);
  const same = applied.length === known.length && applied.every((name) => known.includes(name));
  if (!same) throw new Error('The database has the schema of another version.');
}

/** The address a connection comes from; with trusted proxies the one the outermost of them saw. */
function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return peer;
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const chain = [
    ...forwarded
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    peer,
  ];
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? peer;
}
