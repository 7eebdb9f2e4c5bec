import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret nobody can guess: 256 random bits as 43 characters that are safe in URLs, cookies and headers. */
export const newToken = () => randomBytes(32).toString('base64url');

/** What is stored of a random token. A plain hash is enough: 256 random bits cannot be searched. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Compares whole secrets in a time that tells nothing. An empty secret matches nothing, not even another empty one. */
export function sameSecret(a: string | Buffer, b: string | Buffer): boolean {
  if (a.length === 0 || b.length === 0) return false;
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
