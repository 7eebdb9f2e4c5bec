import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createFileStore } from './store.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hovor-files-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function allFiles(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('what is kept can be read, under a name of ours', async () => {
  const store = createFileStore({ folder });
  const received = await store.receive(Readable.from([Buffer.from('hello '), Buffer.from('world')]), { maxBytes: 11 });
  assert.equal(received.size, 11);
  await received.keep();
  assert.equal(await text(await store.open(received.key)), 'hello world');
  assert.deepEqual(await allFiles(), [received.key]);
  await store.remove(received.key);
  await store.remove(received.key);
  await assert.rejects(store.open(received.key), { code: 'not-found' });
  assert.deepEqual(await allFiles(), []);
});

test('one byte over the limit is refused and leaves nothing', async () => {
  const store = createFileStore({ folder });
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(1024));
    },
  });
  await assert.rejects(store.receive(endless, { maxBytes: 4096 }), { code: 'too-large' });
  assert.equal(endless.destroyed, true);
  await assert.rejects(store.receive(Readable.from([Buffer.alloc(4097)]), { maxBytes: 4096 }), { code: 'too-large' });
  assert.deepEqual(await allFiles(), []);
});

test('an upload that breaks off leaves nothing', async () => {
  const store = createFileStore({ folder });
  const stream = new PassThrough();
  const receiving = store.receive(stream, { maxBytes: 1_000_000 });
  stream.write(Buffer.alloc(100_000));
  setImmediate(() => stream.destroy(new Error('gone')));
  await assert.rejects(receiving, /gone/);
  assert.deepEqual(await allFiles(), []);
});

test('discarding leaves nothing, cleaning removes what a crash left', async () => {
  const store = createFileStore({ folder });
  const received = await store.receive(Readable.from([Buffer.from('x')]), { maxBytes: 10 });
  assert.equal(await readFile(received.path, 'utf8'), 'x');
  await received.discard();
  assert.deepEqual(await allFiles(), []);
  const left = await store.receive(Readable.from([Buffer.from('left by a crash')]), { maxBytes: 100 });
  const running = await store.receive(Readable.from([Buffer.from('on its way')]), { maxBytes: 100 });
  const longAgo = new Date(Date.now() - 2 * 3600_000);
  await utimes(left.path, longAgo, longAgo);
  assert.equal((await allFiles()).length, 2);
  await store.clean();
  assert.deepEqual(await allFiles(), [running.key]);
  await running.discard();
});

test('only names of ours become paths', async () => {
  const store = createFileStore({ folder });
  for (const key of ['../../etc/passwd', '', 'incoming', '/etc/passwd', `${'a'.repeat(8)}-../../../x`]) {
    await assert.rejects(store.open(key), { code: 'not-found' });
    await assert.rejects(store.remove(key), { code: 'not-found' });
  }
});
