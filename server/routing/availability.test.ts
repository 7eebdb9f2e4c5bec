import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCalendars } from '../calendars/service.ts';
import { buildAdmin, buildGroup, buildPreset, buildRouting, buildUser } from '../testing/build.ts';
import { type RoutingStage, routingStage } from './testing.ts';
import { estimatedWait } from './workload.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

type Scene = Awaited<ReturnType<RoutingStage['scene']>>;
const stateOf = ({ company, tenantId, preset }: Pick<Scene, 'company' | 'tenantId' | 'preset'>) =>
  stage.routing.availability(company.id, tenantId, preset.id);

describe('state of a package', () => {
  it('is offline, online, busy as the operators come, are taken, and go', async () => {
    const scene = await stage.scene({ slots: { live: 1 } });
    assert.equal(await stateOf(scene), 'offline');
    await stage.online(scene.operator, scene.tenantId);
    assert.equal(await stateOf(scene), 'online');
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.equal(await stateOf(scene), 'busy', 'an open offer takes the slot');
    await stage.routing.accept(scene.operator.actor, id);
    assert.equal(await stateOf(scene), 'busy');
    await stage.sessions.end(scene.operator.actor, id);
    assert.equal(await stateOf(scene), 'busy', 'ACW takes the slot');
    await stage.sessions.conclude(scene.operator.actor, id, null);
    assert.equal(await stateOf(scene), 'online');
    await stage.pass(50, { lost: true });
    assert.equal(await stateOf(scene), 'offline', 'a lease that ran out counts at once');
  });

  it('is what the tenant wants when all are away', async () => {
    const scene = await stage.scene();
    await stage.online(scene.operator, scene.tenantId);
    await stage.routing.setState(scene.operator.actor, scene.tenantId, { kind: 'AWAY' });
    assert.equal(await stateOf(scene), 'busy');
    const admin = await buildAdmin(stage.store, scene.company);
    await stage.settings.set(admin.actor, 'tenant', scene.tenantId, { stateWhenAllAway: 'offline' });
    assert.equal(await stateOf(scene), 'offline');
  });

  it('is offline when the queue is full', async () => {
    const scene = await stage.scene({ slots: { live: 0 }, group: { queueSize: 2 } });
    await stage.online(scene.operator, scene.tenantId);
    await stage.arrive(scene);
    await stage.round(scene);
    assert.equal(await stateOf(scene), 'busy');
    await stage.arrive(scene);
    await stage.round(scene);
    assert.equal(await stateOf(scene), 'offline');
  });

  it('is that of the best group of the routing, and offline without one', async () => {
    const scene = await stage.scene();
    const { company, tenantId } = scene;
    const late = await buildUser(stage.store, company);
    const second = await buildGroup(stage.store, company, { members: [late] });
    const routing = await buildRouting(stage.store, company, { groups: [scene.group, second] });
    const preset = await buildPreset(stage.store, company, { routing });
    const without = await buildPreset(stage.store, company);
    const off = await buildPreset(stage.store, company, { routing, active: false });
    await stage.online(late, tenantId);
    assert.equal(await stateOf(scene), 'offline');
    assert.equal(await stateOf({ company, tenantId, preset }), 'online');
    assert.equal(await stateOf({ company, tenantId, preset: without }), 'offline');
    assert.equal(await stateOf({ company, tenantId, preset: off }), 'offline');
  });
});

describe('why a group takes nobody', () => {
  const reasonsOf = async (scene: Awaited<ReturnType<RoutingStage['scene']>>) => {
    const loads = await stage.routing.groupLoads(scene.company.id, scene.tenantId);
    return loads.get(scene.group.id)?.get('Mluvii')?.offlineReasons;
  };

  it('says all that holds: nobody logged in, channel off, hours, full queue', async () => {
    const scene = await stage.scene({ group: { queueSize: 1 } });
    const { company, tenantId, operator } = scene;
    assert.deepEqual(await reasonsOf(scene), ['NO_OPERATORS']);
    await stage.online(operator, tenantId);
    assert.deepEqual(await reasonsOf(scene), []);
    await stage.routing.setChannel(operator.actor, tenantId, { channel: 'Mluvii', enabled: false });
    assert.deepEqual(await reasonsOf(scene), ['CHANNEL_BLOCKED']);
    await stage.routing.setChannel(operator.actor, tenantId, { channel: 'Mluvii', enabled: true });
    await stage.routing.setState(operator.actor, tenantId, { kind: 'AWAY' });
    await stage.arrive(scene);
    await stage.round(scene);
    assert.deepEqual(await reasonsOf(scene), ['QUEUE_FULL']);
    // It is Monday, eleven o'clock in Prague.
    const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
    const weekly = [{ day: 1, from: 8 * 60, to: 11 * 60 }];
    const { id } = await createCalendars(stage.store).create(chief.actor, tenantId, { name: 'Mornings', weekly });
    await stage.db.updateTable('groups').set({ calendarId: id }).where('id', '=', scene.group.id).execute();
    assert.deepEqual(await reasonsOf(scene), ['BUSINESS_HOURS', 'QUEUE_FULL']);
    assert.equal(await stateOf(scene), 'offline');
  });
});

describe('place in the queue', () => {
  it('counts those who came earlier in the same group, and moves up', async () => {
    const scene = await stage.scene({ slots: { live: 1 } });
    await stage.online(scene.operator, scene.tenantId);
    const ids: number[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push(await stage.arrive(scene));
      await stage.pass(1);
    }
    await stage.round(scene);
    const places = async () =>
      [...(await stage.routing.placeInQueue(ids))].sort(([a], [b]) => a - b).map(([, { place }]) => place);
    assert.deepEqual(await places(), [1, 2, 3]);
    await stage.routing.accept(scene.operator.actor, ids[0] ?? 0);
    assert.deepEqual(await places(), [1, 2]);
  });

  it('says how long it takes only from recent acceptances', async () => {
    const scene = await stage.scene({ slots: { live: 10 } });
    await stage.online(scene.operator, scene.tenantId);
    const wait = async () => {
      const id = await stage.arrive(scene);
      await stage.round(scene);
      return (await stage.routing.placeInQueue([id])).get(id)?.estimatedWait;
    };
    assert.equal(await wait(), null);
    for (const { sessionId } of await stage.db
      .selectFrom('offers')
      .select('sessionId')
      .where('userId', '=', scene.operator.id)
      .execute()) {
      await stage.routing.accept(scene.operator.actor, sessionId);
    }
    for (let i = 0; i < 2; i++) {
      await stage.pass(60);
      const id = await stage.arrive(scene);
      await stage.round(scene);
      await stage.routing.accept(scene.operator.actor, id);
    }
    assert.equal(await wait(), 40, 'three in the last two minutes');
    await stage.routing.setState(scene.operator.actor, scene.tenantId, { kind: 'AWAY' });
    assert.equal(await wait(), null, 'nobody is at work');
    await stage.routing.setState(scene.operator.actor, scene.tenantId, { kind: 'ONLINE' });
    await stage.pass(16 * 60);
    assert.equal(await wait(), null);
  });

  it('is honest in numbers', () => {
    assert.equal(estimatedWait(1, undefined), null);
    assert.equal(estimatedWait(1, { accepted: 2, span: 60_000 }), null);
    assert.equal(estimatedWait(4, { accepted: 6, span: 600_000 }), 400);
  });
});
