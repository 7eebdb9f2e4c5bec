import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, openCrowd, openSocket } from './lib/crowd.ts';
import { spread, table } from './lib/figures.ts';
import { cpuSecondsOf, pinSelf, rssOf, startPinned } from './lib/machine.ts';
import { createWorld, type World } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

/** Connected visitors who do nothing: memory per connection (RSS) and processor time, heartbeats on. */
interface Side {
  name: string;
  start(world: World): ReturnType<typeof startPinned>;
  connect(port: string, world: World, localAddress: string): ReturnType<typeof openSocket>;
}

const here = import.meta.dirname;

export const hovor: Side = {
  name: 'Hovor',
  start: (world) => startPinned(join(here, '../server/main.ts'), [], 0, /https?:\/\/127\.0\.0\.1:(\d+)/, world.env),
  async connect(port, world, localAddress) {
    const socket = await openSocket(`ws://127.0.0.1:${port}/widget/socket`, localAddress);
    await ask(socket, JSON.stringify({ id: 1, cmd: 'hello', args: { company: world.company.guid } }));
    return socket;
  },
};

const bareWs: Side = {
  name: 'bare ws',
  start: () => startPinned(join(here, 'rivals/bare-ws.ts'), [], 0, /ready on (\d+)/),
  connect: (port, _world, localAddress) => openSocket(`ws://127.0.0.1:${port}/`, localAddress),
};

/** Speaks just enough of Engine.IO 4 and Socket.IO 5 by hand, so that the crowd costs the generator little. */
export const bareSocketIo: Side = {
  name: 'socket.io',
  start: () => startPinned(join(here, 'rivals/bare-socketio.ts'), [], 0, /ready on (\d+)/),
  async connect(port, _world, localAddress) {
    const socket = await openSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, localAddress);
    await ask(socket, '40');
    socket.on('message', (data) => String(data) === '2' && socket.send('3'));
    socket.send('420["hello","shop"]');
    return socket;
  },
};

export async function run({ runs, short }: BenchOptions) {
  const counts = short ? [1_000] : [10_000, 20_000];
  const world = await createWorld();
  pinSelf(1);
  try {
    await world.preset();
    const rows: (string | number)[][] = [];
    for (const count of counts) {
      for (const side of [hovor, bareWs, bareSocketIo]) {
        const bytes: number[] = [];
        const cpu: number[] = [];
        for (let i = 0; i < runs; i++) {
          const server = await side.start(world);
          const port = server.match[1] ?? '';
          const warm = await openCrowd(200, (_, address) => side.connect(port, world, address));
          await sleep(2_000);
          const before = rssOf(server.pid);
          const sockets = await openCrowd(count, (_, address) => side.connect(port, world, address));
          await sleep(short ? 2_000 : 5_000);
          bytes.push((rssOf(server.pid) - before) / count / 1024);
          const used = cpuSecondsOf(server.pid);
          const watch = short ? 5 : 30;
          await sleep(watch * 1_000);
          cpu.push(((cpuSecondsOf(server.pid) - used) / watch) * 100);
          for (const socket of [...warm, ...sockets]) socket.terminate();
          await server.stop();
        }
        rows.push([count, side.name, spread(bytes), spread(cpu)]);
        console.log(rows.at(-1)?.join(' · '));
      }
    }
    console.log(
      `\n${runs} runs, median (min–max)\n\n${table(['connections', 'server', 'KB per connection', 'idle CPU %'], rows)}`,
    );
  } finally {
    await world.destroy();
  }
}
