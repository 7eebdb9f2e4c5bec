import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { GuestCredentials } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { Problem } from '../../foundation/errors.ts';
import { type Anonymous, anonymous, type GuestActor } from '../../foundation/security/actor.ts';
import { rateLimiter } from '../../foundation/security/rate-limit.ts';
import { hashToken, newToken } from '../../foundation/security/tokens.ts';
import type { Store } from '../../foundation/transact.ts';
import { gathered } from './gathered.ts';
import { guestsByToken, insertGuest, type KnownGuest, touchGuest } from './queries.ts';

const tokenShape = /^[\w-]{43}$/;

export type Guests = ReturnType<typeof createGuests>;

/**
 * Persons on the company's pages (GL-3). A guest proves who they are by a secret of 256 random bits that never leaves
 * the browser but to this server; we keep its hash. This is the one authentication of guests, for HTTP and sockets.
 */
export function createGuests(store: Store) {
  const newGuests = rateLimiter({ burst: limits.guestsBurst, perSecond: limits.guestsPerSecond });
  const find = gathered<string, KnownGuest | undefined>(async (tokens) => {
    const known = await guestsByToken(store.db, tokens.map(hashToken));
    return (token) => known.get(hashToken(token).toString('hex'));
  });

  /** Who holds this token, or undefined. */
  async function byToken(token: string | null | undefined): Promise<KnownGuest | undefined> {
    if (!token || !tokenShape.test(token)) return undefined;
    return find(token);
  }

  return {
    /** The guest of a token, for the socket's `hello`. A guest of another company is nobody here. */
    async actorOf(token: string | null | undefined, companyId: number): Promise<GuestActor | null> {
      const known = await byToken(token);
      return known?.companyId === companyId ? { kind: 'guest', companyId, guestId: known.guestId } : null;
    },
    /** The guest of an HTTP request by `Authorization: Bearer`. */
    async resolve(request: { headers: IncomingHttpHeaders }): Promise<GuestActor | Anonymous> {
      const known = await byToken(/^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]);
      return known ? { kind: 'guest', companyId: known.companyId, guestId: known.guestId } : anonymous;
    },
    /** The guest this browser already is in this company, else a new one; a wrong token is never an error. */
    async enter(companyId: number, token: string | null | undefined, source: string): Promise<GuestCredentials> {
      const now = store.clock.now();
      const known = await byToken(token);
      if (token && known?.companyId === companyId) {
        await touchGuest(store.db, companyId, known.guestId, now);
        return { guestGuid: known.guestGuid, token };
      }
      const wait = newGuests.take(source);
      if (wait > 0) throw new Problem('too-many-requests', { retryAfterMs: wait });
      const fresh: GuestCredentials = { guestGuid: randomUUID(), token: newToken() };
      await insertGuest(store.db, { companyId, trackedId: fresh.guestGuid, tokenHash: hashToken(fresh.token), now });
      return fresh;
    },
  };
}
