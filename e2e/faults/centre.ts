import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSettings } from '../../server/directory/service.ts';
import { localBus } from '../../server/foundation/bus.ts';
import { postgresBus } from '../../server/foundation/bus-postgres.ts';
import { createFileStore } from '../../server/foundation/files/store.ts';
import type { GuestActor, UserActor } from '../../server/foundation/security/actor.ts';
import type { Store } from '../../server/foundation/transact.ts';
import { runRound } from '../../server/routing/round.ts';
import { createRouting } from '../../server/routing/service.ts';
import { createSessions } from '../../server/sessions/service.ts';
import { buildScene } from '../../server/testing/build.ts';
import { testDatabase } from '../../server/testing/database.ts';

export type Centre = Awaited<ReturnType<typeof openCentre>>;

/** The people of a contact centre, driven by this process; its engines run in processes of their own on the same database. */
export async function openCentre() {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'hovor-r4-'));
  const fail = (error: unknown) => {
    throw error;
  };
  const bus = postgresBus({ url: database.url, local: localBus(fail), onError: () => {} });
  await bus.start();
  const store: Store = { ...database.store, bus };
  const sessions = createSessions(store, { files: createFileStore({ folder }), onUnexpected: fail });
  const settings = createSettings(store);
  const routing = createRouting(store, { sessions, settings, databaseUrl: database.url, onUnexpected: fail });
  const scene = await buildScene(store, {
    slots: { live: 2 },
    group: { queueSize: 1_000, timeToAcceptS: 5, maxQueueTimeS: 10, maxAcwS: 2 },
  });
  const { company, tenantId } = scene;
  return {
    database,
    folder,
    store,
    sessions,
    routing,
    scene,
    /** Opens an operator's workspace; its lease outlives the test. @returns the connection */
    async connect(actor: UserActor): Promise<string> {
      const connectionId = randomUUID();
      await routing.connected(connectionId, actor, tenantId);
      await routing.renew([{ connectionId, at: Date.now() + 3_600_000 }]);
      return connectionId;
    },
    arrive: (actor: GuestActor) =>
      sessions.start(actor, {
        presetId: scene.preset.id,
        language: 'en',
        scope: '',
        url: 'https://shop.example/',
        params: {},
        ip: null,
        userAgent: null,
      }),
    /** Makes these the members of a group, and its rule the last of the routing. */
    async fill(groupId: number, userIds: number[]) {
      const { db } = database;
      await db.deleteFrom('groupMembers').where('groupId', '=', groupId).execute();
      await db
        .insertInto('groupMembers')
        .values(userIds.map((userId) => ({ companyId: company.id, groupId, userId })))
        .execute();
      if (groupId === scene.group.id) return;
      await db
        .insertInto('routingRules')
        .values({ companyId: company.id, routingId: scene.routing.id, position: 1, groupId, conditions: '[]' })
        .execute();
    },
    round: () => runRound(store, sessions, { companyId: company.id, tenantId }),
    /** Ids of sessions that look for an operator. */
    async waiting(): Promise<number[]> {
      const rows = await database.db
        .selectFrom('sessions')
        .select('id')
        .where('companyId', '=', company.id)
        .where('status', 'in', ['IN_QUEUE', 'WAITING'])
        .execute();
      return rows.map(({ id }) => id);
    },
    async close() {
      await bus.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
