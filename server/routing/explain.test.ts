import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCalendars } from '../calendars/service.ts';
import { Problem } from '../foundation/errors.ts';
import { buildCompany, buildGroup, buildUser } from '../testing/build.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

const notFound = (error: unknown) => error instanceof Problem && error.code === 'not-found';

/** Anna in Sales, Bob in Sales and Support; Czech clients go to Support first. */
async function shop() {
  const scene = await stage.scene({
    group: { name: 'Sales', maxQueueTimeS: 60 },
  });
  const { company, tenantId, operator: anna, group: sales } = scene;
  await stage.db.updateTable('users').set({ firstName: 'Anna', lastName: 'A' }).where('id', '=', anna.id).execute();
  const bob = await buildUser(stage.store, company, { firstName: 'Bob', lastName: 'B' });
  await stage.db
    .insertInto('groupMembers')
    .values({ companyId: company.id, groupId: sales.id, userId: bob.id })
    .execute();
  const support = await buildGroup(stage.store, company, { name: 'Support', members: [bob] });
  await stage.db.deleteFrom('routingRules').where('routingId', '=', scene.routing.id).execute();
  await stage.db
    .insertInto('routingRules')
    .values([
      {
        companyId: company.id,
        routingId: scene.routing.id,
        position: 0,
        groupId: support.id,
        conditions: JSON.stringify([{ param: 'language', operator: 'equals', value: 'cs' }]),
      },
      { companyId: company.id, routingId: scene.routing.id, position: 1, groupId: sales.id, conditions: '[]' },
    ])
    .execute();
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  return { scene, company, tenantId, anna, bob, sales, support, chief };
}

describe('why a session went where it did', () => {
  it('tells every rule with what it saw, who was asked, what decided and how it ended', async () => {
    const { scene, tenantId, anna, bob, sales, support, chief } = await shop();
    await stage.online(anna, tenantId);
    await stage.pass(5);
    await stage.online(bob, tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    await stage.pass(31);
    await stage.round(scene);
    await stage.routing.accept(bob.actor, id);
    const { searches } = await stage.routing.explain(chief.actor, id);
    assert.equal(searches.length, 1);
    const [search] = searches;
    assert.deepEqual([search?.outcome, search?.operator], ['accepted', { id: bob.id, name: 'Bob B' }]);
    const steps = search?.steps ?? [];
    assert.deepEqual(
      steps.map(({ type, because }) => [type, because]),
      [
        ['RoutingRequestCreated', 'client entered the queue'],
        ['EnteredGroupQueue', 'first rule that holds'],
        ['AssignedToOperator', 'next in turn'],
        ['OperatorTimeoutExpired', 'time to accept is over'],
        ['AssignedToOperator', 'time to accept over, one more is asked'],
        ['AcceptedByOperator', 'accepted by the operator'],
        ['LeftGroupQueue', 'accepted by the operator'],
        ['RoutingEnded', 'accepted by the operator'],
      ],
    );
    assert.deepEqual(steps[1]?.rules, [
      {
        position: 0,
        group: { id: support.id, name: 'Support' },
        holds: false,
        conditions: [{ param: 'language', operator: 'equals', value: 'cs', found: 'en', holds: false }],
        closed: null,
        taken: false,
      },
      { position: 1, group: { id: sales.id, name: 'Sales' }, holds: true, conditions: [], closed: null, taken: true },
    ]);
    const first = steps[2];
    assert.deepEqual(
      [first?.operator?.name, first?.decidedBy, first?.candidates.map(({ user, idle }) => [user.name, idle])],
      [
        'Anna A',
        'longestIdle',
        [
          ['Anna A', 5],
          ['Bob B', 0],
        ],
      ],
    );
    assert.deepEqual(
      [first?.offer?.outcome, first?.offer?.because, steps[4]?.offer?.outcome],
      ['expired', 'taken by somebody else', 'accepted'],
    );
    assert.deepEqual(steps[4]?.leftOut, [
      { because: 'asked already', count: 1, users: [{ id: anna.id, name: 'Anna A' }] },
    ]);
  });

  it('is for those who may see the session', async () => {
    const { scene, anna } = await shop();
    const id = await stage.arrive(scene);
    await stage.round(scene);
    await assert.rejects(stage.routing.explain(anna.actor, id), notFound, 'not offered to Anna');
    const stranger = await buildUser(stage.store, await buildCompany(stage.store), { roles: ['TenantAdmin'] });
    await assert.rejects(stage.routing.explain(stranger.actor, id), notFound);
  });
});

describe('what would happen to one more client', () => {
  it('now: the rules as saved, the operators who are here, and what comes when nobody accepts', async () => {
    const { scene, company, tenantId, anna, bob } = await shop();
    await stage.online(anna, tenantId);
    await stage.pass(5);
    await stage.online(bob, tenantId);
    const trial = await stage.routing.trial(company.id, tenantId, {
      routingId: scene.routing.id,
      channel: 'Mluvii',
      params: { language: 'en' },
    });
    assert.equal(trial.assumed, false);
    assert.deepEqual(
      trial.steps.slice(0, 4).map(({ type, operator, group }) => [type, operator?.name ?? group?.name]),
      [
        ['EnteredGroupQueue', 'Sales'],
        ['AssignedToOperator', 'Anna A'],
        ['OperatorTimeoutExpired', 'Anna A'],
        ['AssignedToOperator', 'Bob B'],
      ],
    );
    assert.equal(
      await stage.db.selectFrom('routingRequests').select('id').where('companyId', '=', company.id).executeTakeFirst(),
      undefined,
      'nothing is written',
    );
  });

  it('on Sunday at nine, with rules that are not saved: who opens then, all of its operators there', async () => {
    const { company, tenantId, sales, support, chief } = await shop();
    const weekdays = [1, 2, 3, 4, 5].map((day) => ({ day, from: 480, to: 1020 }));
    const calendar = await createCalendars(stage.store).create(chief.actor, tenantId, {
      name: 'Office',
      weekly: weekdays,
    });
    await stage.db.updateTable('groups').set({ calendarId: calendar.id }).where('id', '=', sales.id).execute();
    const rules = [
      { groupId: sales.id, conditions: [] },
      { groupId: support.id, conditions: [] },
    ];
    const sunday = await stage.routing.trial(company.id, tenantId, {
      ...{ rules, channel: 'Mluvii', params: {} },
      at: '2026-03-08T08:00:00.000Z',
    });
    assert.equal(sunday.assumed, true);
    assert.deepEqual(
      sunday.steps[0]?.rules.map(({ group, closed, taken }) => [group.name, closed, taken]),
      [
        ['Sales', 'outside opening hours', false],
        ['Support', null, true],
      ],
    );
    assert.equal(sunday.steps[1]?.operator?.name, 'Bob B');
    const monday = await stage.routing.trial(company.id, tenantId, {
      ...{ rules: rules.slice(0, 1), channel: 'Mluvii', params: {}, fallback: 'end' },
      at: '2026-03-09T15:59:30.000Z',
    });
    const last = monday.steps.at(-1);
    assert.deepEqual([monday.outcome, last?.because], ['failed', 'opening hours are over, no further group']);
  });

  it('refuses rules that lead outside the tenant', async () => {
    const { company, tenantId } = await shop();
    const { sales: other } = await shop();
    const body = { channel: 'Mluvii' as const, params: {} };
    const rules = [{ groupId: other.id, conditions: [] }];
    await assert.rejects(stage.routing.trial(company.id, tenantId, { ...body, rules }), { code: 'invalid-input' });
    await assert.rejects(stage.routing.trial(company.id, tenantId, body), { code: 'invalid-input' });
    await assert.rejects(stage.routing.trial(company.id, tenantId, { ...body, routingId: 999_999 }), notFound);
  });
});
