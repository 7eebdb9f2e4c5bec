import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  url: string;
  body: string;
  /** The body as JSON. */
  json: { eventType: string; data: Record<string, unknown> };
}

/** Answers one request; what it does not answer hangs. */
export type Behaviour = (received: Received, response: ServerResponse, count: number) => void;

export const answer =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_received, response) =>
    response.writeHead(status, headers).end();
export const hang: Behaviour = () => {};
/** Closes the connection before an answer. */
export const slam: Behaviour = (_received, response) => response.socket?.destroy();

/** A receiver of webhooks on a real port, whose behaviour can change, and which can be killed and revived. */
export async function startReceiver(behaviour: Behaviour = answer(204)) {
  const received: Received[] = [];
  let waiters: { enough: (all: Received[]) => boolean; done: () => void }[] = [];
  let server: Server;
  let port = 0;
  let act = behaviour;

  const listen = () =>
    new Promise<void>((resolve) => {
      server = createServer(async (request, response) => {
        let body = '';
        try {
          for await (const part of request) body += part;
        } catch {
          return;
        }
        const item = { headers: request.headers, url: request.url ?? '', body, json: JSON.parse(body) };
        received.push(item);
        act(item, response, received.length);
        waiters = waiters.filter(({ enough, done }) => {
          if (!enough(received)) return true;
          done();
          return false;
        });
      });
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const kill = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen();
  return {
    received,
    get url() {
      return `http://127.0.0.1:${port}/hook`;
    },
    behave(next: Behaviour) {
      act = next;
    },
    until: (enough: (all: Received[]) => boolean) =>
      new Promise<void>((done) => {
        if (enough(received)) done();
        else waiters.push({ enough, done });
      }),
    kill,
    revive: listen,
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
