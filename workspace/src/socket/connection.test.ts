import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { ConnectionLost, type ConnectionStatus, createConnection, Refused, type SocketLike } from './connection.ts';

interface TestSocket extends SocketLike {
  sent: { id: number; cmd: string; args: unknown }[];
  closed: boolean;
}

function setUp(greeting: 'ok' | 'refused' = 'ok') {
  const sockets: TestSocket[] = [];
  const statuses: ConnectionStatus[] = [];
  const pushes: [string, unknown][] = [];
  const connection = createConnection({
    open() {
      const socket: TestSocket = {
        onopen: null,
        onmessage: null,
        onclose: null,
        sent: [],
        closed: false,
        send: (text) => void socket.sent.push(JSON.parse(text)),
        close: () => {
          socket.closed = true;
        },
      };
      sockets.push(socket);
      return socket;
    },
    greet: async (request) => void (await request('hello', { tenantId: 3 })),
    onPush: (name, data) => void pushes.push([name, data]),
    onStatus: (status) => void statuses.push(status),
    random: () => 0.5,
  });
  const last = () => sockets.at(-1) as TestSocket;
  const answer = (body: object, of = last().sent.at(-1)?.id) =>
    last().onmessage?.({ data: JSON.stringify({ re: of, ...body }) });
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  async function greet() {
    last().onopen?.();
    answer(greeting === 'ok' ? { ok: {} } : { error: { code: 'not-permitted', message: 'no' } });
    await settle();
  }
  return { connection, sockets, statuses, pushes, last, answer, greet, settle };
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
afterEach(() => mock.timers.reset());

test('is ready only after the greeting was answered', async () => {
  const { connection, statuses, last, greet } = setUp();
  connection.start();
  assert.deepEqual(statuses, [{ kind: 'connecting' }]);
  await greet();
  assert.equal(last().sent[0]?.cmd, 'hello');
  assert.deepEqual(statuses.at(-1), { kind: 'ready' });
});

test('answers find their requests in any order; a refusal carries its code', async () => {
  const { connection, answer, greet } = setUp();
  connection.start();
  await greet();
  const one = connection.request('send', { text: 'a' });
  const two = connection.request('send', { text: 'b' });
  answer({ ok: { seq: 2 } }, 3);
  answer({ error: { code: 'session-ended', message: 'over' } }, 2);
  assert.deepEqual(await two, { seq: 2 });
  await assert.rejects(one, (error) => error instanceof Refused && error.code === 'session-ended');
});

test('a lost line fails what is open and comes back by itself', async () => {
  const { connection, sockets, statuses, last, greet } = setUp();
  connection.start();
  await greet();
  const open = connection.request('send', {});
  last().onclose?.({ code: 1012 });
  await assert.rejects(open, ConnectionLost);
  assert.equal(statuses.at(-1)?.kind, 'waiting');
  mock.timers.tick(1_000);
  assert.equal(sockets.length, 2);
  await greet();
  assert.deepEqual(statuses.at(-1), { kind: 'ready' });
});

test('silence is answered by a ping, and a dead line is noticed without anybody closing it', async () => {
  const { connection, sockets, statuses, last, greet } = setUp();
  connection.start();
  await greet();
  mock.timers.tick(20_000);
  assert.equal(last().sent.at(-1)?.cmd, 'ping');
  mock.timers.tick(10_000);
  assert.equal(sockets[0]?.closed, true);
  assert.equal(statuses.at(-1)?.kind, 'waiting');
});

test('a refused ping proves life like any answer', async () => {
  const { connection, sockets, answer, greet, settle } = setUp();
  connection.start();
  await greet();
  mock.timers.tick(20_000);
  answer({ error: { code: 'invalid-input', message: 'There is no command ping.' } });
  await settle();
  mock.timers.tick(15_000);
  assert.equal(sockets.length, 1);
  assert.equal(sockets[0]?.closed, false);
});

test('4001 stops: coming back without a login is useless', async () => {
  const { connection, sockets, statuses, last, greet } = setUp();
  connection.start();
  await greet();
  last().onclose?.({ code: 4001 });
  mock.timers.tick(60_000);
  assert.equal(sockets.length, 1);
  assert.deepEqual(statuses.at(-1), { kind: 'stopped', reason: 'not-logged-in' });
});

test('a refused greeting stops and says so', async () => {
  const { connection, sockets, statuses, greet } = setUp('refused');
  connection.start();
  await greet();
  mock.timers.tick(60_000);
  assert.equal(sockets.length, 1);
  assert.deepEqual(statuses.at(-1), { kind: 'stopped', reason: 'forbidden' });
});

test('stop hangs up for good, start begins again', async () => {
  const { connection, sockets, greet } = setUp();
  connection.start();
  await greet();
  connection.stop();
  assert.equal(sockets[0]?.closed, true);
  mock.timers.tick(60_000);
  assert.equal(sockets.length, 1);
  connection.start();
  assert.equal(sockets.length, 2);
});

test('pushes pass through, frames of an old socket do not', async () => {
  const { connection, sockets, pushes, last, greet } = setUp();
  connection.start();
  await greet();
  last().onmessage?.({ data: '{"push":"slots","data":1}' });
  last().onclose?.({ code: 1006 });
  mock.timers.tick(1_000);
  sockets[0]?.onmessage?.({ data: '{"push":"slots","data":2}' });
  assert.deepEqual(pushes, [['slots', 1]]);
});
