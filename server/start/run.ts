import { setTimeout as sleep } from 'node:timers/promises';
import { publicUrlOf, readConfig } from '../config.ts';
import { startEmbedded } from '../foundation/database/embedded.ts';
import { createLog } from '../foundation/log.ts';
import { Refusal } from '../foundation/refusal.ts';
import { prepareDataFolder } from './data-folder.ts';
import { migrateDatabase } from './database.ts';
import { demoPasswordOf } from './demo-password.ts';
import { buildFrontends } from './frontends.ts';
import { greeting } from './greeting.ts';
import { choosePort } from './port.ts';
import { startProduct } from './product.ts';
import { stopOnSignal } from './shutdown.ts';

/**
 * The start: everything that can be refused is refused before anything is made, then frontends and database are made
 * ready side by side, then the product runs. What was opened is closed in the opposite order.
 */
async function start() {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const port = await choosePort('PORT', config.host, config.port);
  if (config.metricsPort !== null) await choosePort('METRICS_PORT', config.host, config.metricsPort);
  await prepareDataFolder(config.dataDir);
  const publicUrl = publicUrlOf(config, port);

  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.reverse()) await close();
  };
  stopOnSignal(async (reason) => {
    log.info({ reason }, 'stopping');
    await closeAll();
    log.info('stopped');
    log.flush();
  });

  try {
    const building = config.roles.has('web')
      ? buildFrontends((name) => console.log(`Building the ${name} (its sources changed) …`))
      : Promise.resolve();
    // A build that fails while the database is still starting is reported once that has come to its end.
    building.catch(() => {});
    const databaseUrl = config.databaseUrl ?? (await startDatabase());
    const applied = await migrateDatabase(databaseUrl);
    if (applied.length > 0) log.info({ migrations: applied.length }, 'schema brought up to date');
    const demoPassword = await demoPasswordOf(config);
    const product = await startProduct({
      config,
      databaseUrl,
      publicUrl,
      port,
      log,
      demoPassword,
      beforeListening: building,
    });
    opened.push(product.stop);
    log.info({ port: product.port, roles: [...config.roles] }, 'started');
    if (config.logLevel !== 'silent') {
      console.log(greeting({ config, url: publicUrl, demoPassword, setupCode: product.setupCode }));
    }
  } catch (error) {
    await closeAll();
    throw error;
  }

  async function startDatabase() {
    const database = await startEmbedded({
      dataDir: config.dataDir,
      onTrouble: (message, error) => log.error({ err: error }, message),
    });
    opened.push(database.stop);
    return database.url;
  }
}

/** Starts the program; a refusal is one line and exit code 1. */
export async function run(): Promise<void> {
  try {
    await start();
  } catch (error) {
    console.error(error instanceof Refusal ? `Hovor does not start: ${error.message}` : error);
    // Output to a pipe is not written yet when exit is called at once.
    await sleep(20);
    process.exit(1);
  }
}
