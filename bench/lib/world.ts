import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBus } from '../../server/foundation/bus.ts';
import { systemClock } from '../../server/foundation/clock.ts';
import { openDatabase } from '../../server/foundation/database/database.ts';
import { startEmbedded } from '../../server/foundation/database/embedded.ts';
import { migrate } from '../../server/foundation/database/migrate.ts';
import { createFileStore } from '../../server/foundation/files/store.ts';
import { type Store, transact } from '../../server/foundation/transact.ts';
import { createSessions } from '../../server/sessions/service.ts';
import {
  type BuiltGuest,
  type BuiltUser,
  buildCompany,
  buildGroup,
  buildGuest,
  buildPreset,
  buildRouting,
  buildUser,
} from '../../server/testing/build.ts';

/** A conversation that is under way: a client, the operator who serves it, its id. */
export interface Talk {
  guest: BuiltGuest;
  operator: BuiltUser;
  sessionId: number;
}

/**
 * A temporary PostgreSQL with Hovor's schema and one company. The load generator makes its people and conversations
 * through the rooms' own services; only what is measured runs in the server's process.
 */
export async function createWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'hovor-bench-'));
  const database = await startEmbedded({ dataDir: folder });
  await migrate(database.url);
  const { db, close } = openDatabase({ url: database.url, maxConnections: 4, applicationName: 'hovor-bench' });
  const store: Store = { db, bus: localBus(() => {}), clock: systemClock };
  const company = await buildCompany(store);

  return {
    folder,
    databaseUrl: database.url,
    store,
    company,
    /** Settings for a server process on this world. */
    env: {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      DEMO: 'off',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    preset: () => buildPreset(store, company, { isDefault: true, name: 'Bench' }),
    talks: (count: number, operatorCount: number) => buildTalks(store, company, folder, count, operatorCount),
    async destroy() {
      await close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

async function buildTalks(
  store: Store,
  company: Awaited<ReturnType<typeof buildCompany>>,
  folder: string,
  count: number,
  operatorCount: number,
): Promise<Talk[]> {
  const operators: BuiltUser[] = [];
  const live = Math.ceil(count / operatorCount);
  for (let i = 0; i < operatorCount; i++) operators.push(await buildUser(store, company, { slots: { live } }));
  const group = await buildGroup(store, company, { members: operators });
  const routing = await buildRouting(store, company, { groups: [group] });
  const preset = await buildPreset(store, company, { routing, isDefault: true, name: 'Bench' });
  const sessions = createSessions(store, { files: createFileStore({ folder: join(folder, 'files') }) });

  const talks: Talk[] = [];
  for (let i = 0; i < count; i++) {
    const guest = await buildGuest(store, company);
    const operator = operators[i % operators.length] as BuiltUser;
    const { id: sessionId } = await sessions.start(guest.actor, {
      presetId: preset.id,
      language: 'en',
      scope: '',
      url: 'https://shop.test/',
      params: {},
    } as Parameters<typeof sessions.start>[1]);
    await transact(store, operator.actor, async (unit) => {
      const session = await sessions.lockSession(unit, company.id, sessionId);
      await sessions.join(unit, session, operator.id);
    });
    talks.push({ guest, operator, sessionId });
  }
  return talks;
}
