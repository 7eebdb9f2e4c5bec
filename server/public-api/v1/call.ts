import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../foundation/errors.ts';
import { parseQuery, type Query, readInteger } from '../../foundation/filters/query.ts';
import type { ApiKeyActor } from '../../foundation/security/actor.ts';
import type { Answer } from './conventions/answers.ts';
import { ignoredHeader, ignoredHeaderValue } from './conventions/query.ts';
import type { Idempotency } from './idempotency.ts';

/** One request of the Public API as its operation sees it. */
export interface Call {
  actor: ApiKeyActor;
  query: Query;
  /** Parsed JSON as it came; read it with the readers of conventions/body.ts. */
  body: unknown;
  /** A number of the path (`:sessionId`). @throws invalid-input */
  id(name: string): number;
  /** The text of the path there, decoded. */
  param(name: string): string;
}

export type Handler = (call: Call) => Promise<Answer>;

/** Runs an operation and sends its answer by the conventions (API-CONV-18); a POST with an `Idempotency-Key` once. */
export const handled =
  (handler: Handler, idempotency?: Idempotency) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { actor } = request;
    if (actor.kind !== 'apiKey') throw new Problem('not-permitted');
    const query = parseQuery(request.url);
    const params = request.params as Record<string, string>;
    const call: Call = {
      actor,
      query,
      body: request.body,
      // An id no row can have is refused by the database and answered as unknown.
      param: (name) => params[name] ?? '',
      id: (name) => readInteger(name, params[name] ?? '', 64),
    };
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
    const { status, body, headers } =
      idempotency && key !== undefined
        ? await idempotency.run(
            { actor, key: String(key), method: request.method, url: request.url, body: request.body },
            () => handler(call),
          )
        : await handler(call);
    const ignored = ignoredHeaderValue(query);
    if (ignored !== undefined) reply.header(ignoredHeader, ignored);
    reply.code(status).headers(headers ?? {});
    return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(jsonOf(body));
  };

/** A bare integer is JSON too, and a stream is JSON text already. */
function jsonOf(body: unknown) {
  const isStream = typeof body === 'object' && body !== null && 'pipe' in body;
  return isStream ? body : JSON.stringify(body);
}
