import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Problem } from '../foundation/errors.ts';
import { buildAdmin, buildGroup, buildUser } from '../testing/build.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted;

/** Anna serves a client; Sara looks after the tenant and may talk to clients; Adam administers only. */
async function talking() {
  const scene = await stage.scene({ group: { name: 'Sales', maxQueueTimeS: 60 } });
  const { company, tenantId, operator: anna } = scene;
  const sara = await buildUser(stage.store, company, {
    firstName: 'Sara',
    roles: ['Operator', 'MluviiOperator', 'TenantAdmin'],
  });
  const adam = await buildAdmin(stage.store, company, { roles: ['TenantAdmin'] });
  await stage.online(anna, tenantId);
  await stage.online(sara, tenantId);
  const id = await stage.arrive(scene);
  await stage.round(scene);
  await stage.routing.accept(anna.actor, id);
  return { scene, company, tenantId, anna, sara, adam, id };
}

const eventsOf = async (id: number) =>
  stage.db
    .selectFrom('events')
    .select(['kind', 'payload', 'actor'])
    .where('subject', '=', `session:${id}`)
    .orderBy('id')
    .execute();
const stays = (id: number) =>
  stage.db
    .selectFrom('sessionOperators')
    .select(['userId', 'left', 'concluded'])
    .where('sessionId', '=', id)
    .orderBy('id')
    .execute();

describe('taking over', () => {
  it('makes the supervisor the operator; the former one is concluded and the client goes on', async () => {
    const { anna, sara, company, tenantId, id } = await talking();
    await stage.routing.takeOver(sara.actor, id);
    assert.equal(await stage.status(id), 'ACTIVE');
    assert.deepEqual(
      (await stays(id)).map(({ userId, left, concluded }) => [userId, left, concluded !== null]),
      [
        [anna.id, null, true],
        [sara.id, null, false],
      ],
    );
    assert.deepEqual(await stage.sessions.mySessions(company.id, anna.id, tenantId), []);
    const kinds = (await eventsOf(id)).map(({ kind }) => kind);
    for (const kind of ['session.forwarded', 'session.operatorConcluded', 'session.operatorJoined']) {
      assert.ok(kinds.includes(kind), `${kind} of ${kinds}`);
    }
    assert.ok(!kinds.includes('session.operatorLeft'), 'nobody "left" a conversation that goes on (OP-SS-3)');
    const types = (await stage.timeline(id)).map(({ type }) => type);
    assert.deepEqual(types.slice(-4), [
      'RoutingRequestCreated',
      'ForwardedToUser',
      'AcceptedByOperator',
      'RoutingEnded',
    ]);
  });

  it('takes a client who still waits, and the offers of the others are gone', async () => {
    const { scene, anna, sara } = await talking();
    const waits = await stage.arrive(scene);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(waits), [anna.id]);
    await stage.routing.takeOver(sara.actor, waits);
    assert.deepEqual(await stage.offeredTo(waits), []);
    assert.equal(await stage.status(waits), 'ACTIVE');
    assert.equal((await stage.round(scene)).changed, false);
  });

  it('is not for operators, nor for administrators who may not talk to clients', async () => {
    const { company, anna, adam, sara, id } = await talking();
    const boris = await buildUser(stage.store, company);
    await assert.rejects(stage.routing.takeOver(boris.actor, id), code('not-found'));
    await assert.rejects(stage.routing.takeOver(anna.actor, id), code('not-permitted'));
    await assert.rejects(stage.routing.takeOver(adam.actor, id), code('not-permitted'));
    await stage.routing.takeOver(sara.actor, id);
    await assert.rejects(stage.routing.takeOver(sara.actor, id), code('conflict'));
    await stage.sessions.end(sara.actor, id);
    await assert.rejects(stage.routing.takeOver(sara.actor, id), code('session-ended'));
  });
});

describe('an administrator', () => {
  it('re-routes a conversation; unaccepted it comes back to its operator, not to the administrator', async () => {
    const { scene, company, tenantId, anna, adam, id } = await talking();
    const boris = await buildUser(stage.store, company);
    const support = await buildGroup(stage.store, company, {
      name: 'Support',
      members: [boris],
      maxQueueTimeS: 30,
      timeToAcceptS: 90,
    });
    await stage.online(boris, tenantId);
    await stage.routing.forward(adam.actor, id, { target: { groupId: support.id }, note: 'better there' });
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [boris.id]);
    await stage.routing.decline(boris.actor, id);
    await stage.pass(31);
    for (let n = 0; n < 5; n++) await stage.round(scene);
    const offered = await stage.offeredTo(id);
    assert.ok(offered.includes(anna.id), `offered to ${offered}`);
  });

  it('ends a conversation and one that waits: OperatorLeft, with who did it in the event', async () => {
    const { scene, anna, adam, id } = await talking();
    await stage.sessions.end(adam.actor, id);
    assert.equal(await stage.status(id), 'ACW');
    assert.deepEqual(
      (await stays(id)).map(({ userId, left }) => [userId, left !== null]),
      [[anna.id, true]],
    );
    const waits = await stage.arrive(scene);
    await stage.sessions.end(adam.actor, waits);
    for (const ended of [id, waits]) {
      const event = (await eventsOf(ended)).find(({ kind }) => kind === 'session.ended');
      const { terminationReason } = (event?.payload ?? {}) as { terminationReason?: string };
      assert.equal(terminationReason, 'OperatorLeft');
      assert.deepEqual(event?.actor, { kind: 'user', id: adam.id });
    }
  });
});

describe('listening in', () => {
  it('leaves no trace in the conversation and one in the event log', async () => {
    const { anna, adam, id } = await talking();
    const before = await stage.sessions.detail(anna.actor, id);
    await stage.sessions.noteListening(adam.actor, id);
    await stage.sessions.noteListening(adam.actor, id);
    await stage.sessions.noteListening(anna.actor, id);
    const heard = (await eventsOf(id)).filter(({ kind }) => kind === 'session.listenedTo');
    assert.deepEqual(
      heard.map(({ payload }) => payload),
      [{ id, userId: adam.id }],
    );
    assert.deepEqual(await stage.sessions.detail(anna.actor, id), before);
  });
});
