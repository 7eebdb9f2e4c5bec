import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { localBus } from '../foundation/bus.ts';
import { type PostgresBus, postgresBus } from '../foundation/bus-postgres.ts';
import { system } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { buildApiKey, buildCompany } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { startReceiver } from '../testing/receiver.ts';
import { createWebhooks } from './service.ts';

let database: TestDatabase;
let bus: PostgresBus;
let store: Store;
before(async () => {
  database = await testDatabase();
  const onError = () => {};
  bus = postgresBus({ url: database.url, local: localBus(onError), onError });
  await bus.start();
  store = { ...database.store, bus };
});
after(async () => {
  await bus.stop();
  await database.close();
});

/** A process that delivers, ready to be killed. */
async function deliverer(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'testing/deliver.ts'), [database.url], { stdio: 'inherit' });
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

const killed = (child: ChildProcess) =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

test('kill −9 of the deliverer and of the receiver, again and again: every event arrives, in order per session (R2)', async () => {
  const company = await buildCompany(database.store);
  const receiver = await startReceiver();
  const { actor } = await buildApiKey(database.store, company);
  await createWebhooks(store).create(actor, { eventTypes: ['SessionActivityChatMessage'], callbackUrl: receiver.url });
  const sessions = 5;
  const each = 60;
  let writing = true;

  const writer = (async () => {
    for (let n = 0; n < each; n++) {
      for (let session = 1; session <= sessions; session++) {
        await transact(store, system(company.id), async (unit) => {
          unit.record({
            companyId: company.id,
            tenantId: company.tenantId,
            kind: 'session.activity',
            subject: `session:${session}`,
            payload: { sessionId: session, activityId: n + 1, type: 'ChatMessage', time: unit.now, text: String(n) },
          });
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    writing = false;
  })();

  let child = await deliverer();
  for (let round = 0; writing || round < 4; round++) {
    const seen = receiver.received.length;
    // In the middle of the work, not before it: each round waits for a few deliveries, or for the end of the writing.
    await Promise.race([receiver.until((all) => all.length >= seen + 7), writer]);
    await killed(child);
    if (round % 2) {
      await receiver.kill();
      await receiver.revive();
    }
    child = await deliverer();
  }
  await writer;
  const distinct = () => new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size;
  await receiver.until(() => distinct() === sessions * each);
  await killed(child);
  await receiver.kill();

  for (let session = 1; session <= sessions; session++) {
    const firsts = [
      ...new Set(
        receiver.received.filter(({ json }) => json.data.sessionId === session).map(({ json }) => json.data.text),
      ),
    ];
    assert.deepEqual(
      firsts,
      Array.from({ length: each }, (_, n) => String(n)),
    );
  }
});
