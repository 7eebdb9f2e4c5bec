import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { buildAdmin, buildCompany, buildLogin, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage({ publicUrl: 'https://chat.example.com' });
});
after(() => stage.close());

const good = 'Brand-new-horse-7';
let last = 0;
const address = () => `198.51.100.${++last}`;

async function someone() {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const user = await buildUser(stage.store, company);
  const makeLink = () => stage.call('POST', `/app-api/users/${user.id}/password-link`, { cookie: admin.cookie });
  const useLink = (token: string, password = good) =>
    stage.call('POST', `/app-api/password-links/${encodeURIComponent(token)}`, { body: { password } });
  return { company, admin, user, makeLink, useLink };
}

test('a link sets a password once; old logins end', async () => {
  const { user, makeLink, useLink } = await someone();
  const made = await makeLink();
  assert.equal(made.status, 201);
  assert.equal(made.json.url, `https://chat.example.com/set-password#${made.json.token}`);
  assert.equal((await stage.call('GET', `/app-api/password-links/${made.json.token}`)).json.username, user.username);
  assert.equal((await useLink(made.json.token, 'short')).status, 400);
  assert.equal((await useLink(made.json.token)).status, 204);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 401);
  assert.equal((await stage.logIn(user.email, good, { from: address() })).status, 200);
  assert.equal((await useLink(made.json.token, 'Another-horse-88')).status, 404);
  assert.equal((await stage.call('GET', `/app-api/password-links/${made.json.token}`)).status, 404);
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 401);
});

test('ten uses at once: one wins', async () => {
  const { makeLink, useLink } = await someone();
  const { token } = (await makeLink()).json;
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => useLink(token, `Racing-horse-${i}${i}`)));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [204, ...Array(9).fill(404)]);
});

test('links expire, are replaced by newer ones, and die with the user; forged ones match nothing', async () => {
  const { admin, user, makeLink, useLink } = await someone();
  const first = (await makeLink()).json.token;
  const second = (await makeLink()).json.token;
  assert.equal((await useLink(first)).status, 404);
  for (const forged of ['x', `${second}x`, second.slice(1), second.toUpperCase(), '\0', '%']) {
    assert.equal((await useLink(forged)).status, 404, forged);
  }
  stage.clock.pass(limits.passwordLinkLife + 1);
  assert.equal((await useLink(second)).status, 404);
  const fresh = await buildLogin(stage.store, admin);
  const third = await stage.call('POST', `/app-api/users/${user.id}/password-link`, { cookie: fresh.cookie });
  await stage.call('POST', `/app-api/users/${user.id}/disable`, { cookie: fresh.cookie });
  assert.equal((await useLink(third.json.token)).status, 404);
  const refused = await stage.call('POST', `/app-api/users/${user.id}/password-link`, { cookie: fresh.cookie });
  assert.equal(refused.status, 409);
  const { rows } = await stage.pool.query('select row_to_json(l)::text as t from password_links l');
  assert.ok(rows.every((row: { t: string }) => !row.t.includes(third.json.token)));
});

test('who logs in by an identity provider gets no password', async () => {
  const { user, makeLink } = await someone();
  await stage.db.updateTable('users').set({ openidProvider: 'Google' }).where('id', '=', user.id).execute();
  assert.equal((await makeLink()).status, 409);
});

test('a link opens a locked account: the counter starts anew', async () => {
  const { user, makeLink, useLink } = await someone();
  for (let i = 0; i <= limits.loginFailuresPerAccount; i++) {
    await stage.logIn(user.email, 'Wrong-horse-9', { from: address() });
  }
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 429);
  await useLink((await makeLink()).json.token);
  assert.equal((await stage.logIn(user.email, good, { from: address() })).status, 200);
});

test('a user changes the password with the old one; other logins end, this one stays', async () => {
  const { user } = await someone();
  const other = await buildLogin(stage.store, user);
  const change = (oldPassword: string, password: string) =>
    stage.call('PUT', '/app-api/me/password', { cookie: user.cookie, body: { oldPassword, password } });
  assert.equal((await change('Wrong-horse-9', good)).status, 400);
  assert.equal((await change(user.password, user.password)).status, 400);
  assert.equal((await change(user.password, 'nodigitsorcapitals')).status, 400);
  assert.equal((await change(user.password, 'x'.repeat(limits.passwordMax + 1))).status, 400);
  assert.equal((await change(user.password, user.email)).status, 400);
  assert.equal((await stage.logIn(user.email, user.password, { from: address() })).status, 200);
  assert.equal((await change(user.password, good)).status, 204);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: other.cookie })).status, 401);
  assert.equal((await stage.call('GET', '/app-api/me', { cookie: user.cookie })).status, 200);
  assert.equal((await stage.logIn(user.email, good, { from: address() })).status, 200);
});

test('a stolen cookie does not help to guess the password', async () => {
  const { user } = await someone();
  const guess = (oldPassword: string) =>
    stage.call('PUT', '/app-api/me/password', { cookie: user.cookie, body: { oldPassword, password: good } });
  for (let i = 0; i < limits.loginFailuresPerAccount; i++) assert.equal((await guess(`Guess-${i}-horse`)).status, 400);
  assert.equal((await guess(user.password)).status, 429);
});

test('the company’s rules hold for new passwords, and accents may be typed either way', async () => {
  const { admin, user, company, makeLink, useLink } = await someone();
  await stage.directory.settings.set(admin.actor, 'company', company.id, {
    passwordMinLength: '20',
    passwordKinds: '4',
  });
  const { token } = (await makeLink()).json;
  assert.equal((await useLink(token, good)).status, 400);
  assert.equal((await useLink(token, 'Příliš-žluťoučký-kůň-1'.normalize('NFC'))).status, 204);
  const answer = await stage.logIn(user.email, 'Příliš-žluťoučký-kůň-1'.normalize('NFD'), { from: address() });
  assert.equal(answer.status, 200);
});
