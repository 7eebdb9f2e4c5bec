import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BoardChange, QueueOnBoard } from '@hovor/protocol/live';
import { createSettings } from '../../directory/service.ts';
import { type RoutingStage, routingStage } from '../testing.ts';
import { midnightBefore, sumDay } from './day.ts';
import { createLive } from './service.ts';
import { createToday } from './today.ts';

let stage: RoutingStage;
before(async () => {
  stage = await routingStage();
});
after(() => stage.close());

type Scene = Awaited<ReturnType<RoutingStage['scene']>>;
const at = (text: string) => new Date(text).getTime();
const iso = (time: number) => new Date(time).toISOString();

const newLive = (faces: () => void = () => {}) =>
  createLive(stage.store, {
    settings: stage.settings,
    faces: async () => {
      faces();
      return new Map();
    },
    onUnexpected: (error) => {
      throw error;
    },
  });

/** With a reader of its own, as a server that has just started has it, or with the given one. */
async function board(
  scene: Scene,
  name: 'operators' | 'queues',
  watcher: (change: BoardChange) => void = () => {},
  live = newLive(),
) {
  const { companyId, userId, loginId } = scene.operator.actor;
  const supervisor = {
    ...{ kind: 'user' as const, companyId, userId, loginId, globalRoles: new Set<never>() },
    tenants: new Map([[scene.tenantId, new Set(['TenantOperatorsView' as const])]]),
  };
  return live.watch(supervisor, scene.tenantId, name, watcher);
}

async function queue(scene: Scene): Promise<QueueOnBoard> {
  const { all, stop } = await board(scene, 'queues');
  stop();
  const row = all.rows.find((one) => 'groupId' in one && one.groupId === scene.group.id);
  assert.ok(row && 'groupId' in row);
  return row;
}

describe('the day of a company', () => {
  it('begins at its own midnight, also when clocks change', () => {
    const prague = (time: string) => iso(midnightBefore(at(time), 'Europe/Prague'));
    assert.equal(prague('2026-03-02T10:00:00Z'), '2026-03-01T23:00:00.000Z');
    assert.equal(prague('2026-03-01T23:00:00Z'), '2026-03-01T23:00:00.000Z', 'midnight belongs to the new day');
    assert.equal(prague('2026-03-01T22:59:59Z'), '2026-02-28T23:00:00.000Z');
    assert.equal(prague('2026-03-29T10:00:00Z'), '2026-03-28T23:00:00.000Z', '23 hours long');
    assert.equal(prague('2026-10-25T22:30:00Z'), '2026-10-24T22:00:00.000Z', '25 hours long');
    assert.equal(iso(midnightBefore(at('2026-03-02T10:00:00Z'), 'Asia/Kathmandu')), '2026-03-01T18:15:00.000Z');
  });

  it('adds up quarters since midnight, and shows the hours before it too', () => {
    const quarter = (time: string, accepted: number) => ({
      ...{ groupId: 1, channel: 'Mluvii' as const, quarter: at(time), accepted },
      ...{ inTime: accepted, abandoned: 1, waited: accepted * 10 },
    });
    const rows = [quarter('2026-03-01T22:45:00Z', 5), quarter('2026-03-01T23:00:00Z', 2)];
    const day = sumDay(rows, at('2026-03-01T23:20:00Z'), 'Europe/Prague').get('1/Mluvii');
    assert.deepEqual([day?.accepted, day?.abandoned, day?.averageWait], [2, 1, 10]);
    assert.deepEqual(day?.lastHours.slice(-2), [6, 3]);
  });
});

describe('queues on the board', () => {
  it('count who waits, is offered, talks and is done today; the border of the service level is in time', async () => {
    const scene = await stage.scene({ operators: 1, slots: { live: 5 } });
    await stage.online(scene.operator, scene.tenantId);
    const since = stage.now();
    const [first, second] = [await stage.arrive(scene), await stage.arrive(scene)];
    await stage.round(scene);
    const waits = await queue(scene);
    assert.deepEqual([waits.waiting, waits.offered, waits.oldest], [2, 2, since.toISOString()]);
    assert.deepEqual([waits.online, waits.busy, waits.away, waits.open], [1, 0, 0, true]);
    await stage.pass(20);
    await stage.routing.accept(scene.operator.actor, first);
    await stage.pass(1);
    await stage.routing.accept(scene.operator.actor, second);
    await stage.round(scene);
    const talks = await queue(scene);
    assert.deepEqual([talks.waiting, talks.active, talks.acw], [0, 2, 0]);
    assert.deepEqual(talks.today, { accepted: 2, inTime: 1, within: 20, abandoned: 0, averageWait: 21 });
    assert.equal(talks.lastHours.at(-1), 2);
  });

  it('take the seconds of the tenant and count clients who left as abandoned', async () => {
    const scene = await stage.scene({ operators: 1 });
    const { companyId } = scene.operator.actor;
    await createSettings(stage.store).set({ kind: 'system', companyId }, 'tenant', scene.tenantId, {
      serviceLevelSeconds: '5',
    });
    const id = await stage.arrive(scene, scene.guest);
    await stage.round(scene);
    await stage.pass(7);
    await stage.sessions.end(scene.guest.actor, id);
    await stage.round(scene);
    const { today, waiting } = await queue(scene);
    assert.deepEqual(
      { waiting, today },
      { waiting: 0, today: { accepted: 0, inTime: 0, within: 5, abandoned: 1, averageWait: null } },
    );
  });
});

describe('today’s figures', () => {
  it('read on from where they were say what a server that has just started says, also after midnight', async () => {
    const scene = await stage.scene({ operators: 1, slots: { live: 50 } });
    const { companyId } = scene.operator.actor;
    await stage.online(scene.operator, scene.tenantId);
    const watched = createToday(stage.db, companyId, scene.tenantId);
    const key = `${scene.group.id}/Mluvii`;
    const both = async () => {
      const now = stage.now().getTime();
      const fresh = await createToday(stage.db, companyId, scene.tenantId)(now, 20);
      assert.deepEqual(await watched(now, 20), fresh);
      return fresh.get(key)?.accepted ?? 0;
    };
    const serve = async () => {
      const id = await stage.arrive(scene);
      await stage.round(scene);
      await stage.routing.accept(scene.operator.actor, id);
    };
    let accepted = 0;
    // Steps shorter and longer than an hour: what is kept and what is read again must meet.
    for (const seconds of [0, 600, 3_000, 4_000, 7_000, 1]) {
      await stage.pass(seconds);
      await serve();
      accepted += 1;
      assert.equal(await both(), accepted);
    }
    await stage.pass(
      (midnightBefore(stage.now().getTime(), 'Europe/Prague') + 86_400_000 - stage.now().getTime()) / 1000,
    );
    assert.equal(await both(), 0, 'a new day');
    await serve();
    assert.equal(await both(), 1);
  });
});

describe('operators on the board', () => {
  it('show state, slots and why nobody comes; only what changed is told', async () => {
    const scene = await stage.scene({ operators: 2, slots: { live: 1 } });
    const changes: BoardChange[] = [];
    let look = () => {};
    const { all, stop } = await board(scene, 'operators', (change) => {
      changes.push(change);
      look();
    });
    assert.equal(all.rows.length, 2);
    const told = new Promise<void>((done) => {
      look = () => changes.some(({ rows }) => rows.length > 0) && done();
    });
    await stage.online(scene.operator, scene.tenantId);
    await told;
    assert.deepEqual(
      changes.flatMap(({ rows }) => rows.map((row) => 'state' in row && [row.userId, row.state.kind, row.noRequests])),
      [[scene.operator.id, 'ONLINE', []]],
    );
    stop();
  });

  it('are read once a change, however many watch, and not at all when nobody does', async () => {
    const scene = await stage.scene();
    let readings = 0;
    const live = newLive(() => {
      readings += 1;
    });
    const told: Promise<BoardChange>[] = [];
    const stops: (() => void)[] = [];
    for (let i = 0; i < 20; i++) {
      const { promise, resolve } = Promise.withResolvers<BoardChange>();
      told.push(promise);
      stops.push((await board(scene, 'operators', resolve, live)).stop);
    }
    assert.equal(readings, 1);
    await stage.online(scene.operator, scene.tenantId);
    const [first, ...others] = await Promise.all(told);
    for (const other of others) assert.equal(other, first, 'one change for all, made once');
    assert.equal(readings, 2);
    for (const stop of stops) stop();
    await stage.routing.setState(scene.operator.actor, scene.tenantId, { kind: 'AWAY' });
    const later = await board(scene, 'operators', () => {}, live);
    assert.equal(readings, 3, 'only for who came later');
    later.stop();
  });
});
