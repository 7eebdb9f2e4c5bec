import assert from 'node:assert/strict';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { parseCidr } from './addresses.ts';
import { type Address, createOutbound, OutboundError, type OutboundFault } from './outbound.ts';

/** What hostile owners of an address try (invariant 7; design/reliability.md, R2). */

const servers: Server[] = [];
const sockets = new Set<Socket>();
after(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const http = (listener: RequestListener) => listening(createHttp(listener));
/** Speaks below HTTP. */
const raw = (speak: (socket: Socket) => void) =>
  listening(createTcp((socket) => socket.once('data', () => speak(socket))));

const loopback = [parseCidr('127.0.0.0/8')];
const plain = { method: 'POST', headers: {}, body: '{}', timeout: 2_000, maxAnswer: 1_000 };
const fault = (expected: OutboundFault) => (error: unknown) =>
  error instanceof OutboundError && error.fault === expected;
const address = (text: string): Address => ({ address: text, family: text.includes(':') ? 6 : 4 });

test('the services in which clouds tell machines their secrets are refused, by address and by name', async () => {
  const inside = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16'];
  const outbound = createOutbound({ resolve: async () => inside.map(address) });
  for (const host of [...inside, '[fd00:ec2::254]', '[fe80::a9fe:a9fe]', 'metadata.google.internal']) {
    await assert.rejects(outbound.request({ ...plain, url: `http://${host}/` }), fault('address-refused'), host);
  }
  outbound.close();
});

test('IPv6 forms that hold an address of the house are refused', async () => {
  const outbound = createOutbound();
  const forms = [
    '[::ffff:169.254.169.254]',
    '[::ffff:0:127.0.0.1]',
    '[0:0:0:0:0:ffff:10.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:a9fe:a9fe::]',
    '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
    '[2a00:1450::5efe:10.0.0.1]',
    '[2a00:1450::200:5efe:7f00:1]',
    '[fec0::1]',
    '[5f00::1]',
    '[2001:db8::1]',
    '[3fff::1]',
  ];
  for (const host of forms) {
    await assert.rejects(outbound.request({ ...plain, url: `http://${host}:9/` }), fault('address-refused'), host);
  }
  outbound.close();
});

test('spellings a URL parser turns into the house are refused', async () => {
  const outbound = createOutbound();
  for (const host of ['127.0.0.1.', '①②⑦.⓪.⓪.①', '0x7f.1', '017700000001', '127.0.1', 'localhost']) {
    await assert.rejects(outbound.request({ ...plain, url: `http://${host}:9/` }), fault('address-refused'), host);
  }
  await assert.rejects(
    outbound.request({ ...plain, url: 'http://crm.example@127.0.0.1:9/' }),
    fault('address-refused'),
  );
  outbound.close();
});

test('of a name with public and inside addresses only the public ones are tried', async () => {
  let touched = 0;
  const port = await http((_request, response) => {
    touched++;
    response.end();
  });
  // Loopback is not allowed here; 192.0.2.1 stands for nothing, so all that is left is refused.
  const outbound = createOutbound({ resolve: async () => ['127.0.0.1', '::1', '192.0.2.1'].map(address) });
  await assert.rejects(outbound.request({ ...plain, url: `http://both.example:${port}/` }), fault('address-refused'));
  const mixed = createOutbound({
    allow: loopback,
    resolve: async () => ['10.0.0.1', '127.0.0.1', '169.254.169.254'].map(address),
  });
  const answer = await mixed.request({ ...plain, url: `http://both.example:${port}/` });
  assert.deepEqual([answer.address, touched], ['127.0.0.1', 1]);
  outbound.close();
  mixed.close();
});

test('a name that changes between two requests does not reach the new address over a kept socket either', async () => {
  const port = await http((_request, response) => response.end('mine'));
  const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1', '10.0.0.1']];
  const outbound = createOutbound({ allow: loopback, resolve: async () => (answers.shift() ?? []).map(address) });
  const url = `http://rebind.example:${port}/`;
  assert.equal((await outbound.request({ ...plain, url })).body, 'mine');
  await assert.rejects(outbound.request({ ...plain, url }), fault('address-refused'));
  assert.equal((await outbound.request({ ...plain, url })).address, '127.0.0.1');
  outbound.close();
});

test('no kind of redirect is followed, wherever it leads', async () => {
  let followed = 0;
  const target = await http((_request, response) => {
    followed++;
    response.end();
  });
  for (const status of [300, 301, 302, 303, 305, 307, 308]) {
    for (const location of [`http://127.0.0.1:${target}/`, 'http://169.254.169.254/', 'file:///etc/passwd', '//x']) {
      const port = await http((_request, response) => response.writeHead(status, { location }).end());
      const outbound = createOutbound({ allow: loopback });
      assert.equal((await outbound.request({ ...plain, url: `http://127.0.0.1:${port}/` })).status, status);
      outbound.close();
    }
  }
  assert.equal(followed, 0);
});

test('an answer that drips does not outlive the deadline: in its headers it is a timeout, in its body it is cut', async () => {
  const drip = (socket: Socket, text: string) => {
    const timer = setInterval(() => socket.write(text), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const headers = await raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    drip(socket, 'x-a: b\r\n');
  });
  const body = await raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    drip(socket, '1\r\na\r\n');
  });
  const interim = await raw((socket) => drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n'));
  const outbound = createOutbound({ allow: loopback });
  const ask = (port: number) => outbound.request({ ...plain, timeout: 300, url: `http://127.0.0.1:${port}/` });
  const begun = performance.now();
  await assert.rejects(ask(headers), fault('timeout'));
  await assert.rejects(ask(interim), fault('timeout'));
  const answer = await ask(body);
  assert.deepEqual([answer.status, answer.cut], [200, true]);
  assert.ok(performance.now() - begun < 10_000);
  outbound.close();
});

test('headers without end, a body without end and a wrong length are cut, with memory to spare', async () => {
  const pour = (socket: Socket, text: string) => {
    const more = () => {
      while (!socket.destroyed && socket.write(text));
    };
    socket.on('drain', more);
    more();
  };
  const headers = await raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pour(socket, `x-a: ${'b'.repeat(8_000)}\r\n`);
  });
  const short = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\nhello'));
  const packed = await raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n');
    pour(socket, '\u001f'.repeat(8_000));
  });
  const outbound = createOutbound({ allow: loopback });
  const ask = (port: number) => outbound.request({ ...plain, url: `http://127.0.0.1:${port}/` });
  const before = process.memoryUsage().rss;
  await assert.rejects(ask(headers), fault('connection'));
  const cutShort = await ask(short);
  assert.deepEqual([cutShort.status, cutShort.body, cutShort.cut], [200, 'hello', true]);
  const unpacked = await ask(packed);
  assert.deepEqual([unpacked.cut, Buffer.byteLength(unpacked.body)], [true, 1_000], 'nothing is unpacked');
  assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024);
  outbound.close();
});

test('what is no HTTP, and a wish to speak something else, are failures', async () => {
  const noise = await raw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  const upgrade = await raw((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  );
  const outbound = createOutbound({ allow: loopback });
  const ask = (port: number) => outbound.request({ ...plain, timeout: 1_000, url: `http://127.0.0.1:${port}/` });
  await assert.rejects(ask(noise), fault('connection'));
  await assert.rejects(ask(upgrade), OutboundError);
  outbound.close();
});
