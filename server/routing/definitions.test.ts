import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { RoutingChange } from '@hovor/protocol/routing';
import { Problem } from '../foundation/errors.ts';
import { buildAdmin, buildCompany, buildGroup, buildPreset, buildTenant, buildUser } from '../testing/build.ts';
import { createRoutings, type Routings } from './service.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
let routings: Routings;
before(async () => {
  stage = await routingStage();
  routings = createRoutings(stage.store);
});
after(() => stage.close());

async function office() {
  const company = await buildCompany(stage.store);
  const [admin, group] = await Promise.all([buildAdmin(stage.store, company), buildGroup(stage.store, company)]);
  return { company, admin: admin.actor, group, tenantId: company.tenantId };
}
const refused = (code: string, about: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && about.test(JSON.stringify(error.body()));

describe('routings', () => {
  it('are created, seen with who uses them, changed as a whole and removed', async () => {
    const { company, admin, group, tenantId } = await office();
    await stage.db
      .insertInto('parameters')
      .values({ companyId: company.id, tenantId, name: 'tier', label: 'Tier' })
      .execute();
    assert.deepEqual((await routings.terms(company.id, tenantId)).parameters, [{ name: 'tier', label: 'Tier' }]);

    const { id } = await routings.create(admin, tenantId, { name: '  Shop ' });
    const made = await routings.view(company.id, tenantId, id);
    assert.deepEqual([made.name, made.version, made.fallback, made.rules], ['Shop', 1, 'first', []]);
    assert.deepEqual(made.channelRanks.slice(0, 2), ['Phone', 'Mluvii'], 'the usual order');

    const changed = await routings.update(admin, tenantId, id, {
      name: 'Shop and more',
      version: 1,
      fallback: 'end',
      channelRanks: ['WhatsApp', 'Mluvii'],
      rules: [
        { groupId: group.id, conditions: [{ param: ' tier ', operator: 'matches', value: '^gold' }] },
        { groupId: group.id, conditions: [{ param: 'url', operator: 'is set', value: 'ignored' }] },
      ],
    });
    assert.deepEqual([changed.version, changed.fallback], [2, 'end']);
    assert.deepEqual(changed.channelRanks.slice(0, 3), ['WhatsApp', 'Mluvii', 'Phone']);
    assert.deepEqual(changed.rules, [
      { groupId: group.id, conditions: [{ param: 'tier', operator: 'matches', value: '^gold' }] },
      { groupId: group.id, conditions: [{ param: 'url', operator: 'is set' }] },
    ]);

    const preset = await buildPreset(stage.store, company, { routing: { id } });
    assert.deepEqual(await routings.list(company.id, tenantId), [
      { id, name: 'Shop and more', rules: 2, packages: [{ id: preset.id, name: preset.name }] },
    ]);
    const uses = refused('conflict', new RegExp(`1 package uses this routing: ${preset.name}`));
    await assert.rejects(routings.remove(admin, tenantId, id), uses);
    await stage.db.updateTable('presets').set({ routingId: null }).where('id', '=', preset.id).execute();
    await routings.remove(admin, tenantId, id);
    await assert.rejects(routings.load(company.id, id), refused('not-found', /./));
  });

  it('tell the second of two administrators, and keep what the first saved', async () => {
    const { company, admin, tenantId } = await office();
    const { id } = await routings.create(admin, tenantId, { name: 'Both' });
    const draft: RoutingChange = { name: 'Both', version: 1, fallback: 'stay', channelRanks: [], rules: [] };
    const outcomes = await Promise.allSettled(
      ['One', 'Two'].map((name) => routings.update(admin, tenantId, id, { ...draft, name })),
    );
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.name] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    assert.equal(won.length, 1);
    assert.ok(refused('conflict', /"version"/)(lost[0]));
    assert.equal((await routings.view(company.id, tenantId, id)).name, won[0]);
  });

  it('refuse what could not work, at the field it stands in, and change nothing', async () => {
    const { company, admin, group, tenantId } = await office();
    const other = await buildGroup(stage.store, company, { tenantId: (await buildTenant(stage.store, company)).id });
    const { id } = await routings.create(admin, tenantId, { name: 'Kept' });
    const save = (change: Partial<RoutingChange>) =>
      routings.update(admin, tenantId, id, {
        ...{ name: 'Kept', version: 1, fallback: 'first', channelRanks: [], rules: [] },
        ...change,
      });
    const condition = (operator: 'matches' | 'equals', value?: string) => ({
      rules: [{ groupId: group.id, conditions: [{ param: 'tier', operator, ...(value !== undefined && { value }) }] }],
    });
    const cases: [Partial<RoutingChange>, RegExp][] = [
      [{ name: '\u200B ' }, /"name"/],
      [{ rules: [{ conditions: [], phoneNumber: '+420222333444' }] }, /rules\[0\]\.phoneNumber.*telephony/],
      [{ rules: [{ conditions: [] }] }, /rules\[0\]\.groupId/],
      [{ rules: [{ conditions: [], groupId: other.id }] }, /rules\[0\]\.groupId.*not a group of this tenant/],
      [condition('matches', '(?<=x)y'), /rules\[0\]\.conditions\[0\]\.value.*regular expression/],
      [condition('matches', 'a'.repeat(limits.conditionPatternLength + 1)), /at most 500/],
      [condition('equals', ' '), /conditions\[0\]\.value/],
      [condition('equals'), /conditions\[0\]\.value/],
    ];
    for (const [change, about] of cases) await assert.rejects(save(change), refused('invalid-input', about));
    const kept = await routings.view(company.id, tenantId, id);
    assert.deepEqual([kept.name, kept.version, kept.rules], ['Kept', 1, []]);
    await assert.rejects(routings.create(admin, tenantId, { name: 'kept' }), refused('conflict', /"name"/));
  });

  it('are limited in number', async () => {
    const { company, admin, tenantId } = await office();
    await stage.db
      .insertInto('routings')
      .values(
        Array.from({ length: limits.routingsPerTenant }, (_, nth) => ({
          ...{ companyId: company.id, tenantId, name: `Routing ${nth}` },
        })),
      )
      .execute();
    await assert.rejects(routings.create(admin, tenantId, { name: 'One more' }), refused('conflict', /at most 200/));
  });
});

describe('a saved routing holds at once', () => {
  async function busyShop() {
    const scene = await stage.scene();
    const admin = (await buildAdmin(stage.store, scene.company)).actor;
    const view = () => routings.view(scene.company.id, scene.tenantId, scene.routing.id);
    const save = async (rules: RoutingChange['rules'], more: Partial<RoutingChange> = {}) => {
      const { name, version, fallback, channelRanks } = await view();
      return routings.update(admin, scene.tenantId, scene.routing.id, {
        ...{ name, version, fallback, channelRanks, rules },
        ...more,
      });
    };
    const where = async (sessionId: number) =>
      stage.db
        .selectFrom('routingRequests')
        .select(['groupId', 'rulePosition', 'enteredGroup', 'rulesChanged'])
        .where('sessionId', '=', sessionId)
        .executeTakeFirstOrThrow();
    return { scene, admin, save, where };
  }

  it('for those who wait: they go where the new rules send them, and keep their offers where nothing changes', async () => {
    const { scene, save, where } = await busyShop();
    const expert = await buildUser(stage.store, scene.company);
    const experts = await buildGroup(stage.store, scene.company, { members: [expert] });
    await stage.online(scene.operator, scene.tenantId);
    await stage.online(expert, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [scene.operator.id]);
    const entered = (await where(id)).enteredGroup;

    await stage.pass(5);
    const always = { groupId: scene.group.id, conditions: [] };
    await save([{ groupId: experts.id, conditions: [{ param: 'language', operator: 'equals', value: 'cs' }] }, always]);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [scene.operator.id], 'not for this client');
    const stays = await where(id);
    assert.deepEqual([stays.groupId, stays.rulePosition, stays.rulesChanged], [scene.group.id, 1, false]);
    assert.deepEqual(stays.enteredGroup, entered, 'the time in the queue runs on');

    await save([{ groupId: experts.id, conditions: [{ param: 'language', operator: 'equals', value: 'EN' }] }, always]);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [expert.id]);
    const { operator: _, ...rest } = scene;
    assert.equal((await where(id)).groupId, experts.id);
    assert.equal((await stage.round(rest)).changed, false, 'looked at once');
  });

  it('for those who come: the next one goes by the new rules', async () => {
    const { scene, save, where } = await busyShop();
    await stage.online(scene.operator, scene.tenantId);
    const second = await buildGroup(stage.store, scene.company, { members: [scene.operator] });
    await save([{ groupId: second.id, conditions: [] }]);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.equal((await where(id)).groupId, second.id);
  });

  it('leaves those who wait where they are when the new rules send them nowhere', async () => {
    const { scene, save, where } = await busyShop();
    const id = await stage.arrive(scene);
    await stage.round(scene);
    await save([]);
    await stage.round(scene);
    assert.equal((await where(id)).groupId, scene.group.id);
    assert.equal(await stage.status(id), 'IN_QUEUE');
  });

  it('and cannot be removed while somebody waits by it', async () => {
    const { scene, admin } = await busyShop();
    await stage.arrive(scene);
    await stage.round(scene);
    await stage.db.updateTable('presets').set({ routingId: null }).where('id', '=', scene.preset.id).execute();
    await assert.rejects(
      routings.remove(admin, scene.tenantId, scene.routing.id),
      refused('conflict', /Clients still wait/),
    );
  });
});
