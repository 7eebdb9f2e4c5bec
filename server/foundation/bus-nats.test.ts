import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startNatsPeer } from '../testing/nats-peer.ts';
import { type Change, localBus } from './bus.ts';
import { type NatsBus, natsBus } from './bus-nats.ts';
import { Refusal } from './refusal.ts';

let peer: Awaited<ReturnType<typeof startNatsPeer>>;
const buses: NatsBus[] = [];
before(async () => {
  peer = await startNatsPeer();
});
after(async () => {
  for (const bus of buses) await bus.stop();
  await peer.kill();
});

const change = (id: number, local?: unknown): Change => ({
  companyId: 1,
  tenantId: 7,
  topic: 'session',
  id,
  ...(local !== undefined && { local }),
});

async function node(subject = 'hovor.one') {
  const bus = natsBus({
    url: peer.url,
    subject,
    local: localBus((error) => {
      throw error;
    }),
    onError: () => {},
  });
  await bus.start();
  buses.push(bus);
  const heard: Change[] = [];
  const waiters: { enough: () => boolean; done: () => void }[] = [];
  bus.subscribe((changes) => {
    heard.push(...changes);
    for (const { enough, done } of waiters) if (enough()) done();
  });
  const until = (enough: () => boolean) =>
    new Promise<void>((done) => (enough() ? done() : waiters.push({ enough, done })));
  const has = (id: number) => until(() => heard.some((one) => one.id === id));
  return { bus, heard, until, has };
}

test('a change reaches this process at once and the others without its details, each once', async () => {
  const [a, b, stranger] = [await node(), await node(), await node('hovor.two')];
  a.bus.publish([change(1, ['row'])]);
  assert.deepEqual(a.heard, [change(1, ['row'])]);
  await b.has(1);
  assert.deepEqual(b.heard, [change(1)]);
  b.bus.publish([change(2)]);
  await a.has(2);
  assert.equal(a.heard.filter(({ id }) => id === 1).length, 1, 'its own does not come back');
  assert.deepEqual(stranger.heard, [], 'another installation on the same server hears nothing');
});

test('a burst larger than one message arrives whole', async () => {
  const [a, b] = [await node(), await node()];
  const many = Array.from({ length: 20_000 }, (_, index) => change(1_000 + index));
  a.bus.publish(many);
  await b.until(() => b.heard.length >= many.length);
  assert.deepEqual(new Set(b.heard.map(({ id }) => id)).size, many.length);
});

test('after the server was killed a node says so, reconnects, and hears and speaks again', async () => {
  const [a, b] = [await node(), await node()];
  await peer.kill();
  while (a.bus.connected || b.bus.connected) await new Promise((done) => setTimeout(done, 10));
  await peer.revive();
  await Promise.all([a, b].map(({ heard, until }) => until(() => heard.some(({ topic }) => topic === 'resync'))));
  a.bus.publish([change(41)]);
  b.bus.publish([change(42)]);
  await b.has(41);
  await a.has(42);
  assert.ok(a.bus.connected && b.bus.connected);
});

test('no server at the address is one clear line', async () => {
  const bus = natsBus({ url: 'nats://127.0.0.1:1', subject: 'x', local: localBus(() => {}), onError: () => {} });
  await assert.rejects(bus.start(), (error: Error) => error instanceof Refusal && /NATS_URL/.test(error.message));
});
