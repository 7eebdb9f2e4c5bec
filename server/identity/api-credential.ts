import type { FastifyRequest } from 'fastify';
import { createLocalJWKSet, errors, type JWK, jwtVerify } from 'jose';
import type { Bus } from '../foundation/bus.ts';
import type { Clock } from '../foundation/clock.ts';
import { type Actor, type ApiKeyActor, anonymous } from '../foundation/security/actor.ts';
import { claims } from './authorization-server.ts';

/** Milliseconds a key is believed without asking; it bounds a revocation whose wake-up was lost, and an expiry. */
const believedFor = 10_000;
/** Most keys remembered. */
const mostKeys = 10_000;

export interface ApiCredentialOptions {
  issuer: string;
  audience: string;
  keys: JWK[];
  /** The key as it is now; null once it is revoked, expired or its company closed. */
  loadKey(companyId: number, keyId: number): Promise<ApiKeyActor | null>;
  bus: Bus;
  clock: Clock;
}

/**
 * Turns `Authorization: Bearer …` into the API key it was issued to (API-AUT-8). A token that is missing, forged, for
 * somebody else or expired, and one whose key is gone, all make an anonymous actor.
 */
export function createApiCredential({ issuer, audience, keys, loadKey, bus, clock }: ApiCredentialOptions) {
  const jwks = createLocalJWKSet({ keys });
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

  return {
    async resolve(request: FastifyRequest): Promise<Actor> {
      const token = bearer(request.headers.authorization);
      if (!token) return anonymous;
      try {
        const { payload } = await jwtVerify(token, jwks, {
          issuer,
          audience,
          typ: 'at+jwt',
          algorithms: ['RS256'],
          currentDate: clock.now(),
        });
        const [companyId, keyId] = [Number(payload[claims.company]), Number(payload[claims.key])];
        if (!Number.isSafeInteger(companyId) || !Number.isSafeInteger(keyId)) return anonymous;
        const actor = await current(companyId, keyId);
        return actor?.companyId === companyId ? actor : anonymous;
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
