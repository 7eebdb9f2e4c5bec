import type { IncomingMessage } from 'node:http';
import type { JWK } from 'jose';
import Provider, { type Configuration, interactionPolicy } from 'oidc-provider';
import type { Queryable } from '../foundation/database/database.ts';
import type { Actor, ApiKeyActor, UserActor } from '../foundation/security/actor.ts';
import { artifacts, loginOfGrant } from './artifacts.ts';
import { apiScope, outOfBand, webClient, webScopes } from './clients.ts';
import { codePage, loggedOutPage, logoutPage, pagePolicy, refusalPage } from './pages.ts';

/** Life of an access token in seconds (API-AUT-6). */
export const tokenLife = 3600;
/** Claims of our access tokens (API-AUT-9). */
export const claims = {
  company: 'mluvii:compId',
  tenant: 'mluvii:tenantId',
  user: 'mluvii:userId',
  role: 'role',
  /** Ours: the key itself, so that a token ends with its key. */
  key: 'hovor:keyId',
  /** Ours: the login a person's grant lives with, so that a token ends with it. */
  login: 'hovor:loginId',
} as const;

/** What identity asks of the directory about people. */
export interface People {
  /** Who the login cookie of a request belongs to; anonymous when nobody. */
  resolve(request: { headers: IncomingMessage['headers'] }): Promise<Actor>;
  /** The person of a login with the rights of now; null once it ended or the user is disabled. */
  recheck(login: { companyId: number; loginId: number }): Promise<UserActor | null>;
  person(
    companyId: number,
    userId: number,
  ): Promise<{ username: string; email: string; firstName: string; lastName: string } | undefined>;
  openForProgram(person: UserActor, about: { program: string; ip: string | null }): Promise<number | null>;
  endForProgram(loginId: number): Promise<unknown>;
  logOut(person: UserActor): Promise<unknown>;
}

export interface AuthorizationServerOptions {
  db: Queryable;
  /** `{publicUrl}/login` */
  issuer: string;
  /** Names the Public API in tokens. */
  audience: string;
  /** Signing keys with private parts, the one that signs first. */
  keys: readonly JWK[];
  cookieKeys: string[];
  /** Who asks with this id and secret; null = nobody. */
  authenticate(clientId: string, secret: string): Promise<ApiKeyActor | null>;
  people: People;
  onError(error: unknown): void;
}

/** How the server and its tokens call a person. */
export const subjectOf = ({ companyId, userId }: UserActor) => `${companyId}.${userId}`;

const minute = 60;
const day = 86_400;

/**
 * OAuth 2.0 and OpenID Connect under `/login`: client credentials for API keys (API-AUT-1), authorisation code with PKCE
 * for people (API-AUT-2, API-AUT-3). Access tokens are signed and carry only who asks; what they may do is asked of the
 * key, or of the person's login, on every call.
 */
export function createAuthorizationServer(options: AuthorizationServerOptions) {
  const { db, issuer, audience, keys, cookieKeys, authenticate, people, onError } = options;
  /** The key that proved itself in a running token request. */
  const proven = new WeakMap<object, ApiKeyActor>();
  const origin = new URL(issuer).origin;

  async function personBehind(request: IncomingMessage): Promise<UserActor | null> {
    const actor = await people.resolve(request);
    return actor.kind === 'user' ? actor : null;
  }

  const provider = new Provider(issuer, {
    adapter: artifacts(db, origin, people.endForProgram),
    jwks: { keys: keys as { kty: string }[] },
    cookies: {
      keys: cookieKeys,
      names: { session: 'hovor_oidc', interaction: 'hovor_oidc_step', resume: 'hovor_oidc_resume' },
      long: { path: new URL(issuer).pathname, httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    scopes: ['openid', 'offline_access', apiScope, ...webScopes],
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name', 'preferred_username', 'email'] },
    // There is no user-info endpoint: what a program asked for stands in the id token.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
    pkce: { required: () => true },
    routes: {
      authorization: '/connect/authorize',
      token: '/connect/token',
      revocation: '/connect/revocation',
      end_session: '/connect/endsession',
      jwks: '/.well-known/openid-configuration/jwks',
    },
    ttl: {
      ClientCredentials: tokenLife,
      AccessToken: tokenLife,
      IdToken: tokenLife,
      AuthorizationCode: minute,
      Interaction: 30 * minute,
      Session: 30 * day,
      Grant: 30 * day,
      RefreshToken: 30 * day,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        // The program that holds a refresh token may give it back; a foreign one gets the same answer and no effect.
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.set('content-security-policy', pagePolicy);
          ctx.body = logoutPage(form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.set('content-security-policy', pagePolicy);
          ctx.type = 'html';
          ctx.body = loggedOutPage();
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: apiScope,
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLife,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    interactions: {
      policy: policyOf(personBehind),
      url: (_ctx, interaction) => `${new URL(issuer).pathname}/connect/interaction/${interaction.uid}`,
    },
    // The grant of a native program ends with its login only; the web application's also with the browser session.
    expiresWithSession: (_ctx, code) => code.clientId === webClient,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    async findAccount(_ctx, subject, token) {
      const [companyId = 0, userId = 0] = subject.split('.').map(Number);
      const grantId = token && 'grantId' in token ? token.grantId : undefined;
      if (grantId && !(await personOfGrant(grantId))) return undefined;
      const person = await people.person(companyId, userId);
      if (!person) return undefined;
      return {
        accountId: subject,
        claims: async () => ({
          sub: subject,
          name: `${person.firstName} ${person.lastName}`.trim(),
          given_name: person.firstName,
          family_name: person.lastName,
          preferred_username: person.username,
          email: person.email,
        }),
      };
    },
    async extraTokenClaims(ctx, token) {
      if (token.kind === 'ClientCredentials') return claimsOfKey(proven.get(ctx));
      const found = token.kind === 'AccessToken' && token.grantId ? await personOfGrant(token.grantId) : null;
      if (!found) throw new Error('A token was about to be made without a person.');
      return claimsOfPerson(found);
    },
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.set('content-security-policy', pagePolicy);
      ctx.body = refusalPage(out.error, out.error_description ?? '');
    },
  } satisfies Configuration);

  async function personOfGrant(grantId: string): Promise<UserActor | null> {
    const login = await loginOfGrant(db, grantId);
    return login ? people.recheck(login) : null;
  }

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

  provider.use(async (ctx, next) => {
    await next();
    const location = ctx.response.get('location') ?? '';
    if (/^[?#]/.test(location.slice(outOfBand.length)) && location.startsWith(outOfBand))
      showCode(ctx, new URLSearchParams(location.slice(outOfBand.length + 1)));
    const { oidc } = ctx;
    if (oidc?.route === 'end_session_confirm' && oidc.params?.logout) {
      const person = await personBehind(ctx.req);
      if (person && subjectOf(person) === oidc.session?.accountId) await people.logOut(person);
    }
  });

  return { provider, handle: provider.callback(), personBehind };
}
export type AuthorizationServer = ReturnType<typeof createAuthorizationServer>;

/**
 * The login that counts is the one of the cookie of our own pages: when it ended, or is somebody else's than the one the
 * server remembers, the way leads over the login page again.
 */
function policyOf(personBehind: (request: IncomingMessage) => Promise<UserActor | null>) {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('other_login', 'The login has ended or changed', 'login_required', async (ctx) => {
      const person = await personBehind(ctx.req);
      return person === null || subjectOf(person) !== ctx.oidc.session?.accountId;
    }),
  );
  return policy;
}

function claimsOfKey(key: ApiKeyActor | undefined) {
  if (!key) throw new Error('A token was about to be made without a key.');
  const [tenantId, ...more] = key.tenantIds ?? [];
  return {
    [claims.company]: String(key.companyId),
    ...(tenantId !== undefined && more.length === 0 && { [claims.tenant]: String(tenantId) }),
    [claims.role]: 'PublicApi',
    [claims.key]: key.keyId,
  };
}

function claimsOfPerson(person: UserActor) {
  const [tenantId, ...more] = person.tenants.keys();
  return {
    [claims.company]: String(person.companyId),
    [claims.user]: String(person.userId),
    ...(tenantId !== undefined && more.length === 0 && { [claims.tenant]: String(tenantId) }),
    [claims.role]: [...person.globalRoles],
    [claims.login]: person.loginId,
  };
}

interface Shown {
  status: number;
  type: string;
  body: unknown;
  remove(header: string): void;
  set(header: string, value: string): void;
}

/** Instead of a redirect no browser can follow: the code, or why there is none (API-AUT-2). */
function showCode(ctx: Shown, answer: URLSearchParams) {
  const code = answer.get('code');
  ctx.remove('location');
  ctx.status = code ? 200 : 400;
  ctx.type = 'html';
  ctx.set('cache-control', 'no-store');
  ctx.set('referrer-policy', 'no-referrer');
  ctx.set('content-security-policy', pagePolicy);
  ctx.body = code ? codePage(code) : refusalPage(answer.get('error') ?? 'error', answer.get('error_description') ?? '');
}
