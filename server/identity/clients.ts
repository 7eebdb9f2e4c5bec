import type { AdapterPayload } from 'oidc-provider';

/** The one scope of the Public API existing clients name. */
export const apiScope = 'mluviiPublicApi';
/** Scopes of the web application of existing installations (API-AUT-3); they say nothing a token does not say anyway. */
export const webScopes = ['profile', 'roles', 'mluviiMembership'] as const;

/** What a program without a browser of its own redirects to: the code is shown to the person (API-AUT-2). */
export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

export const nativeClient = 'publicApiNativeClient';
export const webClient = 'mluviiApp';
export const signedIn = '/signin-oidc';
export const signedOut = '/signout-callback-oidc';

/**
 * The programs people log in with are fixed. They have no secret, so PKCE is what binds a code to the one who asked for
 * it. Every other id may be an API key's.
 */
export function clientOf(id: string, origin: string): AdapterPayload {
  const person = {
    client_id: id,
    token_endpoint_auth_method: 'none' as const,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code' as const],
  };
  if (id === nativeClient) {
    return {
      ...person,
      client_name: 'Public API (native)',
      application_type: 'native',
      redirect_uris: [outOfBand],
      scope: `openid profile offline_access ${apiScope}`,
    };
  }
  if (id === webClient) {
    return {
      ...person,
      client_name: 'Web application',
      application_type: 'web',
      redirect_uris: [`${origin}${signedIn}`],
      post_logout_redirect_uris: [`${origin}${signedOut}`],
      scope: ['openid', 'offline_access', apiScope, ...webScopes].join(' '),
    };
  }
  return {
    client_id: id,
    // Never compared: compareClientSecret of the authorisation server stands in its place.
    client_secret: 'kept as a hash elsewhere',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
  };
}
