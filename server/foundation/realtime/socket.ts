import { limits } from '@hovor/protocol/limits';
import { closeCodes, type FrameError, RequestFrame } from '@hovor/protocol/socket';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { WebSocket } from 'ws';
import { Problem } from '../errors.ts';
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
  const checks = compiled(handlers.commands);
  const allowance = tokenBucket({ burst: limits.framesBurst, perSecond: limits.framesPerSecond });
  const connection: Connection<S> = {
    id,
    state,
    push: (name, data) => connection.pushRaw(pushFrame(name, data)),
    pushRaw(frame) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > limits.socketBacklog) return connection.close(closeCodes.tooMuch, 'too slow');
      socket.send(frame);
    },
    close(code, reason) {
      socket.close(code, reason);
      // A peer that does not answer the close is cut; waiting for it would keep its buffers.
      setTimeout(() => socket.terminate(), 2_000).unref();
    },
    get open() {
      return socket.readyState === socket.OPEN;
    },
  };

  const reply = (re: number, body: { ok: unknown } | { error: FrameError }) =>
    connection.pushRaw(JSON.stringify({ re, ...body }));

  socket.on('message', (data, isBinary) => {
    if (!allowance.take()) return connection.close(closeCodes.tooMuch, 'too many frames');
    const frame = isBinary ? undefined : parse(String(data));
    if (!isRequest.Check(frame)) return connection.close(closeCodes.tooMuch, 'malformed frame');
    const command = handlers.commands[frame.cmd];
    const check = checks.get(frame.cmd);
    if (!command || !check || !Object.hasOwn(handlers.commands, frame.cmd)) {
      return reply(frame.id, { error: { code: 'invalid-input', message: `There is no command ${frame.cmd}.` } });
    }
    if (!check.Check(frame.args)) return reply(frame.id, { error: argumentError(check, frame.args) });
    run(command, frame.args).then(
      (ok) => reply(frame.id, { ok: ok ?? null }),
      (error: unknown) => reply(frame.id, { error: asFrameError(error, handlers.onUnexpected) }),
    );
  });
  socket.on('close', () => handlers.onClose(connection));
  socket.on('error', () => socket.terminate());
  return connection;

  async function run(command: Command<S>, args: unknown) {
    return command.run(connection, args as never);
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
  const problem = error instanceof Problem ? error : new Problem('internal', { cause: error });
  if (problem.status >= 500) onUnexpected(error);
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.retryAfterMs !== undefined && { retryAfter: problem.retryAfterMs }),
  };
}
