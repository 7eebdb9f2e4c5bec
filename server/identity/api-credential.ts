import type { FastifyRequest } from 'fastify';
import { createLocalJWKSet, errors, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Bus } from '../foundation/bus.ts';
import type { Clock } from '../foundation/clock.ts';
import { isOwnOrigin } from '../foundation/http/server.ts';
import { type Actor, type ApiKeyActor, anonymous, type UserActor } from '../foundation/security/actor.ts';
import { claims } from './authorization-server.ts';

/** Milliseconds a key is believed without asking; it bounds a revocation whose wake-up was lost, and an expiry. */
const believedFor = 10_000;
/** Most keys remembered. */
const mostKeys = 10_000;

export interface ApiCredentialOptions {
  issuer: string;
  audience: string;
  publicUrl: string;
  /** Public halves of all keys that may have signed a running token. */
  keys(): readonly JWK[];
  /** Looks for keys another process made; false when there are none. */
  reloadKeys(): Promise<boolean>;
  /** The key as it is now; null once it is revoked, expired or its company closed. */
  loadKey(companyId: number, keyId: number): Promise<ApiKeyActor | null>;
  /** The person of a login as they are now; null once it ended or they were disabled. */
  loadPerson(login: { companyId: number; loginId: number }): Promise<UserActor | null>;
  /** Who the login cookie of a request belongs to. */
  resolveLogin(request: FastifyRequest): Promise<Actor>;
  /** What a person may do in the Public API. */
  asCaller(person: UserActor): ApiKeyActor;
  bus: Bus;
  clock: Clock;
}

/**
 * Turns a request of the Public API into who makes it: `Authorization: Bearer …` into the key or the person it was issued
 * to (API-AUT-8), and the login cookie of our own pages into the person (API-AUT-7). A token that is missing, forged,
 * for somebody else or expired, and one whose key or login is gone, all make an anonymous actor.
 */
export function createApiCredential(options: ApiCredentialOptions) {
  const { issuer, audience, publicUrl, loadKey, loadPerson, asCaller, bus, clock } = options;
  const known = new Map<number, { actor: Promise<ApiKeyActor | null>; until: number }>();

  const unsubscribe = bus.subscribe((changes) => {
    for (const { topic, id } of changes) {
      if (topic === 'apiKey') known.delete(id);
      if (topic === 'resync') known.clear();
    }
  });

  /** A load under way when the key changes is dropped with its entry, so what it read is not believed afterwards. */
  function current(companyId: number, keyId: number) {
    const now = clock.now().getTime();
    const entry = known.get(keyId);
    if (entry && entry.until > now) return entry.actor;
    const actor = loadKey(companyId, keyId);
    known.delete(keyId);
    known.set(keyId, { actor, until: now + believedFor });
    if (known.size > mostKeys) known.delete(known.keys().next().value ?? keyId);
    actor.catch(() => known.delete(keyId));
    return actor;
  }

  const verify = (token: string) =>
    jwtVerify(token, createLocalJWKSet({ keys: [...options.keys()] }), {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['RS256'],
      currentDate: clock.now(),
    });

  /** A token under a key we do not know may be signed with one another process has just made. */
  async function payloadOf(token: string): Promise<JWTPayload> {
    try {
      return (await verify(token)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await options.reloadKeys())) throw error;
      return (await verify(token)).payload;
    }
  }

  async function holderOf(payload: JWTPayload): Promise<Actor> {
    const number = (claim: string) => Number(payload[claim] ?? Number.NaN);
    const companyId = number(claims.company);
    if (!Number.isSafeInteger(companyId)) return anonymous;
    if (payload[claims.login] !== undefined) {
      const loginId = number(claims.login);
      const person = Number.isSafeInteger(loginId) ? await loadPerson({ companyId, loginId }) : null;
      if (person?.companyId !== companyId || person.userId !== number(claims.user)) return anonymous;
      return asCaller(person);
    }
    const keyId = number(claims.key);
    const actor = Number.isSafeInteger(keyId) ? await current(companyId, keyId) : null;
    return actor?.companyId === companyId ? actor : anonymous;
  }

  /** A cookie travels with requests other sites make; a changing call must come from one of our own pages. */
  async function withCookie(request: FastifyRequest): Promise<Actor> {
    const { origin, host } = request.headers;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && (origin === undefined || !isOwnOrigin(origin, host, publicUrl))) return anonymous;
    const actor = await options.resolveLogin(request);
    return actor.kind === 'user' ? asCaller(actor) : anonymous;
  }

  return {
    async resolve(request: FastifyRequest): Promise<Actor> {
      if (request.headers.authorization === undefined) return withCookie(request);
      const token = bearer(request.headers.authorization);
      if (!token) return anonymous;
      try {
        return await holderOf(await payloadOf(token));
      } catch (error) {
        if (error instanceof errors.JOSEError) return anonymous;
        throw error;
      }
    },
    close: unsubscribe,
  };
}

/** The token of a bearer header, the scheme in any case. */
export function bearer(header: string | undefined): string | undefined {
  return /^bearer +([\w.~+/-]+=*) *$/i.exec(header ?? '')?.[1];
}
