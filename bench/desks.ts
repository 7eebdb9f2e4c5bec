import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectSocket, type SocketClient } from '../server/testing/socket-client.ts';
import { spread, table } from './lib/figures.ts';
import { cpuSecondsOf, pinSelf, startPinned } from './lib/machine.ts';
import { openQueue, type Queue } from './lib/queue.ts';
import { createWorld, type World } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

/**
 * What it costs to keep the screens of operators up to date while clients are handed out and accepted: the same work on
 * the whole server with no screen open, and with a socket for each operator. The difference is the cost of the screens.
 */
interface Outcome {
  changes: number;
  pushes: number;
  bytes: number;
  cpuMs: number;
}

export async function run({ runs, short }: BenchOptions) {
  const size = short ? { waiting: 1_000, operators: 100 } : { waiting: 5_000, operators: 500 };
  const seconds = short ? 5 : 20;
  const world = await createWorld();
  pinSelf(1);
  try {
    const queue = await openQueue(world, size);
    const rows: (string | number)[][] = [];
    for (const screens of [0, size.operators]) {
      const outcomes: Outcome[] = [];
      for (let nth = 0; nth < runs; nth++) outcomes.push(await measure(world, queue, screens, seconds));
      const of = (pick: (outcome: Outcome) => number, digits = 1) => spread(outcomes.map(pick), digits);
      rows.push([
        screens,
        of(({ changes }) => changes / seconds, 0),
        of(({ cpuMs, changes }) => cpuMs / changes),
        of(({ pushes, changes }) => pushes / changes),
        screens === 0 ? '–' : of(({ bytes }) => ((bytes / screens) * 60) / seconds / 1024),
      ]);
    }
    console.log(
      table(
        ['screens', 'changes/s', 'server CPU ms per change', 'pushes per change', 'KB per screen and minute'],
        rows,
      ),
    );
  } finally {
    await world.destroy();
  }
}

/** Operators accept and decline what they are offered, one request after the other on four connections. */
async function measure(world: World, queue: Queue, screens: number, seconds: number): Promise<Outcome> {
  await queue.reset();
  const server = await startPinned(
    join(import.meta.dirname, '../server/main.ts'),
    [],
    0,
    /(https?:\/\/127\.0\.0\.1:\d+)/,
    world.env,
  );
  const url = server.match[1] ?? '';
  const counted = { pushes: 0, bytes: 0 };
  const sockets: SocketClient[] = [];
  for (const [index, { cookie }] of queue.operators.slice(0, screens).entries()) {
    const socket = await connectSocket(`${url.replace('http', 'ws')}/app-api/socket`, {
      headers: { cookie },
      localAddress: `127.0.0.${2 + (index % 200)}`,
      onPush(name, data) {
        counted.pushes += 1;
        counted.bytes += Buffer.byteLength(JSON.stringify({ push: name, data }));
      },
    });
    await socket.request('hello', { tenantId: queue.place.tenantId });
    sockets.push(socket);
  }
  await queue.handedOut();
  const before = { ...counted, cpu: cpuSecondsOf(server.pid) };
  let changes = 0;
  let running = true;
  const offers = await queue.openOffers();
  const hand = async () => {
    while (running) {
      const offer = offers.pop();
      if (!offer) throw new Error('nobody waits any more: fewer seconds, or more clients');
      const verb = offers.length % 5 === 0 ? 'decline' : 'accept';
      const answer = await fetch(`${url}/app-api/sessions/${offer.sessionId}/${verb}`, {
        method: 'POST',
        headers: { cookie: offer.cookie },
      });
      if (answer.ok) changes += 1;
    }
  };
  const hands = Promise.all([hand(), hand(), hand(), hand()]);
  await sleep(seconds * 1000);
  running = false;
  await hands;
  const outcome = {
    changes,
    pushes: counted.pushes - before.pushes,
    bytes: counted.bytes - before.bytes,
    cpuMs: (cpuSecondsOf(server.pid) - before.cpu) * 1000,
  };
  for (const socket of sockets) socket.close();
  await server.stop();
  return outcome;
}
