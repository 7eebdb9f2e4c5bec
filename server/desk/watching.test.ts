import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { DeskPushes } from '@hovor/protocol/desk';
import { buildUser } from '../testing/build.ts';
import { connectSocket, Refused } from '../testing/socket-client.ts';
import { openWorld, type World } from './testing.ts';

let world: World;
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  assert.deepEqual(world.unexpected, []);
});

/** A connection that only watches: no desk, no presence. */
async function watcher(cookie: string) {
  const told: DeskPushes['changed'][] = [];
  let look = () => {};
  const socket = await connectSocket(`${world.url.replace('http', 'ws')}/app-api/socket`, {
    headers: { cookie },
    onPush(name, data) {
      if (name !== 'changed') return;
      told.push(data as DeskPushes['changed']);
      look();
    },
  });
  const until = (shown: () => boolean) =>
    new Promise<void>((done) => {
      look = () => shown() && done();
      look();
    });
  return { socket, told, until };
}

test('a supervisor without a desk is told which sessions of the tenant change, as long as the right lasts', async () => {
  const scene = await world.scene();
  const supervisor = await buildUser(world.store, scene.company, { roles: ['TenantSessionsView'] });
  const screen = await watcher(supervisor.cookie);
  await screen.socket.request('watch', { tenantId: scene.tenantId, topics: ['sessions'] });
  const { id, guest } = await world.arrive(scene);
  const heardOf = () => screen.told.some(({ topic, ids }) => topic === 'sessions' && ids?.includes(id));
  await screen.until(heardOf);
  await world.sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text: 'Hello' });
  screen.told.length = 0;
  await screen.until(heardOf);

  const elsewhere = await world.scene();
  await assert.rejects(
    screen.socket.request('watch', { tenantId: elsewhere.tenantId, topics: ['sessions'] }),
    (error) => error instanceof Refused && error.code === 'not-found',
  );
  await screen.socket.request('watch', { tenantId: scene.tenantId, topics: ['exports'] });
  screen.told.length = 0;
  await world.arrive(scene);
  const { companyId, id: other } = scene.operator;
  world.store.bus.publish([
    { companyId, tenantId: scene.tenantId, topic: 'exports', id: other },
    { companyId, tenantId: scene.tenantId, topic: 'exports', id: supervisor.id },
  ]);
  await screen.until(() => screen.told.length > 0);
  assert.deepEqual(screen.told, [{ topic: 'exports', ids: null }]);
  screen.socket.close();
});
