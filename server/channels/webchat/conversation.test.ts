import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GuestWelcome } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { Refused } from '../../testing/socket-client.ts';
import { browser, eventually, isGapless, json, openTab, openWorld, type World } from './testing.ts';

let world: World;
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  assert.deepEqual(world.unexpected, []);
});

const say = (sessionId: number, text: string) => ({ sessionId, messageId: randomUUID(), text });

test('a visitor and an operator talk from the first click to the stars', async () => {
  const { company, operator, preset } = await world.scene();
  const eva = await browser(world, company);
  assert.equal(eva.config.presetId, preset.id);
  assert.equal(eva.config.state, 'online');

  const tab = await eva.tab();
  assert.deepEqual(tab.welcome, { state: 'online', buttonVisible: true, session: null, activities: [] });

  const started = await eva.start({ name: 'Eva', params: { cart: '3 items' } });
  assert.equal(started.status, 'IN_QUEUE');
  await tab.until('the session began', () => tab.told('session').some((session) => session.id === started.id));

  const first = await tab.socket.request<{ seq: number; at: string }>('send', say(started.id, 'Good day'));
  assert.deepEqual(Object.keys(first), ['seq', 'at']);

  await world.join(operator, started.id);
  await tab.until('the operator is there', () => tab.told('session').at(-1)?.status === 'ACTIVE');
  const [face] = tab.told('session').at(-1)?.operators ?? [];
  assert.equal(face?.userId, operator.id);

  await world.sessions.send(operator.actor, say(started.id, 'How can I help?'));
  await tab.until('the operator’s answer', () => tab.texts().includes('How can I help?'));
  assert.ok(isGapless(tab.lines()), JSON.stringify(tab.lines()));

  // Typing both ways; only the operator's is told.
  world.store.bus.publish([
    {
      companyId: company.id,
      tenantId: company.tenantId,
      topic: 'typing',
      id: started.id,
      local: { by: 'user', userId: operator.id, name: 'Uma', typing: true },
    },
  ]);
  await tab.until('the operator is typing', () => tab.told('typing').length > 0);
  assert.deepEqual(tab.told('typing'), [{ sessionId: started.id, userId: operator.id, typing: true }]);
  const typed: unknown[] = [];
  const stop = world.store.bus.subscribe((changes) => {
    for (const change of changes) if (change.topic === 'typing') typed.push([change.id, change.local]);
  });
  await tab.socket.request('typing', { sessionId: started.id, typing: true });
  stop();
  assert.deepEqual(typed, [[started.id, { by: 'guest', typing: true }]]);
  assert.equal(tab.told('typing').length, 1);

  // Delivered by the push, read by command, and the operator's reading told.
  const lastSeq = tab.lines().at(-1)?.seq ?? 0;
  await eventually('delivery is noted', async () => {
    const receipts = await world.sessions.receipts(company.id, started.id);
    return receipts?.guestDelivered === lastSeq;
  });
  await tab.socket.request('read', { sessionId: started.id, seq: lastSeq });
  assert.equal((await world.sessions.receipts(company.id, started.id))?.guestRead, lastSeq);
  await world.sessions.markRead(operator.actor, started.id, lastSeq);
  await tab.until('the operator read it', () => tab.told('session').at(-1)?.receipts.operatorRead === lastSeq);

  // Parameters and pages while it runs.
  await tab.socket.request('setParams', { sessionId: started.id, params: { cart: null, plan: 'gold' } });
  await tab.socket.request('page', { sessionId: started.id, url: 'https://shop.test/basket' });
  const params = (await world.sessions.detail(operator.actor, started.id)).params;
  const value = (name: string) => params.find((param) => param.name === name)?.value ?? null;
  assert.deepEqual([value('cart'), value('plan'), value('oo1_ref_url')], [null, 'gold', 'https://shop.test/basket']);

  assert.equal((await eva.post(`/sessions/${started.id}/end`)).status, 204);
  await tab.until('the end', () => tab.told('session').at(-1)?.terminationReason === 'GuestLeft');
  await tab.until('the line of the end', () => tab.lines().at(-1)?.type === 'SessionEnded');
  assert.ok(isGapless(tab.lines()));
  await assert.rejects(tab.socket.request('send', say(started.id, 'too late')), /session-ended/);

  // Still offered for a rating after a reload, and no more once it is given (OP-ES-12).
  const reloaded = await eva.tab();
  assert.equal(reloaded.welcome.session?.id, started.id);
  assert.equal((await eva.post(`/sessions/${started.id}/feedback`, { stars: 4, text: 'quick' })).status, 204);
  const again = await eva.tab();
  assert.equal(again.welcome.session, null);
  const [own] = await json<{ id: number; feedbackGiven: boolean }[]>(await eva.get('/sessions?scope='));
  assert.deepEqual([own?.id, own?.feedbackGiven], [started.id, true]);
  for (const each of [tab, reloaded, again]) each.socket.close();
});

test('a client that comes back gets exactly what it lacks, page by page without a gap', async () => {
  const { company, operator } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  await world.join(operator, id);
  const before = await eva.tab();
  const known = before.welcome.session?.lastSeq ?? 0;
  assert.ok(isGapless(before.welcome.activities));
  before.socket.cut();

  const total = limits.activitiesPage * 2 + 17;
  await Promise.all(
    Array.from({ length: total }, (_, i) => world.sessions.send(operator.actor, say(id, `while away ${i}`))),
  );
  const back = await eva.tab({ after: { sessionId: id, seq: known } });
  assert.equal(back.welcome.activities.length, limits.activitiesPage);
  await back.until('all of it', () => back.lines().length === total);
  assert.ok(isGapless(back.lines(), known + 1));

  // With everything known the answer is empty; a claim to know the future counts as knowing all.
  const upToDate = await eva.tab({ after: { sessionId: id, seq: known + total } });
  assert.deepEqual(upToDate.welcome.activities, []);
  const ahead = await eva.tab({ after: { sessionId: id, seq: 2_000_000_000 } });
  await world.sessions.send(operator.actor, say(id, 'one more'));
  for (const each of [back, upToDate, ahead]) {
    await each.until('the next line', () => each.texts().includes('one more'));
    assert.ok(isGapless(each.lines(), each === back ? known + 1 : known + total + 1));
  }
  // Without a claim: the newest page.
  const fresh = await eva.tab();
  assert.equal(fresh.welcome.activities.length, limits.activitiesPage);
  assert.equal(fresh.welcome.activities.at(-1)?.text, 'one more');
  // Older pages over HTTP.
  const oldest = fresh.welcome.activities[0]?.seq ?? 0;
  const page = await json<{ seq: number }[]>(await eva.get(`/sessions/${id}/activities?before=${oldest}`));
  assert.equal(page.at(-1)?.seq, oldest - 1);
  for (const each of [back, upToDate, ahead, fresh]) each.socket.close();
});

test('lines that come while a tab says hello are neither lost nor doubled nor out of order', async () => {
  const { company, operator } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  await world.join(operator, id);
  let sending = true;
  const talking = (async () => {
    for (let i = 0; sending; i++) await world.sessions.send(operator.actor, say(id, `line ${i}`));
  })();
  const tabs = [];
  for (let i = 0; i < 15; i++) tabs.push(await eva.tab({ after: { sessionId: id, seq: 0 } }));
  sending = false;
  await talking;
  const last = (await world.sessions.guestSession(company.id, id))?.lastSeq ?? 0;
  for (const tab of tabs) {
    await tab.until('the last line', () => tab.lines().at(-1)?.seq === last);
    assert.ok(isGapless(tab.lines()), JSON.stringify(tab.lines().map((line) => line.seq)));
    tab.socket.close();
  }
});

test('two tabs stay in step, and the client is lost only when the last one is gone', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const one = await eva.tab();
  const two = await eva.tab();
  const { id } = await eva.start();
  for (const tab of [one, two]) await tab.until('the session', () => tab.told('session').at(-1)?.id === id);
  const messageId = randomUUID();
  const sent = await one.socket.request('send', { sessionId: id, messageId, text: 'hello' });
  await two.until('the line of the other tab', () => two.texts().includes('hello'));
  // The same again, from the other tab, as after a lost answer: stored once.
  assert.deepEqual(await two.socket.request('send', { sessionId: id, messageId, text: 'hello' }), sent);
  assert.equal(two.texts().filter((text) => text === 'hello').length, 1);

  const lost = async () => {
    const row = await world.store.db
      .selectFrom('sessions')
      .select('guestLost')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row.guestLost !== null;
  };
  const noted = () =>
    world.store.db.selectFrom('webchatPresence').select('nodeId').where('sessionId', '=', id).execute();
  await eventually('presence is noted', async () => (await noted()).length === 1);
  one.socket.cut();
  await one.socket.closed;
  const { seq } = await two.socket.request<{ seq: number }>('send', say(id, 'still here'));
  assert.equal(await lost(), false);
  two.socket.cut();
  await eventually('the client is lost', lost);
  assert.deepEqual(await noted(), []);

  const back = await eva.tab({ after: { sessionId: id, seq } });
  assert.equal(back.welcome.session?.id, id);
  await eventually('the client is back', async () => !(await lost()));
  back.socket.close();
});

test('a quick change of the page is no loss of the client', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const { id } = await eva.start();
  const events = () =>
    world.store.db
      .selectFrom('events')
      .select('kind')
      .where('subject', '=', `session:${id}`)
      .where('kind', 'in', ['session.guestLost', 'session.guestBack'])
      .execute();
  let tab = await eva.tab();
  for (let i = 0; i < 5; i++) {
    tab.socket.close();
    await tab.socket.closed;
    tab = await eva.tab();
  }
  await tab.socket.request('send', say(id, 'here'));
  assert.deepEqual(await events(), []);
  tab.socket.close();
});

test('a conversation shows only where its scope began it (WG-JS-2)', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company, { scope: 'customer 1' });
  const { id } = await eva.start();
  const same = await eva.tab();
  assert.equal(same.welcome.session?.id, id);
  const other = await eva.tab({ scope: 'customer 2' });
  assert.equal(other.welcome.session, null);
  assert.deepEqual(await json(await eva.get('/sessions?scope=customer+2')), []);
  assert.equal((await json<unknown[]>(await eva.get('/sessions?scope=customer+1'))).length, 1);

  const begin = { presetId: eva.config.presetId, language: 'en', scope: 'customer 2', url: '', params: {} };
  const refused = await eva.post('/sessions', begin);
  assert.equal(refused.status, 409);
  assert.equal(((await refused.json()) as { code: string }).code, 'conflict');

  // Nobody is there any more: the next customer at this computer need not wait.
  same.socket.close();
  await eventually('the first customer is gone', async () => {
    const row = await world.store.db.selectFrom('sessions').select('guestLost').where('id', '=', id).executeTakeFirst();
    return row?.guestLost !== null;
  });
  const second = await json<{ id: number }>(await eva.post('/sessions', begin));
  assert.notEqual(second.id, id);
  await other.until('the second conversation', () => other.told('session').at(-1)?.id === second.id);
  other.socket.close();
});

test('the place in the queue and the state of the package are told when they change, and only then', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const visitor = await openTab(world, { company: company.guid });
  const { id } = await eva.start();
  const tab = await eva.tab();
  const moved = () =>
    world.store.bus.publish([
      { companyId: company.id, tenantId: company.tenantId, topic: 'queue', id: company.tenantId },
    ]);
  world.stage.places.set(id, { place: 2, estimatedWait: 80 });
  moved();
  await tab.until('place 2', () => tab.told('session').at(-1)?.place === 2);
  const before = tab.told('session').length;
  moved();
  moved();
  world.stage.places.set(id, { place: 1, estimatedWait: 30 });
  moved();
  await tab.until('place 1', () => tab.told('session').at(-1)?.place === 1);
  assert.equal(tab.told('session').length, before + 1, 'moves within a second are told once');
  assert.equal(tab.told('session').at(-1)?.estimatedWait, 30);

  const changed = () =>
    world.store.bus.publish([
      { companyId: company.id, tenantId: company.tenantId, topic: 'availability', id: company.tenantId },
    ]);
  changed();
  world.stage.state = 'busy';
  changed();
  for (const each of [tab, visitor]) {
    await each.until('busy', () => each.told('state').at(-1) === 'busy');
    assert.deepEqual(each.told('state'), ['busy']);
  }
  assert.deepEqual(visitor.told('session'), [], 'visitors hear of the package only');
  world.stage.state = 'online';
  for (const each of [tab, visitor]) each.socket.close();
});

test('a visitor becomes a guest on the same socket', async () => {
  const { company } = await world.scene();
  const eva = await browser(world, company);
  const tab = await openTab(world, { company: company.guid });
  await assert.rejects(
    tab.socket.request('send', say(1, 'who am I')),
    (error) => error instanceof Refused && error.code === 'not-logged-in',
  );
  const { id } = await eva.start();
  const welcome = await tab.socket.request<GuestWelcome>('hello', { company: company.guid, token: eva.token });
  assert.equal(welcome.session?.id, id);
  assert.ok(await tab.socket.request('send', say(id, 'it is me')));
  tab.socket.close();
});
