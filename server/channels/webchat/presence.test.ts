import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createSessions, type Sessions } from '../../sessions/service.ts';
import { buildScene } from '../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { createPresence } from './presence.ts';
import type { SessionOfGuest } from './presence-queries.ts';

let db: TestDatabase;
let sessions: Sessions;
const unexpected: unknown[] = [];
before(async () => {
  db = await testDatabase();
  const nowhere = async () => {
    throw new Error('no files here');
  };
  sessions = createSessions(db.store, { files: { receive: nowhere, open: nowhere, remove: nowhere } });
});
after(async () => {
  await db.close();
  assert.deepEqual(unexpected, []);
});

async function session(): Promise<SessionOfGuest> {
  const { guest, preset, company } = await buildScene(db.store);
  const input = { presetId: preset.id, language: 'en', scope: '', url: '', params: {}, ip: null, userAgent: null };
  const { id } = await sessions.start(guest.actor, input);
  return { id, companyId: company.id, guestId: guest.id };
}

async function node() {
  const presence = createPresence(db.store, sessions, (error) => unexpected.push(error), { graceMs: 0, returnMs: 0 });
  await presence.start();
  return presence;
}

async function isLost({ id }: SessionOfGuest) {
  const row = await db.db.selectFrom('sessions').select('guestLost').where('id', '=', id).executeTakeFirstOrThrow();
  return row.guestLost !== null;
}

const nodesOf = async ({ id }: SessionOfGuest) => {
  const rows = await db.db.selectFrom('webchatPresence').select('nodeId').where('sessionId', '=', id).execute();
  return rows.map((row) => row.nodeId);
};

test('a client on two nodes is lost when the second one loses it, and back when any has it', async () => {
  const [a, b, eva] = [await node(), await node(), await session()];
  a.arrived(eva, false);
  b.arrived(eva, false);
  await Promise.all([a.settled(), b.settled()]);
  assert.equal((await nodesOf(eva)).length, 2);
  a.left(eva.id);
  a.tick(Date.now() + 1);
  await a.settled();
  assert.equal(await isLost(eva), false);
  b.left(eva.id);
  b.tick(Date.now() + 1);
  await b.settled();
  assert.equal(await isLost(eva), true);
  a.arrived(eva, true);
  await a.settled();
  assert.equal(await isLost(eva), false);
  await Promise.all([a.stop(), b.stop()]);
});

test('who comes back while the departure is written stays noted', async () => {
  const [a, eva] = [await node(), await session()];
  a.arrived(eva, false);
  await a.settled();
  a.left(eva.id);
  a.tick(Date.now() + 1);
  // The statement that removes the note is under way now.
  await Promise.resolve();
  a.arrived(eva, false);
  await a.settled();
  assert.deepEqual(await nodesOf(eva), [a.nodeId]);
  assert.equal(await isLost(eva), false);
  await a.stop();
});

test('the guests of a node that died without a good-bye become lost, those connected elsewhere do not', async () => {
  const [here, gone, living] = [await session(), await session(), await node()];
  const dead = randomUUID();
  await db.db
    .insertInto('webchatNodes')
    .values({ id: dead, expires: new Date(Date.now() - 1_000) })
    .execute();
  await db.db
    .insertInto('webchatPresence')
    .values([here, gone].map((each) => ({ companyId: each.companyId, sessionId: each.id, nodeId: dead })))
    .execute();
  living.arrived(here, false);
  living.sweep();
  await living.settled();
  assert.deepEqual(await nodesOf(here), [living.nodeId]);
  assert.deepEqual([await isLost(here), await isLost(gone)], [false, true]);
  assert.deepEqual(await nodesOf(gone), []);
  await living.stop();
});

test('a node that was silent too long notes its guests again, and corrects what others concluded', async () => {
  const [a, b, eva] = [await node(), await node(), await session()];
  a.arrived(eva, false);
  await a.settled();
  await db.db
    .updateTable('webchatNodes')
    .set({ expires: new Date(0) })
    .where('id', '=', a.nodeId)
    .execute();
  b.sweep();
  await b.settled();
  assert.equal(await isLost(eva), true);
  a.sweep();
  await a.settled();
  assert.deepEqual(await nodesOf(eva), [a.nodeId]);
  assert.equal(await isLost(eva), false);
  await Promise.all([a.stop(), b.stop()]);
});

test('a client who closes the page after the end has left', async () => {
  const [a, eva] = [await node(), await session()];
  a.arrived(eva, false);
  await sessions.end({ kind: 'system', companyId: eva.companyId }, eva.id, 'UnknownReason');
  a.left(eva.id);
  a.tick(Date.now() + 1);
  await a.settled();
  const row = await db.db.selectFrom('sessions').select('guestLeft').where('id', '=', eva.id).executeTakeFirstOrThrow();
  assert.equal(row.guestLeft, 'LeftAfterSession');
  await a.stop();
});
