import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemClock } from '../foundation/clock.ts';
import type { Store } from '../foundation/transact.ts';
import { createEngine } from './engine.ts';
import { advisoryLease } from './lease.ts';
import { createRouting } from './service.ts';
import { type RoutingStage, routingStage } from './testing.ts';

let stage: RoutingStage;
let store: Store;
before(async () => {
  stage = await routingStage({ clock: systemClock });
  store = stage.store;
});
after(() => stage.close());

const fail = (error: unknown) => {
  throw error;
};
const engineOf = () =>
  createRouting(store, {
    sessions: stage.sessions,
    settings: stage.settings,
    databaseUrl: stage.database.url,
    onUnexpected: () => {},
  });

/** Resolves when a look at the database shows what is wanted; looked at after every change on the bus. */
async function until(what: string, shown: () => Promise<boolean>) {
  if (await shown()) return;
  await new Promise<void>((done, refuse) => {
    const giveUp = setTimeout(() => finish(new Error(`never came: ${what}`)), 15_000);
    const unsubscribe = store.bus.subscribe(() => void shown().then((yes) => yes && finish(), finish));
    function finish(error?: unknown) {
      clearTimeout(giveUp);
      unsubscribe();
      if (error) refuse(error);
      else done();
    }
  });
}

describe('lease', () => {
  it('is held by one node, and taken over when its holder dies', async () => {
    const lost: unknown[] = [];
    const one = advisoryLease({ url: stage.database.url, onLost: (error) => lost.push(error) });
    const two = advisoryLease({ url: stage.database.url, onLost: fail });
    assert.equal(await one.take(77), true);
    assert.equal(await one.take(77), true, 'held, not counted twice');
    assert.equal(await two.take(77), false);
    assert.equal(await two.take(78), true, 'another tenant');
    const { rows } = await stage.database.pool.query(
      "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and l.objid = 77",
    );
    assert.equal(rows.length, 1);
    // The server ends the connection in its own time.
    while (!(await two.take(77)));
    while (lost.length === 0) await new Promise(setImmediate);
    assert.equal(lost.length, 1, 'a death is told once');
    assert.equal(await one.take(80), true, 'a new connection');
    assert.equal(await two.take(80), false, 'whose locks hold');
    await one.release();
    await two.release();
    assert.equal(await two.take(77), false, 'a released lease takes nothing');
  });
});

describe('engine', () => {
  it('acts on changes and on deadlines, and says what changed for packages', async () => {
    const scene = await stage.scene({ operators: 2, group: { timeToAcceptS: 1 } });
    const { engine } = engineOf();
    await engine.start();
    stage.changes.length = 0;
    for (const operator of scene.operators) await stage.online(operator, scene.tenantId);
    const said = () => stage.changes.some(({ topic, id }) => topic === 'availability' && id === scene.tenantId);
    await until('availability', async () => said());
    const id = await stage.arrive(scene);
    await until('an offer', async () => (await stage.offeredTo(id)).length === 1);
    await until('the circle grows by the clock alone', async () => (await stage.offeredTo(id)).length === 2);
    await engine.stop();
  });

  it('keeps a deadline that comes while a round is still busy', async () => {
    const scene = await stage.scene({ operators: 2, group: { timeToAcceptS: 1 } });
    let id = 0;
    const engine = createEngine(store, {
      sessions: stage.sessions,
      lease: { take: async (tenantId) => tenantId === scene.tenantId, release: async () => {} },
      /** After the offer is out the round lasts until its time is over. */
      async packageStates() {
        const offer = await store.db
          .selectFrom('offers')
          .select('expires')
          .where('sessionId', '=', id)
          .executeTakeFirst();
        const over = (offer?.expires.getTime() ?? 0) + 100 - Date.now();
        if (over > 0) await new Promise((resolve) => setTimeout(resolve, over));
        return new Map();
      },
      onUnexpected: fail,
    });
    for (const operator of scene.operators) await stage.online(operator, scene.tenantId);
    await engine.start();
    id = await stage.arrive(scene);
    await until('the circle grows', async () => (await stage.offeredTo(id)).length === 2);
    await engine.stop();
  });

  it('goes on where another node stopped', async () => {
    const scene = await stage.scene();
    const [one, two] = [engineOf(), engineOf()];
    await one.engine.start();
    await two.engine.start();
    await stage.online(scene.operator, scene.tenantId);
    const first = await stage.arrive(scene);
    await until('offered', async () => (await stage.offeredTo(first)).length === 1);
    await one.engine.stop();
    const second = await stage.arrive(scene);
    await until('offered by whoever is left', async () => (await stage.offeredTo(second)).length === 1);
    await two.engine.stop();
  });

  it('finds what waits from before it started', async () => {
    const scene = await stage.scene();
    const id = await stage.arrive(scene);
    await stage.online(scene.operator, scene.tenantId);
    const { engine } = engineOf();
    await engine.start();
    await until('offered', async () => (await stage.offeredTo(id)).length === 1);
    await engine.stop();
  });
});
