import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../server/foundation/errors.ts';
import { buildGroup, buildGuest, buildUser } from '../../server/testing/build.ts';
import { freePort, type ServerProcess, startServerProcess } from '../server-process.ts';
import { type Centre, openCentre } from './centre.ts';
import { checkHistory, watchHistory } from './history.ts';

/** How long three engines are killed at random: a little in every test run, more by hand (`R4_SECONDS=600`). */
const seconds = Number(process.env.R4_SECONDS ?? 12);
const engines = 3;
const operatorCount = 8;
/** A client who waits longer than this after the last kill was forgotten. */
const patience = 30_000;

const below = (n: number) => Math.floor(Math.random() * n);
const chance = (part: number) => Math.random() < part;

/** What happens to an answer that came too late: somebody else was faster, or the client is gone. */
const lateAnswers = new Set(['offer-gone', 'session-ended', 'not-found', 'conflict', 'not-permitted']);
async function mayBeLate(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Problem && lateAnswers.has(error.code))) throw error;
  });
}

describe(`R4: three engines on one database, killed at random for ${seconds} s`, () => {
  let centre: Centre;
  const servers: (ServerProcess | null)[] = [];
  const envs: Record<string, string>[] = [];

  before(async () => {
    centre = await openCentre();
    await watchHistory(centre.database.db);
    for (let nth = 0; nth < engines; nth++) {
      envs.push({
        PORT: String(await freePort()),
        DATABASE_URL: centre.database.url,
        DEMO: 'off',
        ROLES: 'worker',
        DATA_DIR: `${centre.folder}/engine-${nth}`,
        LOG_LEVEL: 'fatal',
      });
    }
    servers.push(...(await Promise.all(envs.map(startServerProcess))));
  });
  after(async () => {
    for (const server of servers) await server?.kill();
    await centre?.close();
  });

  it('nobody over capacity, nobody won twice, nobody forgotten', async () => {
    const { store, sessions, routing, scene } = centre;
    const { company, tenantId } = scene;
    const crowd = Array.from({ length: operatorCount - 1 }, () =>
      buildUser(store, company, { slots: { live: 1 + below(3) } }),
    );
    const operators = [scene.operator, ...(await Promise.all(crowd))];
    for (const group of [
      scene.group,
      await buildGroup(store, company, { queueSize: 200, maxQueueTimeS: 5, timeToAcceptS: 5 }),
    ]) {
      await centre.fill(
        group.id,
        operators.filter(() => group === scene.group || chance(0.6)).map(({ id }) => id),
      );
    }
    let chaos = true;
    let everybodyHere = false;
    let kills = 0;
    const faults: unknown[] = [];
    const noted = (work: () => Promise<void>) => work().catch((error) => faults.push(error));

    const clients = async () => {
      while (chaos) {
        const { actor } = await buildGuest(store, company);
        await centre.arrive(actor);
        await sleep(30 + below(120));
      }
    };
    const work = async (operator: (typeof operators)[number]) => {
      let connection: string | null = null;
      for (;;) {
        if (!chaos && !everybodyHere) return;
        connection ??= await centre.connect(operator.actor);
        const offers = await routing.offersFor(company.id, operator.id, tenantId);
        for (const { session } of offers) {
          if (chaos && chance(0.2)) await mayBeLate(routing.decline(operator.actor, session.id));
          else if (!chaos || chance(0.5)) await mayBeLate(routing.accept(operator.actor, session.id));
        }
        for (const { id, status } of await sessions.mySessions(company.id, operator.id, tenantId)) {
          if (status === 'ACTIVE' && (!chaos || chance(0.3))) await mayBeLate(sessions.end(operator.actor, id));
          if (status !== 'ACTIVE') await mayBeLate(sessions.conclude(operator.actor, id, null));
        }
        if (chaos && chance(0.04)) {
          await routing.disconnected(connection, { atOnce: true });
          connection = null;
          await sleep(below(400));
        } else if (chaos && chance(0.05)) {
          await mayBeLate(routing.setState(operator.actor, tenantId, { kind: 'AWAY' }));
          await sleep(below(300));
          await mayBeLate(routing.setState(operator.actor, tenantId, { kind: 'ONLINE' }));
        } else if (!chaos) await mayBeLate(routing.setState(operator.actor, tenantId, { kind: 'ONLINE' }));
        await sleep(20 + below(60));
      }
    };
    const killer = async () => {
      while (chaos) {
        await sleep(300 + below(1_200));
        const nth = below(engines);
        const victim = servers[nth];
        if (!victim) continue;
        servers[nth] = null;
        await victim.kill();
        kills += 1;
        startServerProcess(envs[nth] ?? {}).then(
          (server) => (servers[nth] = server),
          (error) => faults.push(error),
        );
      }
    };
    // Rounds beside the one that holds the lease: two engines at once cost work, never correctness.
    const intruder = async () => {
      while (chaos) {
        await centre.round();
        await sleep(below(200));
      }
    };

    everybodyHere = true;
    const running = [clients, clients, ...operators.map((operator) => () => work(operator)), killer, intruder].map(
      noted,
    );
    await sleep(seconds * 1000);
    chaos = false;
    const waiting = () => centre.waiting();
    const deadline = Date.now() + patience;
    while ((await waiting()).length > 0 && Date.now() < deadline && faults.length === 0) await sleep(100);
    const forgotten = await waiting();
    everybodyHere = false;
    await Promise.all(running);
    while (servers.includes(null)) await sleep(50);

    assert.deepEqual(faults, []);
    assert.deepEqual(forgotten, [], 'these clients were forgotten');
    assert.ok(kills >= Math.min(3, seconds / 4), `only ${kills} kills`);
    const { faults: found, totals } = await checkHistory(centre.database.db, company.id);
    assert.deepEqual(found, []);
    assert.ok(totals.sessions >= 10 && totals.offers >= totals.sessions, JSON.stringify(totals));
  });
});
