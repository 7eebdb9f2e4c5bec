import { json, post } from './guest.ts';

/** An integration: takes a token as existing clients do and calls the Public API with it. */
export async function integration(server: string, clientId: string, clientSecret: string) {
  const { access_token } = await json<{ access_token: string }>(
    fetch(`${server}/login/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
    }),
  );
  const authorization = { authorization: `bearer ${access_token}` };
  return {
    get: <T>(path: string) => json<T>(fetch(`${server}/api/v1/${path}`, { headers: authorization })),
    post: <T>(path: string, body: unknown) => json<T>(post(`${server}/api/v1/${path}`, body, authorization)),
    raw: (path: string, init: RequestInit = {}) =>
      fetch(`${server}/api/v1/${path}`, { ...init, headers: { ...authorization, ...init.headers } }),
  };
}
