import type { FrameError } from '@hovor/protocol/socket';
import { WebSocket } from 'ws';

/** A refusal the server answered to one command. */
export class Refused extends Error {
  readonly code: string;
  constructor(error: FrameError) {
    super(`${error.code}: ${error.message}`);
    this.code = error.code;
  }
}

/** The connection ended before the answer came; whether the command was carried out is unknown. */
export class Disconnected extends Error {}

export interface SocketClient {
  request<T = unknown>(cmd: string, args: unknown): Promise<T>;
  /** Resolves with the close code once the connection has ended. */
  readonly closed: Promise<number>;
  close(): void;
  /** Cuts the connection without a good-bye, as a lost network does. */
  cut(): void;
}

export interface SocketClientOptions {
  headers?: Record<string, string>;
  /** Loopback address to come from (127.0.0.x), so that limits per source count several sources. */
  localAddress?: string;
  onPush?(name: string, data: unknown): void;
}

/** Speaks protocol/socket.ts as a browser would: the peer of tests and benches. */
export async function connectSocket(url: string, options: SocketClientOptions = {}): Promise<SocketClient> {
  const socket = new WebSocket(url, {
    headers: options.headers,
    localAddress: options.localAddress,
    perMessageDeflate: false,
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let counter = 0;
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      for (const { reject } of waiting.values()) reject(new Disconnected(`closed with ${code}`));
      waiting.clear();
      resolve(code);
    });
  });
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    if ('push' in frame) return options.onPush?.(frame.push, frame.data);
    const answer = waiting.get(frame.re);
    waiting.delete(frame.re);
    if (frame.error) answer?.reject(new Refused(frame.error));
    else answer?.resolve(frame.ok);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return {
    request<T>(cmd: string, args: unknown) {
      const id = ++counter;
      return new Promise<T>((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(new Disconnected('not open'));
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        socket.send(JSON.stringify({ id, cmd, args }));
      });
    },
    closed,
    close: () => socket.close(),
    cut: () => socket.terminate(),
  };
}
