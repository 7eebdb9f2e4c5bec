import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { PackageChange, PackageRow, PackageView } from '@hovor/protocol/packages';
import {
  type BuiltCompany,
  buildCompany,
  buildGroup,
  buildPreset,
  buildRouting,
  buildTenant,
  buildUser,
} from '../testing/build.ts';
import { startServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let company: BuiltCompany;
let cookie: string;
before(async () => {
  server = await startServer();
  company = await buildCompany(server.store);
  ({ cookie } = await buildUser(server.store, company, { roles: ['TenantAdmin'] }));
});
after(() => server?.stop());

async function call(method: string, path: string, body?: unknown, as = cookie) {
  const response = await fetch(`${server.url}/app-api/tenants/${company.tenantId}${path}`, {
    method,
    headers: { cookie: as, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : undefined };
}
const make = async (name: string) => (await call('POST', '/packages', { name })).json.id as number;
const view = async (id: number) => (await call('GET', `/packages/${id}`)).json as PackageView;
const change = (id: number, body: PackageChange | object) => call('PUT', `/packages/${id}`, body);

test('a package is made with a routing of its own, or not at all', async () => {
  const made = await call('POST', '/packages', { name: 'Shop', newRouting: 'Shop clients' });
  assert.equal(made.status, 201);
  const shop = await view(made.json.id);
  const { routings, forms } = (await call('GET', '/package-terms')).json;
  assert.deepEqual(routings, [{ id: shop.routingId, name: 'Shop clients' }]);
  assert.deepEqual([...new Set(forms.map(({ kind }: { kind: string }) => kind))], ['Entry', 'Feedback', 'Offline']);

  const taken = await call('POST', '/packages', { name: 'Other', newRouting: 'SHOP CLIENTS' });
  assert.deepEqual([taken.status, Object.keys(taken.json.errors)], [409, ['newRouting']]);
  const named = await call('POST', '/packages', { name: 'shop', newRouting: 'Nobody needs it' });
  assert.deepEqual([named.status, Object.keys(named.json.errors)], [400, ['name']]);
  const after = (await call('GET', '/package-terms')).json;
  assert.equal(after.routings.length, 1, 'no routing is left behind');
  const rows = (await call('GET', '/packages')).json as PackageRow[];
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['Shop'],
  );
  const known = await call('POST', '/packages', { name: 'Help', routingId: shop.routingId });
  assert.equal((await view(known.json.id)).routingId, shop.routingId);
});

test('a change is kept member by member, and one wrong thing changes nothing', async () => {
  const id = await make('Looks');
  const changed = await change(id, {
    description: 'https://shop.example.com',
    domains: ['Shop.example.com', '*.brand.example'],
    config: { button: { position: 'left', offsetX: 40 }, texts: { cs: { hello: 'Dobrý den 😀' }, en: { send: 'Go' } } },
  });
  assert.equal(changed.status, 200);
  assert.deepEqual(changed.json.domains, ['shop.example.com', '*.brand.example']);
  assert.deepEqual(changed.json.config.button.zIndex, 2_147_483_000, 'the rest is as it was');
  assert.deepEqual((await change(id, { config: { texts: { en: {} } } })).json.config.texts, {
    cs: { hello: 'Dobrý den 😀' },
  });
  const before = await view(id);
  const tooMany = { length: limits.packageDomains + 1 };
  const wrong: object[] = [
    { name: 'Looks 2', config: { button: { color: 'red' } } },
    { name: 'Looks 2', config: { button: { offsetX: limits.buttonOffset + 1 } } },
    { name: 'Looks 2', config: { button: { unheard: 1 } } },
    { name: 'Looks 2', config: { window: { logoUrl: 'javascript:alert(1)' } } },
    { name: 'Looks 2', config: { texts: { en: { unheard: 'x' } } } },
    { name: 'Looks 2', config: { texts: { en: { hello: 'x'.repeat(limits.packageTextLength + 1) } } } },
    { name: 'Looks 2', config: { texts: { en: { hello: 'a\0b' } } } },
    { name: 'Looks 2', config: { texts: { 'not a language': { hello: 'x' } } } },
    {
      name: 'Looks 2',
      config: {
        texts: Object.fromEntries(
          Array.from({ length: limits.packageLanguages + 1 }, (_, at) => [
            `a${String.fromCharCode(97 + (at % 26))}${at > 25 ? 'x' : 'y'}`,
            { hello: 'x' },
          ]),
        ),
      },
    },
    { name: 'Looks 2', domains: Array.from(tooMany, (_, at) => `s${at}.example`) },
    { name: 'Looks 2', domains: ['https://shop.example.com/path'] },
    { name: 'Looks 2', forms: { entryForm: 2 ** 31 - 1 } },
    { name: 'Looks 2', isDefault: false },
    { name: '\u200B' },
  ];
  for (const body of wrong) assert.equal((await change(id, body)).status, 400, JSON.stringify(body).slice(0, 120));
  assert.deepEqual(await view(id), before);
  const half = await change(id, { config: { texts: { en: { hello: 'half \ud800' } } } });
  assert.equal(half.json.config.texts.en.hello, 'half \ufffd');
});

test('a bound form stands in for own settings, which come back when it is unbound', async () => {
  const id = await make('Forms');
  await change(id, { config: { entryForm: { phone: 'required' } } });
  const { forms } = (await call('GET', '/package-terms')).json;
  const entry = forms.find(({ kind }: { kind: string }) => kind === 'Entry').id;
  const offline = forms.find(({ kind }: { kind: string }) => kind === 'Offline').id;
  assert.equal((await change(id, { forms: { entryForm: offline } })).status, 400, 'of another kind');
  const bound = await change(id, { forms: { entryForm: entry } });
  assert.deepEqual([bound.json.forms.entryForm, bound.json.config.entryForm.phone], [entry, 'required']);
  assert.equal((await change(id, { config: { entryForm: { phone: 'hidden' } } })).status, 400, 'hidden by the form');
  const both = await change(id, { forms: { entryForm: null }, config: { entryForm: { phone: 'optional' } } });
  assert.deepEqual([both.json.forms.entryForm, both.json.config.entryForm.phone], [null, 'optional']);
});

test('the state is told for all packages at once, one is the default, one switched off is offline', async () => {
  const { store, rooms } = server;
  const operator = await buildUser(store, company, { roles: ['Operator', 'MluviiOperator'] });
  const group = await buildGroup(store, company, { members: [operator] });
  const routing = await buildRouting(store, company, { groups: [group] });
  const [one, two] = [await make('One'), await make('Two')];
  await change(one, { routingId: routing.id, isDefault: true });
  await change(two, { routingId: routing.id, isDefault: true });
  const { availabilities } = rooms.routing;
  const states = await availabilities(company.id, company.tenantId);
  for (const id of [one, two]) {
    assert.equal(states.get(id), await rooms.routing.availability(company.id, company.tenantId, id));
  }
  await change(two, { active: false });
  const rows = (await call('GET', '/packages')).json as PackageRow[];
  const told = rows.filter(({ id }) => id === one || id === two);
  assert.deepEqual(
    told.map(({ name, isDefault, active, state }) => [name, isDefault, active, state]),
    [
      ['One', false, true, states.get(one)],
      ['Two', true, false, 'offline'],
    ],
  );
});

test('the testing page holds the snippet, for active packages only and in the language asked for', async () => {
  const id = await make("Tests </script><b>'x'");
  const { snippet, testingUrl } = await view(id);
  assert.ok(testingUrl.startsWith(server.url));
  const open = () => fetch(testingUrl, { headers: { 'accept-language': 'cs-CZ,en;q=0.5' } });
  const page = await open();
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self' 'sha256-/);
  const html = await page.text();
  assert.ok(html.includes(snippet));
  assert.match(html, /<html lang="cs-CZ">/);
  assert.match(await (await fetch(`${testingUrl}?lang=en`)).text(), /<html lang="en">/);
  const stranger = await buildCompany(server.store);
  assert.equal((await fetch(testingUrl.replace(company.guid, stranger.guid))).status, 404);
  assert.equal((await fetch(testingUrl.replace(/\d+$/, '99999999999'))).status, 404);
  await change(id, { active: false });
  assert.equal((await open()).status, 404);
});

test('snippets name the tenant where the name alone could mean another', async () => {
  const tenant = await buildTenant(server.store, company);
  const { cookie: admin } = await buildUser(server.store, company, { tenantId: tenant.id, roles: ['TenantAdmin'] });
  const preset = await buildPreset(server.store, company, { tenantId: tenant.id, name: 'Elsewhere' });
  const path = `${server.url}/app-api/tenants/${tenant.id}/packages/${preset.id}`;
  const { snippet } = (await (await fetch(path, { headers: { cookie: admin } })).json()) as PackageView;
  assert.ok(snippet.includes(`owidget.init(['${company.guid}', ${tenant.id}], 'Elsewhere');`), snippet);
  assert.ok((await view(await make('Here'))).snippet.includes(`owidget.init('${company.guid}', 'Here');`));
  assert.equal((await call('GET', `/packages/${preset.id}`)).status, 404, 'of another tenant');
});

test('operators keep no packages', async () => {
  const { cookie: operator } = await buildUser(server.store, company, { roles: ['Operator'] });
  assert.equal((await call('GET', '/packages', undefined, operator)).status, 403);
  assert.equal((await call('POST', '/packages', { name: 'Mine' }, operator)).status, 403);
});
