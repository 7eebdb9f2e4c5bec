import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Problem } from '../foundation/errors.ts';
import { type BuiltUser, buildAdmin, buildCompany, buildLogin, buildTenant, buildUser } from '../testing/build.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted;
const kind = async ({ id, companyId }: { id: number; companyId: number }) =>
  (await stage.routing.state(companyId, id)).kind;
const log = (userId: number) =>
  stage.db
    .selectFrom('operatorStateLog')
    .select(['kind', 'forced'])
    .where('userId', '=', userId)
    .orderBy('id')
    .execute();

describe('operator states', () => {
  it('are Online after login, and every change is kept with its event', async () => {
    const { operator, tenantId } = await stage.scene();
    assert.equal(await kind(operator), 'OFFLINE');
    await stage.online(operator, tenantId);
    await stage.routing.setState(operator.actor, tenantId, { kind: 'AWAY', note: ' back soon ' });
    await stage.routing.setState(operator.actor, tenantId, { kind: 'AWAY', note: 'back soon' });
    const state = await stage.routing.setState(operator.actor, tenantId, { kind: 'ONLINE' });
    assert.deepEqual([state.kind, state.forced, state.note], ['ONLINE', false, null]);
    assert.deepEqual(await log(operator.id), [
      { kind: 'ONLINE', forced: false },
      { kind: 'AWAY', forced: false },
      { kind: 'ONLINE', forced: false },
    ]);
    const events = await stage.db
      .selectFrom('events')
      .select('payload')
      .where('subject', '=', `user:${operator.id}`)
      .orderBy('id')
      .execute();
    assert.deepEqual(
      events.map(({ payload }) => (payload as { kind: string }).kind),
      ['ONLINE', 'AWAY', 'ONLINE'],
    );
  });

  it('take an away reason of the own company only, and only with BREAK', async () => {
    const { operator, tenantId, company } = await stage.scene();
    await stage.online(operator, tenantId);
    const reasonOf = async (companyId: number) =>
      await stage.db
        .selectFrom('awayReasons')
        .select(['id', 'name'])
        .where('companyId', '=', companyId)
        .executeTakeFirstOrThrow();
    const own = await reasonOf(company.id);
    const foreign = await reasonOf((await buildCompany(stage.store)).id);
    const set = (wanted: Parameters<typeof stage.routing.setState>[2]) =>
      stage.routing.setState(operator.actor, tenantId, wanted);
    await assert.rejects(set({ kind: 'BREAK' }), code('invalid-input'));
    await assert.rejects(set({ kind: 'AWAY', awayReasonId: own.id }), code('invalid-input'));
    await assert.rejects(set({ kind: 'BREAK', awayReasonId: foreign.id }), code('invalid-input'));
    const state = await set({ kind: 'BREAK', awayReasonId: own.id });
    assert.deepEqual([state.kind, state.awayReason], ['BREAK', own.name]);
  });

  it('are for operators of the tenant', async () => {
    const { company, tenantId } = await stage.scene();
    const admin = await buildAdmin(stage.store, company);
    await assert.rejects(stage.routing.setState(admin.actor, tenantId, { kind: 'AWAY' }), code('not-permitted'));
  });

  it('keep the order of events when many changes come at once', async () => {
    const { operator, tenantId } = await stage.scene();
    await stage.online(operator, tenantId);
    const set = (wanted: 'ONLINE' | 'AWAY') => stage.routing.setState(operator.actor, tenantId, { kind: wanted });
    await Promise.all(Array.from({ length: 12 }, (_, index) => set(index % 2 ? 'ONLINE' : 'AWAY')));
    const events = await stage.db
      .selectFrom('events')
      .select('payload')
      .where('subject', '=', `user:${operator.id}`)
      .orderBy('xid')
      .orderBy('id')
      .execute();
    const kinds = events.map(({ payload }) => (payload as { kind: string }).kind);
    assert.deepEqual(
      kinds,
      (await log(operator.id)).map((row) => row.kind),
    );
    assert.equal(kinds.at(-1), await kind(operator));
  });
});

describe('presence', () => {
  it('ends with its lease: DISCONNECTED, offers withdrawn, the next is asked', async () => {
    const scene = await stage.scene({ operators: 2 });
    const [one, two] = scene.operators;
    assert.ok(one && two);
    await stage.online(one, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    await stage.pass(44, { lost: true });
    await stage.routing.sweep();
    assert.equal(await kind(one), 'ONLINE', 'the lease still runs');
    await stage.pass(1, { lost: true });
    await stage.routing.sweep();
    assert.equal(await kind(one), 'DISCONNECTED');
    assert.deepEqual((await log(one.id)).at(-1), { kind: 'DISCONNECTED', forced: true });
    await stage.online(two, scene.tenantId);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [two.id]);
    const [first] = await stage.db
      .selectFrom('offers')
      .select(['outcome', 'endedReason'])
      .where('sessionId', '=', id)
      .orderBy('id')
      .execute();
    assert.equal(first?.endedReason, 'not here');
  });

  it('is not lost by a reload, and one of two tabs is enough', async () => {
    const { operator, tenantId } = await stage.scene();
    const first = await stage.online(operator, tenantId);
    await stage.routing.disconnected(first);
    await stage.pass(5, { lost: true });
    const second = await stage.online(operator, tenantId);
    await stage.online(operator, tenantId);
    await stage.pass(10, { lost: true });
    await stage.routing.disconnected(second, { atOnce: true });
    await stage.routing.sweep();
    assert.equal(await kind(operator), 'ONLINE');
    assert.equal((await log(operator.id)).length, 1, 'no change in between');
  });

  it('renews only leases that still exist', async () => {
    const { operator, tenantId } = await stage.scene();
    const lives = await stage.online(operator, tenantId);
    const gone = '00000000-0000-4000-8000-000000000000';
    const at = stage.now().getTime() + 30_000;
    assert.deepEqual(
      await stage.routing.renew([
        { connectionId: lives, at },
        { connectionId: gone, at },
      ]),
      [gone],
    );
    await stage.pass(60, { lost: true });
    await stage.routing.sweep();
    assert.equal(await kind(operator), 'ONLINE');
  });

  it('comes back as it was under the same login, and Online under a new one', async () => {
    const { operator, tenantId } = await stage.scene();
    const lose = async () => {
      await stage.pass(50, { lost: true });
      await stage.routing.sweep();
      assert.equal(await kind(operator), 'DISCONNECTED');
    };
    await stage.online(operator, tenantId);
    await stage.routing.setState(operator.actor, tenantId, { kind: 'AWAY' });
    await lose();
    await stage.online(operator, tenantId);
    assert.equal(await kind(operator), 'AWAY');
    await lose();
    const { loginId } = await buildLogin(stage.store, operator);
    await stage.online({ actor: { ...operator.actor, loginId } }, tenantId);
    assert.equal(await kind(operator), 'ONLINE');
  });

  it('counts in the tenant whose desk is open, and the tenant that was left hears of it', async () => {
    const scene = await stage.scene();
    const { company, tenantId } = scene;
    const other = await buildTenant(stage.store, company);
    const roles = ['Operator', 'MluviiOperator'] as const;
    const both = await buildUser(stage.store, company, { tenants: { [other.id]: [...roles] } });
    await stage.db
      .insertInto('groupMembers')
      .values({ companyId: company.id, groupId: scene.group.id, userId: both.id })
      .execute();
    const connection = await stage.online(both, tenantId);
    await stage.online(both, other.id);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [both.id]);
    await stage.routing.disconnected(connection, { atOnce: true });
    stage.changes.length = 0;
    await stage.routing.sweep();
    assert.ok(
      stage.changes.some(
        (change) => change.topic === 'operator' && change.tenantId === tenantId && change.id === both.id,
      ),
    );
    assert.equal(await kind(both), 'ONLINE');
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), []);
  });

  it('of an ended login is OFFLINE', async () => {
    const { operator, tenantId } = await stage.scene();
    const connection = await stage.online(operator, tenantId);
    await stage.db.deleteFrom('logins').where('userId', '=', operator.id).execute();
    await stage.routing.disconnected(connection, { atOnce: true });
    await stage.routing.sweep();
    assert.equal(await kind(operator), 'OFFLINE');
  });

  it('ends conversations nobody came back to, after the tenant’s time and only if nobody else is in', async () => {
    const scene = await stage.scene({ operators: 2 });
    const [lost, stays] = scene.operators;
    assert.ok(lost && stays);
    const serve = async (operator: BuiltUser) => {
      const id = await stage.arrive(scene);
      await stage.round(scene);
      await stage.routing.accept(operator.actor, id);
      return id;
    };
    const lostTab = await stage.online(lost, scene.tenantId);
    const alone = await serve(lost);
    const shared = await serve(lost);
    await stage.online(stays, scene.tenantId);
    await stage.db
      .insertInto('sessionOperators')
      .values({ companyId: scene.company.id, sessionId: shared, userId: stays.id, joined: stage.now() })
      .execute();
    await stage.routing.disconnected(lostTab, { atOnce: true });
    await stage.routing.sweep();
    await stage.pass(299);
    await stage.routing.sweep();
    assert.equal(await stage.status(alone), 'ACTIVE');
    await stage.pass(1);
    await stage.routing.sweep();
    assert.notEqual(await stage.status(alone), 'ACTIVE');
    const { terminationReason } = await stage.db
      .selectFrom('sessions')
      .select('terminationReason')
      .where('id', '=', alone)
      .executeTakeFirstOrThrow();
    assert.equal(terminationReason, 'OperatorAbandoned');
    assert.equal(await stage.status(shared), 'ACTIVE');
  });
});

describe('channels', () => {
  it('switched off get no sessions; a company may forbid the switch', async () => {
    const scene = await stage.scene();
    const { operator, tenantId, company } = scene;
    await stage.online(operator, tenantId);
    assert.deepEqual(await stage.routing.channels(operator.actor, tenantId), [{ channel: 'Mluvii', enabled: true }]);
    await stage.routing.setChannel(operator.actor, tenantId, { channel: 'Mluvii', enabled: false });
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), []);
    await stage.routing.setChannel(operator.actor, tenantId, { channel: 'Mluvii', enabled: true });
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [operator.id]);
    await assert.rejects(
      stage.routing.setChannel(operator.actor, tenantId, { channel: 'Phone', enabled: true }),
      code('invalid-input'),
    );
    const admin = await buildAdmin(stage.store, company);
    await stage.settings.set(admin.actor, 'company', company.id, { operatorsMaySwitchChannels: 'false' });
    await assert.rejects(
      stage.routing.setChannel(operator.actor, tenantId, { channel: 'Mluvii', enabled: false }),
      code('not-permitted'),
    );
  });
});
