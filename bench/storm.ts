import { once } from 'node:events';
import type { WebSocket } from 'ws';
import { bareSocketIo, hovor } from './idle.ts';
import { openCrowd } from './lib/crowd.ts';
import { spread, table } from './lib/figures.ts';
import { pinSelf } from './lib/machine.ts';
import { createWorld } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

/** All sockets are cut at once; how long until everybody is back and knows the state again. */
export async function run({ runs, short }: BenchOptions) {
  const count = short ? 1_000 : 10_000;
  const world = await createWorld();
  pinSelf(1);
  try {
    await world.preset();
    const rows: (string | number)[][] = [];
    for (const side of [hovor, bareSocketIo]) {
      const seconds: number[] = [];
      for (let i = 0; i < runs; i++) {
        const server = await side.start(world);
        const port = server.match[1] ?? '';
        const connect = (_: number, address: string) => side.connect(port, world, address);
        const first = await openCrowd(count, connect);
        await cut(first);
        const start = performance.now();
        const back = await openCrowd(count, connect);
        seconds.push((performance.now() - start) / 1_000);
        await cut(back);
        await server.stop();
      }
      rows.push([count, side.name, spread(seconds, 2)]);
      console.log(rows.at(-1)?.join(' · '));
    }
    console.log(`\n${runs} runs, median (min–max)\n\n${table(['sockets cut', 'server', 'all back after s'], rows)}`);
  } finally {
    await world.destroy();
  }
}

async function cut(sockets: WebSocket[]) {
  await Promise.all(
    sockets.map((socket) => {
      const closed = once(socket, 'close');
      socket.terminate();
      return closed;
    }),
  );
}
