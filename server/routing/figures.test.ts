import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createFigures } from './figures.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

describe('figures of groups', () => {
  it('count members, those at their desks, Online, free, and who waits since when', async () => {
    const scene = await stage.scene({ operators: 3, slots: { live: 1 } });
    const [anna, bob] = scene.operators;
    const figures = createFigures(stage.store);
    const now = async () => (await figures.next(scene.company.id, scene.tenantId)).groups[0];
    assert.deepEqual(await now(), {
      ...{ groupId: scene.group.id, members: 3, here: 0, online: 0, free: 0, waiting: 0, oldest: null },
    });
    for (const operator of [anna, bob]) if (operator) await stage.online(operator, scene.tenantId);
    if (bob) await stage.routing.setState(bob.actor, scene.tenantId, { kind: 'AWAY' });
    const first = stage.now().toISOString();
    await stage.arrive(scene);
    await stage.pass(3);
    await stage.arrive(scene);
    await stage.round(scene);
    assert.deepEqual(await now(), {
      ...{ groupId: scene.group.id, members: 3, here: 2, online: 1, free: 0, waiting: 2, oldest: first },
    });
  });

  it('come when they change, and not before', async () => {
    const scene = await stage.scene();
    const figures = createFigures(stage.store);
    const { tag } = await figures.next(scene.company.id, scene.tenantId);
    let told = false;
    const next = figures.next(scene.company.id, scene.tenantId, tag).then((answer) => {
      told = true;
      return answer;
    });
    assert.equal((await figures.next(scene.company.id, scene.tenantId, 'other')).tag, tag, 'at once to who has none');
    assert.equal(told, false);
    await stage.online(scene.operator, scene.tenantId);
    const answer = await next;
    assert.notEqual(answer.tag, tag);
    assert.equal(answer.groups[0]?.online, 1);
    const last = figures.next(scene.company.id, scene.tenantId, answer.tag);
    figures.release();
    assert.equal((await last).tag, answer.tag, 'a server that stops keeps nobody waiting');
  });
});
