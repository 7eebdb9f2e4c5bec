import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { isPublicAddress, parseAddress, parseCidr, within } from './addresses.ts';
import { createOutbound, OutboundError, type OutboundFault, parseOutboundUrl } from './outbound.ts';

const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function receiver(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

const loopback = [parseCidr('127.0.0.0/8')];
const plain = { method: 'POST', headers: {}, body: '{}', timeout: 2_000, maxAnswer: 1_000 };
const fault = (expected: OutboundFault) => (error: unknown) =>
  error instanceof OutboundError && error.fault === expected;

test('every way to write an address inside the house is refused', async () => {
  const outbound = createOutbound();
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '255.255.255.255',
    '224.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[100::1]',
  ];
  for (const host of hosts) {
    await assert.rejects(
      outbound.request({ ...plain, url: `http://${host}:9/` }),
      fault('address-refused'),
      `${host} was not refused`,
    );
  }
  outbound.close();
});

test('public addresses on both sides of the borders are public', () => {
  const open = [
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '8.8.8.8',
  ];
  for (const text of [...open, '2a00:1450:4014:80f::200e', '::ffff:8.8.8.8']) {
    const address = parseAddress(text);
    assert.ok(address !== undefined && isPublicAddress(address), text);
  }
});

test('a range says whether an address is in it', () => {
  const inside = (range: string, text: string) => within(parseAddress(text) ?? 0n, parseCidr(range));
  assert.equal(inside('10.0.0.0/8', '10.255.255.255'), true);
  assert.equal(inside('10.0.0.0/8', '11.0.0.0'), false);
  assert.equal(inside('10.0.0.0/8', '::ffff:10.0.0.1'), true);
  assert.equal(inside('0.0.0.0/0', '8.8.8.8'), true);
  assert.equal(inside('0.0.0.0/0', '2a00::1'), false);
  assert.equal(inside('::/0', '8.8.8.8'), true);
  assert.equal(inside('fd00::/8', 'fdff::1'), true);
  assert.equal(inside('127.0.0.1', '127.0.0.2'), false);
  for (const wrong of ['10.0.0.0/33', 'x', '', '10.0.0.0/-1', '10.0.0.0/a']) {
    assert.throws(() => parseCidr(wrong), /is not an address range/, wrong);
  }
});

test('only absolute http and https addresses are addresses', () => {
  for (const url of ['ftp://example.com/', 'file:///etc/passwd', '/relative', 'javascript:1', 'http://', '']) {
    assert.throws(() => parseOutboundUrl(url), fault('bad-url'), url);
  }
  assert.equal(parseOutboundUrl('HTTPS://Example.com/a?b=1').href, 'https://example.com/a?b=1');
});

test('a public name for inside addresses does not lead inside', async () => {
  const outbound = createOutbound({
    resolve: async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ],
  });
  await assert.rejects(outbound.request({ ...plain, url: 'http://evil.example/' }), fault('address-refused'));
  outbound.close();
});

test('the socket goes to the address that was checked, although the name has another one a moment later', async () => {
  let asked = 0;
  const port = await receiver((_request, response) => response.end('checked'));
  const outbound = createOutbound({
    allow: loopback,
    resolve: async () => {
      asked++;
      return asked === 1 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '10.0.0.1', family: 4 }];
    },
  });
  const answer = await outbound.request({ ...plain, url: `http://rebind.example:${port}/` });
  assert.equal(answer.body, 'checked');
  assert.equal(answer.address, '127.0.0.1');
  assert.equal(asked, 1);
  await assert.rejects(outbound.request({ ...plain, url: `http://rebind.example:${port}/` }), fault('address-refused'));
  outbound.close();
});

test('method, headers, host, path, query and body arrive as given', async () => {
  let seen: { request: IncomingMessage; body: string } | undefined;
  const port = await receiver(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen = { request, body };
    response.statusCode = 201;
    response.end('ok');
  });
  const outbound = createOutbound({ allow: loopback, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
  const answer = await outbound.request({
    ...plain,
    url: `http://shop.example:${port}/hook?secret=a%2Fb&x`,
    headers: { 'content-type': 'application/json' },
    body: '{"č":1}',
  });
  assert.equal(answer.status, 201);
  assert.equal(answer.cut, false);
  assert.equal(seen?.request.url, '/hook?secret=a%2Fb&x');
  assert.equal(seen?.request.headers.host, `shop.example:${port}`);
  assert.equal(seen?.request.headers['content-type'], 'application/json');
  assert.equal(seen?.body, '{"č":1}');
  outbound.close();
});

test('a redirect is an answer and is not followed', async () => {
  let followed = 0;
  const target = await receiver((_request, response) => {
    followed++;
    response.end();
  });
  const port = await receiver((_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${target}/` }).end();
  });
  const outbound = createOutbound({ allow: loopback });
  assert.equal((await outbound.request({ ...plain, url: `http://127.0.0.1:${port}/` })).status, 302);
  assert.equal(followed, 0);
  outbound.close();
});

test('an endless answer is cut at the limit, a slow one at the deadline; the status counts', async () => {
  const endless = await receiver((_request, response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', pour);
    pour();
  });
  const slow = await receiver((_request, response) => {
    response.writeHead(200);
    response.write('a');
  });
  const outbound = createOutbound({ allow: loopback });
  const first = await outbound.request({ ...plain, url: `http://127.0.0.1:${endless}/` });
  assert.deepEqual([first.status, first.cut, first.body.length], [200, true, 1_000]);
  const second = await outbound.request({ ...plain, timeout: 150, url: `http://127.0.0.1:${slow}/` });
  assert.deepEqual([second.status, second.cut, second.body], [200, true, 'a']);
  outbound.close();
});

test('silence, refusal, early close and an unknown name each have their fault', async () => {
  const silent = await receiver(() => {});
  const rude = await receiver((request) => request.socket.destroy());
  const outbound = createOutbound({
    allow: loopback,
    resolve: async () => {
      throw new Error('ENOTFOUND');
    },
  });
  await assert.rejects(
    outbound.request({ ...plain, timeout: 100, url: `http://127.0.0.1:${silent}/` }),
    fault('timeout'),
  );
  await assert.rejects(outbound.request({ ...plain, url: `http://127.0.0.1:${rude}/` }), fault('connection'));
  await assert.rejects(outbound.request({ ...plain, url: 'http://127.0.0.1:1/' }), fault('connection'));
  await assert.rejects(outbound.request({ ...plain, url: 'http://nowhere.example/' }), fault('no-such-host'));
  const stop = new AbortController();
  const running = outbound.request({ ...plain, url: `http://127.0.0.1:${silent}/`, signal: stop.signal });
  stop.abort();
  await assert.rejects(running, fault('stopped'));
  outbound.close();
});

test('a request that was stopped before it began fails once, whatever its address', async () => {
  const outbound = createOutbound();
  const signal = AbortSignal.abort();
  await assert.rejects(outbound.request({ ...plain, url: 'http://10.0.0.1/', signal }), fault('stopped'));
  // An unhandled rejection of what was left behind would fail this file.
  await new Promise((resolve) => setImmediate(resolve));
  outbound.close();
});

test('a name server that never answers does not outlive the deadline', async () => {
  const outbound = createOutbound({ resolve: () => new Promise(() => {}) });
  await assert.rejects(outbound.request({ ...plain, timeout: 50, url: 'http://x.example/' }), fault('timeout'));
  outbound.close();
});

test('a kept socket that the receiver closed is replaced without an error', async () => {
  const port = await receiver((request, response) => {
    request.resume();
    response.end('ok');
    response.on('finish', () => setImmediate(() => request.socket.destroy()));
  });
  const outbound = createOutbound({ allow: loopback });
  for (let count = 0; count < 20; count++) {
    assert.equal((await outbound.request({ ...plain, url: `http://127.0.0.1:${port}/` })).status, 200);
  }
  outbound.close();
});
