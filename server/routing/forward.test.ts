import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Problem } from '../foundation/errors.ts';
import { buildApiKey, buildGroup, buildTenant, buildUser } from '../testing/build.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted;

/** Anna serves a client of Sales; Boris is in Support with Clara. */
async function talking() {
  const scene = await stage.scene({ group: { name: 'Sales', maxQueueTimeS: 60 } });
  const { company, tenantId, operator: anna } = scene;
  const boris = await buildUser(stage.store, company, { firstName: 'Boris', nickname: 'Bob' });
  const clara = await buildUser(stage.store, company, { firstName: 'Clara' });
  const support = await buildGroup(stage.store, company, {
    name: 'Support',
    members: [boris, clara],
    maxQueueTimeS: 90,
  });
  await stage.online(anna, tenantId);
  const id = await stage.arrive(scene);
  await stage.round(scene);
  await stage.routing.accept(anna.actor, id);
  return { scene, company, tenantId, anna, boris, clara, support, id };
}

/** Rounds until nothing changes. */
async function settle(scene: Parameters<RoutingStage['round']>[0]) {
  for (let n = 0; n < 6; n++) if (!(await stage.round(scene)).changed) return;
  assert.fail('rounds do not come to rest');
}

const eventsOf = (id: number) =>
  stage.db
    .selectFrom('events')
    .select(['kind', 'payload'])
    .where('subject', '=', `session:${id}`)
    .orderBy('id')
    .execute();
const types = async (id: number) => (await stage.timeline(id)).map(({ type }) => type);

describe('a forward to a group', () => {
  it('concludes the one who forwards, keeps the note, and is taken by the group', async () => {
    const { scene, anna, boris, support, tenantId, company, id } = await talking();
    await stage.online(boris, tenantId);
    await stage.routing.forward(anna.actor, id, { target: { groupId: support.id }, note: 'Wants a refund' });
    assert.equal(await stage.status(id), 'IN_QUEUE');
    assert.deepEqual(await stage.sessions.mySessions(company.id, anna.id, tenantId), [], 'it left Anna');

    const events = await eventsOf(id);
    const forwarded = events.find(({ kind }) => kind === 'session.forwarded');
    assert.deepEqual(forwarded?.payload, {
      id,
      tenantId,
      channel: 'Chat',
      source: 'Default',
      time: stage.now().toISOString(),
      userId: null,
      operatorGroupId: support.id,
      chatbotId: null,
    });
    assert.ok(events.some(({ kind }) => kind === 'session.operatorConcluded'));
    assert.ok(!events.some(({ kind }) => kind === 'session.operatorLeft'), 'concluded only (OP-SS-2)');

    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
    const [offer] = await stage.routing.offersFor(company.id, boris.id, tenantId);
    assert.equal(offer?.forwarded?.note, 'Wants a refund');
    assert.equal(offer?.forwarded?.by, `${anna.firstName} ${anna.lastName}`);
    await stage.routing.accept(boris.actor, id);
    assert.equal(await stage.status(id), 'ACTIVE');
    const line = (await stage.sessions.activities(boris.actor, id, {})).activities.find(
      ({ type }) => type === 'SessionForwarded',
    );
    assert.deepEqual(line?.forward, { to: 'group', name: 'Support', note: 'Wants a refund' });
    assert.equal(line?.userId, anna.id);
    assert.deepEqual((await types(id)).slice(6), [
      'RoutingRequestCreated',
      'ForwardedToGroup',
      'EnteredGroupQueue',
      'AssignedToOperator',
      'AcceptedByOperator',
      'LeftGroupQueue',
      'RoutingEnded',
    ]);
  });

  it('is not offered to the one who forwards while it looks for others, and shows the client who is searched for', async () => {
    const { scene, anna, id } = await talking();
    await stage.routing.forward(anna.actor, id, { target: { groupId: scene.group.id }, note: 'secret words' });
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), []);
    const { guestId } = await stage.db
      .selectFrom('sessions')
      .select('guestId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const guest = { kind: 'guest', companyId: scene.company.id, guestId } as const;
    const { activities } = await stage.sessions.activities(guest, id, {});
    const line = activities.find(({ type }) => type === 'SessionForwarded');
    assert.deepEqual(line?.forward, { to: 'group', name: 'Sales', note: null });
    assert.ok(!JSON.stringify(activities).includes('secret words'), 'the note is not for the client');
    assert.equal((await stage.routing.placeInQueue([id])).get(id)?.place, 1);
  });

  it('comes back to the one who forwarded after the time of the group, then to the group it came from', async () => {
    const { scene, anna, support, id } = await talking();
    await stage.routing.forward(anna.actor, id, { target: { groupId: support.id }, note: null });
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [], 'nobody is in Support');
    await stage.pass(89);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), []);
    await stage.pass(1);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [anna.id]);
    const back = (await stage.timeline(id)).slice(-3);
    assert.deepEqual(
      back.map(({ type, userId, groupId }) => [type, userId, groupId]),
      [
        ['GroupQueueTimeoutExpired', null, support.id],
        ['ForwardedToUser', anna.id, scene.group.id],
        ['AssignedToOperator', anna.id, scene.group.id],
      ],
    );
    assert.equal((back[1]?.reason as { because: string } | undefined)?.because, 'nobody accepted in time');
    await stage.routing.decline(anna.actor, id);
    const dora = await buildUser(stage.store, scene.company);
    await stage.db
      .insertInto('groupMembers')
      .values({ companyId: scene.company.id, groupId: scene.group.id, userId: dora.id })
      .execute();
    await stage.online(dora, scene.tenantId);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [dora.id], 'the group it came from');
  });

  it('goes to the group it came from at once when the one who forwarded has gone', async () => {
    const { scene, anna, boris, support, company, tenantId, id } = await talking();
    await stage.routing.forward(anna.actor, id, { target: { groupId: support.id }, note: null });
    await stage.db.deleteFrom('presence').where('userId', '=', anna.id).execute();
    await stage.db.updateTable('operatorStates').set({ kind: 'OFFLINE' }).where('userId', '=', anna.id).execute();
    await stage.db
      .insertInto('groupMembers')
      .values({ companyId: company.id, groupId: scene.group.id, userId: boris.id })
      .execute();
    await stage.db.deleteFrom('groupMembers').where('groupId', '=', support.id).execute();
    await stage.online(boris, tenantId);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), []);
    await stage.pass(90);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
    assert.ok((await types(id)).includes('EnteredGroupQueue'));
  });
});

describe('a forward to an operator', () => {
  it('asks nobody else, waits for a free slot, and comes back when declined', async () => {
    const { scene, anna, boris, clara, tenantId, id } = await talking();
    await stage.online(boris, tenantId);
    await stage.online(clara, tenantId);
    await stage.db.updateTable('userSlots').set({ slots: 0 }).where('userId', '=', boris.id).execute();
    await stage.routing.forward(anna.actor, id, { target: { userId: boris.id }, note: null });
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [], 'Boris has no free slot, Clara is not asked (invariant 4)');
    const targets = await stage.routing.forwardTargets(scene.company.id, tenantId);
    const support = targets.groups.find(({ name }) => name === 'Support');
    assert.deepEqual(
      support && { ...support, id: 0, operators: support.operators.map(({ state, waiting }) => [state, waiting]) },
      {
        id: 0,
        name: 'Support',
        online: 1,
        busy: 1,
        away: 0,
        waiting: 0,
        operators: [
          ['busy', 1],
          ['online', 0],
        ],
      },
    );
    await stage.db.updateTable('userSlots').set({ slots: 3 }).where('userId', '=', boris.id).execute();
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
    await stage.routing.decline(boris.actor, id);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [anna.id], 'back to Anna, not to Clara');
    const list = await types(id);
    assert.ok(list.includes('ForwardedToUser'));
    const forwarded = (await eventsOf(id)).find(({ kind }) => kind === 'session.forwarded');
    assert.equal((forwarded?.payload as { userId: number } | undefined)?.userId, boris.id);
  });

  it('comes back when the time to accept passes', async () => {
    const { scene, anna, boris, tenantId, id } = await talking();
    await stage.online(boris, tenantId);
    await stage.routing.forward(anna.actor, id, { target: { userId: boris.id }, note: null });
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
    await stage.pass(30);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [anna.id]);
  });

  it('works from the preview, before acceptance (OP-AC-5)', async () => {
    const { scene, anna, boris, tenantId } = await talking();
    await stage.online(boris, tenantId);
    const id = await stage.arrive(scene);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [anna.id]);
    await stage.routing.forward(anna.actor, id, { target: { userId: boris.id }, note: null });
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
    const [outcome] = await stage.routing.offerOutcomes(scene.company.id, [anna.id], [id]);
    assert.equal(outcome?.outcome, 'declined', 'Anna gave it away herself');
  });
});

describe('who may forward, and where to', () => {
  it('refuses strangers, ended sessions and targets that cannot take it', async () => {
    const { scene, anna, boris, company, id } = await talking();
    const other = await stage.scene();
    const elsewhere = await buildTenant(stage.store, company);
    const away = await buildUser(stage.store, company, { tenantId: elsewhere.id });
    const foreignGroup = await buildGroup(stage.store, company, { tenantId: elsewhere.id });
    const deaf = await buildUser(stage.store, company, { roles: ['Operator', 'EmailOperator'] });
    const to = (target: Parameters<typeof stage.routing.forward>[2]['target'], actor = anna.actor) =>
      stage.routing.forward(actor, id, { target, note: null });
    await assert.rejects(to({ groupId: scene.group.id }, boris.actor), code('not-found'));
    await assert.rejects(to({ groupId: scene.group.id }, other.operator.actor), code('not-found'));
    await assert.rejects(to({ groupId: other.group.id }), code('not-found'));
    await assert.rejects(to({ groupId: foreignGroup.id }), code('not-found'), 'another tenant');
    await assert.rejects(to({ userId: other.operator.id }), code('not-found'));
    await assert.rejects(to({ userId: away.id }), code('not-found'), 'another tenant');
    await assert.rejects(to({ userId: deaf.id }), code('invalid-input'));
    await assert.rejects(to({ userId: anna.id }), code('invalid-input'), 'herself');
    await assert.rejects(to({ chatbotId: 1 }), code('not-built'));
    assert.equal(await stage.status(id), 'ACTIVE', 'nothing happened');
    await stage.sessions.end(anna.actor, id);
    await assert.rejects(to({ groupId: scene.group.id }), code('session-ended'));
  });

  it('lets an integration forward; it comes back to who served', async () => {
    const { scene, anna, support, company, id } = await talking();
    const key = await buildApiKey(stage.store, company);
    const limited = await buildApiKey(stage.store, company, {
      tenantIds: [(await buildTenant(stage.store, company)).id],
    });
    const forward = { target: { groupId: support.id }, note: null };
    await assert.rejects(stage.routing.forward(limited.actor, id, forward), code('not-found'));
    await stage.routing.forward(key.actor, id, forward);
    await stage.pass(90);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [anna.id]);
    const steps = await stage.routing.timeline(key.actor, id);
    assert.equal(steps.find(({ type }) => type === 'ForwardedToGroup')?.group?.name, 'Support');
    await assert.rejects(stage.routing.timeline(limited.actor, id), code('not-found'));
  });

  it('lets two who forward at once forward once each, in order', async () => {
    const { scene, anna, boris, support, tenantId, company, id } = await talking();
    await stage.online(boris, tenantId);
    const key = await buildApiKey(stage.store, company);
    const done = await Promise.allSettled([
      stage.routing.forward(anna.actor, id, { target: { groupId: support.id }, note: null }),
      stage.routing.forward(key.actor, id, { target: { userId: boris.id }, note: null }),
    ]);
    assert.ok(done.some(({ status }) => status === 'fulfilled'));
    const open = await stage.db
      .selectFrom('routingRequests')
      .select('id')
      .where('sessionId', '=', id)
      .where('ended', 'is', null)
      .execute();
    assert.equal(open.length, 1);
    await settle(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
  });
});
