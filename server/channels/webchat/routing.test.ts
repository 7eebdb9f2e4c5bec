import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createSettings } from '../../directory/service.ts';
import { createRouting, type Routing } from '../../routing/service.ts';
import { browser, isGapless, openWorld, type World } from './testing.ts';

let world: World;
let routing: Routing;
const unexpected: unknown[] = [];
before(async () => {
  world = await openWorld({
    routing({ db, sessions }) {
      routing = createRouting(db.store, {
        sessions,
        settings: createSettings(db.store),
        databaseUrl: db.url,
        onUnexpected: (error) => unexpected.push(error),
      });
      return routing;
    },
  });
  await routing.engine.start();
});
after(async () => {
  await routing.engine.stop();
  await world.close();
  assert.deepEqual([...unexpected, ...world.unexpected], []);
});

test('from an offline button through the queue to an operator and back, with the real routing', async () => {
  const { company, operator, tenantId } = await world.scene();
  const eva = await browser(world, company);
  const tab = await eva.tab();
  assert.equal(tab.welcome.state, 'offline');

  await routing.connected(randomUUID(), operator.actor, tenantId);
  await tab.until('online', () => tab.told('state').at(-1) === 'online');

  const { id, place } = await eva.start({ name: 'Eva' });
  assert.ok(place === null || place === 1);
  await tab.until('the first in the queue', () => tab.told('session').some((session) => session.place === 1));
  await tab.until('offered', () => tab.told('session').at(-1)?.status === 'WAITING');
  await routing.accept(operator.actor, id);
  await tab.until('accepted', () => tab.told('session').at(-1)?.status === 'ACTIVE');
  assert.equal(tab.told('session').at(-1)?.place, null);

  await tab.socket.request('send', { sessionId: id, messageId: randomUUID(), text: 'Is it in stock?' });
  await world.sessions.send(operator.actor, { sessionId: id, messageId: randomUUID(), text: 'It is.' });
  await tab.until('the answer', () => tab.texts().includes('It is.'));
  await world.sessions.end(operator.actor, id);
  await tab.until('the end', () => tab.told('session').at(-1)?.terminationReason === 'OperatorLeft');
  await tab.until('the last line', () => tab.lines().at(-1)?.type === 'SessionEnded');
  assert.ok(isGapless(tab.lines()));
  assert.deepEqual(
    tab.lines().map((line) => line.type),
    ['Joined', 'ChatMessage', 'ChatMessage', 'Left', 'SessionEnded'],
  );
  tab.socket.close();
});
