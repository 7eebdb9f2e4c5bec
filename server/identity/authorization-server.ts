import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import type { ApiKeyActor } from '../foundation/security/actor.ts';

/** Life of an access token in seconds (API-AUT-6). */
export const tokenLife = 3600;
/** The one scope existing clients name; others are tolerated and mean nothing. */
export const scope = 'mluviiPublicApi';
/** Claims of our access tokens (API-AUT-9). */
export const claims = {
  company: 'mluvii:compId',
  tenant: 'mluvii:tenantId',
  role: 'role',
  /** Ours: the key itself, so that a token ends with its key. */
  key: 'hovor:keyId',
} as const;

export interface AuthorizationServerOptions {
  /** `{publicUrl}/login` */
  issuer: string;
  /** Names the Public API in tokens. */
  audience: string;
  keys: JWK[];
  cookieKeys: string[];
  /** Who asks with this id and secret; null = nobody. */
  authenticate(clientId: string, secret: string): Promise<ApiKeyActor | null>;
  onError(error: unknown): void;
}

/**
 * OAuth 2.0 for API keys: client credentials with signed access tokens, discovery and the public keys (API-AUT-1). What
 * a key may do is asked of the key itself on every call, so the token carries only who it is.
 */
export function createAuthorizationServer(options: AuthorizationServerOptions) {
  const { issuer, audience, keys, cookieKeys, authenticate, onError } = options;
  /** The key that proved itself in a running token request. */
  const proven = new WeakMap<object, ApiKeyActor>();

  const provider = new Provider(issuer, {
    adapter: clientsOnly,
    jwks: { keys: keys as { kty: string }[] },
    cookies: { keys: cookieKeys },
    scopes: [scope],
    claims: { openid: ['sub'] },
    responseTypes: [],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic'],
    routes: { token: '/connect/token', jwks: '/.well-known/openid-configuration/jwks' },
    ttl: { ClientCredentials: tokenLife },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          scope,
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLife,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (ctx) => {
      const key = proven.get(ctx);
      if (!key) throw new Error('A token was about to be made without a key.');
      const [tenantId, ...more] = key.tenantIds ?? [];
      return {
        [claims.company]: String(key.companyId),
        ...(tenantId !== undefined && more.length === 0 && { [claims.tenant]: String(tenantId) }),
        [claims.role]: 'PublicApi',
        [claims.key]: key.keyId,
      };
    },
  });

  // The secret is known only as a keyed hash; the key's room compares it, in constant time.
  provider.Client.prototype.compareClientSecret = async function compareClientSecret(secret: string) {
    const key = await authenticate(this.clientId, secret);
    const { ctx } = Provider;
    if (!key || !ctx) return false;
    proven.set(ctx, key);
    return true;
  };
  provider.on('server_error', (_ctx, error) => onError(error));
  // Behind the address we were told, whatever a Host header says.
  provider.proxy = true;

  const handle = provider.callback();
  const { host, protocol, pathname } = new URL(issuer);
  return {
    /** Answers a request below the issuer's path. */
    handle(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) {
      request.headers['x-forwarded-host'] = host;
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
      const [path = '', query] = (request.url ?? '/').split('?', 2);
      const inner = path.slice(pathname.length).toLowerCase();
      request.originalUrl = `${pathname}${inner}${query === undefined ? '' : `?${query}`}`;
      request.url = request.originalUrl.slice(pathname.length);
      return handle(request, response);
    },
  };
}

/**
 * The storage the library asks for. Any id may be a client's: whether it is, and its secret right, is decided in one
 * place and with one answer. Nothing else is stored; access tokens are signed, not looked up.
 */
function clientsOnly(model: string): Adapter {
  const nothing = async () => undefined;
  return {
    find: async (id: string) => (model === 'Client' ? client(id) : undefined),
    upsert: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
  };
}

const client = (id: string): AdapterPayload => ({
  client_id: id,
  // Never compared: compareClientSecret above stands in its place.
  client_secret: 'kept as a hash elsewhere',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_post',
});
