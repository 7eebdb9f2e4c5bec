import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Board, BoardChange, BoardRow, OperatorOnBoard } from '@hovor/protocol/live';
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

/** A supervisor's screen: rows by key, kept up to date by what is pushed. */
async function screen(cookie: string, tenantId: number, board: Board) {
  const rows = new Map<string, BoardRow>();
  const pushes: BoardChange[] = [];
  let look = () => {};
  const take = (change: BoardChange) => {
    for (const row of change.rows) rows.set(row.key, row);
    for (const key of change.gone) rows.delete(key);
    look();
  };
  const socket = await connectSocket(`${world.url.replace('http', 'ws')}/app-api/socket`, {
    headers: { cookie },
    onPush(name, data) {
      if (name !== 'board') return;
      pushes.push(data as BoardChange);
      take(data as BoardChange);
    },
  });
  take(await socket.request<BoardChange>('board', { tenantId, board, on: true }));
  const until = (shown: () => boolean) =>
    new Promise<void>((done) => {
      look = () => shown() && done();
      look();
    });
  const operator = (userId: number) => rows.get(String(userId)) as OperatorOnBoard | undefined;
  return { socket, rows, pushes, until, operator };
}

const post = (cookie: string, path: string, body?: unknown) =>
  fetch(`${world.url}/app-api${path}`, {
    method: 'POST',
    headers: { cookie, origin: 'http://desk.test', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const isNotFound = (error: unknown) => error instanceof Refused && error.code === 'not-found';

test('each right opens its boards, and no board of another company', async () => {
  const scene = await world.scene();
  const stranger = await buildUser(world.store, await buildCompany(world.store), { roles: ['TenantAdmin'] });
  const opens = { TenantAdmin: 'both', TenantOperatorsView: 'both', Wallboard: 'queues', Operator: 'none' } as const;
  for (const [role, what] of Object.entries(opens)) {
    const { cookie } = await buildUser(world.store, scene.company, { roles: [role as keyof typeof opens] });
    const socket = await connectSocket(`${world.url.replace('http', 'ws')}/app-api/socket`, { headers: { cookie } });
    for (const board of ['operators', 'queues'] as const) {
      const asked = socket.request<BoardChange>('board', { tenantId: scene.tenantId, board, on: true });
      if (what === 'both' || what === board) assert.ok((await asked).rows.length > 0, `${role} ${board}`);
      else await assert.rejects(asked, isNotFound, `${role} ${board}`);
    }
    socket.close();
  }
  await assert.rejects(screen(stranger.cookie, scene.tenantId, 'queues'), isNotFound);
});

test('a supervisor sets a state: it is kept as forced, the operator and all who watch see it', async () => {
  const scene = await world.scene();
  const supervisor = await buildUser(world.store, scene.company, { roles: ['TenantOperatorsView'] });
  const { operator, tenantId } = scene;
  const board = await screen(supervisor.cookie, tenantId, 'operators');
  const tab = await openTab(world, operator, tenantId);
  await board.until(() => board.operator(operator.id)?.state.kind === 'ONLINE');
  const path = `/tenants/${tenantId}/operators/${operator.id}`;
  assert.equal((await post(supervisor.cookie, `${path}/state`, { kind: 'AWAY' })).status, 204);
  await board.until(() => board.operator(operator.id)?.state.kind === 'AWAY');
  assert.equal(board.operator(operator.id)?.state.forced, true);
  assert.deepEqual(board.operator(operator.id)?.noRequests, ['away']);
  await tab.until('forced', () => tab.told('state').at(-1)?.forced === true);
  assert.equal((await post(supervisor.cookie, `${path}/log-out`)).status, 403, 'ending logins is for administrators');
  assert.equal((await post(operator.cookie, `${path}/state`, { kind: 'ONLINE' })).status, 403);
  const other = `/tenants/${tenantId}/operators/${supervisor.id}/state`;
  assert.equal((await post(supervisor.cookie, other, { kind: 'AWAY' })).status, 404, 'nobody’s operator');
  board.pushes.length = 0;
  await board.socket.request('board', { tenantId, board: 'operators', on: false });
  assert.equal((await post(supervisor.cookie, `${path}/state`, { kind: 'ONLINE' })).status, 204);
  await tab.until('back', () => tab.told('state').at(-1)?.kind === 'ONLINE');
  assert.deepEqual(board.pushes, [], 'who has left the board is told nothing');
  tab.socket.close();
  board.socket.close();
});

test('logging an operator out ends socket, login and presence at once', async () => {
  const scene = await world.scene();
  const admin = await buildUser(world.store, scene.company, { roles: ['TenantAdmin'] });
  const { operator, tenantId } = scene;
  const board = await screen(admin.cookie, tenantId, 'operators');
  const tab = await openTab(world, operator, tenantId);
  await board.until(() => board.operator(operator.id)?.state.kind === 'ONLINE');
  assert.equal((await post(admin.cookie, `/tenants/${tenantId}/operators/${operator.id}/log-out`)).status, 204);
  await board.until(() => board.operator(operator.id)?.state.kind === 'OFFLINE');
  assert.equal((await tab.post('/sessions/1/accept')).status, 401);
  board.socket.close();
});

test('the queue of a group moves with its clients', async () => {
  const scene = await world.scene();
  const tv = await buildUser(world.store, scene.company, { roles: ['Wallboard'] });
  const board = await screen(tv.cookie, scene.tenantId, 'queues');
  const queue = () => board.rows.get(`${scene.group.id}/Mluvii`);
  assert.ok(queue());
  await world.arrive(scene);
  await board.until(() => {
    const row = queue();
    return row !== undefined && 'waiting' in row && row.waiting === 1 && row.oldest !== null;
  });
  board.socket.close();
});
