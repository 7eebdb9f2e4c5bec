import type { FrameError } from '../../protocol/socket.ts';
import { retryDelay } from '../shared/backoff.ts';

/** A command the server refused; nothing changed. */
export class Refused extends Error {
  readonly code: string;
  readonly retryAfter: number | undefined;
  constructor(error: FrameError) {
    super(error.message);
    this.code = error.code;
    this.retryAfter = error.retryAfter;
  }
}

/** A command that got no answer; whether it happened is not known. */
export class Unanswered extends Error {}

export interface ConnectionHooks {
  /** Arguments of `hello`, asked for anew on every connection. */
  hello(): object;
  onWelcome(welcome: unknown): void;
  onPush(name: string, data: unknown): void;
  /** True once `hello` is answered, false when the connection is gone. */
  onState(connected: boolean): void;
}

/** An answer takes longer than this only when the line is dead, whatever the browser believes. */
const answerTimeout = 12_000;

/**
 * One socket that comes back by itself: backoff with chance, at once when the browser says it is online again. Whoever
 * listens gets `onWelcome` after each connect and catches up from there.
 */
export function createConnection(url: string, hooks: ConnectionHooks) {
  let socket: WebSocket | undefined;
  let connected = false;
  let stopped = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let counter = 0;
  const open = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void; timer: ReturnType<typeof setTimeout> }
  >();

  const setConnected = (now: boolean) => {
    if (connected === now) return;
    connected = now;
    hooks.onState(now);
  };

  const request = (cmd: string, args: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (socket?.readyState !== WebSocket.OPEN) return reject(new Unanswered());
      const id = ++counter;
      const waiting = setTimeout(() => {
        open.delete(id);
        reject(new Unanswered());
        drop();
      }, answerTimeout);
      open.set(id, { resolve, reject, timer: waiting });
      socket.send(JSON.stringify({ id, cmd, args }));
    });

  const drop = () => {
    const old = socket;
    socket = undefined;
    if (old) {
      old.onclose = old.onmessage = old.onopen = null;
      old.close();
    }
    setConnected(false);
    for (const waiting of open.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new Unanswered());
    }
    open.clear();
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(connect, retryDelay(attempt++));
  };

  const connect = () => {
    clearTimeout(timer);
    if (socket || stopped) return;
    const opened = new WebSocket(url);
    socket = opened;
    opened.onopen = async () => {
      try {
        const welcome = await request('hello', hooks.hello());
        if (socket !== opened) return;
        attempt = 0;
        setConnected(true);
        hooks.onWelcome(welcome);
      } catch {
        if (socket === opened) drop();
      }
    };
    opened.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.push) return hooks.onPush(frame.push, frame.data);
      const waiting = open.get(frame.re);
      if (!waiting) return;
      open.delete(frame.re);
      clearTimeout(waiting.timer);
      if (frame.error) waiting.reject(new Refused(frame.error));
      else waiting.resolve(frame.ok);
    };
    opened.onclose = () => {
      if (socket === opened) drop();
    };
  };

  const onOnline = () => {
    attempt = 0;
    if (socket) check();
    else connect();
  };
  const onOffline = () => socket && drop();
  // A line that died while the page slept is noticed when somebody looks again.
  const check = () => {
    if (connected && document.visibilityState === 'visible')
      request('hello', hooks.hello()).then(hooks.onWelcome, () => {});
  };
  addEventListener('online', onOnline);
  addEventListener('offline', onOffline);
  document.addEventListener('visibilitychange', check);

  connect();
  return {
    request,
    /** Says `hello` anew, for example with a token this connection did not have. */
    greet: check,
    stop() {
      stopped = true;
      drop();
      removeEventListener('online', onOnline);
      removeEventListener('offline', onOffline);
      document.removeEventListener('visibilitychange', check);
    },
  };
}

export type PanelConnection = ReturnType<typeof createConnection>;
