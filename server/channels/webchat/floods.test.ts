import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { buildGuest } from '../../testing/build.ts';
import { browser, openWorld, post, type World } from './testing.ts';

/** Each test has a door of its own, because limits per source count over everything a source does. */
let world: World;
beforeEach(async () => {
  await world?.close();
  world = await openWorld();
});
after(async () => {
  await world.close();
  assert.deepEqual(world.unexpected, []);
});

/** All at once, for the allowance grows back while they come; how many got which answer. */
async function answers(count: number, call: () => Promise<Response>): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const all = await Promise.all(Array.from({ length: count }, call));
  for (const answer of all) {
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
    if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    await answer.arrayBuffer();
  }
  return counts;
}

test('twenty starts of one guest at once give one session, and everybody gets it (invariant 3)', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const sessions = await Promise.all(Array.from({ length: 20 }, () => eva.start()));
  assert.equal(new Set(sessions.map((session) => session.id)).size, 1);
  const rows = await world.store.db.selectFrom('sessions').select('id').where('companyId', '=', company.id).execute();
  assert.equal(rows.length, 1);
});

test('one source cannot flood the queue with sessions of many guests, nor the tenant with messages', async () => {
  const { company, preset } = await world.scene();
  const begin = { presetId: preset.id, language: 'en', scope: '', url: '', params: {} };
  const started = await answers(limits.sessionStartsBurst + 20, async () => {
    const { token } = await buildGuest(world.store, company);
    return post(`${world.url}/widget/sessions`, begin, { authorization: `Bearer ${token}` });
  });
  assert.ok((started.get(201) ?? 0) >= limits.sessionStartsBurst);
  assert.ok((started.get(429) ?? 0) > 0);

  const eva = await browser(world, company);
  const message = {
    presetId: preset.id,
    language: 'en',
    url: '',
    name: null,
    email: 'eva@example.test',
    phone: null,
    message: 'Call me',
  };
  const left = await answers(limits.offlineMessagesBurst + 10, () => eva.post('/offline-messages', message));
  assert.ok((left.get(204) ?? 0) >= limits.offlineMessagesBurst);
  assert.ok((left.get(429) ?? 0) > 0);
});

test('one source cannot fill the database with guests, and those it has are still known', async () => {
  const { company } = await world.scene();
  const { token, trackedId } = await buildGuest(world.store, company);
  const enter = (known?: string) => post(`${world.url}/widget/guest`, { company: company.guid, token: known });
  const flood = await answers(limits.guestsBurst * 2, () => enter());
  assert.ok((flood.get(429) ?? 0) > 0);
  const known = await enter(token);
  assert.equal(known.status, 200);
  assert.equal(((await known.json()) as { guestGuid: string }).guestGuid, trackedId);
});

test('uploads and requests of one source are counted', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  // Refused uploads count too, before their first byte is read.
  const uploads = await answers(limits.uploadsBurst + 20, () => eva.post(`/sessions/${id}/files`));
  assert.ok((uploads.get(400) ?? 0) >= limits.uploadsBurst);
  assert.ok((uploads.get(429) ?? 0) > 0);

  const requests = await Promise.all(
    Array.from({ length: limits.guestRequestsBurst * 2 }, () => fetch(`${world.url}/widget/config?company=x`)),
  );
  const refused = requests.filter((answer) => answer.status === 429);
  assert.ok(refused.length > 0);
  assert.equal(refused[0]?.headers.get('access-control-allow-origin'), '*');
});
