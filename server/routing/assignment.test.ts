import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDirectory } from '../directory/service.ts';
import { Problem } from '../foundation/errors.ts';
import { system } from '../foundation/security/actor.ts';
import { buildCompany, buildGroup, buildGuest, buildPreset, buildRouting, buildUser } from '../testing/build.ts';
import { writeOffers } from './offer-queries.ts';
import type { Reason } from './schema.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

const fail = (): never => assert.fail('the scene has too few operators');
const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted;

describe('from the queue to an operator', () => {
  it('offers, tells why, and accepts', async () => {
    const scene = await stage.scene();
    const { operator, tenantId, company } = scene;
    await stage.online(operator, tenantId);
    const id = await stage.arrive(scene);
    const round = await stage.round(scene);
    assert.equal(round.nextWakeAt, stage.now().getTime() + 30_000);
    assert.equal(await stage.status(id), 'WAITING');
    const [offer] = await stage.routing.offersFor(company.id, operator.id, tenantId);
    assert.equal(offer?.session.id, id);
    assert.equal(offer?.groupName, scene.group.name);
    assert.equal((await stage.round(scene)).changed, false, 'nothing left to do');

    await stage.routing.accept(operator.actor, id);
    assert.equal(await stage.status(id), 'ACTIVE');
    const timeline = await stage.timeline(id);
    assert.deepEqual(
      timeline.map(({ type }) => type),
      [
        'RoutingRequestCreated',
        'EnteredGroupQueue',
        'AssignedToOperator',
        'AcceptedByOperator',
        'LeftGroupQueue',
        'RoutingEnded',
      ],
    );
    assert.equal((timeline[2]?.reason as Reason | undefined)?.because, 'next in turn');
    const kinds = await stage.db
      .selectFrom('events')
      .select('kind')
      .where('subject', '=', `session:${id}`)
      .orderBy('id')
      .execute();
    assert.ok(
      kinds.some(({ kind }) => kind === 'session.offered') && kinds.some(({ kind }) => kind === 'session.offerEnded'),
    );
    assert.deepEqual(await stage.routing.offersFor(company.id, operator.id, tenantId), []);
    assert.deepEqual(await stage.routing.slots(company.id, operator.id), { live: { used: 1, total: 3 } });
  });

  it('grows the circle, and the one who was asked first may still accept', async () => {
    const scene = await stage.scene({ operators: 2 });
    for (const operator of scene.operators) await stage.online(operator, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    const [first] = await stage.offeredTo(id);
    await stage.pass(30);
    await stage.round(scene);
    const both = await stage.offeredTo(id);
    assert.equal(both.length, 2);
    assert.equal(both[0], first);
    const [shown] = await stage.routing.offersFor(scene.company.id, first ?? 0, scene.tenantId);
    assert.equal(shown?.others, undefined, 'to whom else it goes is shown only where the tenant wants it');
    const actor = system(scene.company.id);
    await stage.settings.set(actor, 'tenant', scene.tenantId, { showRoutedOperators: 'true' });
    const [named] = await stage.routing.offersFor(scene.company.id, first ?? 0, scene.tenantId);
    const faces = await createDirectory(stage.store, { publicUrl: '' }).faces(scene.company.id, scene.tenantId, both);
    assert.deepEqual(named?.others, [faces.get(both[1] ?? 0)?.name]);
    const winner = scene.operators.find(({ id: userId }) => userId === first);
    assert.ok(winner);
    await stage.routing.accept(winner.actor, id);
    assert.deepEqual(await stage.offeredTo(id), []);
    const types = (await stage.timeline(id)).map(({ type }) => type);
    assert.equal(types.filter((type) => type === 'OperatorTimeoutExpired').length, 1);
    assert.equal(types.filter((type) => type === 'AssignedToOperator').length, 2);
  });

  it('lets exactly one of ten win', async () => {
    const scene = await stage.scene({ operators: 10, group: { distribution: 'whole' } });
    for (const operator of scene.operators) await stage.online(operator, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.equal((await stage.offeredTo(id)).length, 10);
    const outcomes = await Promise.allSettled(scene.operators.map(({ actor }) => stage.routing.accept(actor, id)));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') assert.ok(code('offer-gone')(outcome.reason));
    const inside = await stage.db.selectFrom('sessionOperators').select('userId').where('sessionId', '=', id).execute();
    assert.equal(inside.length, 1);
    assert.deepEqual(await stage.offeredTo(id), []);
  });

  it('after a decline asks the next; the session is back in the queue meanwhile', async () => {
    const scene = await stage.scene({ operators: 2 });
    const [one, two] = scene.operators;
    assert.ok(one && two);
    await stage.online(one, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    await stage.routing.decline(one.actor, id);
    assert.equal(await stage.status(id), 'IN_QUEUE');
    await assert.rejects(stage.routing.accept(one.actor, id), code('offer-gone'));
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [], 'not asked again at once');
    await stage.online(two, scene.tenantId);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [two.id]);
  });

  it('gives to the operator who served the client last', async () => {
    const scene = await stage.scene({ operators: 3 });
    for (const operator of scene.operators) await stage.online(operator, scene.tenantId);
    const known = scene.operators[2];
    assert.ok(known);
    const guest = await buildGuest(stage.store, scene.company);
    const earlier = await stage.arrive(scene, guest);
    await stage.round(scene);
    for (let others = 2; others > 0; others--) {
      await stage.pass(30);
      await stage.round(scene);
    }
    await stage.routing.accept(known.actor, earlier);
    await stage.sessions.end(known.actor, earlier);
    await stage.sessions.conclude(known.actor, earlier, null);
    const id = await stage.arrive(scene, guest);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), [known.id]);
    const assigned = (await stage.timeline(id)).find(({ type }) => type === 'AssignedToOperator');
    assert.equal((assigned?.reason as Reason | undefined)?.decidedBy, 'lastOperator');
  });

  it('accepts at once where the group says auto pick-up', async () => {
    const scene = await stage.scene({ group: { autoPickup: true } });
    await stage.online(scene.operator, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    assert.equal(await stage.status(id), 'ACTIVE');
    const row = await stage.db
      .selectFrom('sessions')
      .select('autoAccepted')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    assert.equal(row.autoAccepted, true);
  });

  it('closes the search when the client leaves, and frees the slot', async () => {
    const scene = await stage.scene({ slots: { live: 1 } });
    await stage.online(scene.operator, scene.tenantId);
    const guest = await buildGuest(stage.store, scene.company);
    const id = await stage.arrive(scene, guest);
    await stage.round(scene);
    const next = await stage.arrive(scene);
    await stage.sessions.end(guest.actor, id);
    await assert.rejects(stage.routing.accept(scene.operator.actor, id), code('offer-gone'));
    await stage.round(scene);
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(id), []);
    assert.deepEqual(await stage.offeredTo(next), [scene.operator.id]);
    assert.equal((await stage.timeline(id)).at(-1)?.type, 'RoutingEnded');
  });

  it('keeps to the company: a foreign session can be neither accepted nor declined', async () => {
    const scene = await stage.scene();
    await stage.online(scene.operator, scene.tenantId);
    const id = await stage.arrive(scene);
    await stage.round(scene);
    const stranger = await buildUser(stage.store, await buildCompany(stage.store));
    await assert.rejects(stage.routing.accept(stranger.actor, id), code('not-found'));
    await assert.rejects(stage.routing.decline(stranger.actor, id), code('not-found'));
    assert.deepEqual(await stage.offeredTo(id), [scene.operator.id]);
  });
});

describe('overflow', () => {
  it('moves to the second group after the max. time in queue, and falls back or ends', async () => {
    const scene = await stage.scene({ slots: { live: 0 } });
    const { company, tenantId, operator } = scene;
    const other = await buildUser(stage.store, company, { slots: { live: 0 } });
    const second = await buildGroup(stage.store, company, { members: [other], maxQueueTimeS: 60 });
    const both = await buildRouting(stage.store, company, { groups: [scene.group, second], fallback: 'end' });
    const preset = await buildPreset(stage.store, company, { routing: both });
    await stage.online(operator, tenantId);
    await stage.online(other, tenantId);
    const id = await stage.arrive({ company, preset });
    const entered = await stage.round(scene);
    assert.equal(entered.nextWakeAt, stage.now().getTime() + 120_000);
    await stage.pass(120);
    await stage.round(scene);
    const moved = (await stage.timeline(id)).slice(-3);
    assert.deepEqual(
      moved.map(({ type, groupId }) => [type, groupId]),
      [
        ['GroupQueueTimeoutExpired', scene.group.id],
        ['LeftGroupQueue', scene.group.id],
        ['EnteredGroupQueue', second.id],
      ],
    );
    await stage.pass(60);
    await stage.round(scene);
    const row = await stage.db
      .selectFrom('sessions')
      .select(['status', 'terminationReason'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { status: 'CLOSED', terminationReason: 'FailedRouting' });
    assert.equal((await stage.timeline(id)).at(-1)?.type, 'RoutingEnded');
  });

  it('goes by parameters of the session', async () => {
    const scene = await stage.scene();
    const { company, tenantId, operator } = scene;
    const expert = await buildUser(stage.store, company);
    const experts = await buildGroup(stage.store, company, { members: [expert] });
    const conditions = [{ param: 'cart', operator: 'greater than', value: '1000' }];
    const routing = await buildRouting(stage.store, company, { groups: [{ group: experts, conditions }, scene.group] });
    const preset = await buildPreset(stage.store, company, { routing });
    await stage.online(operator, tenantId);
    await stage.online(expert, tenantId);
    const guest = await buildGuest(stage.store, company);
    const rich = await stage.arrive({ company, preset }, guest);
    await stage.sessions.setParams(guest.actor, rich, { cart: '5000' });
    const plain = await stage.arrive({ company, preset });
    await stage.round(scene);
    assert.deepEqual(await stage.offeredTo(rich), [expert.id]);
    assert.deepEqual(await stage.offeredTo(plain), [operator.id]);
  });
});

describe('several engines at once', () => {
  it('give nobody more than the slots and no session to two operators', async () => {
    const scene = await stage.scene({ operators: 4, slots: { live: 2 } });
    for (const operator of scene.operators) await stage.online(operator, scene.tenantId);
    const ids: number[] = [];
    for (let i = 0; i < 15; i++) ids.push(await stage.arrive(scene));
    await Promise.all(Array.from({ length: 5 }, () => stage.round(scene)));
    const open = await stage.db
      .selectFrom('offers')
      .select(['userId', 'sessionId'])
      .where('sessionId', 'in', ids)
      .where('ended', 'is', null)
      .execute();
    const byUser = Map.groupBy(open, ({ userId }) => userId);
    assert.ok(
      [...byUser.values()].every((held) => held.length <= 2),
      'never more than the slots',
    );
    assert.equal(new Set(open.map(({ sessionId }) => sessionId)).size, open.length, 'one operator first');
    await stage.round(scene);
    const all = await stage.db
      .selectFrom('offers')
      .select('sessionId')
      .where('sessionId', 'in', ids)
      .where('ended', 'is', null)
      .execute();
    assert.equal(all.length, 8, 'and no slot stays unused');
    const longest = [...ids].sort((a, b) => a - b).slice(0, 8);
    assert.deepEqual(new Set(all.map(({ sessionId }) => sessionId)), new Set(longest), 'the longest wait first');
  });

  it('are stopped by the database when they decide differently', async () => {
    const scene = await stage.scene({ operators: 6, slots: { live: 2 } });
    const { company, tenantId, operators, group } = scene;
    const ids: number[] = [];
    for (let i = 0; i < 6; i++) ids.push(await stage.arrive(scene));
    await stage.round(scene);
    for (const operator of operators) await stage.online(operator, tenantId);
    const requests = await stage.db
      .selectFrom('routingRequests')
      .select(['id', 'sessionId'])
      .where('sessionId', 'in', ids)
      .orderBy('id')
      .execute();
    const write = (request: (typeof requests)[number] | undefined, userId: number | undefined) => {
      assert.ok(request && userId);
      const about = {
        requestId: request.id,
        sessionId: request.sessionId,
        groupId: group.id,
        userId,
        expires: stage.now().getTime() + 30_000,
      };
      const offer = {
        ...about,
        channel: 'Mluvii' as const,
        whole: false,
        autoAccept: false,
        reason: { because: 'next in turn' as const },
      };
      return writeOffers(stage.db, company.id, tenantId, stage.now(), [offer]);
    };
    const count = async (writes: Promise<unknown[]>[]) => (await Promise.all(writes)).flat().length;
    const [one, two, three] = operators.map(({ id }) => id);
    assert.equal(await count(requests.map((request) => write(request, one))), 2, 'six sessions, two slots');
    const free = requests.slice(-1)[0];
    await stage.db.deleteFrom('offers').where('sessionId', 'in', ids).execute();
    assert.equal(await count(operators.map(({ id }) => write(free, id))), 1, 'six operators, one is asked first');
    await stage.db.deleteFrom('offers').where('sessionId', 'in', ids).execute();
    await stage.routing.setState(operators[1]?.actor ?? fail(), tenantId, { kind: 'AWAY' });
    await stage.db
      .deleteFrom('presence')
      .where('userId', '=', three ?? 0)
      .execute();
    assert.equal(await count([write(requests[0], two), write(requests[1], three)]), 0, 'away and gone');
  });

  it('hold under random accepts, declines, ends and breaks', async () => {
    const scene = await stage.scene({ operators: 5, slots: { live: 2 } });
    const { company, tenantId, operators } = scene;
    for (const operator of operators) await stage.online(operator, tenantId);
    let state = 7;
    const below = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const expected = (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
    };
    let most = 0;
    const sample = async () => {
      const { rows } = await stage.database.pool.query(
        'select user_id, routing_used(user_id, $2) as used from operator_states where company_id = $1',
        [company.id, 'live'],
      );
      for (const { used } of rows) most = Math.max(most, Number(used));
    };
    for (let step = 0; step < 25; step++) {
      const jobs: Promise<unknown>[] = [stage.round(scene), stage.round(scene), stage.round(scene), sample()];
      for (let i = below(4); i > 0; i--) jobs.push(stage.arrive(scene));
      for (const operator of operators) {
        const [offer] = await stage.routing.offersFor(company.id, operator.id, tenantId);
        const dice = below(6);
        if (offer && dice < 3) jobs.push(stage.routing.accept(operator.actor, offer.session.id).catch(expected));
        else if (offer && dice === 3)
          jobs.push(stage.routing.decline(operator.actor, offer.session.id).catch(expected));
        else if (dice === 4)
          jobs.push(stage.routing.setState(operator.actor, tenantId, { kind: below(2) ? 'ONLINE' : 'AWAY' }));
        else if (dice === 5) jobs.push(finishOne(operator));
      }
      jobs.push(sample());
      await Promise.all(jobs);
      await stage.pass(5);
    }
    await stage.round(scene);
    await stage.round(scene);
    await sample();
    assert.ok(most > 0 && most <= 2, `used at most ${most} of 2 slots`);
    // Nobody forgotten: each waiting client has an open search in a group.
    const lost = await stage.db
      .selectFrom('sessions')
      .leftJoin('routingRequests', (join) =>
        join.onRef('routingRequests.sessionId', '=', 'sessions.id').on('routingRequests.ended', 'is', null),
      )
      .select('sessions.id')
      .where('sessions.companyId', '=', company.id)
      .where('sessions.status', 'in', ['IN_QUEUE', 'WAITING'])
      .where('routingRequests.groupId', 'is', null)
      .execute();
    assert.deepEqual(lost, []);
    const { rows: mismatched } = await stage.database.pool.query(
      `select id, status from sessions s where company_id = $1 and status in ('IN_QUEUE', 'WAITING')
       and (status = 'WAITING') <> exists (select from offers o where o.session_id = s.id and o.ended is null)`,
      [company.id],
    );
    assert.deepEqual(mismatched, [], 'WAITING means offered');

    async function finishOne({ actor, id: userId }: (typeof operators)[number]) {
      const mine = await stage.db
        .selectFrom('sessionOperators')
        .select('sessionId')
        .where('userId', '=', userId)
        .where('concluded', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (!mine) return;
      await stage.sessions.end(actor, mine.sessionId).catch(expected);
      await stage.sessions.conclude(actor, mine.sessionId, null).catch(expected);
    }
  });
});
