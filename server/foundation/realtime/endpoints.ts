import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits } from '@hovor/protocol/limits';
import { closeCodes } from '@hovor/protocol/socket';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RateLimiter } from '../security/rate-limit.ts';

/** Takes over an accepted socket. `source` is the peer's address. */
export type SocketAcceptor = (
  socket: WebSocket,
  about: { id: string; request: IncomingMessage; source: string },
) => void;

export interface Endpoint {
  path: string;
  /** Decides before the handshake whether this page may connect at all; false → 403. */
  allowOrigin(request: IncomingMessage): boolean;
  accept: SocketAcceptor;
}

/**
 * Attaches WebSocket endpoints to the web server: handshake, frame size limit, heartbeat, floods of new connections.
 * A connection that stays silent for `limits.socketSilence` is cut.
 */
export function attachSockets(
  server: Server,
  endpoints: Endpoint[],
  connects: RateLimiter,
  sourceOf: (request: IncomingMessage) => string,
) {
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameSize,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const lastSeen = new Map<WebSocket, number>();
  // One function for all sockets: a closure each would keep the whole handshake request alive as long as its socket.
  function seen(this: WebSocket) {
    lastSeen.set(this, Date.now());
  }
  function gone(this: WebSocket) {
    lastSeen.delete(this);
  }

  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', destroy);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.toLowerCase();
    const endpoint = endpoints.find((candidate) => candidate.path.toLowerCase() === path);
    if (!endpoint) return refuse(socket, 404, 'Not Found');
    if (!endpoint.allowOrigin(request)) return refuse(socket, 403, 'Forbidden');
    const source = sourceOf(request);
    if (connects.take(source) > 0) return refuse(socket, 429, 'Too Many Requests');
    wss.handleUpgrade(request, socket, head, (ws) => {
      lastSeen.set(ws, Date.now());
      ws.on('pong', seen);
      ws.on('message', seen);
      ws.on('close', gone);
      endpoint.accept(ws, { id: randomUUID(), request, source });
    });
  });

  const heartbeat = setInterval(() => {
    const deadline = Date.now() - limits.socketSilence;
    for (const [ws, seen] of lastSeen) {
      if (seen < deadline) ws.terminate();
      else ws.ping();
    }
  }, limits.socketPing);
  heartbeat.unref();

  return {
    get connections() {
      return lastSeen.size;
    },
    /** Tells every peer that the server goes down; they reconnect elsewhere or later. */
    close() {
      clearInterval(heartbeat);
      for (const ws of lastSeen.keys()) {
        ws.close(closeCodes.restart, 'server restarts');
        setTimeout(() => ws.terminate(), 1_000).unref();
      }
    },
  };
}

function destroy(this: Duplex) {
  this.destroy();
}

function refuse(socket: Duplex, status: number, text: string) {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
