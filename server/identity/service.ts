import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import type { ApiKeyActor } from '../foundation/security/actor.ts';
import { installationKey } from '../foundation/security/installation-keys.ts';
import type { Store } from '../foundation/transact.ts';
import { createApiCredential } from './api-credential.ts';
import { bindGrant, deleteExpired } from './artifacts.ts';
import { createAuthorizationServer, type People, subjectOf } from './authorization-server.ts';
import { callerOf } from './caller.ts';
import { apiScope } from './clients.ts';
import { publicHalf, rotateSigningKeys, signingKeys } from './signing-keys.ts';

/** What identity asks of the directory's API keys. */
export interface ApiKeys {
  /** Who asks with this id and secret; null for all wrong, expired and revoked ones alike. */
  authenticate(clientId: string, secret: string): Promise<ApiKeyActor | null>;
  /** The key behind a token made earlier; null once it is revoked or expired. */
  actor(companyId: number, keyId: number): Promise<ApiKeyActor | null>;
}

export interface IdentityOptions {
  keys: ApiKeys;
  people: People;
  /** Every permission of the Public API: what a company administrator may do there. */
  permissions: readonly string[];
  publicUrl: string;
  onError(error: unknown): void;
}

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

/** How often expired rows are removed and the age of the signing key is looked at. Milliseconds. */
const housekeeping = 3_600_000;
/** Unknown key ids make us look for new keys at most this often. Milliseconds. */
const reloadStep = 5_000;

type NodeRequest = IncomingMessage & { originalUrl?: string };

/** Tokens for integrations and people: makes them (OAuth 2.0 and OpenID Connect under `/login`) and recognises them. */
export async function createIdentity(store: Store, options: IdentityOptions) {
  const { keys, people, permissions, publicUrl, onError } = options;
  const origin = publicUrl.replace(/\/+$/, '');
  const issuer = `${origin}/login`;
  const audience = `${origin}/api`;
  const { host, protocol, pathname } = new URL(issuer);
  const cookieKeys = [(await installationKey(store.db, 'oidc-cookies')).toString('base64url')];

  const build = (signing: readonly JWK[]) => ({
    signing,
    server: createAuthorizationServer({
      db: store.db,
      issuer,
      audience,
      keys: signing,
      cookieKeys,
      authenticate: keys.authenticate,
      people,
      onError,
    }),
  });
  let current = build(await signingKeys(store.db));
  let reloaded = Number.NEGATIVE_INFINITY;

  /** Takes up keys made since, here or elsewhere. Requests under way end with the server they began with. */
  async function takeUpKeys(): Promise<boolean> {
    const signing = await signingKeys(store.db);
    if (signing[0]?.kid === current.signing[0]?.kid && signing.length === current.signing.length) return false;
    current = build(signing);
    return true;
  }

  async function rotate(about: { onlyOld?: boolean } = {}): Promise<boolean> {
    const made = await rotateSigningKeys(store.db, store.clock.now(), about);
    await takeUpKeys();
    if (made) store.bus.publish([{ companyId: 0, tenantId: null, topic: 'signingKeys', id: 0 }]);
    return made;
  }

  const credential = createApiCredential({
    issuer,
    audience,
    publicUrl: origin,
    keys: () => current.signing.map(publicHalf),
    async reloadKeys() {
      const now = performance.now();
      if (now - reloaded < reloadStep) return false;
      reloaded = now;
      return takeUpKeys();
    },
    loadKey: keys.actor,
    loadPerson: people.recheck,
    resolveLogin: (request) => people.resolve(request),
    asCaller: (person) => callerOf(person, permissions),
    bus: store.bus,
    clock: store.clock,
  });

  const unsubscribe = store.bus.subscribe((changes) => {
    if (changes.some(({ topic }) => topic === 'signingKeys' || topic === 'resync')) takeUpKeys().catch(onError);
  });
  const tidy = async () => {
    await deleteExpired(store.db);
    await rotate({ onlyOld: true });
  };
  const timer = setInterval(() => tidy().catch(onError), housekeeping).unref();

  /** The address as the library must see it: ours, whatever the proxy or a Host header says; words in any case. */
  function prepare(request: NodeRequest) {
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    const [path = '', query] = (request.url ?? '/').split('?', 2);
    const inner = path.slice(pathname.length);
    const steps = /^(\/connect\/(?:authorize|interaction)\/)(.+)$/i.exec(inner);
    const known = steps ? `${steps[1]?.toLowerCase()}${steps[2]}` : inner.toLowerCase();
    request.originalUrl = `${pathname}${known}${query === undefined ? '' : `?${query}`}`;
    request.url = request.originalUrl.slice(pathname.length);
  }

  return {
    /** Answers a request below the issuer's path. */
    handle(request: NodeRequest, response: ServerResponse): Promise<void> {
      prepare(request);
      return current.server.handle(request, response);
    },

    /**
     * A step of an authorisation only the person can take: with a running login it is taken at once, because all
     * programs are our own; without one the way leads over the login page. Answers the address to go to.
     */
    async proceed(request: NodeRequest, response: ServerResponse, ip: string | null): Promise<string> {
      const { provider, personBehind } = current.server;
      const here = request.url ?? '';
      const person = await personBehind(request);
      if (!person) return `/login?returnUrl=${encodeURIComponent(here)}`;
      prepare(request);
      const { params } = await provider.interactionDetails(request, response);
      const clientId = String(params.client_id);
      const subject = subjectOf(person);
      const grant = new provider.Grant({ accountId: subject, clientId });
      grant.addOIDCScope(String(params.scope ?? ''));
      grant.addResourceScope(audience, apiScope);
      const grantId = await grant.save();
      const loginId = await people.openForProgram(person, { program: clientId, ip });
      if (loginId === null) return `/login?returnUrl=${encodeURIComponent(here)}`;
      await bindGrant(store.db, grantId, loginId);
      return provider.interactionResult(
        request,
        response,
        { login: { accountId: subject }, consent: { grantId } },
        { mergeWithLastSubmission: false },
      );
    },

    /** Signs with a new key from now on; nobody is logged out. */
    rotateKeys: () => rotate(),
    tidy,
    /** Resolver of the credential `api`. */
    resolveApi: (request: FastifyRequest) => credential.resolve(request),
    close() {
      clearInterval(timer);
      unsubscribe();
      credential.close();
    },
  };
}
