import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationPage, DeskPushes, DeskSnapshot } from '@hovor/protocol/desk';
import type { Activity } from '@hovor/protocol/session';
import { pino } from 'pino';
import { createPasswords } from '../directory/passwords.ts';
import { createDirectory } from '../directory/service.ts';
import { createFileStore } from '../foundation/files/store.ts';
import { createHttpServer } from '../foundation/http/server.ts';
import { attachSockets } from '../foundation/realtime/endpoints.ts';
import { rateLimiter } from '../foundation/security/rate-limit.ts';
import { createLive, createRouting } from '../routing/service.ts';
import { createSessions } from '../sessions/service.ts';
import { type BuiltGuest, buildGuest, buildScene } from '../testing/build.ts';
import { testDatabase } from '../testing/database.ts';
import { connectSocket } from '../testing/socket-client.ts';
import { registerLiveRoutes } from './live-routes.ts';
import { registerDeskRoutes } from './routes.ts';
import { createDesk } from './service.ts';

/** A whole server as operators meet it: rooms, routing that runs, HTTP and real sockets. */
export async function openWorld() {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'hovor-desk-'));
  const { store } = database;
  const unexpected: unknown[] = [];
  const onUnexpected = (error: unknown) => unexpected.push(error);
  const publicUrl = 'http://desk.test';
  const directory = createDirectory(store, { publicUrl, passwords: createPasswords({ weak: true }) });
  const sessions = createSessions(store, { files: createFileStore({ folder }), onUnexpected });
  const routing = createRouting(store, {
    sessions,
    settings: directory.settings,
    databaseUrl: database.url,
    onUnexpected,
  });
  const live = createLive(store, { settings: directory.settings, faces: directory.faces, onUnexpected });
  const desk = createDesk({ store, sessions, routing, directory, live, publicUrl, onUnexpected });
  const http = createHttpServer({ log: pino({ level: 'silent' }), publicUrl, trustedProxies: 0 });
  http.authenticateWith('login', directory.resolveLogin);
  registerDeskRoutes(http.app, { sessions, routing });
  registerLiveRoutes(http.app, { live, routing, directory });
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  const limiter = rateLimiter({ burst: 1_000, perSecond: 1_000 });
  const sockets = attachSockets(http.app.server, [desk.endpoint], limiter, () => 'test');
  const { port } = http.app.server.address() as AddressInfo;
  desk.start();
  await routing.engine.start();

  return {
    ...database,
    sessions,
    routing,
    directory,
    desk,
    unexpected,
    url: `http://127.0.0.1:${port}`,
    scene: (about?: Parameters<typeof buildScene>[1]) => buildScene(store, about),
    /** A client enters the queue of the scene's package. */
    async arrive(scene: { company: { id: number }; preset: { id: number } }, known?: BuiltGuest) {
      const guest = known ?? (await buildGuest(store, scene.company));
      const page = { presetId: scene.preset.id, language: 'en', scope: '', url: 'https://shop.example/', params: {} };
      const { id } = await sessions.start(guest.actor, { ...page, ip: null, userAgent: null });
      return { id, guest };
    },
    async close() {
      await routing.engine.stop();
      sockets.close();
      await http.app.close();
      await desk.stop();
      await sessions.flush();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

type Push = { [K in keyof DeskPushes]: { name: K; data: DeskPushes[K] } }[keyof DeskPushes];

/** One tab of an operator's workspace: what it was told, and what is on its screen because of that. */
export async function openTab(world: Pick<World, 'url'>, operator: { cookie: string }, tenantId: number) {
  const pushes: Push[] = [];
  const waiters = new Set<() => void>();
  const socket = await connectSocket(`${world.url.replace('http', 'ws')}/app-api/socket`, {
    headers: { cookie: operator.cookie },
    onPush(name, data) {
      const push = { name, data } as Push;
      pushes.push(push);
      show(push);
      for (const look of [...waiters]) look();
    },
  });
  const snapshot = await socket.request<DeskSnapshot>('hello', { tenantId });
  const offers = new Map(snapshot.offers.map((offer) => [offer.session.id, offer]));
  const mine = new Map(snapshot.sessions.map((session) => [session.id, session]));
  const lines = new Map<number, Activity[]>();
  let state = snapshot.state.kind;

  function show({ name, data }: Push) {
    if (name === 'offer') offers.set(data.session.id, data);
    if (name === 'offerGone') offers.delete(data.sessionId);
    if (name === 'session') mine.set(data.id, data);
    if (name === 'sessionGone') mine.delete(data.sessionId);
    if (name === 'state') state = data.kind;
    if (name === 'activities') lines.get(data.sessionId)?.push(...data.activities);
  }

  return {
    snapshot,
    pushes,
    offers,
    mine,
    lines,
    socket,
    get state() {
      return state;
    },
    told: <K extends keyof DeskPushes>(name: K) =>
      pushes.flatMap((push) => (push.name === name ? [push.data as DeskPushes[K]] : [])),
    /** Waits until the screen shows something; fails after a while with what it was. */
    until(what: string, shown: () => boolean): Promise<void> {
      if (shown()) return Promise.resolve();
      return new Promise((done, fail) => {
        const giveUp = setTimeout(() => {
          waiters.delete(look);
          fail(new Error(`never shown: ${what}; told ${pushes.map(({ name }) => name).join(', ')}`));
        }, 15_000);
        const look = () => {
          if (!shown()) return;
          clearTimeout(giveUp);
          waiters.delete(look);
          done();
        };
        waiters.add(look);
      });
    },
    async open(sessionId: number, after = 0) {
      const page = await socket.request<ConversationPage>('open', { sessionId, after });
      lines.set(sessionId, [...(lines.get(sessionId) ?? []).filter(({ seq }) => seq <= after), ...page.activities]);
      return page;
    },
    post: (path: string, body?: unknown) =>
      fetch(`${world.url}/app-api${path}`, {
        method: 'POST',
        headers: { cookie: operator.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
  };
}
export type Tab = Awaited<ReturnType<typeof openTab>>;
