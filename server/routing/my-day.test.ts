import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { whyNoRequests } from './my-day.ts';
import { busy, group, operator, toGroups, world } from './rules-world.ts';
import { type RoutingStage, routingStage } from './testing.ts';

describe('why nobody comes (OP-HE-3)', () => {
  const ask = (about: Parameters<typeof world>[0]) => whyNoRequests(world({ ...about, requests: [] }), 1);

  it('says nothing while somebody may come', () => {
    assert.deepEqual(ask({ operators: [operator(1)], requests: [] }), []);
  });

  it('names the operator’s own state, channels and slots', () => {
    assert.deepEqual(ask({ operators: [operator(1, { state: 'AWAY' })], requests: [] }), ['away']);
    assert.deepEqual(ask({ operators: [operator(1, { channels: new Set() })], requests: [] }), ['channel-off']);
    assert.deepEqual(ask({ operators: [operator(1, busy(3))], requests: [] }), ['no-slot']);
  });

  it('names what administrators have to change: no group, no routing to it, closed', () => {
    const operators = [operator(1), operator(2)];
    const other = group(1, [2]);
    assert.deepEqual(ask({ operators, groups: [other], requests: [] }), ['no-group']);
    const groups = [other, group(2, [1])];
    assert.deepEqual(ask({ operators, groups, ruleSet: toGroups(1), requests: [] }), ['not-targeted']);
    const closed = group(2, [1], { hours: { open: false, changes: null } });
    assert.deepEqual(ask({ operators, groups: [other, closed], requests: [] }), ['group-closed']);
    const open = group(3, [1]);
    assert.deepEqual(ask({ operators, groups: [closed, open], requests: [] }), []);
  });
});

describe('my states today (OP-PR-6)', () => {
  let stage: RoutingStage;
  before(async () => {
    stage = await routingStage();
  });
  after(() => stage.close());

  it('sums each state and away reason since midnight of the company, paid and unpaid apart', async () => {
    const { company, tenantId, operator } = await stage.scene();
    const reasons = await stage.db
      .selectFrom('awayReasons')
      .select(['id', 'name', 'paid'])
      .where('companyId', '=', company.id)
      .execute();
    const paid = reasons.find((reason) => reason.paid);
    const unpaid = reasons.find((reason) => !reason.paid);
    assert.ok(paid && unpaid);
    await stage.online(operator, tenantId);
    const take = async (kind: 'ONLINE' | 'BREAK', seconds: number, awayReasonId?: number) => {
      await stage.routing.setState(operator.actor, tenantId, { kind, ...(awayReasonId && { awayReasonId }) });
      await stage.pass(seconds);
    };
    await stage.pass(100);
    await take('BREAK', 60, paid.id);
    await take('ONLINE', 200);
    await take('BREAK', 30, unpaid.id);
    await take('BREAK', 40, paid.id);
    const day = await stage.routing.myDay(operator.actor);
    assert.deepEqual(
      day.states.map(({ kind, awayReason, seconds }) => [kind, awayReason, seconds]),
      [
        ['ONLINE', null, 300],
        ['BREAK', paid.name, 100],
        ['BREAK', unpaid.name, 30],
      ],
    );
    assert.deepEqual([day.paidBreaks, day.unpaidBreaks], [100, 30]);

    // The scene's clock stands at 10:00 UTC, 11:00 in Prague; 13 hours later it is another day there.
    await stage.pass(13 * 3600);
    const next = await stage.routing.myDay(operator.actor);
    assert.deepEqual(
      next.states.map(({ kind, awayReason }) => [kind, awayReason]),
      [['BREAK', paid.name]],
    );
    assert.ok((next.states[0]?.seconds ?? 0) < 3600, 'only the part after midnight counts');
  });
});
