import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { GuestCredentials, GuestSession } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { buildApiKey, buildGroup, buildScene, buildUser } from '../testing/build.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { connectSocket } from '../testing/socket-client.ts';
import { expiryOf, numberOf } from './rules.ts';
import type { InvitationView } from './schema.ts';

let server: TestServer;
before(async () => {
  server = await startServer({ env: { TRUSTED_PROXIES: '1' } });
});
after(() => server?.stop());

/** Every client comes from an address of its own, so that tests do not slow each other. */
let address = 0;
const fromSomewhere = () => ({ 'x-forwarded-for': `198.51.100.${++address}` });

async function scene() {
  const built = await buildScene(server.store, { group: { timeToAcceptS: 2, maxQueueTimeS: 2 } });
  const { company, tenantId } = built;
  const anna = await buildUser(server.store, company, { firstName: 'Anna' });
  const own = await buildGroup(server.store, company, { members: [anna], timeToAcceptS: 2, maxQueueTimeS: 2 });
  return { ...built, company, tenantId, anna, own };
}

const invite = async (user: { cookie: string }, tenantId: number, body: object) => {
  const response = await fetch(`${server.url}/app-api/tenants/${tenantId}/invitations`, {
    method: 'POST',
    headers: { cookie: user.cookie, 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as InvitationView;
};

/** A client of the package who comes with a number. */
async function comes(company: { guid: string }, presetId: number, invitation: string, headers = fromSomewhere()) {
  const json = { 'content-type': 'application/json', ...headers };
  const { token } = (await (
    await fetch(`${server.url}/widget/guest`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ company: company.guid, language: 'en' }),
    })
  ).json()) as GuestCredentials;
  const start = { presetId, language: 'en', scope: '', url: 'https://shop.test/', params: {}, invitation };
  const response = await fetch(`${server.url}/widget/sessions`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${token}` },
    body: JSON.stringify(start),
  });
  return { status: response.status, body: (await response.json()) as GuestSession & { code?: string } };
}

/** A workspace of the operator; resolves each session offered. */
async function atDesk(user: { cookie: string }, tenantId: number) {
  const heard: { sessionId: number; wake(): void }[] = [];
  const offered = new Set<number>();
  const desk = await connectSocket(`${server.url.replace('http', 'ws')}/app-api/socket`, {
    headers: { cookie: user.cookie, origin: server.url },
    onPush(name, data) {
      if (name !== 'offer') return;
      const { id } = (data as { session: { id: number } }).session;
      offered.add(id);
      for (const waiting of heard.filter(({ sessionId }) => sessionId === id)) waiting.wake();
    },
  });
  await desk.request('hello', { tenantId });
  return {
    offer: (sessionId: number) =>
      offered.has(sessionId)
        ? Promise.resolve()
        : new Promise<void>((wake) => {
            heard.push({ sessionId, wake });
          }),
    close: () => desk.close(),
  };
}

describe('an invitation of an operator', () => {
  it('takes the client to that operator though others are free, and stands on the session', async () => {
    const { company, tenantId, preset, operator, anna } = await scene();
    const other = await atDesk(operator, tenantId);
    const desk = await atDesk(anna, tenantId);
    const { number, url, uses } = await invite(anna, tenantId, { once: true });
    assert.match(number, /^\d{6}$/);
    assert.equal(url, `${server.url}/CallShow/${number}`);
    assert.equal(uses, 0);
    const { status, body } = await comes(company, preset.id, number);
    assert.equal(status, 201);
    await desk.offer(body.id);
    const row = await server.store.db
      .selectFrom('sessions')
      .select(['source', 'directCallNumber'])
      .where('id', '=', body.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { source: 'ChatInvitation', directCallNumber: number });
    assert.equal((await server.rooms.routing.offersFor(company.id, operator.id, tenantId)).length, 0);
    other.close();
    desk.close();
  });

  it('falls to the rules of the package when the operator does not accept', async () => {
    const { company, tenantId, preset, operator, anna } = await scene();
    const other = await atDesk(operator, tenantId);
    const desk = await atDesk(anna, tenantId);
    const { number } = await invite(anna, tenantId, { once: false, seconds: 3600 });
    const { body } = await comes(company, preset.id, number);
    await desk.offer(body.id);
    await server.rooms.routing.decline(anna.actor, body.id);
    await other.offer(body.id);
    other.close();
    desk.close();
  });

  it('is for one conversation when it is one-off, however many come at once', async () => {
    const { company, tenantId, preset, anna } = await scene();
    const desk = await atDesk(anna, tenantId);
    const { number } = await invite(anna, tenantId, { once: true });
    const all = await Promise.all(Array.from({ length: 6 }, () => comes(company, preset.id, number)));
    assert.deepEqual(all.map(({ status }) => status).sort(), [201, 404, 404, 404, 404, 404]);
    const reusable = await invite(anna, tenantId, { once: false, seconds: 3600 });
    for (let n = 0; n < 2; n++) assert.equal((await comes(company, preset.id, reusable.number)).status, 201);
    const [listed] = await server.rooms.invitations.list(anna.actor, tenantId);
    assert.deepEqual([listed?.id, listed?.uses], [reusable.id, 2]);
    desk.close();
  });

  it('is worth nothing once revoked or run out, and only its operator revokes it', async () => {
    const { company, tenantId, preset, operator, anna } = await scene();
    const desk = await atDesk(anna, tenantId);
    const { id, number } = await invite(anna, tenantId, { once: false, seconds: 3600 });
    const revoke = (user: { cookie: string }) =>
      fetch(`${server.url}/app-api/tenants/${tenantId}/invitations/${id}`, {
        method: 'DELETE',
        headers: { cookie: user.cookie, origin: server.url },
      });
    assert.equal((await revoke(operator)).status, 404);
    assert.equal((await revoke(anna)).status, 204);
    assert.equal((await revoke(anna)).status, 404);
    assert.equal((await comes(company, preset.id, number)).status, 404);
    const late = await invite(anna, tenantId, { once: false, seconds: 3600 });
    await server.store.db
      .updateTable('invitations')
      .set({ expires: new Date(Date.now() - 1) })
      .where('id', '=', late.id)
      .execute();
    assert.equal((await comes(company, preset.id, late.number)).status, 404);
    assert.deepEqual(await server.rooms.invitations.list(anna.actor, tenantId), []);
    desk.close();
  });

  it('works in packages of its own tenant only', async () => {
    const { tenantId, anna } = await scene();
    const theirs = await scene();
    const desk = await atDesk(anna, tenantId);
    const { number } = await invite(anna, tenantId, { once: true });
    assert.equal((await comes(theirs.company, theirs.preset.id, number)).status, 404);
    desk.close();
  });

  it('refuses lengths nobody means, and more invitations than anybody reads', async () => {
    const { tenantId, anna } = await scene();
    const ask = (body: object) =>
      fetch(`${server.url}/app-api/tenants/${tenantId}/invitations`, {
        method: 'POST',
        headers: { cookie: anna.cookie, 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify(body),
      });
    for (const seconds of [limits.invitationShortest - 1, limits.invitationLongest + 1, 1.5]) {
      assert.equal((await ask({ once: false, seconds })).status, 400, String(seconds));
    }
    for (let n = 0; n < limits.invitationsPerUser; n++) {
      await server.rooms.invitations.create(anna.actor, tenantId, { once: true });
    }
    assert.equal((await ask({ once: true })).status, 409);
  });
});

describe('guessing', () => {
  it('is slowed per source, for right numbers too', async () => {
    const { company, tenantId, preset, anna } = await scene();
    const desk = await atDesk(anna, tenantId);
    const { number } = await invite(anna, tenantId, { once: false, seconds: 3600 });
    const headers = fromSomewhere();
    let refused = 0;
    for (let n = 0; n <= limits.invitationTriesBurst + 2; n++) {
      const answer = await fetch(`${server.url}/CallShow/${100_000 + n}`, { headers, redirect: 'manual' });
      if (answer.status === 429) refused++;
    }
    assert.ok(refused >= 1);
    assert.equal((await comes(company, preset.id, number, headers)).status, 429);
    assert.equal((await comes(company, preset.id, number)).status, 201);
    desk.close();
  });
});

describe('the page of a link', () => {
  it('leads into the panel of the tenant’s package, or says what is wrong in the client’s language', async () => {
    const { company, tenantId, preset, anna } = await scene();
    const { number, url } = await invite(anna, tenantId, { once: true });
    const answer = await fetch(url, { headers: fromSomewhere(), redirect: 'manual' });
    assert.equal(answer.status, 302);
    const to = new URL(answer.headers.get('location') ?? '', server.url);
    assert.equal(to.pathname, '/widget/GuestFrame');
    assert.deepEqual(Object.fromEntries(to.searchParams), {
      ...{ company: company.guid, tenant: String(tenantId), preset: preset.name },
      invitation: number,
    });
    const over = await fetch(`${server.url}/CallShow/<script>`, {
      headers: { ...fromSomewhere(), 'accept-language': 'cs-CZ,cs;q=0.9' },
    });
    assert.equal(over.status, 404);
    const text = await over.text();
    assert.ok(text.includes('už neplatí') && !text.includes('<script>'));
    const asks = await fetch(`${server.url}/CallShow`);
    assert.ok((await asks.text()).includes('Type in the number'));
    const typed = await fetch(`${server.url}/CallShow?number=${number}`, { redirect: 'manual' });
    assert.equal(typed.headers.get('location'), `/CallShow/${number}`);
  });
});

describe('an invitation of the Public API', () => {
  it('has no end until it is revoked (API-USR-17, API-USR-18)', async () => {
    const { company, tenantId, preset, anna } = await scene();
    const desk = await atDesk(anna, tenantId);
    const key = await buildApiKey(server.store, company);
    const token = await fetch(`${server.url}/login/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: key.clientId, client_secret: key.secret },
      }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const create = (body: object) =>
      fetch(`${server.url}/api/v1/Users/invitations`, { method: 'POST', headers, body: JSON.stringify(body) });
    const made = await create({ operatorId: anna.id, departmentId: tenantId });
    assert.equal(made.status, 200);
    const { id, url } = (await made.json()) as { id: number; url: string };
    const number = url.split('/').at(-1) ?? '';
    assert.equal((await comes(company, preset.id, number)).status, 201);
    assert.equal((await comes(company, preset.id, number)).status, 201);
    const stranger = await buildUser(server.store, company, { roles: ['TenantSessionsView'] });
    assert.equal((await create({ operatorId: stranger.id, departmentId: tenantId })).status, 400);
    const gone = () => fetch(`${server.url}/api/v1/Users/invitations/${id}`, { method: 'DELETE', headers });
    assert.equal((await gone()).status, 204);
    assert.equal((await gone()).status, 404);
    assert.equal((await comes(company, preset.id, number)).status, 404);
    desk.close();
  });
});

it('numbers are drawn digit by digit, and a one-off invitation ends by itself too', () => {
  let n = 0;
  assert.equal(
    numberOf(6, () => n++ % 10),
    '012345',
  );
  const now = new Date('2026-03-02T10:00:00.000Z');
  assert.equal(expiryOf({ once: false, seconds: 3600 }, now).toISOString(), '2026-03-02T11:00:00.000Z');
  assert.equal(expiryOf({ once: true, seconds: 60 }, now).toISOString(), '2026-04-01T10:00:00.000Z');
});
