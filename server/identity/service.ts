import type { FastifyRequest } from 'fastify';
import type { ApiKeyActor } from '../foundation/security/actor.ts';
import { installationKey } from '../foundation/security/installation-keys.ts';
import type { Store } from '../foundation/transact.ts';
import { createApiCredential } from './api-credential.ts';
import { createAuthorizationServer } from './authorization-server.ts';
import { publicHalf, signingKeys } from './signing-keys.ts';

/** What identity asks of the directory's API keys. */
export interface ApiKeys {
  /** Who asks with this id and secret; null for all wrong, expired and revoked ones alike. */
  authenticate(clientId: string, secret: string): Promise<ApiKeyActor | null>;
  /** The key behind a token made earlier; null once it is revoked or expired. */
  actor(companyId: number, keyId: number): Promise<ApiKeyActor | null>;
}

export interface IdentityOptions {
  keys: ApiKeys;
  publicUrl: string;
  onError(error: unknown): void;
}

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

/** Tokens for integrations: makes them (OAuth 2.0 under `/login`) and recognises them. */
export async function createIdentity(store: Store, { keys, publicUrl, onError }: IdentityOptions) {
  const origin = publicUrl.replace(/\/+$/, '');
  const issuer = `${origin}/login`;
  const audience = `${origin}/api`;
  const signing = await signingKeys(store.db);
  const cookieKey = await installationKey(store.db, 'oidc-cookies');
  const server = createAuthorizationServer({
    issuer,
    audience,
    keys: signing,
    cookieKeys: [cookieKey.toString('base64url')],
    authenticate: keys.authenticate,
    onError,
  });
  const credential = createApiCredential({
    issuer,
    audience,
    keys: signing.map(publicHalf),
    loadKey: keys.actor,
    bus: store.bus,
    clock: store.clock,
  });
  return {
    server,
    /** Resolver of the credential `api`. */
    resolveApi: (request: FastifyRequest) => credential.resolve(request),
    close: () => credential.close(),
  };
}
