import type { IncomingHttpHeaders } from 'node:http';
import { isOwnOrigin } from '../../foundation/http/server.ts';
import { sourceOf } from '../../foundation/security/source.ts';

/** Where a request of a browser comes from. */
export interface From {
  /** Address of the peer, kept with the session. */
  ip: string;
  /** Under which its floods are counted. */
  source: string;
  /** Of a foreign page; undefined = our own page, or no browser. */
  origin: string | undefined;
  userAgent: string | null;
}

export const from = (request: { ip: string; headers: IncomingHttpHeaders }, publicUrl: string): From => ({
  ip: request.ip,
  source: sourceOf(request.ip),
  origin: foreignOrigin(request, publicUrl),
  userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
});

/** The page that asks, unless it is the panel's frame, which is a page of ours. */
export function foreignOrigin(request: { headers: IncomingHttpHeaders }, publicUrl: string): string | undefined {
  const { origin, host } = request.headers;
  return isOwnOrigin(origin, host, publicUrl) ? undefined : origin;
}
