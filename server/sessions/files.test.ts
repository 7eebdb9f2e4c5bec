import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { buildGuest, buildPreset, buildUser } from '../testing/build.ts';
import { createSessions, forGuest } from './service.ts';
import { activeSession, eventsOf, type Stage, sessionsStage, startInput } from './testing.ts';

let stage: Stage;
before(async () => {
  stage = await sessionsStage();
});
after(() => stage.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const upload = (name: string, content: Buffer | string = png) => ({ name, stream: Readable.from([content]) });

async function onDisk(): Promise<number> {
  const entries = await readdir(stage.folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

test('a file is a line for both sides, each with an address of its own', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  stage.changes.length = 0;
  const messageId = randomUUID();
  const stored = await sessions.addFile(scene.guest.actor, id, messageId, upload('../../účet.png'));
  const forDesk = (await sessions.activities(scene.operator.actor, id, {})).activities.at(-1);
  const forClient = (await sessions.activities(scene.guest.actor, id, {})).activities.at(-1);
  assert.ok(forDesk?.file && forClient?.file);
  assert.deepEqual(
    [forDesk.seq, forDesk.type, forDesk.client, forDesk.messageId],
    [stored.seq, 'SharedFile', 'Guest', messageId],
  );
  const { id: fileId, url, ...about } = forDesk.file;
  assert.deepEqual(about, {
    name: 'účet.png',
    contentType: 'image/png',
    size: png.length,
    isImage: true,
    isDeleted: false,
  });
  assert.equal(url, `/app-api/sessions/${id}/files/${fileId}`);
  assert.equal(forClient.file.url, `/widget/sessions/${id}/files/${fileId}`);
  const told = stage.changes.filter((change) => change.topic === 'activities').flatMap((c) => c.local as Activity[]);
  assert.deepEqual(told, [forDesk]);
  assert.deepEqual(told.map(forGuest), [forClient]);

  for (const actor of [scene.guest.actor, scene.operator.actor]) {
    const opened = await sessions.openFile(actor, id, fileId);
    assert.deepEqual(await buffer(opened.stream), png);
    assert.equal(opened.headers['content-type'], 'image/png');
  }
  const [row] = await sessions.rows(scene.company.id, [id]);
  assert.equal(row?.lastText, 'účet.png');
  assert.ok(row?.unansweredSince);
  const fileIds = (await eventsOf(stage, id)).map((event) => (event.payload as { fileId?: number }).fileId);
  assert.equal(fileIds.at(-1), fileId);
});

test('the same upload again, or twice at once, is one line and one file', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const before = await onDisk();
  const messageId = randomUUID();
  const node = createSessions(store, { files: stage.files });
  const answers = await Promise.all([
    sessions.addFile(scene.operator.actor, id, messageId, upload('a.png')),
    node.addFile(scene.operator.actor, id, messageId, upload('a.png')),
  ]);
  answers.push(await sessions.addFile(scene.operator.actor, id, messageId, upload('a.png')));
  assert.equal(new Set(answers.map((answer) => answer.seq)).size, 1);
  assert.equal(await onDisk(), before + 1);
  await assert.rejects(sessions.addFile(scene.guest.actor, id, messageId, upload('a.png')), { code: 'conflict' });
});

test('refused files leave nothing behind', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const before = await onDisk();
  const add = (file: { name: string; stream: Readable }, messageId: string = randomUUID()) =>
    sessions.addFile(scene.guest.actor, id, messageId, file);
  await assert.rejects(add(upload('a.exe', 'MZ')), { code: 'file-type' });
  await assert.rejects(add(upload('a.png', 'MZ this is no picture')), { code: 'file-type' });
  await assert.rejects(add(upload('a.png\u202Etxt.exe')), { code: 'file-type' });
  await assert.rejects(add(upload('a.png', '')), { code: 'invalid-input' });
  await assert.rejects(add(upload('a.png'), 'no uuid'), { code: 'invalid-input' });
  const large = Readable.from([png, Buffer.alloc(limits.fileSize)]);
  await assert.rejects(add({ name: 'a.png', stream: large }), { code: 'too-large' });
  const cut = Object.assign(upload('a.png'), {});
  Object.assign(cut.stream, { truncated: true });
  await assert.rejects(add(cut), { code: 'too-large' });
  const broken = new PassThrough();
  const adding = add({ name: 'a.png', stream: broken });
  broken.write(png);
  setImmediate(() => broken.destroy(new Error('the client went away')));
  await assert.rejects(adding, /went away/);
  assert.equal(await onDisk(), before);
  const { activities } = await sessions.activities(scene.guest.actor, id, {});
  assert.deepEqual(
    activities.map((line) => line.type),
    ['Joined'],
  );
});

test('the largest file that is allowed goes through', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const rest = limits.fileSize - png.length;
  const stored = await sessions.addFile(scene.guest.actor, id, randomUUID(), {
    name: 'a.png',
    stream: Readable.from([png, Buffer.alloc(rest)]),
  });
  const line = (await sessions.activities(scene.guest.actor, id, { after: stored.seq - 1 })).activities[0];
  assert.equal(line?.file?.size, limits.fileSize);
});

test('only those who take part add files, and those who may see the session get them', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const { seq } = await sessions.addFile(scene.guest.actor, id, randomUUID(), upload('a.png'));
  const fileId = (await sessions.activities(scene.guest.actor, id, { after: seq - 1 })).activities[0]?.file?.id ?? 0;
  const foreign = await stage.scene();
  const otherSession = await activeSession(sessions, store, foreign);
  const stranger = await buildGuest(store, scene.company);
  const colleague = await buildUser(store, scene.company);
  const supervisor = await buildUser(store, scene.company, { roles: ['TenantSessionsView'] });
  for (const actor of [foreign.guest.actor, foreign.operator.actor, stranger.actor, colleague.actor]) {
    await assert.rejects(sessions.openFile(actor, id, fileId), { code: 'not-found' });
    await assert.rejects(sessions.addFile(actor, id, randomUUID(), upload('a.png')), { code: 'not-found' });
  }
  // The right file behind the wrong session, own or foreign.
  await assert.rejects(sessions.openFile(foreign.guest.actor, otherSession, fileId), { code: 'not-found' });
  await sessions.openFile(supervisor.actor, id, fileId).then(({ stream }) => stream.destroy());
  await assert.rejects(sessions.addFile(supervisor.actor, id, randomUUID(), upload('a.png')), {
    code: 'not-permitted',
  });

  await sessions.end(scene.guest.actor, id);
  for (const actor of [scene.guest.actor, scene.operator.actor]) {
    await assert.rejects(sessions.addFile(actor, id, randomUUID(), upload('a.png')), { code: 'session-ended' });
  }
  await store.db.updateTable('files').set({ deleted: stage.now() }).where('id', '=', fileId).execute();
  await assert.rejects(sessions.openFile(scene.guest.actor, id, fileId), { code: 'not-found' });
});

test('a package without files takes none from clients; the company’s list of types holds', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const preset = await buildPreset(store, scene.company, { config: { window: { fileUpload: false } } });
  const { id } = await sessions.start(scene.guest.actor, startInput(preset));
  await assert.rejects(sessions.addFile(scene.guest.actor, id, randomUUID(), upload('a.png')), {
    code: 'not-permitted',
  });

  const narrow = await stage.scene();
  await store.db
    .insertInto('settings')
    .values({
      companyId: narrow.company.id,
      scope: 'company',
      scopeId: narrow.company.id,
      key: 'acceptedFileTypes',
      value: '.pdf',
    })
    .execute();
  const other = await activeSession(sessions, store, narrow);
  await assert.rejects(sessions.addFile(narrow.guest.actor, other, randomUUID(), upload('a.png')), {
    code: 'file-type',
  });
});
