import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@hovor/protocol/limits';
import { createSettings } from '../directory/service.ts';
import type { Change } from '../foundation/bus.ts';
import type { Clock } from '../foundation/clock.ts';
import { createFileStore } from '../foundation/files/store.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import { createSessions } from '../sessions/service.ts';
import { buildGuest, buildScene } from '../testing/build.ts';
import { testDatabase } from '../testing/database.ts';
import { runRound } from './round.ts';
import { createRouting } from './service.ts';

const fail = (error: unknown) => {
  throw error;
};

/** Test stage of this room: database, sessions, routing, a clock that stands until it is moved, or another; rounds run by hand. */
export async function routingStage({ clock }: { clock?: Clock } = {}) {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'hovor-routing-'));
  let now = new Date('2026-03-02T10:00:00.000Z');
  const store: Store = { ...database.store, clock: clock ?? { now: () => now } };
  const changes: Change[] = [];
  store.bus.subscribe((list) => changes.push(...list));
  const sessions = createSessions(store, { files: createFileStore({ folder }), onUnexpected: fail });
  const settings = createSettings(store);
  const routing = createRouting(store, { sessions, settings, databaseUrl: database.url, onUnexpected: fail });

  return {
    database,
    db: database.db,
    store,
    sessions,
    settings,
    routing,
    changes,
    now: () => now,
    /** Moves the clock while the workspaces stay connected; `lost`: their leases are not renewed meanwhile. */
    async pass(seconds: number, { lost = false } = {}) {
      now = new Date(now.getTime() + seconds * 1000);
      if (lost) return;
      const expires = new Date(now.getTime() + limits.presenceLease);
      await database.db.updateTable('presence').set({ expires }).execute();
    },
    scene: (about?: Parameters<typeof buildScene>[1]) => buildScene(store, about),
    /** Opens the workspace of an operator: Online from now on. @returns the connection's id */
    async online(operator: { actor: UserActor }, tenantId: number) {
      const connectionId = randomUUID();
      await routing.connected(connectionId, operator.actor, tenantId);
      return connectionId;
    },
    /** A new client enters the queue of a package. @returns the session's id */
    async arrive(scene: { company: { id: number }; preset: { id: number } }, guest?: { actor: { companyId: number } }) {
      const { actor } = guest ?? (await buildGuest(store, scene.company));
      const input = { presetId: scene.preset.id, language: 'en', scope: '', url: 'https://shop.example/', params: {} };
      const { id } = await sessions.start(actor as Parameters<typeof sessions.start>[0], {
        ...input,
        ip: null,
        userAgent: null,
      });
      return id;
    },
    round: (scene: { company: { id: number }; tenantId: number }) =>
      runRound(store, sessions, { companyId: scene.company.id, tenantId: scene.tenantId }),
    status: async (sessionId: number) =>
      (await database.db.selectFrom('sessions').select('status').where('id', '=', sessionId).executeTakeFirstOrThrow())
        .status,
    /** Operators who hold an open offer of a session. */
    offeredTo: async (sessionId: number) =>
      (
        await database.db
          .selectFrom('offers')
          .select('userId')
          .where('sessionId', '=', sessionId)
          .where('ended', 'is', null)
          .orderBy('id')
          .execute()
      ).map(({ userId }) => userId),
    timeline: async (sessionId: number) =>
      database.db
        .selectFrom('routingTimeline')
        .select(['type', 'groupId', 'userId', 'reason'])
        .where('sessionId', '=', sessionId)
        .orderBy('id')
        .execute(),
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type RoutingStage = Awaited<ReturnType<typeof routingStage>>;
