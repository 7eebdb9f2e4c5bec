import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import * as client from 'openid-client';
import { createApiKeys } from '../directory/keys/service.ts';
import { apiPermissions } from '../directory/schema.ts';
import { createDirectory } from '../directory/service.ts';
import { createHttpServer } from '../foundation/http/server.ts';
import { createLog } from '../foundation/log.ts';
import { type Actor, system } from '../foundation/security/actor.ts';
import { transact } from '../foundation/transact.ts';
import { buildApiKey, buildCompany, buildTenant } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { bearer } from './api-credential.ts';
import { registerIdentity } from './routes.ts';
import { createIdentity, type Identity } from './service.ts';
import { signingKeys } from './signing-keys.ts';

let database: TestDatabase;
let identity: Identity;
let origin: string;
let close: () => Promise<void>;
const errors: unknown[] = [];

before(async () => {
  database = await testDatabase();
  const http = createHttpServer({ log: createLog('silent'), publicUrl: 'http://localhost', trustedProxies: 0 });
  // Listening comes first: the issuer is the address.
  http.app.get('/whoami', { config: { policy: () => true, credential: 'api' } }, async ({ actor }) => shown(actor));
  let ready: Identity | undefined;
  const directory = createDirectory(database.store, { publicUrl: 'http://localhost' });
  registerIdentity(http.app, {
    handle: (...given) => ready?.handle(...given) ?? Promise.resolve(),
    proceed: (...given) => ready?.proceed(...given) ?? Promise.resolve('/'),
  });
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(http.app.server.address() as AddressInfo).port}`;
  ready = await createIdentity(database.store, {
    keys: directory.keys,
    people: directory.logins,
    permissions: apiPermissions,
    publicUrl: origin,
    onError: (error) => errors.push(error),
  });
  identity = ready;
  http.authenticateWith('api', identity.resolveApi);
  close = () => http.app.close();
});
after(async () => {
  identity.close();
  await close();
  await database.close();
  assert.deepEqual(errors, []);
});

const shown = (actor: Actor) => (actor.kind === 'apiKey' ? { keyId: actor.keyId, companyId: actor.companyId } : {});

const requestToken = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${origin}/login/connect/token`, { method: 'POST', body: new URLSearchParams(form), headers });

async function tokenOf(key: { clientId: string; secret: string }) {
  const answer = await requestToken({
    grant_type: 'client_credentials',
    client_id: key.clientId,
    client_secret: key.secret,
  });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

const whoami = async (authorization: string) =>
  (await (await fetch(`${origin}/whoami`, { headers: { authorization } })).json()) as { keyId?: number };

test('client credentials give exactly 200 with token, life and type (API-AUT-1, API-CMP-2, API-CMP-11)', async () => {
  const company = await buildCompany(database.store);
  const key = await buildApiKey(database.store, company);
  const answer = await requestToken({
    grant_type: 'client_credentials',
    client_id: key.clientId,
    client_secret: key.secret,
    response_type: 'token',
    scope: 'mluviiPublicApi something else',
  });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  const body = (await answer.json()) as Record<string, unknown>;
  assert.equal(body.expires_in, 3600);
  assert.equal(body.token_type, 'Bearer');
  const token = String(body.access_token);
  const header = decodeProtectedHeader(token);
  assert.equal(header.typ, 'at+jwt');
  assert.equal(header.alg, 'RS256');
  const payload = decodeJwt(token);
  assert.equal(payload['mluvii:compId'], String(company.id));
  assert.equal(payload['mluvii:tenantId'], undefined);
  assert.equal(payload.client_id, key.clientId);
  assert.ok(payload.role);
  assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 3600);
  assert.equal((await whoami(`Bearer ${token}`)).keyId, key.id);
  assert.equal((await whoami(`bearer ${token}`)).keyId, key.id);
  assert.equal((await whoami(`BEARER  ${token}`)).keyId, key.id);
});

test('a key of exactly one tenant says so in the token', async () => {
  const company = await buildCompany(database.store);
  const other = await buildTenant(database.store, company);
  const one = await buildApiKey(database.store, company, { tenantIds: [company.tenantId] });
  const two = await buildApiKey(database.store, company, { tenantIds: [company.tenantId, other.id] });
  assert.equal(decodeJwt(await tokenOf(one))['mluvii:tenantId'], String(company.tenantId));
  assert.equal(decodeJwt(await tokenOf(two))['mluvii:tenantId'], undefined);
});

test('path in any case, credentials in the Basic header too', async () => {
  const key = await buildApiKey(database.store, await buildCompany(database.store));
  const basic = Buffer.from(`${key.clientId}:${key.secret}`).toString('base64');
  const answer = await fetch(`${origin}/Login/Connect/Token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    headers: { authorization: `Basic ${basic}` },
  });
  assert.equal(answer.status, 200);
});

test('wrong secret, unknown id, other grants and no form are refused with OAuth errors', async () => {
  const key = await buildApiKey(database.store, await buildCompany(database.store));
  const good = { grant_type: 'client_credentials', client_id: key.clientId, client_secret: key.secret };
  const cases: [Record<string, string>, number, string][] = [
    [{ ...good, client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ ...good, client_secret: '' }, 401, 'invalid_client'],
    [{ ...good, client_id: 'nobody' }, 401, 'invalid_client'],
    [{ ...good, client_id: 'x'.repeat(5_000) }, 401, 'invalid_client'],
    [{ ...good, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{}, 400, 'invalid_request'],
  ];
  for (const [form, status, error] of cases) {
    const answer = await requestToken(form);
    const body = (await answer.json()) as { error: string };
    assert.deepEqual([answer.status, body.error], [status, error], JSON.stringify(form).slice(0, 200));
  }
  const json = await fetch(`${origin}/login/connect/token`, {
    method: 'POST',
    body: JSON.stringify(good),
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(json.status, 400);
});

test('a revoked key ends its tokens with the next request and gets no new ones', async () => {
  const company = await buildCompany(database.store);
  const keys = createApiKeys(database.store);
  const key = await keys.create(system(company.id), { name: 'short', permissions: ['sessions.read'] });
  const token = await tokenOf(key);
  assert.equal((await whoami(`Bearer ${token}`)).keyId, key.id);
  await keys.revoke(system(company.id), key.id);
  assert.equal((await whoami(`Bearer ${token}`)).keyId, undefined);
  const again = await requestToken({
    grant_type: 'client_credentials',
    client_id: key.clientId,
    client_secret: key.secret,
  });
  assert.equal(again.status, 401);
});

test('an expired key gets no token', async () => {
  const company = await buildCompany(database.store);
  const key = await buildApiKey(database.store, company);
  await transact(database.store, system(company.id), async ({ db }) => {
    await db
      .updateTable('apiKeys')
      .set({ expires: new Date(Date.now() - 1_000) })
      .where('id', '=', key.id)
      .execute();
  });
  const answer = await requestToken({
    grant_type: 'client_credentials',
    client_id: key.clientId,
    client_secret: key.secret,
  });
  assert.equal(answer.status, 401);
});

test('tokens that are not ours, not for us, of another kind or altered make nobody', async () => {
  const company = await buildCompany(database.store);
  const key = await buildApiKey(database.store, company);
  const token = await tokenOf(key);
  const payload = decodeJwt(token);
  const [signing] = await signingKeys(database.db);
  const strange = await generateKeyPair('RS256');
  const sign = (
    claims: Record<string, unknown>,
    header: Record<string, unknown>,
    secret: Parameters<SignJWT['sign']>[0],
  ) =>
    new SignJWT({ ...payload, ...claims }).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header }).sign(secret);
  const own = await importJWK(signing ?? {}, 'RS256');
  const kid = signing?.kid;
  assert.equal((await whoami(`Bearer ${await sign({}, { kid }, own)}`)).keyId, key.id);
  const parts = token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  const forged = [
    await sign({}, { kid }, strange.privateKey),
    await sign({ aud: 'https://elsewhere.example' }, { kid }, own),
    await sign({ iss: 'https://elsewhere.example' }, { kid }, own),
    await sign({ exp: Math.floor(Date.now() / 1000) - 10 }, { kid }, own),
    await sign({}, { kid, typ: 'JWT' }, own),
    await sign({ 'hovor:keyId': 999_999 }, { kid }, own),
    await sign({ 'mluvii:compId': '999999' }, { kid }, own),
    await sign({ 'mluvii:compId': 'x' }, { kid }, own),
    `${none}.${parts[1]}.`,
    `${parts[0]}.${parts[1]}.AAAA`,
    'garbage',
    '',
  ];
  for (const text of forged) assert.equal((await whoami(`Bearer ${text}`)).keyId, undefined, text.slice(0, 60));
  assert.equal((await whoami(token)).keyId, undefined);
  assert.equal((await whoami(`Basic ${token}`)).keyId, undefined);
});

test('the scheme stands before the token, in any case', () => {
  assert.equal(bearer('Bearer abc.d-e_f'), 'abc.d-e_f');
  assert.equal(bearer('bearer abc'), 'abc');
  for (const wrong of [undefined, '', 'Bearer', 'Bearer ', 'Bearer a b', 'Basic abc', 'xBearer abc']) {
    assert.equal(bearer(wrong), undefined, wrong);
  }
});

test('discovery and the public keys work with a certified client library and do not show private parts', async () => {
  const key = await buildApiKey(database.store, await buildCompany(database.store));
  const configuration = await client.discovery(new URL(`${origin}/login`), key.clientId, key.secret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  const tokens = await client.clientCredentialsGrant(configuration, { scope: 'mluviiPublicApi' });
  assert.equal(tokens.expires_in, 3600);
  const { jwks_uri = '', issuer, token_endpoint } = configuration.serverMetadata();
  assert.equal(issuer, `${origin}/login`);
  assert.equal(token_endpoint, `${origin}/login/connect/token`);
  await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(jwks_uri)), { issuer });
  const published = (await (await fetch(jwks_uri)).json()) as { keys: Record<string, unknown>[] };
  assert.equal(published.keys.length, 1);
  for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) assert.equal(secret in (published.keys[0] ?? {}), false);
});

test('a Host header does not change what discovery says', async () => {
  const text = await new Promise<string>((resolve, reject) => {
    request(`${origin}/login/.well-known/openid-configuration`, { headers: { host: 'evil.example' } }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () => resolve(body));
    })
      .on('error', reject)
      .end();
  });
  assert.equal(text.includes('evil.example'), false);
  assert.ok(text.includes(`${origin}/login/connect/token`));
});

test('signing keys are made once, also by several processes at once, and survive', async () => {
  const fresh = await testDatabase();
  try {
    const all = await Promise.all(Array.from({ length: 4 }, () => signingKeys(fresh.db)));
    assert.equal(new Set(all.map((keys) => keys[0]?.kid)).size, 1);
    assert.equal((await signingKeys(fresh.db))[0]?.kid, all[0]?.[0]?.kid);
  } finally {
    await fresh.close();
  }
});

test('a change of the signing key logs nobody out, here or in another process', async () => {
  const key = await buildApiKey(database.store, await buildCompany(database.store));
  const old = await tokenOf(key);
  const other = await createIdentity(database.store, {
    keys: createApiKeys(database.store),
    people: createDirectory(database.store, { publicUrl: origin }).logins,
    permissions: apiPermissions,
    publicUrl: origin,
    onError: (error) => errors.push(error),
  });
  try {
    assert.equal(await other.rotateKeys(), true);
    // Signed with the new key by the other process; this one may not have heard of it yet.
    await rotated(async () => decodeProtectedHeader(await tokenOf(key)).kid !== decodeProtectedHeader(old).kid);
    const fresh = await tokenOf(key);
    for (const token of [old, fresh]) assert.equal((await whoami(`Bearer ${token}`)).keyId, key.id);
    const jwks = (await (await fetch(`${origin}/login/.well-known/openid-configuration/jwks`)).json()) as {
      keys: { kid: string }[];
    };
    assert.deepEqual(
      jwks.keys.map(({ kid }) => kid),
      [decodeProtectedHeader(fresh).kid, decodeProtectedHeader(old).kid],
    );
  } finally {
    other.close();
  }
});

async function rotated(seen: () => Promise<boolean>) {
  for (let attempt = 0; attempt < 100 && !(await seen()); attempt++) await sleep(20);
}

test('many token requests of one key are all answered (API-CMP-17)', async () => {
  const key = await buildApiKey(database.store, await buildCompany(database.store));
  const tokens = await Promise.all(Array.from({ length: 200 }, () => tokenOf(key)));
  assert.equal(new Set(tokens).size, 200);
});
