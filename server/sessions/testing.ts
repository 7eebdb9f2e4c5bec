import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../foundation/bus.ts';
import { createFileStore } from '../foundation/files/store.ts';
import { system } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { buildScene } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import type { StartInput } from './schema.ts';
import { createSessions, type Sessions } from './service.ts';

/** Test stage of this room: a database, a file folder, a clock that stands until it is moved. */
export async function sessionsStage() {
  const database: TestDatabase = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'hovor-sessions-'));
  let now = new Date('2026-03-01T10:00:00.000Z');
  const store: Store = { ...database.store, clock: { now: () => now } };
  const changes: Change[] = [];
  store.bus.subscribe((list) => changes.push(...list));
  const files = createFileStore({ folder });
  const sessions = createSessions(store, {
    files,
    onUnexpected: (error) => {
      throw error;
    },
  });
  return {
    database,
    db: database.db,
    store,
    folder,
    files,
    sessions,
    changes,
    /** Moves the clock. */
    pass(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
      return now;
    },
    now: () => now,
    scene: (about?: Parameters<typeof buildScene>[1]) => buildScene(store, about),
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Stage = Awaited<ReturnType<typeof sessionsStage>>;
export type Scene = Awaited<ReturnType<Stage['scene']>>;

export const startInput = (preset: { id: number }, about: Partial<StartInput> = {}): StartInput => ({
  presetId: preset.id,
  language: 'en',
  scope: '',
  url: 'https://shop.example/cart',
  params: {},
  ip: '203.0.113.9',
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36',
  ...about,
});

/** A session with all operators of the scene in it. */
export async function activeSession(sessions: Sessions, store: Store, scene: Scene): Promise<number> {
  const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset));
  for (const operator of scene.operators) await joinSession(sessions, store, scene, id, operator.id);
  return id;
}

export function joinSession(sessions: Sessions, store: Store, scene: Scene, id: number, userId: number) {
  const companyId = scene.company.id;
  return transact(store, system(companyId), async (unit) =>
    sessions.join(unit, await sessions.lockSession(unit, companyId, id), userId),
  );
}

/** Events of a session in the order of the log. */
export function eventsOf(stage: Stage, sessionId: number) {
  return stage.db
    .selectFrom('events')
    .select(['kind', 'payload', 'actor', 'at', 'companyId', 'tenantId'])
    .where('subject', '=', `session:${sessionId}`)
    .orderBy('xid')
    .orderBy('id')
    .execute();
}
