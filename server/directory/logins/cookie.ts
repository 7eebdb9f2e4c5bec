import type { IncomingHttpHeaders } from 'node:http';
import type { CookieSerializeOptions } from '@fastify/cookie';
import { limits } from '@hovor/protocol/limits';

export const loginCookie = 'hovor_login';

/** Never readable by scripts, never sent along by other sites' changing requests (SEC-CK-9). */
export const cookieOptions = (publicUrl: string): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure: publicUrl.startsWith('https:'),
  maxAge: limits.loginLife / 1000,
});

/** The login token a request or a socket's handshake carries; undefined when there is none of the right form. */
export function readLoginToken(headers: IncomingHttpHeaders): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === loginCookie) return value && /^[\w-]{43}$/.test(value) ? value : undefined;
  }
  return undefined;
}
