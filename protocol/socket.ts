import { Closed, type Static, Type } from './schema.ts';

/**
 * The frames of our WebSocket protocol; one JSON text each.
 *
 *   client → server   { id, cmd, args }           id: the client's own counter, answered exactly once
 *   server → client   { re, ok }                  done; what it promises is on disk
 *                     { re, error }               refused; nothing changed
 *                     { push, data }              something changed
 *
 * Close codes: 4001 not logged in (any more), 4003 forbidden origin, 4008 too slow or too much, 1012 server restarts.
 */
export const RequestFrame = Closed({
  id: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  cmd: Type.String({ maxLength: 40 }),
  args: Type.Unknown(),
});
export type RequestFrame = Static<typeof RequestFrame>;

/** Why a command was refused: a stable code, words for people, and where it helps the field. */
export interface FrameError {
  code: string;
  message: string;
  field?: string;
  /** Milliseconds after which trying again makes sense. */
  retryAfter?: number;
}

export type ReplyFrame = { re: number; ok: unknown } | { re: number; error: FrameError };
export interface PushFrame {
  push: string;
  data: unknown;
}

export const closeCodes = { notLoggedIn: 4001, forbidden: 4003, tooMuch: 4008, restart: 1012 } as const;
