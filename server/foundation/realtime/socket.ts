import { limits } from '@hovor/protocol/limits';
import { closeCodes, type FrameError, RequestFrame } from '@hovor/protocol/socket';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { Problem, refusedByDatabase } from '../errors.ts';
import { tokenBucket } from '../security/rate-limit.ts';

/** One open socket as the rooms see it. State of type S belongs to the room that opened it. */
export interface Connection<S> {
  readonly id: string;
  state: S;
  push(name: string, data: unknown): void;
  /** A frame made once for many connections (`pushFrame`). */
  pushRaw(frame: string): void;
  close(code: number, reason: string): void;
  readonly open: boolean;
}

export interface Command<S> {
  schema: TSchema;
  /** What it returns is the answer; what it promises must be on disk by then. */
  run(connection: Connection<S>, args: never): Promise<unknown> | unknown;
}

export interface SocketHandlers<S> {
  commands: Record<string, Command<S>>;
  onClose(connection: Connection<S>): void;
  onUnexpected(error: unknown): void;
}

/** A push frame as text, so that a change seen by many is serialised once. */
export const pushFrame = (name: string, data: unknown) => JSON.stringify({ push: name, data });

const isRequest = Compile(RequestFrame);

/**
 * Speaks the frame protocol (protocol/socket.ts) on an accepted WebSocket: one answer per request, in any order;
 * malformed frames, floods and slow readers end the connection, never the process. Messages of one connection start
 * in the order in which they came.
 */
export function serveSocket<S>(socket: WebSocket, id: string, state: S, handlers: SocketHandlers<S>): Connection<S> {
  const connection = new SocketConnection(socket, id, state, handlers);
  socket.on('message', (data, isBinary) => connection.receive(data, isBinary));
  socket.on('close', () => handlers.onClose(connection));
  socket.on('error', terminate);
  return connection;
}

function terminate(this: WebSocket) {
  this.terminate();
}

const frameRate = { burst: limits.framesBurst, perSecond: limits.framesPerSecond };

/** A class, because tens of thousands of idle connections are held at once: methods are shared, closures would not be. */
class SocketConnection<S> implements Connection<S> {
  readonly id: string;
  state: S;
  readonly #socket: WebSocket;
  readonly #handlers: SocketHandlers<S>;
  readonly #allowance = tokenBucket(frameRate);

  constructor(socket: WebSocket, id: string, state: S, handlers: SocketHandlers<S>) {
    this.#socket = socket;
    this.id = id;
    this.state = state;
    this.#handlers = handlers;
  }

  get open() {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  push(name: string, data: unknown) {
    this.pushRaw(pushFrame(name, data));
  }

  pushRaw(frame: string) {
    if (!this.open) return;
    if (this.#socket.bufferedAmount > limits.socketBacklog) return this.close(closeCodes.tooMuch, 'too slow');
    this.#socket.send(frame);
  }

  close(code: number, reason: string) {
    const socket = this.#socket;
    socket.close(code, reason);
    // A peer that does not answer the close is cut; waiting for it would keep its buffers.
    setTimeout(() => socket.terminate(), 2_000).unref();
  }

  receive(data: RawData, isBinary: boolean) {
    if (!this.#allowance.take()) return this.close(closeCodes.tooMuch, 'too many frames');
    const frame = isBinary ? undefined : parse(String(data));
    if (!isRequest.Check(frame)) return this.close(closeCodes.tooMuch, 'malformed frame');
    const { commands, onUnexpected } = this.#handlers;
    const command = commands[frame.cmd];
    const check = compiled(commands).get(frame.cmd);
    if (!command || !check || !Object.hasOwn(commands, frame.cmd)) {
      return this.#reply(frame.id, { error: { code: 'invalid-input', message: `There is no command ${frame.cmd}.` } });
    }
    if (!check.Check(frame.args)) return this.#reply(frame.id, { error: argumentError(check, frame.args) });
    this.#run(command, frame.args).then(
      (ok) => this.#reply(frame.id, { ok: ok ?? null }),
      (error: unknown) => this.#reply(frame.id, { error: asFrameError(error, onUnexpected) }),
    );
  }

  async #run(command: Command<S>, args: unknown) {
    return command.run(this, args as never);
  }

  #reply(re: number, body: { ok: unknown } | { error: FrameError }) {
    this.pushRaw(JSON.stringify({ re, ...body }));
  }
}

const compiledTables = new WeakMap<object, Map<string, ReturnType<typeof Compile>>>();

function compiled<S>(commands: Record<string, Command<S>>) {
  let checks = compiledTables.get(commands);
  if (!checks) {
    checks = new Map(Object.entries(commands).map(([name, command]) => [name, Compile(command.schema)]));
    compiledTables.set(commands, checks);
  }
  return checks;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function argumentError(check: ReturnType<typeof Compile>, args: unknown): FrameError {
  const [first] = check.Errors(args);
  const field = first?.instancePath.replace(/^\//, '').replaceAll('/', '.') ?? '';
  return { code: 'invalid-input', message: `${field || 'arguments'}: ${first?.message ?? 'not valid'}`, field };
}

function asFrameError(error: unknown, onUnexpected: (error: unknown) => void): FrameError {
  const problem =
    error instanceof Problem ? error : (refusedByDatabase(error) ?? new Problem('internal', { cause: error }));
  if (problem.status >= 500) onUnexpected(error);
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.retryAfterMs !== undefined && { retryAfter: problem.retryAfterMs }),
  };
}
