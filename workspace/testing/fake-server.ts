import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { fakeContacts } from './fake-contacts.ts';
import { administrator, me, password } from './fake-data.ts';
import { createFakeDesk, FakeProblem, type Push } from './fake-desk.ts';
import { fakeIntegrations } from './fake-integrations.ts';
import { fakeLive } from './fake-live.ts';
import { fakePackages } from './fake-packages.ts';
import { type FakeAccount, fakeRoutes } from './fake-routes.ts';
import { fakeRouting } from './fake-routing.ts';
import { fakeSessionTable } from './fake-session-table.ts';
import { fakeSettings } from './fake-settings.ts';

const dist = join(import.meta.dirname, '..', 'dist');
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"><rect width="480" height="320" fill="#cfd8e3"/><circle cx="350" cy="90" r="40" fill="#f2d06b"/><path d="M0 320 160 150l90 100 70-60 160 130z" fill="#7a93ac"/></svg>';

/**
 * A server of our own for developing and testing the workspace without the real one: the built pages, /app-api and the
 * socket, with one operator. Tests play the clients through `desk` and break the line with `dropSockets`.
 */
export async function startFakeServer(port = 0) {
  const account: FakeAccount = {
    loggedIn: false,
    administers: false,
    setupNeeded: false,
    failures: 0,
    left: [
      {
        id: 1,
        name: 'Jana Dvořáková',
        email: 'jana@example.com',
        phone: null,
        message: 'Dobrý den, prosím o zavolání ohledně reklamace 11873.\nDěkuji.',
        language: 'cs',
        url: 'https://shop.example/kontakt',
        created: new Date(Date.now() - 5e7).toISOString(),
        handled: null,
        handledBy: null,
      },
      {
        id: 2,
        name: null,
        email: null,
        phone: '+420 602 111 222',
        message: 'When do you open on Saturday?',
        language: 'en',
        url: 'https://shop.example/',
        created: new Date(Date.now() - 4e7).toISOString(),
        handled: null,
        handledBy: null,
      },
    ],
  };
  const sockets = new Set<WebSocket>();
  let refuseSockets = false;
  /** Delay of every answer, so that "sending" and "loading" can be seen. */
  let delay = 0;
  const push: Push = (name, data) => {
    const frame = JSON.stringify({ push: name, data });
    for (const socket of sockets) socket.send(frame);
  };
  const desk = createFakeDesk(push);
  const directory = fakeContacts();
  const settings = fakeSettings();
  const integrations = fakeIntegrations();
  const table = fakeSessionTable(desk, push);
  const routing = fakeRouting();
  const packages = fakePackages();
  const live = fakeLive(push);
  const routes = [
    ...table.routes,
    ...fakeRoutes(desk, account),
    ...directory.routes,
    ...settings.routes,
    ...integrations.routes,
    ...routing.routes,
    ...packages.routes,
    ...live.routes,
  ];

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const problem = error instanceof FakeProblem ? error : new FakeProblem(500, 'internal');
      if (!(error instanceof FakeProblem)) console.error(error);
      const headers = {
        'content-type': 'application/problem+json',
        ...(problem.code === 'account-locked' && { 'retry-after': '900' }),
      };
      response.writeHead(problem.status, headers).end(
        JSON.stringify({
          code: problem.code,
          title: problem.message,
          status: problem.status,
          errors: problem.fields,
        }),
      );
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/app-api')) return page(url.pathname, response);
    const raw = await bodyOf(request);
    const isJson = request.headers['content-type']?.includes('json');
    const body = isJson && raw.length > 0 ? (JSON.parse(raw.toString()) as Record<string, unknown>) : {};
    const path = url.pathname.slice('/app-api'.length);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const answer = (value: unknown) => {
      if (value === undefined) return response.writeHead(204).end();
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (path === '/setup' && request.method === 'GET') return answer({ needed: account.setupNeeded });
    if (path === '/setup') {
      account.setupNeeded = false;
      account.loggedIn = true;
      return answer({ companyId: 1, tenantId: 3, userId: 7 });
    }
    if (path.startsWith('/password-links/')) {
      if (path.endsWith('gone')) throw new FakeProblem(404, 'not-found');
      return request.method === 'GET'
        ? answer({ username: 'anna', expires: new Date().toISOString() })
        : answer(undefined);
    }
    if (path === '/login') {
      if (account.failures >= 3) throw new FakeProblem(429, 'account-locked');
      if (![me.email, me.username].includes(String(body.login)) || body.password !== password) {
        account.failures++;
        throw new FakeProblem(401, 'wrong-login');
      }
      account.loggedIn = true;
      return answer(account.administers ? administrator : me);
    }
    if (!account.loggedIn) throw new FakeProblem(401, 'not-logged-in');
    if (path === '/logout') {
      logOut();
      return answer(undefined);
    }
    if (/\/files\/\d+$/.test(path)) return response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture);
    for (const [method, pattern, handler] of routes) {
      const match = method === request.method && pattern.exec(path);
      if (match) {
        const ids = match.slice(1).map(Number);
        return answer((await handler(ids, { method, path, query: url.searchParams, body, raw, request })) ?? undefined);
      }
    }
    throw new FakeProblem(404, 'not-found');
  }

  async function page(path: string, response: ServerResponse) {
    const inApp = path.startsWith('/app/') ? normalize(path.slice('/app'.length)) : '/';
    const file = extname(inApp) === '' ? 'index.html' : inApp;
    const content = await readFile(join(dist, file)).catch(() => null);
    if (content === null) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(content);
  }

  const wss = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (refuseSockets) return socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => {
      if (!account.loggedIn) return ws.close(4001);
      sockets.add(ws);
      ws.on('close', () => sockets.delete(ws));
      ws.on('message', (data) => {
        const { id, cmd, args } = JSON.parse(String(data)) as {
          id: number;
          cmd: string;
          args: Record<string, unknown>;
        };
        setTimeout(() => {
          try {
            ws.send(JSON.stringify({ re: id, ok: command(cmd, args) ?? null }));
          } catch (error) {
            const code = error instanceof FakeProblem ? error.code : 'internal';
            ws.send(JSON.stringify({ re: id, error: { code, message: code } }));
          }
        }, delay);
      });
    });
  });

  function command(cmd: string, args: Record<string, unknown>): unknown {
    const sessionId = Number(args.sessionId);
    if (cmd === 'hello') return desk.snapshot();
    if (cmd === 'open') {
      const after = Number(args.after);
      const activities = desk.page(sessionId, after > 0 ? { after } : {});
      return { session: desk.detail(sessionId), activities, more: (activities[0]?.seq ?? 1) > 1 };
    }
    if (cmd === 'send') return desk.send(sessionId, String(args.messageId), String(args.text));
    if (cmd === 'read') return desk.read(sessionId, Number(args.seq));
    if (cmd === 'board') return args.on ? live.watch(args.board as 'queues') : null;
    if (cmd === 'close' || cmd === 'typing' || cmd === 'watch' || cmd === 'ping') return null;
    throw new FakeProblem(400, 'invalid-input');
  }

  function logOut() {
    account.loggedIn = false;
    for (const socket of sockets) socket.close(4001);
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The fake server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    desk,
    directory,
    live,
    table,
    settings,
    integrations,
    routing,
    packages,
    account,
    /** Ends the login from outside, as an administrator or a time limit would. */
    logOut,
    /** Cuts all sockets; with `refuse` they stay away until `letIn`. */
    dropSockets({ code = 1012, refuse = false } = {}) {
      refuseSockets = refuse;
      for (const socket of sockets) socket.close(code);
    },
    letIn() {
      refuseSockets = false;
    },
    setDelay(milliseconds: number) {
      delay = milliseconds;
    },
    openSockets: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.terminate();
      wss.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

if (import.meta.main) {
  const fake = await startFakeServer(Number(process.env.PORT ?? 4700));
  fake.desk.fill();
  console.log(`${fake.url}  log in as ${me.email} with: ${password}`);
}
