import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { buildCompany, buildUser } from '../testing/build.ts';
import { connectSocket, Refused } from '../testing/socket-client.ts';
import { openTab, openWorld, type World } from './testing.ts';

let world: World;
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  assert.deepEqual(world.unexpected, []);
});

const isGapless = (lines: { seq: number }[] | undefined) =>
  lines?.every(({ seq }, index) => seq === (lines[0]?.seq ?? 0) + index);
const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code;

describe('offers', () => {
  test('come by themselves, are accepted, and the client’s words arrive', async () => {
    const scene = await world.scene();
    const tab = await openTab(world, scene.operator, scene.tenantId);
    assert.equal(tab.snapshot.state.kind, 'ONLINE');
    const { id, guest } = await world.arrive(scene);
    await tab.until('the offer', () => tab.offers.has(id));
    const answer = await tab.post(`/sessions/${id}/accept`);
    assert.equal(answer.status, 200);
    assert.equal(((await answer.json()) as { status: string }).status, 'ACTIVE');
    await tab.until('my session', () => tab.mine.has(id) && !tab.offers.has(id));
    assert.equal(tab.told('offerGone').at(-1)?.reason, 'accepted');
    await tab.open(id);
    await world.sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text: 'Hello?' });
    await tab.until('the words', () => tab.lines.get(id)?.at(-1)?.text === 'Hello?');
    await tab.until('one unread', () => tab.mine.get(id)?.unread === 1);
    const seq = tab.lines.get(id)?.at(-1)?.seq ?? 0;
    await tab.socket.request('read', { sessionId: id, seq });
    await tab.until('none unread', () => tab.mine.get(id)?.unread === 0);
    const sent = await tab.socket.request<{ seq: number }>('send', {
      sessionId: id,
      messageId: randomUUID(),
      text: 'Good day.',
    });
    assert.equal(sent.seq, seq + 1);
    await tab.until('my own line', () => tab.lines.get(id)?.at(-1)?.text === 'Good day.');
    assert.ok(isGapless(tab.lines.get(id)));
    tab.socket.close();
  });

  test('the circle grows: two operators see it, one takes it, the other is told', async () => {
    const scene = await world.scene({ operators: 2, group: { timeToAcceptS: 1 } });
    const tabs = await Promise.all(scene.operators.map((operator) => openTab(world, operator, scene.tenantId)));
    const { id } = await world.arrive(scene);
    await Promise.all(tabs.map((tab) => tab.until('the offer', () => tab.offers.has(id))));
    const [one, two] = tabs;
    assert.ok(one && two);
    assert.equal((await one.post(`/sessions/${id}/accept`)).status, 200);
    await two.until('gone', () => !two.offers.has(id));
    assert.equal(two.told('offerGone').at(-1)?.reason, 'taken');
    const late = await two.post(`/sessions/${id}/accept`);
    assert.equal(late.status, 409);
    assert.equal(((await late.json()) as { code: string }).code, 'offer-gone');
    for (const tab of tabs) tab.socket.close();
  });

  test('of ten who accept at once exactly one wins', async () => {
    const scene = await world.scene({ operators: 10, group: { distribution: 'whole' } });
    const tabs = await Promise.all(scene.operators.map((operator) => openTab(world, operator, scene.tenantId)));
    const { id } = await world.arrive(scene);
    await Promise.all(tabs.map((tab) => tab.until('the offer', () => tab.offers.has(id))));
    const answers = await Promise.all(tabs.map((tab) => tab.post(`/sessions/${id}/accept`)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)]);
    await Promise.all(tabs.map((tab) => tab.until('settled', () => !tab.offers.has(id))));
    const winner = tabs[answers.findIndex(({ status }) => status === 200)];
    await winner?.until('mine', () => winner.mine.has(id));
    assert.equal(tabs.filter((tab) => tab.mine.has(id)).length, 1);
    for (const tab of tabs) tab.socket.close();
  });

  test('a declined offer goes to somebody else', async () => {
    const scene = await world.scene({ operators: 2 });
    const tabs = await Promise.all(scene.operators.map((operator) => openTab(world, operator, scene.tenantId)));
    const { id } = await world.arrive(scene);
    await Promise.race(tabs.map((tab) => tab.until('the offer', () => tab.offers.has(id))));
    const [has, other] = tabs[0]?.offers.has(id) ? tabs : [...tabs].reverse();
    assert.ok(has && other);
    assert.equal((await has.post(`/sessions/${id}/decline`)).status, 204);
    await other.until('the offer', () => other.offers.has(id));
    await has.until('gone', () => !has.offers.has(id));
    assert.equal(has.told('offerGone').at(-1)?.reason, 'declined');
    for (const tab of tabs) tab.socket.close();
  });

  test('are withdrawn when the operator goes away, and come back with the operator', async () => {
    const scene = await world.scene();
    const tab = await openTab(world, scene.operator, scene.tenantId);
    const { id } = await world.arrive(scene);
    await tab.until('the offer', () => tab.offers.has(id));
    const away = await tab.post(`/tenants/${scene.tenantId}/operator-state`, { kind: 'AWAY' });
    assert.equal(away.status, 200);
    await tab.until('withdrawn', () => !tab.offers.has(id) && tab.state === 'AWAY');
    await tab.post(`/tenants/${scene.tenantId}/operator-state`, { kind: 'ONLINE' });
    await tab.until('offered again', () => tab.offers.has(id));
    tab.socket.close();
  });

  test('end with the client', async () => {
    const scene = await world.scene();
    const tab = await openTab(world, scene.operator, scene.tenantId);
    const { id, guest } = await world.arrive(scene);
    await tab.until('the offer', () => tab.offers.has(id));
    await world.sessions.end(guest.actor, id);
    await tab.until('gone', () => !tab.offers.has(id));
    assert.equal(tab.told('offerGone').at(-1)?.reason, 'ended');
    tab.socket.close();
  });
});

describe('several tabs and lost connections', () => {
  test('tabs of one operator show the same', async () => {
    const scene = await world.scene();
    const [one, two] = [
      await openTab(world, scene.operator, scene.tenantId),
      await openTab(world, scene.operator, scene.tenantId),
    ];
    const { id, guest } = await world.arrive(scene);
    await Promise.all([one, two].map((tab) => tab.until('the offer', () => tab.offers.has(id))));
    await one.post(`/sessions/${id}/accept`);
    await two.until('mine here too', () => two.mine.has(id));
    await two.open(id);
    await world.sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text: 'Hi' });
    await one.until('unread', () => one.mine.get(id)?.unread === 1);
    await two.until('the line', () => two.lines.get(id)?.at(-1)?.text === 'Hi');
    await two.socket.request('read', { sessionId: id, seq: two.lines.get(id)?.at(-1)?.seq ?? 0 });
    await one.until('read in the other tab', () => one.mine.get(id)?.unread === 0);
    await world.sessions.end(scene.operator.actor, id);
    await world.sessions.conclude(scene.operator.actor, id, null);
    await Promise.all([one, two].map((tab) => tab.until('concluded', () => !tab.mine.has(id))));
    one.socket.close();
    two.socket.close();
  });

  test('after a cut the conversation goes on without a gap or a double', async () => {
    const scene = await world.scene();
    const first = await openTab(world, scene.operator, scene.tenantId);
    const { id, guest } = await world.arrive(scene);
    await first.until('the offer', () => first.offers.has(id));
    await first.post(`/sessions/${id}/accept`);
    await first.open(id);
    const say = (text: string) => world.sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text });
    const talk = Array.from({ length: 40 }, (_, index) => say(`line ${index}`));
    await first.until('some lines', () => (first.lines.get(id)?.length ?? 0) > 5);
    first.socket.cut();
    await first.socket.closed;
    const had = first.lines.get(id) ?? [];
    const more = Array.from({ length: 40 }, (_, index) => say(`more ${index}`));
    const second = await openTab(world, scene.operator, scene.tenantId);
    assert.ok(
      second.snapshot.sessions.some((session) => session.id === id),
      'my session is still mine',
    );
    second.lines.set(id, had);
    await second.open(id, had.at(-1)?.seq ?? 0);
    const still = Array.from({ length: 40 }, (_, index) => say(`still ${index}`));
    await Promise.all([...talk, ...more, ...still]);
    const texts = () => second.lines.get(id)?.filter(({ type }) => type === 'ChatMessage') ?? [];
    await second.until('every line', () => texts().length >= 120);
    assert.ok(isGapless(second.lines.get(id)));
    assert.equal(new Set(texts().map(({ text }) => text)).size, 120);
    second.socket.close();
  });

  test('a workspace that dies loses its offers to the next, and gets its conversations back', async () => {
    const scene = await world.scene({ operators: 2 });
    const [dies, next] = scene.operators;
    assert.ok(dies && next);
    const lost = await openTab(world, dies, scene.tenantId);
    const served = await world.arrive(scene);
    await lost.until('the offer', () => lost.offers.has(served.id));
    await lost.post(`/sessions/${served.id}/accept`);
    const waiting = await world.arrive(scene);
    await lost.until('the second offer', () => lost.offers.has(waiting.id));
    lost.socket.cut();
    await lost.socket.closed;
    const tab = await openTab(world, next, scene.tenantId);
    // The lease runs out; the sweep and the engine find out by themselves.
    await world.db.updateTable('presence').set({ expires: new Date() }).where('userId', '=', dies.id).execute();
    await tab.until('offered to the next', () => tab.offers.has(waiting.id));
    // The engine may see the lost lease before the sweep does.
    while ((await world.routing.state(scene.company.id, dies.id)).kind !== 'DISCONNECTED') await delay(20);
    const back = await openTab(world, dies, scene.tenantId);
    assert.equal(back.snapshot.state.kind, 'ONLINE');
    assert.deepEqual(
      back.snapshot.sessions.map(({ id }) => id),
      [served.id],
    );
    assert.deepEqual(back.snapshot.offers, []);
    for (const open of [tab, back]) open.socket.close();
  });

  test('typing reaches the others who have it on screen, not oneself, and needs part in it', async () => {
    const scene = await world.scene({ operators: 2 });
    const [operator, stranger] = scene.operators;
    assert.ok(operator && stranger);
    const tab = await openTab(world, operator, scene.tenantId);
    const { id, guest } = await world.arrive(scene);
    await tab.until('the offer', () => tab.offers.has(id));
    await tab.open(id);
    await assert.rejects(tab.socket.request('typing', { sessionId: id, typing: true }), refusal('not-permitted'));
    await tab.post(`/sessions/${id}/accept`);
    const place = { companyId: scene.company.id, tenantId: scene.tenantId };
    world.store.bus.publish([{ ...place, topic: 'typing', id, local: { by: 'guest', typing: true } }]);
    await tab.until('the client types', () =>
      tab.told('typing').some(({ userId, typing }) => userId === null && typing),
    );
    await tab.socket.request('typing', { sessionId: id, typing: true });
    await world.sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text: 'x' });
    await tab.until('later line', () => tab.lines.get(id)?.at(-1)?.text === 'x');
    assert.ok(!tab.told('typing').some(({ userId }) => userId === operator.id));
    tab.socket.close();
  });
});

describe('who gets in', () => {
  const url = () => `${world.url.replace('http', 'ws')}/app-api/socket`;

  test('nobody without a login', async () => {
    const socket = await connectSocket(url(), { headers: { cookie: 'hovor_login=nonsense' } });
    assert.equal(await socket.closed, 4001);
  });

  test('no page of another site', async () => {
    const scene = await world.scene();
    const headers = { cookie: scene.operator.cookie, origin: 'https://evil.example' };
    await assert.rejects(connectSocket(url(), { headers }), /403/);
  });

  test('not into another company’s tenant or conversation', async () => {
    const scene = await world.scene();
    const stranger = await buildUser(world.store, await buildCompany(world.store));
    const tab = await openTab(
      world,
      stranger,
      (
        await world.directory
          .resolveLogin({ headers: { cookie: stranger.cookie } })
          .then((actor) => (actor.kind === 'user' ? [...actor.tenants.keys()] : []))
      )[0] ?? 0,
    );
    await assert.rejects(tab.socket.request('hello', { tenantId: scene.tenantId }), refusal('not-found'));
    const { id } = await world.arrive(scene);
    await assert.rejects(tab.socket.request('open', { sessionId: id, after: 0 }), refusal('not-found'));
    await assert.rejects(
      tab.socket.request('send', { sessionId: id, messageId: randomUUID(), text: 'x' }),
      refusal('not-found'),
    );
    assert.equal((await tab.post(`/sessions/${id}/accept`)).status, 404);
    assert.equal((await tab.post(`/sessions/${id}/decline`)).status, 404);
    assert.equal((await tab.post(`/tenants/${scene.tenantId}/operator-state`, { kind: 'AWAY' })).status, 403);
    tab.socket.close();
  });

  test('a user who is switched off, or logs out, loses the socket and the state at once', async () => {
    const scene = await world.scene({ operators: 2 });
    const [leaver, fired] = scene.operators;
    assert.ok(leaver && fired);
    const [one, two] = [await openTab(world, leaver, scene.tenantId), await openTab(world, fired, scene.tenantId)];
    await world.directory.logins.logOut(leaver.actor);
    assert.equal(await one.socket.closed, 4001);
    const admin = await buildUser(world.store, scene.company, { globalRoles: ['CompanyAdmin'], roles: [] });
    await world.directory.users.setEnabled(admin.actor, fired.id, false);
    assert.equal(await two.socket.closed, 4001);
    await world.routing.sweep();
    for (const { id } of [leaver, fired])
      assert.equal((await world.routing.state(scene.company.id, id)).kind, 'OFFLINE');
  });
});
