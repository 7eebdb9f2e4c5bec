import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Problem } from '../foundation/errors.ts';
import { buildGroup, buildUser } from '../testing/build.ts';
import { messageOf } from '../webhooks/payloads.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted;

/** Anna serves a client of Sales; Boris and Clara are in Support and logged in. */
async function talking() {
  const scene = await stage.scene({ group: { name: 'Sales' } });
  const { company, tenantId, operator: anna } = scene;
  const boris = await buildUser(stage.store, company, { firstName: 'Boris', slots: { live: 1 } });
  const clara = await buildUser(stage.store, company, { firstName: 'Clara' });
  const support = await buildGroup(stage.store, company, { name: 'Support', members: [boris, clara] });
  for (const user of [anna, boris, clara]) await stage.online(user, tenantId);
  const id = await stage.arrive(scene);
  await stage.round(scene);
  await stage.routing.accept(anna.actor, id);
  return { scene, company, tenantId, anna, boris, clara, support, id };
}

const askedOf = async (user: { id: number; companyId: number }, tenantId: number) =>
  (await stage.routing.offersFor(user.companyId, user.id, tenantId)).filter(({ invite }) => invite);
const lines = async (actor: Parameters<RoutingStage['sessions']['activities']>[0], id: number) =>
  (await stage.sessions.activities(actor, id, {})).activities;
const types = async (id: number) => (await stage.timeline(id)).map(({ type }) => type);
const kinds = async (id: number) =>
  (
    await stage.db.selectFrom('events').select('kind').where('subject', '=', `session:${id}`).orderBy('id').execute()
  ).map(({ kind }) => kind);

describe('inviting an operator', () => {
  it('shows among what waits for them, and lets them join while the client goes on', async () => {
    const { tenantId, anna, boris, id } = await talking();
    await stage.routing.invite(anna.actor, id, { target: { userId: boris.id }, note: ' Knows returns ' });
    const [asked] = await askedOf(boris, tenantId);
    assert.deepEqual(asked?.invite, { by: `${anna.firstName} ${anna.lastName}`, note: 'Knows returns' });
    assert.equal(asked?.groupId, null);
    assert.equal((await stage.sessions.detail(boris.actor, id)).id, id, 'may look before joining');
    const [invite] = (await stage.sessions.detail(anna.actor, id)).invites;
    assert.deepEqual(invite?.operators, [`Boris ${boris.lastName}`]);
    await assert.rejects(
      stage.routing.invite(anna.actor, id, { target: { userId: boris.id }, note: null }),
      code('invalid-input'),
    );

    await stage.routing.accept(boris.actor, id);
    const { operators, invites } = await stage.sessions.detail(anna.actor, id);
    assert.deepEqual(
      operators.map(({ userId, left, concluded }) => [userId, left, concluded]),
      [
        [anna.id, null, null],
        [boris.id, null, null],
      ],
    );
    assert.deepEqual(invites, []);
    assert.deepEqual(await askedOf(boris, tenantId), []);
    assert.deepEqual((await types(id)).slice(-5), [
      'RoutingRequestCreated',
      'InvitedUser',
      'AssignedToOperator',
      'AcceptedByOperator',
      'RoutingEnded',
    ]);
    const invited = (await stage.routing.timeline(anna.actor, id)).find(({ type }) => type === 'InvitedUser');
    assert.deepEqual([invited?.operator?.userId, invited?.by?.userId], [boris.id, anna.id]);
  });

  it('is told outside with the members of the contract, and not to the client', async () => {
    const { scene, anna, boris, id } = await talking();
    await stage.routing.invite(anna.actor, id, { target: { userId: boris.id }, note: 'secret words' });
    const row = await stage.db
      .selectFrom('activities')
      .selectAll()
      .where('sessionId', '=', id)
      .where('type', '=', 'OperatorInvited')
      .executeTakeFirstOrThrow();
    const event = await stage.db
      .selectFrom('events')
      .selectAll()
      .where('subject', '=', `session:${id}`)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const details = {
      activity: () => ({ chatbotId: null, data: row.data as Record<string, unknown> }),
      file: () => undefined,
      awayReason: () => undefined,
    };
    const message = messageOf(event as unknown as Parameters<typeof messageOf>[0], details, 'UTC');
    assert.equal(message?.eventType, 'SessionActivityOperatorInvited');
    const { toOperatorUserId, toOperatorFullName, toGroupId, note, userId } = (message?.data ?? {}) as Record<
      string,
      unknown
    >;
    assert.deepEqual(
      { toOperatorUserId, toOperatorFullName, toGroupId, note, userId },
      {
        toOperatorUserId: boris.id,
        toOperatorFullName: `Boris ${boris.lastName}`,
        toGroupId: null,
        note: 'secret words',
        userId: anna.id,
      },
    );
    const { guestId } = await stage.db
      .selectFrom('sessions')
      .select('guestId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const seen = await lines({ kind: 'guest', companyId: scene.company.id, guestId }, id);
    assert.ok(seen.some(({ type }) => type === 'OperatorInvited'));
    assert.ok(!JSON.stringify(seen).includes('secret words') && !JSON.stringify(seen).includes('Boris'));
  });

  it('respects slots: who has none free cannot join until one is', async () => {
    const { scene, anna, boris, id, company } = await talking();
    const own = await buildGroup(stage.store, company, { members: [boris] });
    await stage.routing.invite(anna.actor, id, { target: { userId: boris.id }, note: null });
    const other = await stage.arrive(scene);
    await stage.round(scene);
    await stage.routing.forward(anna.actor, other, { target: { groupId: own.id }, note: null });
    for (let n = 0; n < 4; n++) await stage.round(scene);
    await stage.routing.accept(boris.actor, other);
    await assert.rejects(stage.routing.accept(boris.actor, id), code('no-free-slot'));
    await stage.sessions.end(boris.actor, other);
    await stage.sessions.conclude(boris.actor, other, null);
    await stage.routing.accept(boris.actor, id);
  });

  it('can be canceled and rejected, each once, with its line', async () => {
    const { tenantId, anna, boris, clara, id } = await talking();
    await stage.routing.invite(anna.actor, id, { target: { userId: boris.id }, note: null });
    const inviteId = (await stage.sessions.detail(anna.actor, id)).invites[0]?.inviteId ?? 0;
    await assert.rejects(stage.routing.cancelInvite(boris.actor, id, inviteId), code('not-permitted'));
    await stage.routing.cancelInvite(anna.actor, id, inviteId);
    await assert.rejects(stage.routing.cancelInvite(anna.actor, id, inviteId), code('not-found'));
    await assert.rejects(stage.routing.accept(boris.actor, id), code('offer-gone').bind(null));

    await stage.routing.invite(anna.actor, id, { target: { userId: clara.id }, note: null });
    await stage.routing.decline(clara.actor, id);
    assert.deepEqual(await askedOf(clara, tenantId), []);
    await assert.rejects(stage.routing.decline(clara.actor, id), Problem);
    const told = (await lines(anna.actor, id)).slice(-4);
    assert.deepEqual(
      told.map(({ type, userId, colleague }) => [type, userId, colleague?.name.split(' ')[0]]),
      [
        ['OperatorInvited', anna.id, 'Boris'],
        ['OperatorInviteCanceled', anna.id, 'Boris'],
        ['OperatorInvited', anna.id, 'Clara'],
        ['OperatorInviteRejected', clara.id, 'Clara'],
      ],
    );
  });
});

describe('inviting a group', () => {
  it('asks all who are here and Online; the first to accept joins, the others are free again', async () => {
    const { tenantId, anna, boris, clara, support, id } = await talking();
    await stage.routing.invite(anna.actor, id, { target: { groupId: support.id }, note: null });
    assert.equal((await askedOf(boris, tenantId)).length, 1);
    assert.equal((await askedOf(clara, tenantId))[0]?.groupName, 'Support');
    const answers = await Promise.allSettled([
      stage.routing.accept(boris.actor, id),
      stage.routing.accept(clara.actor, id),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { operators } = await stage.sessions.detail(anna.actor, id);
    assert.equal(operators.length, 2);
    assert.deepEqual([...(await askedOf(boris, tenantId)), ...(await askedOf(clara, tenantId))], []);
    assert.ok((await types(id)).includes('InvitedGroup'));
  });

  it('is refused when nobody of it could come, and for groups and people of other tenants', async () => {
    const { company, anna, id } = await talking();
    const empty = await buildGroup(stage.store, company, { name: 'Night shift' });
    await assert.rejects(
      stage.routing.invite(anna.actor, id, { target: { groupId: empty.id }, note: null }),
      code('conflict'),
    );
    const away = await buildUser(stage.store, company);
    await assert.rejects(
      stage.routing.invite(anna.actor, id, { target: { userId: away.id }, note: null }),
      code('conflict'),
    );
    const { company: other, operator: stranger } = await stage.scene();
    const theirs = await buildGroup(stage.store, other);
    for (const target of [{ groupId: theirs.id }, { userId: stranger.id }]) {
      await assert.rejects(stage.routing.invite(anna.actor, id, { target, note: null }), code('not-found'));
    }
    await assert.rejects(
      stage.routing.invite(stranger.actor, id, { target: { groupId: empty.id }, note: null }),
      code('not-found'),
    );
  });
});

describe('a collaborator', () => {
  async function together() {
    const scene = await talking();
    await stage.routing.invite(scene.anna.actor, scene.id, { target: { userId: scene.boris.id }, note: null });
    await stage.routing.accept(scene.boris.actor, scene.id);
    return scene;
  }

  it('leaves while the conversation goes on; at its end only one operator "left" (OP-SS-3)', async () => {
    const { anna, boris, clara, id } = await together();
    await stage.sessions.leave(boris.actor, id);
    assert.equal(await stage.status(id), 'ACTIVE');
    assert.ok(!(await kinds(id)).includes('session.operatorLeft'), 'concluded only');
    await stage.routing.invite(anna.actor, id, { target: { userId: clara.id }, note: null });
    await stage.routing.accept(clara.actor, id);
    await stage.sessions.end(anna.actor, id);
    const told = await kinds(id);
    assert.equal(told.filter((kind) => kind === 'session.operatorLeft').length, 1);
    assert.equal(told.filter((kind) => kind === 'session.operatorJoined').length, 3);
  });

  it('is sent away by who leads the conversation, who is told; not the other way round', async () => {
    const { company, tenantId, anna, boris, id } = await together();
    await assert.rejects(stage.routing.kick(boris.actor, id, anna.id), code('not-permitted'));
    await assert.rejects(stage.routing.kick(anna.actor, id, anna.id), code('conflict'));
    await stage.routing.kick(anna.actor, id, boris.id);
    await assert.rejects(stage.routing.kick(anna.actor, id, boris.id), code('not-found'));
    assert.deepEqual(await stage.sessions.mySessions(company.id, boris.id, tenantId), []);
    const [kicked] = (await lines(anna.actor, id)).slice(-1);
    assert.deepEqual([kicked?.type, kicked?.userId], ['OperatorKicked', anna.id]);
    assert.deepEqual(await stage.routing.takenAway(company.id, [anna.id, boris.id], [id]), [
      { sessionId: id, userId: boris.id, why: 'kicked', by: `${anna.firstName} ${anna.lastName}` },
    ]);
  });

  it('is asked no more once the conversation ended or was forwarded', async () => {
    const { tenantId, anna, clara, support, id } = await together();
    await stage.routing.invite(anna.actor, id, { target: { userId: clara.id }, note: null });
    await stage.routing.forward(anna.actor, id, { target: { groupId: support.id }, note: null });
    assert.deepEqual(await askedOf(clara, tenantId), []);
    await assert.rejects(stage.routing.accept(clara.actor, id), Problem);
  });
});
