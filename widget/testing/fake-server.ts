import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { type WebSocket, WebSocketServer } from 'ws';
import * as guest from '../../protocol/guest.ts';
import { RequestFrame } from '../../protocol/socket.ts';
import { createFakeDesk, type FakeDesk } from './fake-desk.ts';

/**
 * A server that speaks protocol/guest.ts to the widget and nothing else: everything in memory, one company, one
 * package. It checks what the widget sends against the protocol's schemas, so a widget that passes here says nothing
 * the real server does not understand.
 */
export interface FakeServer {
  origin: string;
  desk: FakeDesk;
  /** Requests that did not fit the protocol; a good widget leaves it empty. */
  offences: string[];
  /** Cuts all sockets. While `down` no new ones are taken, and HTTP answers 503. */
  cut(): void;
  down: boolean;
  close(): Promise<void>;
}

const checks = {
  GuestRequest: Compile(guest.GuestRequest),
  StartSession: Compile(guest.StartSession),
  Feedback: Compile(guest.Feedback),
  OfflineMessage: Compile(guest.OfflineMessage),
  Frame: Compile(RequestFrame),
};
const commands = Object.fromEntries(
  Object.entries(guest.guestCommands).map(([name, schema]) => [name, Compile(schema)]),
);

const panelPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: https:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };

export async function startFakeServer(config: Partial<guest.WidgetConfig> = {}): Promise<FakeServer> {
  const dist = join(import.meta.dirname, '../dist');
  const desk = createFakeDesk(config);
  const offences: string[] = [];
  const sockets = new Set<WebSocket>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => send(response, 500, { code: 'internal', detail: String(error) }));
  });
  const wss = new WebSocketServer({ noServer: true });
  const fake: FakeServer = {
    origin: '',
    desk,
    offences,
    down: false,
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    close: () =>
      new Promise((resolve) => {
        fake.cut();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://x');
    response.setHeader('access-control-allow-origin', '*');
    if (fake.down) return send(response, 503, { code: 'unavailable', detail: 'down' });
    if (url.pathname.startsWith('/widget/assets/') || url.pathname === '/widget/OOWidget.js') {
      return file(response, join(dist, url.pathname.slice('/widget/'.length)));
    }
    if (url.pathname === '/widget/GuestFrame') {
      response.setHeader('content-security-policy', panelPolicy);
      return file(response, join(dist, 'GuestFrame.html'));
    }
    if (url.pathname === '/MobileSdkWidget') {
      response.setHeader('content-security-policy', `${panelPolicy}; frame-src 'self'`);
      return file(response, join(dist, 'MobileSdkWidget.html'));
    }
    if (url.pathname === '/widget/config') {
      if (url.searchParams.get('company')?.replaceAll('-', '') !== desk.config.company.replaceAll('-', '')) {
        return send(response, 404, { code: 'not-found', detail: 'no such company' });
      }
      return send(response, 200, {
        ...desk.config,
        state: desk.state,
        preset: url.searchParams.get('preset') ?? desk.config.preset,
      });
    }
    const body = await read(request);
    const check = (name: 'GuestRequest' | 'StartSession' | 'Feedback' | 'OfflineMessage') => {
      const value: unknown = JSON.parse(String(body));
      if (!checks[name].Check(value)) {
        offences.push(`${name}: ${JSON.stringify(checks[name].Errors(value)[0])} ${body}`);
        throw new Error(name);
      }
      return value as never;
    };
    if (url.pathname === '/widget/guest') return send(response, 200, desk.guest(check('GuestRequest')));
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!desk.knows(token)) return send(response, 401, { code: 'not-logged-in' });
    if (url.pathname === '/widget/offline-messages') {
      desk.offlineMessages.push(check('OfflineMessage'));
      return send(response, 204);
    }
    if (url.pathname === '/widget/sessions' && request.method === 'POST') {
      if (desk.state === 'offline') return send(response, 409, { code: 'package-offline' });
      return send(response, 201, desk.start(token, check('StartSession')));
    }
    if (url.pathname === '/widget/sessions') return send(response, 200, desk.sessionsOf(token));
    const [, id, what, fileId] = /^\/widget\/sessions\/(\d+)\/([a-z]+)(?:\/(\d+))?$/.exec(url.pathname) ?? [];
    const session = desk.session(Number(id));
    if (!session) return send(response, 404, { code: 'not-found' });
    if (what === 'end') {
      desk.end('GuestLeft');
      return send(response, 204);
    }
    if (what === 'feedback') {
      desk.feedback(session.id, check('Feedback'));
      return send(response, 204);
    }
    if (what === 'activities') return send(response, 200, desk.page(session.id, url.searchParams));
    if (fileId) {
      const found = desk.files.get(Number(fileId));
      response.setHeader('content-type', found?.type ?? 'application/octet-stream');
      return response.end(found?.content);
    }
    if (what === 'files') {
      const form = await new Response(body as unknown as BodyInit, {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      const upload = form.get('file') as File;
      const content = Buffer.from(await upload.arrayBuffer());
      const seq = desk.addFile(session.id, 'Guest', String(form.get('messageId')), upload.name, upload.type, content);
      return send(response, 200, { seq });
    }
    send(response, 404, { code: 'not-found' });
  }

  server.on('upgrade', (request, socket, head) => {
    if (fake.down || request.url !== '/widget/socket') return socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => {
      sockets.add(ws);
      ws.on('close', () => {
        sockets.delete(ws);
        desk.left(ws);
      });
      ws.on('message', (data) => {
        const frame: unknown = JSON.parse(String(data));
        if (!checks.Frame.Check(frame)) return offences.push(`frame ${data}`);
        const command = commands[frame.cmd];
        if (!command?.Check(frame.args)) {
          offences.push(`${frame.cmd}: ${JSON.stringify(command?.Errors(frame.args)[0])} ${data}`);
          return ws.send(JSON.stringify({ re: frame.id, error: { code: 'invalid-input', message: 'no' } }));
        }
        const ok = desk.command(ws, frame.cmd, frame.args as never);
        if (ok !== undefined) ws.send(JSON.stringify({ re: frame.id, ok }));
      });
    });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;

  function file(response: ServerResponse, path: string) {
    if (!existsSync(path)) return send(response, 404, {});
    response.setHeader('content-type', `${types[path.split('.').pop() ?? '']};charset=utf-8`);
    createReadStream(path).pipe(response);
  }
}

function send(response: ServerResponse, status: number, body?: unknown) {
  response.statusCode = status;
  if (body !== undefined) response.setHeader('content-type', 'application/json');
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
