import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as client from 'openid-client';
import { buildAdmin, buildCompany, buildLogin, buildUser } from '../testing/build.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { createBrowser, formOf } from './testing/browser.ts';

/** People log in with programs (API-AUT-2, API-AUT-3), through a certified client library on the whole product. */

let server: TestServer;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';
const discover = (clientId: string) =>
  client.discovery(new URL(`${server.url}/login`), clientId, undefined, client.None(), {
    execute: [client.allowInsecureRequests],
  });

async function person(about: Parameters<typeof buildUser>[2] = { globalRoles: ['CompanyAdmin'], roles: [] }) {
  const company = await buildCompany(server.store);
  const user = await buildUser(server.store, company, about);
  const browser = createBrowser(server.url);
  browser.setCookie(user.cookie);
  return { company, user, browser };
}
type Person = Awaited<ReturnType<typeof person>>;

/** The native program: the person opens the address, reads the code off the page, the program exchanges it. */
async function nativeCode({ browser }: Person, more: Record<string, string> = {}) {
  const configuration = await discover('publicApiNativeClient');
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: outOfBand,
    scope: 'mluviiPublicApi',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  const page = await browser.open(url.href);
  const code = /<code id="code">([^<]+)</.exec(page.html)?.[1] ?? '';
  return { configuration, verifier, page, code };
}

const exchange = (form: Record<string, string>) =>
  fetch(`${server.url}/login/connect/token`, { method: 'POST', body: new URLSearchParams(form) });
const redeem = (code: string, verifier: string, more: Record<string, string> = {}) =>
  exchange({
    grant_type: 'authorization_code',
    client_id: 'publicApiNativeClient',
    redirect_uri: outOfBand,
    code,
    code_verifier: verifier,
    ...more,
  });

async function nativeTokens(who: Person) {
  const { code, verifier } = await nativeCode(who);
  assert.notEqual(code, '');
  const answer = await redeem(code, verifier);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as { access_token: string; refresh_token: string; expires_in: number };
}

const callApi = (token: string, path = '/api/v1/Webhooks') =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
const statusOf = async (token: string) => (await callApi(token)).status;

test('the native program: the code is shown, exchanged without a secret, and the token acts as the person', async () => {
  const who = await person();
  const { configuration, verifier, page, code } = await nativeCode(who);
  assert.equal(page.answer.status, 200);
  assert.equal(page.answer.headers.get('cache-control'), 'no-store');
  assert.match(page.answer.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
  const answered = new URL(`${outOfBand}?code=${code}&iss=${encodeURIComponent(`${server.url}/login`)}`);
  const tokens = await client.authorizationCodeGrant(configuration, answered, { pkceCodeVerifier: verifier });
  assert.equal(tokens.expires_in, 3600);
  const payload = decodeJwt(tokens.access_token);
  assert.equal(decodeProtectedHeader(tokens.access_token).typ, 'at+jwt');
  assert.equal(payload['mluvii:compId'], String(who.company.id));
  assert.equal(payload['mluvii:userId'], String(who.user.id));
  assert.deepEqual(payload.role, ['CompanyAdmin']);
  assert.equal(await statusOf(tokens.access_token), 200);

  const again = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  assert.equal(await statusOf(again.access_token), 200);
  await client.tokenRevocation(configuration, again.refresh_token ?? '');
  assert.equal(await statusOf(again.access_token), 401, 'a revoked grant ends its access tokens too');
  await assert.rejects(client.refreshTokenGrant(configuration, again.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('without a login the way leads over the login page and back into the flow', async () => {
  const who = await person();
  who.browser.clearLogin();
  const configuration = await discover('publicApiNativeClient');
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: outOfBand,
    scope: 'mluviiPublicApi',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const stop = await who.browser.open(url.href, /^\/login$/);
  const back = new URL(stop.url).searchParams.get('returnUrl') ?? '';
  assert.match(back, /^\/login\/connect\/interaction\/[\w-]+$/);
  const login = await who.browser.send('/app-api/login', {
    method: 'POST',
    body: JSON.stringify({ login: who.user.email, password: who.user.password }),
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(login.status, 200);
  const page = await who.browser.open(back);
  const code = /<code id="code">([^<]+)</.exec(page.html)?.[1] ?? '';
  assert.equal((await redeem(code, verifier)).status, 200);
});

test('a code works once; its second use ends everything that came of it', async () => {
  const who = await person();
  const { code, verifier } = await nativeCode(who);
  const first = (await (await redeem(code, verifier)).json()) as { access_token: string; refresh_token: string };
  assert.equal(await statusOf(first.access_token), 200);
  const second = await redeem(code, verifier);
  assert.equal(second.status, 400);
  assert.equal(((await second.json()) as { error: string }).error, 'invalid_grant');
  assert.equal(await statusOf(first.access_token), 401);

  const other = await nativeCode(who);
  const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(other.code, other.verifier)));
  assert.ok(answers.filter(({ status }) => status === 200).length <= 1, 'six at once are at most one');
});

test('a refresh token works once; the old one used again ends the grant', async () => {
  const who = await person();
  const tokens = await nativeTokens(who);
  const refresh = (token: string) =>
    exchange({ grant_type: 'refresh_token', client_id: 'publicApiNativeClient', refresh_token: token });
  const next = (await (await refresh(tokens.refresh_token)).json()) as { access_token: string; refresh_token: string };
  assert.notEqual(next.refresh_token, tokens.refresh_token);
  assert.equal((await refresh(tokens.refresh_token)).status, 400);
  assert.equal((await refresh(next.refresh_token)).status, 400);
  assert.equal(await statusOf(next.access_token), 401);
});

test('no way around PKCE, the registered redirect or the client', async () => {
  const who = await person();
  const { code, verifier } = await nativeCode(who);
  for (const wrong of [
    { code_verifier: client.randomPKCECodeVerifier() },
    { code_verifier: '' },
    { redirect_uri: 'https://evil.example/' },
    { client_id: 'mluviiApp' },
  ] as Record<string, string>[]) {
    const fresh = await nativeCode(who);
    assert.equal((await redeem(fresh.code, fresh.verifier, wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.equal((await redeem(code, verifier)).status, 200);

  const authorize = (query: Record<string, string>) =>
    who.browser.open(
      `/login/connect/authorize?${new URLSearchParams({
        client_id: 'publicApiNativeClient',
        response_type: 'code',
        redirect_uri: outOfBand,
        scope: 'mluviiPublicApi',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
        ...query,
      })}`,
    );
  for (const query of [
    { code_challenge: '', code_challenge_method: '' },
    { code_challenge_method: 'plain' },
    { response_type: 'token' },
    { redirect_uri: 'https://evil.example/' },
    { redirect_uri: `${outOfBand}.evil` },
    { client_id: 'mluviiApp', redirect_uri: `${server.url}.evil.example/signin-oidc` },
    { client_id: 'demo', redirect_uri: outOfBand },
  ] as Record<string, string>[]) {
    const { answer, url, html } = await authorize(query);
    assert.equal(answer.status, 400, `${JSON.stringify(query)} ${url}`);
    assert.ok(!new URL(url).host.includes('evil.example'), url);
    assert.doesNotMatch(html, /id="code"/);
  }
});

test('disabled, logged out everywhere, ended in the profile: the tokens are dead with the next call', async () => {
  const { directory } = server.rooms;
  const byDisabling = await person();
  const admin = await buildAdmin(server.store, byDisabling.company);
  const disabled = await nativeTokens(byDisabling);
  await directory.users.setEnabled(admin.actor, byDisabling.user.id, false);
  assert.equal(await statusOf(disabled.access_token), 401);
  const refreshed = await exchange({
    grant_type: 'refresh_token',
    client_id: 'publicApiNativeClient',
    refresh_token: disabled.refresh_token,
  });
  assert.equal(refreshed.status, 400);

  const everywhere = await person();
  const left = await nativeTokens(everywhere);
  await directory.logins.logOutEverywhere(everywhere.user.actor);
  assert.equal(await statusOf(left.access_token), 401);

  const one = await person();
  const ended = await nativeTokens(one);
  const running = await directory.logins.list(one.user.actor);
  const login = running.find(({ userAgent }) => userAgent === 'publicApiNativeClient');
  assert.ok(login, 'the program stands among the running logins');
  await directory.logins.end(one.user.actor, login.id);
  assert.equal(await statusOf(ended.access_token), 401);
});

test('a token carries the rights of its person: company, tenants led, nothing for an operator', async () => {
  const company = await buildCompany(server.store);
  const tokensOf = async (about: Parameters<typeof buildUser>[2]) => {
    const user = await buildUser(server.store, company, about);
    const browser = createBrowser(server.url);
    browser.setCookie((await buildLogin(server.store, user)).cookie);
    return (await nativeTokens({ company, user, browser })).access_token;
  };
  const leader = await tokensOf({ roles: ['TenantAdmin'] });
  assert.equal((await callApi(leader, '/api/v1/Sessions')).status, 200);
  assert.equal((await callApi(leader)).status, 403, 'webhooks are the company administrators’');
  const operator = await tokensOf({});
  assert.equal((await callApi(operator, '/api/v1/Sessions')).status, 403);
});

test('the web application: form_post, id token, refresh, end of session with the login of our own pages', async () => {
  const who = await person();
  const configuration = await discover('mluviiApp');
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const redirect = `${server.url}/signin-oidc`;
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    response_mode: 'form_post',
    scope: 'openid profile offline_access roles mluviiMembership',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const page = await who.browser.open(url.href);
  const form = formOf(page.html);
  assert.equal(form.action, redirect);
  const answered = new Request(redirect, {
    method: 'POST',
    body: new URLSearchParams(form.fields),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const tokens = await client.authorizationCodeGrant(configuration, answered, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  assert.equal(tokens.claims()?.sub, `${who.company.id}.${who.user.id}`);
  assert.equal(tokens.claims()?.email, who.user.email);
  assert.equal(await statusOf(tokens.access_token), 200);
  assert.ok(tokens.refresh_token);

  const logout = client.buildEndSessionUrl(configuration, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: `${server.url}/signout-callback-oidc`,
  });
  const ask = formOf((await who.browser.open(logout.href)).html);
  const done = await who.browser.send(ask.action, {
    method: 'POST',
    body: new URLSearchParams({ ...ask.fields, logout: 'yes' }),
  });
  assert.equal(done.headers.get('location'), `${server.url}/signout-callback-oidc`);
  assert.equal(await statusOf(tokens.access_token), 401);
  assert.equal((await who.browser.send('/app-api/me')).status, 401);
  const foreign = new URL(logout);
  foreign.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
  assert.equal((await who.browser.open(foreign.href)).answer.status, 400);
});

test('somebody else logged in meanwhile: the program gets the new person, never the old one', async () => {
  const first = await person();
  await nativeTokens(first);
  const second = await buildAdmin(server.store, first.company);
  first.browser.setCookie(second.cookie);
  let { page } = await nativeCode(first);
  // The library ends the first person's session with a form that submits itself.
  const { action, fields } = formOf(page.html);
  assert.match(action, /\/login\/connect\/endsession\/confirm$/);
  const ended = await first.browser.send(action, { method: 'POST', body: new URLSearchParams(fields) });
  page = await first.browser.open(ended.headers.get('location') ?? '');
  assert.match(page.html, /id="code"/);
  assert.equal((await first.browser.send('/app-api/me')).status, 200, 'the new person stays logged in');
});

test('the API in the browser of an administrator: reading with the cookie, changing only from our own pages', async () => {
  const who = await person();
  const read = await who.browser.send('/api/v1/Webhooks');
  assert.deepEqual([read.status, await read.text()], [200, '[]']);
  const body = JSON.stringify({ eventTypes: ['SessionEnded'], callbackUrl: 'https://receiver.example/' });
  const change = (origin?: string) =>
    who.browser.send('/api/v1/Webhooks', {
      method: 'POST',
      body,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...(origin && { origin }) },
    });
  assert.equal((await change('https://evil.example')).status, 401);
  assert.equal((await change()).status, 401);
  assert.equal((await change(server.url)).status, 201);
  const [event] = (
    await server.pool.query(`select actor from events where company_id = $1 and kind = 'webhook.created'`, [
      who.company.id,
    ])
  ).rows;
  assert.deepEqual(event.actor, { kind: 'user', id: who.user.id });

  who.browser.clearLogin();
  const sent = await who.browser.send('/api/v1/Users?limit=3');
  assert.equal(sent.headers.get('location'), `/login?returnUrl=${encodeURIComponent('/api/v1/Users?limit=3')}`);
});

test('discovery names everything a library looks for', async () => {
  const metadata = (await discover('mluviiApp')).serverMetadata();
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
  assert.deepEqual(metadata.response_types_supported, ['code']);
  for (const [name, path] of Object.entries({
    authorization_endpoint: '/login/connect/authorize',
    token_endpoint: '/login/connect/token',
    revocation_endpoint: '/login/connect/revocation',
    end_session_endpoint: '/login/connect/endsession',
    jwks_uri: '/login/.well-known/openid-configuration/jwks',
  })) {
    assert.equal(metadata[name], `${server.url}${path}`);
  }
  assert.deepEqual(metadata.grant_types_supported?.toSorted(), [
    'authorization_code',
    'client_credentials',
    'refresh_token',
  ]);
});

test('nothing that opens a door stands in the database', async () => {
  const who = await person();
  const { code } = await nativeCode(who);
  const tokens = await nativeTokens(who);
  const { rows } = await server.pool.query('select row_to_json(a)::text as t from oidc_artifacts a');
  const all = rows.map((row: { t: string }) => row.t).join('\n');
  assert.ok(rows.length > 0);
  for (const secret of [code, tokens.refresh_token]) assert.ok(!all.includes(secret));
});
