import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageState } from '@hovor/protocol/enums';
import type { GuestCredentials, GuestPushes, GuestSession, GuestWelcome, WidgetConfig } from '@hovor/protocol/guest';
import type { Activity } from '@hovor/protocol/session';
import { pino } from 'pino';
import { createFileStore } from '../../foundation/files/store.ts';
import { createHttpServer } from '../../foundation/http/server.ts';
import { attachSockets } from '../../foundation/realtime/endpoints.ts';
import { rateLimiter } from '../../foundation/security/rate-limit.ts';
import { transact } from '../../foundation/transact.ts';
import type { QueuePlace } from '../../routing/service.ts';
import type { Sessions } from '../../sessions/service.ts';
import { createCatalogue, createSessions } from '../../sessions/service.ts';
import { type BuiltUser, buildScene } from '../../testing/build.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { connectSocket } from '../../testing/socket-client.ts';
import { createWidgetFiles } from './files.ts';
import type { RoutingPort } from './ports.ts';
import { webchatRoutes } from './routes.ts';
import { createWebchat, type Webchat } from './service.ts';

/** Routing as a test wants it: the state of packages and places in the queue are what the test says. */
interface Stage {
  state: PackageState;
  places: Map<number, QueuePlace>;
  questions: number;
  port: RoutingPort;
}

export function staged(): Stage {
  const stage: Stage = {
    state: 'online',
    places: new Map(),
    questions: 0,
    port: {
      async availability() {
        stage.questions++;
        return stage.state;
      },
      async placeInQueue(ids) {
        return new Map([...stage.places].filter(([id]) => ids.includes(id)));
      },
    },
  };
  return stage;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The guests' door on a free port of this machine, with the real rooms on a database of its own. */
export async function openWorld(
  about: { routing?: (world: { db: TestDatabase; sessions: Sessions }) => RoutingPort } = {},
) {
  const db = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'hovor-webchat-'));
  const { store } = db;
  const unexpected: unknown[] = [];
  const sessions = createSessions(store, {
    files: createFileStore({ folder: join(folder, 'files') }),
    onUnexpected: (error) => unexpected.push(error),
  });
  const stage = staged();
  const routing = about.routing?.({ db, sessions }) ?? stage.port;
  const publicUrl = 'http://chat.test';
  const http = createHttpServer({ log: pino({ level: 'silent' }), publicUrl, trustedProxies: 0 });
  const catalogue = createCatalogue(store);

  async function serve() {
    const webchat = createWebchat({
      store,
      sessions,
      catalogue,
      routing,
      // Invitations have their own tests, against the whole product.
      invitations: { find: async () => null, accept: async () => {} },
      publicUrl,
      onUnexpected: (error) => unexpected.push(error),
      guestLostGrace: 300,
    });
    await webchat.start();
    return webchat;
  }

  const webchat: Webchat = await serve();
  http.authenticateWith('guest', webchat.resolveGuest);
  webchatRoutes(http.app, webchat, createWidgetFiles(join(folder, 'dist')), publicUrl);
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  const sockets = attachSockets(
    http.app.server,
    [webchat.endpoint],
    rateLimiter({ burst: 1_000, perSecond: 1_000 }),
    (request) => request.socket.remoteAddress ?? '',
  );
  const address = http.app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;

  return {
    db,
    store,
    sessions,
    catalogue,
    stage,
    webchat,
    url,
    unexpected,
    routeTable: http.routeTable,
    scene: () => buildScene(store),
    /** What the operator's room does when it accepts. */
    async join(operator: BuiltUser, sessionId: number) {
      await transact(store, operator.actor, async (unit) => {
        const session = await sessions.lockSession(unit, operator.companyId, sessionId);
        await sessions.join(unit, session, operator.id);
      });
    },
    async close() {
      sockets.close();
      await http.app.close();
      await webchat.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A browser of one visitor: its secret and what it does over HTTP. */
export async function browser(
  world: World,
  company: { guid: string },
  about: { preset?: string; scope?: string } = {},
) {
  const { preset = null, scope = '' } = about;
  const config = await json<WidgetConfig>(
    await fetch(`${world.url}/widget/config?${new URLSearchParams({ company: company.guid, preset: preset ?? '' })}`),
  );
  const { token } = await json<GuestCredentials>(
    await post(`${world.url}/widget/guest`, { company: company.guid, preset }),
  );
  const headers = { authorization: `Bearer ${token}` };
  return {
    config,
    token,
    headers,
    get: (path: string) => fetch(`${world.url}/widget${path}`, { headers }),
    post: (path: string, body?: unknown) => post(`${world.url}/widget${path}`, body, headers),
    async start(more: Record<string, unknown> = {}) {
      const body = { presetId: config.presetId, language: 'en', scope, url: 'https://shop.test/', params: {}, ...more };
      return json<GuestSession>(await post(`${world.url}/widget/sessions`, body, headers));
    },
    tab: (more: { after?: { sessionId: number; seq: number }; scope?: string; token?: string | null } = {}) =>
      openTab(world, { company: company.guid, preset, scope, token, ...more }),
    async upload(sessionId: number, messageId: string | null, name: string, content: Uint8Array<ArrayBuffer>) {
      const form = new FormData();
      if (messageId !== null) form.set('messageId', messageId);
      form.set('file', new Blob([content]), name);
      return fetch(`${world.url}/widget/sessions/${sessionId}/files`, { method: 'POST', headers, body: form });
    },
  };
}
export type Browser = Awaited<ReturnType<typeof browser>>;

/** One tab: a socket that said hello, with everything it was told so far, and a way to wait for more. */
export async function openTab(world: World, hello: Record<string, unknown>) {
  const pushes: { name: keyof GuestPushes; data: unknown }[] = [];
  let changed = () => {};
  const socket = await connectSocket(`${world.url.replace('http', 'ws')}/widget/socket`, {
    onPush(name, data) {
      pushes.push({ name: name as keyof GuestPushes, data });
      changed();
    },
  });
  const welcome = await socket.request<GuestWelcome>('hello', hello);
  const lines = () => [...welcome.activities, ...told('activities').flat()];
  function told<N extends keyof GuestPushes>(name: N): GuestPushes[N][] {
    return pushes.filter((push) => push.name === name).map((push) => push.data as GuestPushes[N]);
  }
  return {
    socket,
    welcome,
    told,
    lines,
    texts: () => lines().map((line) => line.text),
    /** Resolves as soon as the check holds for what this tab was told. */
    async until(what: string, check: () => boolean) {
      const deadline = Date.now() + 10_000;
      while (!check()) {
        const wait = deadline - Date.now();
        if (wait <= 0) throw new Error(`Nobody told this tab: ${what}. It knows ${JSON.stringify(pushes)}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, wait);
          changed = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}

/** Ascending from `first`, nothing missing, nothing twice. */
export function isGapless(lines: readonly Activity[], first = 1): boolean {
  return lines.every((line, index) => line.seq === first + index);
}

/** Waits for something in the database that no frame announces. */
export async function eventually(what: string, check: () => Promise<boolean>) {
  const deadline = Date.now() + 10_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`It never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const post = (url: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

export async function json<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${await response.text()}`);
  return (await response.json()) as T;
}
