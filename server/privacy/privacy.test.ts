import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { createSettings } from '../directory/service.ts';
import { Problem } from '../foundation/errors.ts';
import { system } from '../foundation/security/actor.ts';
import { createOutbound } from '../foundation/security/outbound.ts';
import { runRound } from '../routing/round.ts';
import { createRouting } from '../routing/service.ts';
import { type Stage, sessionsStage, startInput } from '../sessions/testing.ts';
import { buildApiKey, buildGroup, buildGuest, buildTenant, buildUser } from '../testing/build.ts';
import { createDelivery, forgetSession } from '../webhooks/service.ts';
import { createPrivacy } from './service.ts';

let stage: Stage;
before(async () => {
  stage = await sessionsStage();
});
after(() => stage.close());

const fail = (error: unknown) => {
  throw error;
};
const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted;
const privacyOf = () =>
  createPrivacy(stage.store, { sessions: stage.sessions, files: stage.files, forget: [forgetSession] });

/** Tables with a row that holds the marker, and `files` for bytes on disk. */
async function placesOf(marker: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`.execute(stage.db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql`select from ${sql.raw(name)} t where t::text ilike ${`%${marker}%`} limit 1`.execute(
      stage.db,
    );
    if (rows.length > 0) found.push(name);
  }
  for (const entry of await readdir(stage.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    if ((await readFile(join(entry.parentPath, entry.name))).includes(marker)) found.push('bytes on disk');
  }
  return found;
}

/** A conversation that leaves the marker in every place a person can leave something. */
async function conversation(marker: string) {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const { company, tenantId, operator, guest, preset } = scene;
  const routing = createRouting(store, {
    sessions,
    settings: createSettings(store),
    databaseUrl: '',
    onUnexpected: fail,
  });
  await stage.db
    .updateTable('routingRules')
    .set({ conditions: JSON.stringify([{ param: 'order', operator: 'contains', value: 'x' }]) })
    .where('routingId', '=', scene.routing.id)
    .execute();
  await stage.db
    .insertInto('webhooks')
    .values({
      companyId: company.id,
      eventTypes: [
        'SessionActivityChatMessage',
        'SessionActivitySharedFile',
        'SessionActivitySessionForwarded',
        'SessionEnded',
      ],
      callbackUrl: 'https://nowhere.invalid/',
      secret: 'x',
    })
    .execute();
  await routing.connected(randomUUID(), operator.actor, tenantId);
  const { id } = await sessions.start(
    guest.actor,
    startInput(preset, {
      url: `https://shop.example/${marker}`,
      name: marker,
      email: `${marker}@example.test`,
      phone: null,
      ip: '203.0.113.77',
      userAgent: marker,
      scope: marker,
      params: { order: `x ${marker}`, [`named ${marker}`]: '1' },
    }),
  );
  const round = () => runRound(store, sessions, { companyId: company.id, tenantId });
  await round();
  await round();
  await routing.accept(operator.actor, id);
  await sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text: `I am ${marker}` });
  await sessions.send(operator.actor, { sessionId: id, messageId: randomUUID(), text: `Hello ${marker}` });
  const bytes = Buffer.from(`a letter of ${marker}`);
  const file = { name: `${marker}.txt`, stream: Readable.from([bytes]) };
  await sessions.addFile(guest.actor, id, randomUUID(), file);
  await sessions.addNote(operator.actor, id, `Note on ${marker}`);
  const other = await buildUser(store, company);
  const group = await buildGroup(store, company, { name: 'Support', members: [other] });
  await routing.connected(randomUUID(), other.actor, tenantId);
  await routing.forward(operator.actor, id, { target: { groupId: group.id }, note: `Forwarded: ${marker}` });
  await round();
  await routing.accept(other.actor, id);
  await sessions.leaveOfflineMessage(guest.actor, {
    presetId: preset.id,
    language: 'en',
    url: `https://shop.example/${marker}`,
    name: marker,
    email: `${marker}@example.test`,
    phone: marker,
    message: marker,
  });
  return { ...scene, other, id };
}

async function finish({ other, guest, id }: Awaited<ReturnType<typeof conversation>>, marker: string) {
  const { companyId, tenantId } = await session(id);
  await stage.db.insertInto('sessionResults').values({ companyId, tenantId, name: 'Sold' }).execute();
  await stage.sessions.end(other.actor, id);
  await stage.sessions.saveAcwDraft(other.actor, id, { result: null, note: `Draft ${marker}` });
  await stage.sessions.conclude(other.actor, id, { result: 'Sold', note: `Result ${marker}` });
  await stage.sessions.feedback(guest.actor, id, { stars: 4, text: `Thanks, ${marker}` });
}

/** Webhooks tried once, in vain; a receiver that repeats what it was sent. */
async function deliver(marker: string) {
  const outbound = createOutbound({ allow: [] });
  const delivery = createDelivery(stage.store, {
    outbound,
    zone: 'UTC',
    fileUrl: ({ storageKey }) => storageKey,
    onError: fail,
  });
  delivery.start();
  await delivery.subscriber.settle();
  await delivery.stop();
  await outbound.close();
  await stage.db
    .updateTable('webhookDeliveries')
    .set({ lastError: `You sent ${marker}` })
    .where('body', 'like', `%${marker}%`)
    .execute();
}

const session = (id: number) =>
  stage.db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('R5: erasing a person', () => {
  it('blanks every copy of a guest’s sessions and keeps the sums', async () => {
    const [marker, bystander] = ['Zdislava-Markerova', 'Somebody-Else'];
    const built = await conversation(marker);
    await finish(built, marker);
    const kept = await conversation(bystander);
    await finish(kept, bystander);
    await deliver(marker);
    const before = await placesOf(marker);
    for (const place of [
      'activities',
      'bytes on disk',
      'events',
      'files',
      'offline_messages',
      'routing_timeline',
      'session_notes',
      'session_params',
      'sessions',
      'webhook_deliveries',
    ]) {
      assert.ok(before.includes(place), `the test leaves no marker in ${place}; there are ${before.join(', ')}`);
    }
    const sums = async () => {
      const row = await session(built.id);
      const { rows } = await sql<{ lines: number; events: number; deliveries: number; stays: number }>`
        select (select count(*)::int from activities where session_id = ${built.id}) as lines,
          (select count(*)::int from events where subject = ${`session:${built.id}`} and kind <> 'session.anonymized') as events,
          (select count(*)::int from webhook_deliveries where subject = ${`session:${built.id}`}) as deliveries,
          (select count(*)::int from session_operators where session_id = ${built.id}) as stays`.execute(stage.db);
      const { created, enteredQueue, started, ended, closed, lastSeq, terminationReason, guestLeft, status } = row;
      return {
        ...rows[0],
        created,
        enteredQueue,
        started,
        ended,
        closed,
        lastSeq,
        terminationReason,
        guestLeft,
        status,
      };
    };
    const sumsBefore = await sums();
    const key = await buildApiKey(stage.store, built.company);

    await privacyOf().anonymizeGuest(key.actor, built.guest.trackedId);

    assert.deepEqual(await placesOf(marker), []);
    assert.deepEqual(await placesOf('203.0.113.77'), ['sessions'], 'of the other client only');
    assert.deepEqual(await sums(), sumsBefore);
    const row = await session(built.id);
    assert.deepEqual([row.ip, row.result, row.feedbackStars], [null, null, null], 'SEC-AN-1');
    assert.equal(row.anonymized?.getTime(), stage.now().getTime());
    const { rows } = await sql<{ stars: number }>`
      select (payload -> 'stars')::int as stars from events
      where subject = ${`session:${built.id}`} and kind = 'session.feedbackGiven'`.execute(stage.db);
    assert.equal(rows[0]?.stars, 4, 'numbers of the log stay, statistics are made of them');
    const guest = await stage.db
      .selectFrom('guests')
      .select(['trackedId', 'anonymized'])
      .where('id', '=', built.guest.id)
      .executeTakeFirstOrThrow();
    assert.notEqual(guest.trackedId, built.guest.trackedId);
    assert.ok(guest.anonymized);
    const untouched = await placesOf(bystander);
    for (const place of ['activities', 'bytes on disk', 'files', 'session_params', 'webhook_deliveries']) {
      assert.ok(untouched.includes(place), `${place} of somebody else`);
    }
    const bodies = await stage.db
      .selectFrom('webhookDeliveries')
      .select(['body', 'eventType'])
      .where('subject', '=', `session:${built.id}`)
      .execute();
    for (const { body, eventType } of bodies) assert.equal(JSON.parse(body).eventType, eventType);
    await assert.rejects(privacyOf().anonymizeGuest(key.actor, built.guest.trackedId), code('not-found'), 'nobody now');
  });

  it('ends a running session first, twice is once, and nothing can be said in it afterwards', async () => {
    const marker = 'Bohumila-Markerova';
    const built = await conversation(marker);
    const key = await buildApiKey(stage.store, built.company);
    await privacyOf().anonymizeSession(key.actor, built.id);
    const row = await session(built.id);
    assert.deepEqual([row.status, row.terminationReason], ['CLOSED', 'SessionApiCall']);
    assert.ok(!(await placesOf(marker)).some((place) => place !== 'offline_messages'), 'all but what is no session');
    const first = row.anonymized;
    stage.pass(60);
    await privacyOf().anonymizeSession(key.actor, built.id);
    assert.deepEqual((await session(built.id)).anonymized, first);
    const text = { sessionId: built.id, messageId: randomUUID(), text: 'more' };
    await assert.rejects(stage.sessions.send(built.guest.actor, text), code('session-ended'));
  });

  it('is closed to people, other companies and keys of other tenants, and changes nothing there', async () => {
    const marker = 'Kunhuta-Markerova';
    const built = await conversation(marker);
    const before = await placesOf(marker);
    const privacy = privacyOf();
    const foreign = await buildApiKey(stage.store, (await stage.scene()).company);
    const elsewhere = await buildTenant(stage.store, built.company);
    const limited = await buildApiKey(stage.store, built.company, { tenantIds: [elsewhere.id] });
    for (const { actor } of [foreign, limited]) {
      await assert.rejects(privacy.anonymizeSession(actor, built.id), code('not-found'));
      await assert.rejects(privacy.anonymizeGuest(actor, built.guest.trackedId), code('not-found'));
      assert.equal(await privacy.anonymizeSessions(actor, [built.id]), 0);
    }
    await assert.rejects(privacy.anonymizeSession(built.other.actor as never, built.id), code('not-permitted'));
    assert.deepEqual(await placesOf(marker), before);
    assert.equal((await session(built.id)).status, 'ACTIVE');
    assert.equal(await privacy.anonymizeSessions(system(built.company.id), [built.id, 999_999_999]), 1);
  });

  it('leaves a guest known where a limited key may not act', async () => {
    const built = await conversation('Ludmila-Markerova');
    const elsewhere = await buildTenant(stage.store, built.company);
    await stage.db
      .insertInto('sessions')
      .values({
        companyId: built.company.id,
        tenantId: elsewhere.id,
        guestId: built.guest.id,
        channel: 'Chat',
        source: 'Default',
        status: 'CLOSED',
        created: stage.now(),
        ended: stage.now(),
        ip: '198.51.100.9',
      })
      .execute();
    const limited = await buildApiKey(stage.store, built.company, { tenantIds: [built.tenantId] });
    await privacyOf().anonymizeGuest(limited.actor, built.guest.trackedId);
    assert.deepEqual(await placesOf('Ludmila-Markerova'), []);
    assert.deepEqual(await placesOf('198.51.100.9'), ['sessions']);
    const found = await stage.db
      .selectFrom('guests')
      .select('id')
      .where('trackedId', '=', built.guest.trackedId)
      .execute();
    assert.equal(found.length, 1);
    const fresh = await buildGuest(stage.store, built.company);
    await assert.rejects(
      privacyOf().anonymizeGuest(limited.actor, fresh.trackedId),
      code('not-found'),
      'no trace there',
    );
  });
});
