import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { WebSocket } from 'ws';
import { connectSocket, type SocketClient } from '../../testing/socket-client.ts';
import { type Browser, browser, isGapless, json, openTab, openWorld, type World } from './testing.ts';

let world: World;
/** Opened first, so that the other tests run while it is silent. */
let silent: SocketClient;
before(async () => {
  world = await openWorld();
  silent = await connectSocket(`${world.url.replace('http', 'ws')}/widget/socket`);
});
after(async () => {
  await world.close();
  assert.deepEqual(world.unexpected, []);
});

const bytes = (text: string) => new TextEncoder().encode(text);
const png = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

async function talk(): Promise<{ eva: Browser; id: number; scene: Awaited<ReturnType<World['scene']>> }> {
  const scene = await world.scene();
  const eva = await browser(world, scene.company);
  const { id } = await eva.start();
  await world.join(scene.operator, id);
  return { eva, id, scene };
}

test('files go both ways, once per message id, under names that cannot do harm', async () => {
  const { eva, id, scene } = await talk();
  const tab = await eva.tab();
  const messageId = randomUUID();
  const name = '../../etc/pass\u202Egnp.exe\0/p\u010Dknice.png';
  const first = await json<{ seq: number }>(await eva.upload(id, messageId, name, png));
  assert.deepEqual(await json(await eva.upload(id, messageId, name, png)), first, 'a repeated upload is the same line');
  await tab.until('the picture', () => tab.lines().some((line) => line.seq === first.seq));
  const file = tab.lines().find((line) => line.seq === first.seq)?.file;
  assert.ok(file);
  assert.deepEqual([file.isImage, file.contentType, file.size], [true, 'image/png', png.length]);
  assert.doesNotMatch(file.name, /[\u202E\0/\\]|\.\./);
  assert.equal(file.url, `/widget/sessions/${id}/files/${file.id}`);

  const got = await fetch(`${world.url}${file.url}`, { headers: eva.headers });
  assert.deepEqual(new Uint8Array(await got.arrayBuffer()), png);
  assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
  assert.match(got.headers.get('content-security-policy') ?? '', /sandbox/);
  assert.equal(got.headers.get('access-control-allow-origin'), '*');

  const { Readable } = await import('node:stream');
  const sent = await world.sessions.addFile(scene.operator.actor, id, randomUUID(), {
    name: 'offer.txt',
    stream: Readable.from([Buffer.from('our offer')]),
  });
  await tab.until('the operator’s file', () => tab.lines().some((line) => line.seq === sent.seq));
  const theirs = tab.lines().find((line) => line.seq === sent.seq)?.file;
  assert.equal(theirs?.url, `/widget/sessions/${id}/files/${theirs?.id}`);
  assert.equal(await (await fetch(`${world.url}${theirs?.url}`, { headers: eva.headers })).text(), 'our offer');
  assert.ok(isGapless(tab.lines()));
  tab.socket.close();
});

test('an upload that may not be is refused with words, and leaves nothing behind', async () => {
  const { eva, id } = await talk();
  const before = (await json<Activity[]>(await eva.get(`/sessions/${id}/activities`))).length;
  const codes: Record<string, string> = {};
  const attempt = async (what: string, answer: Response) => {
    const { code } = (await answer.json()) as { code: string };
    codes[what] = `${answer.status} ${code}`;
  };
  await attempt('program', await eva.upload(id, randomUUID(), 'setup.exe', bytes('MZ\x90\0')));
  await attempt('page', await eva.upload(id, randomUUID(), 'page.html', bytes('<script>alert(1)</script>')));
  await attempt('disguised', await eva.upload(id, randomUUID(), 'photo.png', bytes('<svg onload=alert(1)>')));
  await attempt('empty', await eva.upload(id, randomUUID(), 'empty.txt', bytes('')));
  await attempt('no id', await eva.upload(id, null, 'a.txt', bytes('a')));
  await attempt('bad id', await eva.upload(id, 'x', 'a.txt', bytes('a')));
  await attempt('no form', await eva.post(`/sessions/${id}/files`, { file: 'a' }));
  await attempt('too large', await eva.upload(id, randomUUID(), 'a.txt', new Uint8Array(limits.fileSize + 1).fill(65)));
  await attempt('far too large', await eva.upload(id, randomUUID(), 'a.txt', new Uint8Array(limits.fileSize * 2)));
  await attempt('too many fields', await manyFields(eva, id));
  assert.deepEqual(codes, {
    program: '415 file-type',
    page: '415 file-type',
    disguised: '415 file-type',
    empty: '400 invalid-input',
    'no id': '400 invalid-input',
    'bad id': '400 invalid-input',
    'no form': '400 invalid-input',
    'too large': '413 too-large',
    'far too large': '413 too-large',
    'too many fields': '413 too-large',
  });
  const after = await json<Activity[]>(await eva.get(`/sessions/${id}/activities`));
  assert.equal(after.length, before);
  const files = await world.store.db.selectFrom('files').select('id').where('sessionId', '=', id).execute();
  assert.deepEqual(files, []);
});

function manyFields(eva: Browser, id: number) {
  const form = new FormData();
  for (let i = 0; i < 50; i++) form.set(`field${i}`, 'x');
  return fetch(`${world.url}/widget/sessions/${id}/files`, { method: 'POST', headers: eva.headers, body: form });
}

test('an upload that breaks off stores nothing, and the server goes on', async () => {
  const { eva, id } = await talk();
  const messageId = randomUUID();
  await new Promise<void>((resolve) => {
    const call = request(`${world.url}/widget/sessions/${id}/files`, {
      method: 'POST',
      headers: { ...eva.headers, 'content-type': 'multipart/form-data; boundary=b', 'content-length': 100_000 },
    });
    call.on('error', () => {});
    call.on('close', resolve);
    call.write(`--b\r\ncontent-disposition: form-data; name="messageId"\r\n\r\n${messageId}\r\n`);
    call.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf of i', () => {
      setImmediate(() => call.destroy());
    });
  });
  const again = await eva.upload(id, messageId, 'a.txt', bytes('all of it'));
  assert.equal(again.status, 200, await again.clone().text());
  const files = await world.store.db.selectFrom('files').select('size').where('sessionId', '=', id).execute();
  assert.deepEqual(files, [{ size: 9 }]);
});

test('hostile text is stored as it was typed and comes back so', async () => {
  const { eva, id, scene } = await talk();
  const tab = await eva.tab();
  const texts = [
    '<img src=x onerror=alert(1)><script>alert(2)</script>',
    'javascript:alert(1) data:text/html,<b>',
    "'; drop table sessions; -- {{7*7}} %s %n",
    'abc\u202Edcba\u2066\u200b\u200dxx',
    '\u{1F469}\u200D\u{1F4BB} \u{20BB7} \u{10FFFF}',
    `${'a\u0301'.repeat(1_000)}`,
    '\u{1F600}'.repeat(limits.messageLength),
    '=1+1\r\n\tindented   line',
  ];
  for (const text of texts) await tab.socket.request('send', { sessionId: id, messageId: randomUUID(), text });
  const own = tab.lines;
  await tab.until('all of them', () => own().filter((line) => line.client === 'Guest').length === texts.length);
  assert.deepEqual(
    own()
      .filter((line) => line.client === 'Guest')
      .map((line) => line.text),
    texts,
  );
  const { activities } = await world.sessions.activities(scene.operator.actor, id, {});
  assert.deepEqual(
    activities.filter((line) => line.client === 'Guest').map((line) => line.text),
    texts,
  );
  for (const text of ['', ' \n\t', '\u{1F600}'.repeat(limits.messageLength + 1), 'a\0b', 'x'.repeat(50_000)]) {
    await assert.rejects(
      tab.socket.request('send', { sessionId: id, messageId: randomUUID(), text }),
      /invalid-input/,
      JSON.stringify(text.slice(0, 10)),
    );
  }
  tab.socket.close();
});

test('malformed, oversized and endless frames end their own connection and nothing else', async () => {
  const { eva, id } = await talk();
  const calm = await eva.tab();
  const url = `${world.url.replace('http', 'ws')}/widget/socket`;
  const frames: (string | Buffer)[] = [
    'not json',
    '[]',
    'null',
    '{"id":1}',
    '{"id":-1,"cmd":"hello","args":{}}',
    '{"id":1,"cmd":"hello","args":{},"more":1}',
    randomBytes(64),
    `{"id":1,"cmd":"hello","args":{"company":"${'x'.repeat(limits.frameSize)}"}}`,
  ];
  for (const frame of frames) {
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send(frame);
    assert.ok([4008, 1009].includes(await closed), String(frame).slice(0, 40));
  }
  const flood = await connectSocket(url);
  const outcomes = Array.from({ length: limits.framesBurst * 3 }, () => flood.request('typing', {}).catch(() => null));
  assert.equal(await flood.closed, 4008);
  await Promise.all(outcomes);
  const args = await connectSocket(url);
  for (const [command, wrong] of [
    ['hello', {}],
    ['hello', { company: 'x' }],
    ['hello', { company: world.url, scope: {} }],
    ['send', { sessionId: 1, messageId: 'x', text: 'x' }],
    ['constructor', {}],
    ['__proto__', {}],
    ['toString', {}],
  ] as const) {
    await assert.rejects(args.request(command, wrong), /invalid-input/);
  }
  args.close();
  assert.ok(await calm.socket.request('send', { sessionId: id, messageId: randomUUID(), text: 'still fine' }));
  calm.socket.close();
});

test('one visitor cannot flood a conversation through many tabs', async () => {
  const { eva, id } = await talk();
  const tabs = await Promise.all(Array.from({ length: 6 }, () => eva.tab()));
  const answers = await Promise.all(
    tabs.flatMap((tab) =>
      Array.from({ length: limits.framesBurst - 10 }, () =>
        tab.socket.request('send', { sessionId: id, messageId: randomUUID(), text: 'spam' }).then(
          () => 'stored',
          (error: { code: string }) => error.code,
        ),
      ),
    ),
  );
  const stored = answers.filter((answer) => answer === 'stored').length;
  assert.ok(stored >= limits.guestMessagesBurst && stored < answers.length, `${stored} of ${answers.length}`);
  assert.ok(answers.every((answer) => answer === 'stored' || answer === 'too-many-requests'));
  for (const tab of tabs) tab.socket.close();
});

test('a socket that says nothing is cut', async () => {
  assert.equal(await silent.closed, 4008);
});

test('a restart tells everybody to come again', async () => {
  const other = await openWorld();
  const { company } = await other.scene();
  const tab = await openTab(other, { company: company.guid });
  const closing = other.close();
  assert.equal(await tab.socket.closed, 1012);
  await closing;
});
