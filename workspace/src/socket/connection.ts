import { closeCodes, type FrameError } from '@hovor/protocol/socket';
import { backoff } from './backoff.ts';

/** The part of WebSocket this file uses; tests hand in their own. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** A command the server refused. `code` is one of the server's catalogue. */
export class Refused extends Error {
  readonly code: string;
  readonly retryAfter: number | null;
  constructor(error: FrameError) {
    super(error.message);
    this.code = error.code;
    this.retryAfter = error.retryAfter ?? null;
  }
}

/** The connection went away before the answer came: the command may or may not have been carried out. */
export class ConnectionLost extends Error {}

export type ConnectionStatus =
  | { kind: 'connecting' }
  | { kind: 'ready' }
  /** Waiting for the next attempt at `retryAt` (this machine's clock). */
  | { kind: 'waiting'; retryAt: number }
  | { kind: 'stopped'; reason: 'not-logged-in' | 'forbidden' | 'closed' };

export interface ConnectionDeps {
  open(): SocketLike;
  /** Greets the server on a fresh socket; the connection counts as ready when it resolves. */
  greet(request: Request): Promise<void>;
  onPush(name: string, data: unknown): void;
  onStatus(status: ConnectionStatus): void;
  random?: () => number;
}

type Request = <T>(cmd: string, args: unknown) => Promise<T>;
interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

/** An answer later than this means that the line is dead although nobody closed it. */
const answerTimeout = 10_000;
/** After this much silence a ping proves that the line still works. */
const silence = 20_000;

/**
 * One socket that keeps coming back. States: connecting → ready → (lost) waiting → connecting …; `stopped` only when
 * the server says that coming back is useless or after `stop()`. Requests are answered once or fail with
 * `ConnectionLost`; nothing is kept here across connections (that is the outbox's duty).
 */
export function createConnection(deps: ConnectionDeps) {
  const random = deps.random ?? Math.random;
  let socket: SocketLike | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let nextId = 1;
  let stopped = true;
  const waiting = new Map<number, Waiting>();

  const request: Request = (cmd, args) =>
    new Promise((resolve, reject) => {
      const current = socket;
      if (!current) return reject(new ConnectionLost());
      const id = nextId++;
      const timer = setTimeout(() => drop(current), answerTimeout);
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
      current.send(JSON.stringify({ id, cmd, args }));
    });

  function connect() {
    clearTimeout(retry);
    deps.onStatus({ kind: 'connecting' });
    let mine: SocketLike;
    try {
      mine = deps.open();
    } catch {
      return schedule(1006);
    }
    socket = mine;
    const opening = setTimeout(() => drop(mine), answerTimeout);
    mine.onopen = () => {
      clearTimeout(opening);
      listen();
      deps.greet(request).then(
        () => {
          if (socket !== mine) return;
          attempt = 0;
          deps.onStatus({ kind: 'ready' });
        },
        (error: unknown) => {
          if (socket !== mine || error instanceof ConnectionLost) return;
          if (error instanceof Refused && error.code === 'not-permitted') return halt('forbidden');
          if (error instanceof Refused && error.code === 'not-logged-in') return halt('not-logged-in');
          drop(mine);
        },
      );
    };
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return;
      listen();
      receive(String(data));
    };
    mine.onclose = ({ code }) => {
      clearTimeout(opening);
      if (socket === mine) lost(code);
    };
  }

  function receive(text: string) {
    const frame = JSON.parse(text) as { re?: number; ok?: unknown; error?: FrameError; push?: string; data?: unknown };
    if (frame.push !== undefined) return deps.onPush(frame.push, frame.data);
    const asked = frame.re === undefined ? undefined : waiting.get(frame.re);
    if (!asked || frame.re === undefined) return;
    waiting.delete(frame.re);
    clearTimeout(asked.timer);
    if (frame.error) asked.reject(new Refused(frame.error));
    else asked.resolve(frame.ok);
  }

  /** Any answer proves life, a refusal too; only silence makes `request` drop the socket. */
  function listen() {
    clearTimeout(quiet);
    quiet = setTimeout(() => request('ping', {}).catch(() => undefined), silence);
  }

  function drop(which: SocketLike) {
    if (socket !== which) return;
    which.onclose = null;
    which.close();
    lost(1006);
  }

  function lost(code: number) {
    forget();
    if (code === closeCodes.notLoggedIn) return halt('not-logged-in');
    if (code === closeCodes.forbidden) return halt('forbidden');
    if (!stopped) schedule(code);
  }

  function schedule(code: number) {
    // Too much or too slow: the server asks for air, so this counts as several failures at once.
    if (code === closeCodes.tooMuch) attempt = Math.max(attempt, 3);
    const delay = backoff(attempt++, random);
    deps.onStatus({ kind: 'waiting', retryAt: Date.now() + delay });
    retry = setTimeout(connect, delay);
  }

  function forget() {
    socket = null;
    clearTimeout(quiet);
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new ConnectionLost());
    }
    waiting.clear();
  }

  function halt(reason: 'not-logged-in' | 'forbidden' | 'closed') {
    stopped = true;
    clearTimeout(retry);
    const current = socket;
    if (current) {
      current.onclose = null;
      forget();
      current.close(1000);
    }
    deps.onStatus({ kind: 'stopped', reason });
  }

  return {
    request,
    start() {
      if (!stopped) return;
      stopped = false;
      attempt = 0;
      connect();
    },
    stop: () => halt('closed'),
    /** The network came back or somebody pressed "Try now". */
    retryNow() {
      if (stopped || socket) return;
      attempt = 0;
      connect();
    },
    /** The network is known to be gone: do not wait for a timeout to say so. */
    networkLost() {
      if (socket) drop(socket);
    },
  };
}

export type Connection = ReturnType<typeof createConnection>;
