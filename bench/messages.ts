import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from '@hovor/protocol/session';
import { io, type Socket } from 'socket.io-client';
import { connectSocket } from '../server/testing/socket-client.ts';
import { Latencies, spread, table } from './lib/figures.ts';
import { pinSelf, startPinned } from './lib/machine.ts';
import { createWorld, type Talk, type World } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

/**
 * A visitor sends, the message is stored durably, the operator's socket has it. Open loop: messages leave at their time
 * whether earlier ones have arrived or not, so a slow server cannot slow its own test down. The same database, the same
 * sender and reader process for both sides.
 */
interface Side {
  name: string;
  /** Sends one message; `arrived` is told when the operator's socket has it. */
  send(talk: number, messageId: string): void;
  onArrival(listener: (messageId: string) => void): void;
  stop(): Promise<void>;
}

interface Outcome {
  p50: number;
  p99: number;
  perSecond: number;
  lost: number;
  doubled: number;
}

const text = 'Good afternoon, I would like to know when my parcel with the order number A-1042 arrives.';

export async function run({ runs, short }: BenchOptions) {
  const rates = short ? [500] : [1, 500, 2_000, 5_000, 10_000, 15_000, 20_000];
  const seconds = short ? 3 : 10;
  const talkCount = short ? 200 : 1_000;
  const world = await createWorld();
  pinSelf(1);
  try {
    const talks = await world.talks(talkCount, Math.max(1, talkCount / 20));
    const rows: (string | number)[][] = [];
    for (const rate of rates) {
      for (const open of [openHovor, openRival]) {
        const outcomes: Outcome[] = [];
        let name = '';
        for (let i = 0; i < runs; i++) {
          const side = await open(world, talks);
          name = side.name;
          await drive(side, talks.length, Math.min(rate, 500), 2);
          outcomes.push(await drive(side, talks.length, rate, rate < 100 ? seconds * 2 : seconds));
          await side.stop();
        }
        const of = (pick: (outcome: Outcome) => number) => outcomes.map(pick);
        rows.push([
          rate,
          name,
          spread(
            of((outcome) => outcome.perSecond),
            0,
          ),
          spread(of((outcome) => outcome.p50)),
          spread(of((outcome) => outcome.p99)),
          Math.max(...of((outcome) => outcome.lost)),
          Math.max(...of((outcome) => outcome.doubled)),
        ]);
        console.log(rows.at(-1)?.join(' · '));
      }
    }
    console.log(
      `\n${talks.length} sessions, ${runs} runs of ${seconds} s each, median (min–max)\n\n${table(
        ['sent/s', 'server', 'arrived/s', 'p50 ms', 'p99 ms', 'lost', 'doubled'],
        rows,
      )}`,
    );
  } finally {
    await world.destroy();
  }
}

/** Sends `rate` messages a second for some seconds and waits until all are there (or 20 s long nothing came). */
async function drive(side: Side, talkCount: number, rate: number, seconds: number): Promise<Outcome> {
  const sentAt = new Map<string, number>();
  const latencies = new Latencies();
  let doubled = 0;
  let lastArrival = performance.now();
  const seen = new Set<string>();
  side.onArrival((messageId) => {
    const now = performance.now();
    const at = sentAt.get(messageId);
    if (seen.has(messageId)) doubled++;
    if (at === undefined) return;
    seen.add(messageId);
    sentAt.delete(messageId);
    latencies.add(now - at);
    lastArrival = now;
  });
  const total = Math.round(rate * seconds);
  const start = performance.now();
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * rate) + 1);
    for (; sent < due; sent++) {
      const messageId = randomUUID();
      sentAt.set(messageId, performance.now());
      side.send(sent % talkCount, messageId);
    }
    await (rate > 200 ? new Promise(setImmediate) : sleep(1));
  }
  while (sentAt.size > 0 && performance.now() - lastArrival < 20_000) await sleep(10);
  const { p50, p99, count } = latencies.summary();
  return { p50, p99, perSecond: count / ((lastArrival - start) / 1000), lost: sentAt.size, doubled };
}

async function openHovor(world: World, talks: Talk[]): Promise<Side> {
  const server = await startPinned(
    join(import.meta.dirname, '../server/main.ts'),
    [],
    0,
    /https?:\/\/127\.0\.0\.1:(\d+)/,
    {
      ...world.env,
    },
  );
  const url = `ws://127.0.0.1:${server.match[1]}`;
  let arrived: (messageId: string) => void = () => {};
  const operators = new Map(talks.map((talk) => [talk.operator.id, talk.operator]));
  const desks = await Promise.all(
    [...operators.values()].map(async (operator) => {
      const socket = await connectSocket(`${url}/app-api/socket`, {
        headers: { cookie: operator.cookie, origin: url.replace('ws', 'http') },
        onPush(name, data) {
          if (name !== 'activities') return;
          for (const activity of (data as { activities: Activity[] }).activities) {
            if (activity.messageId) arrived(activity.messageId);
          }
        },
      });
      await socket.request('hello', { tenantId: world.company.tenantId });
      for (const talk of talks.filter((candidate) => candidate.operator === operator)) {
        const { session } = await socket.request<{ session: { lastSeq: number } }>('open', {
          sessionId: talk.sessionId,
          after: 1_000_000,
        });
        await socket.request('close', { sessionId: talk.sessionId });
        await socket.request('open', { sessionId: talk.sessionId, after: session.lastSeq });
      }
      return socket;
    }),
  );
  const guests = await Promise.all(
    talks.map(async (talk, index) => {
      const socket = await connectSocket(`${url}/widget/socket`, { localAddress: `127.0.0.${2 + (index % 200)}` });
      await socket.request('hello', { company: world.company.guid, token: talk.guest.token, scope: '' });
      return socket;
    }),
  );
  return {
    name: 'Hovor',
    send(talk, messageId) {
      const sessionId = talks[talk]?.sessionId;
      guests[talk]?.request('send', { sessionId, messageId, text }).catch(() => {});
    },
    onArrival: (listener) => (arrived = listener),
    async stop() {
      for (const socket of [...guests, ...desks]) socket.cut();
      await server.stop();
    },
  };
}

async function openRival(world: World, talks: Talk[]): Promise<Side> {
  const script = join(import.meta.dirname, 'rivals/socketio-insert.ts');
  const server = await startPinned(script, [world.databaseUrl], 0, /ready on (\d+)/);
  const url = `http://127.0.0.1:${server.match[1]}`;
  let arrived: (messageId: string) => void = () => {};
  const connect = () => io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  const enterRoom = (socket: Socket, sessionId: number) =>
    new Promise<void>((resolve) => socket.emit('join', sessionId, resolve));
  const desks = new Map<number, Socket>();
  for (const talk of talks) {
    let desk = desks.get(talk.operator.id);
    if (!desk) {
      desk = connect();
      desk.on('message', (message: { messageId: string }) => arrived(message.messageId));
      desks.set(talk.operator.id, desk);
    }
    await enterRoom(desk, talk.sessionId);
  }
  const guests = talks.map(connect);
  await Promise.all(guests.map((guest, index) => enterRoom(guest, talks[index]?.sessionId ?? 0)));
  return {
    name: 'socket.io + INSERT',
    send(talk, messageId) {
      guests[talk]?.emit('send', { sessionId: talks[talk]?.sessionId, messageId, text }, () => {});
    },
    onArrival: (listener) => (arrived = listener),
    async stop() {
      for (const socket of [...guests, ...desks.values()]) socket.disconnect();
      await server.stop();
    },
  };
}
