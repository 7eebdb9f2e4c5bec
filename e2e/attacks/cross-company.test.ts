import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { deskCommands } from '@hovor/protocol/desk';
import { guestCommands } from '@hovor/protocol/guest';
import type { RouteRow } from '../../server/foundation/http/routes.ts';
import { sample } from '../../server/testing/sample.ts';
import { startServer, type TestServer } from '../../server/testing/server.ts';
import { connectSocket, Refused } from '../../server/testing/socket-client.ts';
import { apiBodies } from './api-bodies.ts';
import { buildWorld, fingerprint, marker, type World } from './foreign-world.ts';

/**
 * Invariant 5, R3: no request reads or changes another company's row. Generated from the route table: whoever adds a
 * route is attacked here, and a path parameter this test has no foreign id for fails it.
 */
describe('R3: nobody reaches into another company', () => {
  let server: TestServer;
  let ours: World;
  let theirs: World;
  let credentials: Record<RouteRow['credential'], Record<string, string>>;

  before(async () => {
    server = await startServer();
    ours = await buildWorld(server.store, server.rooms, 'Company A');
    theirs = await buildWorld(server.store, server.rooms, marker);
    credentials = {
      none: {},
      login: { cookie: ours.admin.cookie },
      guest: { authorization: `Bearer ${ours.guest.token}` },
      api: { authorization: `Bearer ${await tokenOf(ours)}` },
    };
  });
  after(() => server?.stop());

  async function tokenOf(world: World) {
    const answer = await fetch(`${server.url}/login/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: world.key.clientId,
        client_secret: world.key.secret,
      }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  it('knows a foreign id for every parameter of every route that is built', async () => {
    const unknown = new Set<string>();
    for (const route of server.routeTable) {
      const names = pathParams(route.url).filter((name) => theirs.ids[name] === undefined && !harmless.has(name));
      if (names.length === 0 || (await call(route)).status === 501) continue;
      for (const name of names) unknown.add(name);
    }
    assert.deepEqual([...unknown], [], 'give foreign-world.ts an id for these');
  });

  it('refuses every route with foreign ids, changes nothing and tells nothing', async () => {
    const before = await fingerprint(server.store, theirs.company.id);
    const attacked = server.routeTable.filter((route) => route.credential !== 'none' && !ending.has(route.url));
    assert.ok(attacked.length > 30, `only ${attacked.length} routes with a credential`);
    const faults: string[] = [];
    for (const route of attacked) {
      const answer = await call(route);
      const text = await answer.text();
      const label = `${route.method} ${route.url} → ${answer.status}`;
      if (text.includes(marker)) faults.push(`${label} tells: ${text.slice(0, 200)}`);
      const names = pathParams(route.url).filter((name) => !harmless.has(name));
      if (names.length > 0 && ![403, 404, 501].includes(answer.status)) faults.push(`${label} ${text.slice(0, 200)}`);
      if (answer.status >= 500 && answer.status !== 501) faults.push(`${label} ${text.slice(0, 200)}`);
    }
    assert.deepEqual(faults, []);
    const after = await fingerprint(server.store, theirs.company.id);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    assert.deepEqual(changed, [], 'rows of the other company changed');
  });

  it('refuses every route without a credential', async () => {
    const faults: string[] = [];
    for (const route of server.routeTable) {
      if (route.credential === 'none') continue;
      const answer = await call(route, {});
      await answer.body?.cancel();
      if (![401, 403].includes(answer.status) && !openToAll.has(route.url)) {
        faults.push(`${route.method} ${route.url} → ${answer.status}`);
      }
    }
    assert.deepEqual(faults, []);
  });

  it('refuses every socket command about a foreign conversation', async () => {
    const before = await fingerprint(server.store, theirs.company.id);
    const heard: string[] = [];
    const onPush = (name: string, data: unknown) => heard.push(`${name} ${JSON.stringify(data)}`);
    const socketUrl = server.url.replace('http', 'ws');
    const desk = await connectSocket(`${socketUrl}/app-api/socket`, {
      headers: { cookie: ours.admin.cookie, origin: server.url },
      onPush,
    });
    await assert.rejects(desk.request('hello', { tenantId: theirs.company.tenantId }), Refused);
    await desk.request('hello', { tenantId: ours.company.tenantId });
    const guest = await connectSocket(`${socketUrl}/widget/socket`, { onPush });
    await guest.request('hello', { company: ours.company.guid, token: ours.guest.token, scope: '' });
    const tables = [
      [desk, deskCommands],
      [guest, guestCommands],
    ] as const;
    for (const [socket, commands] of tables) {
      for (const [name, schema] of Object.entries(commands)) {
        if (aboutNoSession.has(name)) continue;
        const args = sample(schema, (member) => (member.endsWith('Id') ? theirs.ids[member] : undefined));
        await assert.rejects(socket.request(name, args), Refused, `${name} was carried out`);
      }
    }
    await server.rooms.sessions.send(theirs.guest.actor, {
      sessionId: theirs.sessionId,
      messageId: crypto.randomUUID(),
      text: `${marker} again`,
    });
    await desk.request('hello', { tenantId: ours.company.tenantId });
    assert.equal(heard.join('\n').includes(marker), false, 'a push told of the other company');
    const after = await fingerprint(server.store, theirs.company.id);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    assert.deepEqual(changed.sort(), ['activities', 'events', 'sessions'], 'only their own message');
    desk.close();
    guest.close();
  });

  function call(route: RouteRow, headers: Record<string, string> = credentials[route.credential]) {
    const path = route.url.replace(/:(\w+)(\([^)]*\))?/g, (_, name: string) => String(theirs.ids[name] ?? 'x'));
    const query = route.schema.querystring
      ? `?${new URLSearchParams(sample(route.schema.querystring, foreign) as Record<string, string>)}`
      : '';
    if (route.method === 'POST' && route.url.endsWith('/files')) {
      return fetch(`${server.url}${path}`, { method: 'POST', body: upload(), headers });
    }
    if (route.method === 'PUT' && route.url.endsWith('/photo')) {
      const picture = { 'content-type': 'image/png' };
      return fetch(`${server.url}${path}`, { method: 'PUT', body: 'png', headers: { ...headers, ...picture } });
    }
    const name = `${route.method} ${route.url}`;
    const given = apiBodies(theirs.ids)[name];
    const body = given ?? (route.schema.body ? sample(route.schema.body, foreign) : {});
    return fetch(`${server.url}${path}${query}`, {
      method: route.method,
      body: route.method === 'GET' ? undefined : JSON.stringify(body),
      redirect: 'manual',
      headers: { ...headers, ...(route.method !== 'GET' && { 'content-type': 'application/json' }) },
    });
  }

  /** Every id in a query or body is theirs as well. */
  const foreign = (name: string) => theirs.ids[name];
});

function upload() {
  const form = new FormData();
  form.append('messageId', crypto.randomUUID());
  form.append('file', new Blob(['text'], { type: 'text/plain' }), 'a.txt');
  return form;
}

const pathParams = (url: string) => [...url.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');

/** Parameters that name no row: the rest of a path, a secret that is itself the credential, a name in one's own company. */
const harmless = new Set(['token', 'photoKey', 'name', '*']);
/** Commands of the sockets that name no conversation, or only take it off the screen. */
const aboutNoSession = new Set(['hello', 'close', 'ping']);
/** Routes that end the very login the test attacks with. */
const ending = new Set(['/app-api/logout', '/app-api/logout-everywhere']);
/** Routes that answer also without a login, by what they promise. */
const openToAll = new Set(['/app-api/logout', '/app-api/setup', '/app-api/password-links/:token']);
