import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { channelIdentityOf, createContacts } from '../../../contacts/service.ts';
import { type ApiKeyActor, system } from '../../../foundation/security/actor.ts';
import { type BuiltCompany, buildApiKey, buildCompany, buildTenant } from '../../../testing/build.ts';
import { contractFaults } from '../../../testing/contract.ts';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { sessionScene } from '../testing/sessions.ts';

interface ContactModel {
  id: number;
  data: Record<string, string[]>;
}

describe('the Public API: Contacts', () => {
  let database: TestDatabase;
  let api: TestApi;
  let company: BuiltCompany;
  let key: ApiKeyActor;
  let tenantId: number;

  before(async () => {
    database = await testDatabase();
    api = await testApi(database);
  });
  after(async () => {
    await api.close();
    await database.close();
  });
  beforeEach(async () => {
    company = await buildCompany(database.store);
    tenantId = company.tenantId;
    key = (await buildApiKey(database.store, company)).actor;
  });

  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, actor = key) => {
    const answer = await api.ask(actor, method, `/api/v1${path}`, { body });
    return {
      status: answer.statusCode,
      text: answer.body,
      json: () => answer.json(),
      type: answer.headers['content-type'],
    };
  };
  const list = async (query = '', actor = key): Promise<ContactModel[]> => {
    const answer = await call('GET', `/Contacts${query}`, undefined, actor);
    assert.equal(answer.status, 200, answer.text);
    return answer.json();
  };
  const create = async (...bodies: Record<string, unknown>[]): Promise<number[]> => {
    const answer = await call('POST', `/Contacts?departmentId=${tenantId}`, bodies);
    assert.equal(answer.status, 200, answer.text);
    return answer.json();
  };

  it('creates an array and answers bare ids in the same order (API-CON-2)', async () => {
    const bodies = Array.from({ length: 30 }, (_, n) => ({
      oo1_guest_ident: [`P${n}`],
      oo1_guest_phone: [`+4207770000${n}`],
    }));
    const ids = await create(...bodies);
    const all = await list(`?departmentId=${tenantId}&limit=100`);
    assert.deepEqual(
      all.map(({ id, data }) => [id, data]),
      ids.map((id, n) => [id, bodies[n]]),
    );
    for (const model of all) assert.deepEqual(contractFaults('ContactModel', model), []);
    assert.deepEqual(await create(), []);
  });

  it('filters by any field in any spelling, and pages by limit and offset (API-CON-1)', async () => {
    const [jan, eva, petr] = await create(
      { oo1_guest_ident: ['Jan'], oo1_guest_phone: ['+420 777 123 456', '1234'] },
      { oo1_guest_ident: ['Eva'], oo1_guest_email: ['Eva@x.test'], plan: ['Gold'] },
      { plan: 'gold' },
    );
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    assert.deepEqual(await ids(''), [jan, eva, petr]);
    assert.deepEqual(await ids('?filterField=oo1_guest_phone&filterValue=00420777123456'), [jan]);
    assert.deepEqual(await ids('?FilterField=OO1_GUEST_PHONE&filtervalue=777123456'), [jan]);
    assert.deepEqual(await ids('?filterField=oo1_guest_email&filterValue=eva@x.test'), [eva]);
    assert.deepEqual(await ids('?filterField=oo1_guest_ident&filterValue=eva'), [eva]);
    assert.deepEqual(await ids('?filterField=plan&filterValue=GOLD'), [eva, petr]);
    assert.deepEqual(await ids('?filterField=plan'), [eva, petr]);
    assert.deepEqual(await ids('?filterField=plan&filterValue=nothing'), []);
    assert.deepEqual(await ids('?limit=1&offset=1'), [eva]);
    assert.deepEqual(await ids('?limit=0'), []);
    assert.deepEqual(await ids('?offset=3'), []);
    const wrong = await call('GET', '/Contacts?filterValue=x');
    assert.deepEqual([wrong.status, Object.keys(wrong.json())], [400, ['filterField']]);
    assert.equal((await call('GET', '/Contacts?limit=1000001')).status, 400);
    assert.equal((await call('GET', '/Contacts?departmentId=x')).status, 400);
  });

  it('applies saved filters and lists them (API-CON-11)', async () => {
    await create({ plan: ['gold'] }, { plan: ['silver'] });
    const filter = await createContacts(database.store).createFilter(system(company.id), tenantId, {
      name: 'Gold',
      conditions: [{ field: 'plan', operator: 'equals', value: 'gold' }],
    });
    const answer = await call('GET', `/Contacts/filters?departmentId=${tenantId}`);
    assert.deepEqual(answer.json(), [{ id: filter.id, name: 'Gold' }]);
    for (const model of answer.json()) assert.deepEqual(contractFaults('FilterModel', model), []);
    assert.equal((await list(`?filterId=${filter.id}`)).length, 1);
    const other = await buildApiKey(database.store, await buildCompany(database.store));
    assert.deepEqual((await call('GET', '/Contacts/filters', undefined, other.actor)).json(), []);
    assert.equal((await call('GET', `/Contacts?filterId=${filter.id}`, undefined, other.actor)).status, 400);
  });

  it('streams a list of any length, whole and in order (API-CMP-18)', async () => {
    await database.pool.query(
      `insert into contacts (company_id, tenant_id, name, created, updated)
       select $1, $2, 'N' || n, now(), now() from generate_series(1, 2345) n`,
      [company.id, tenantId],
    );
    assert.equal((await list()).length, limits.apiDefaultRows);
    const all = await list('?limit=1000000');
    assert.equal(all.length, 2345);
    assert.ok(all.every(({ id }, n) => n === 0 || id > (all[n - 1]?.id ?? 0)));
    assert.equal((await list('?limit=1500&offset=1000')).length, 1345);
  });

  it('reads one, replaces the fields sent and keeps the rest (API-CON-3, API-CON-7)', async () => {
    const [id] = await create({ oo1_guest_ident: ['Jan'], oo1_guest_email: ['a@x.test'], note: ['old'] });
    const put = await call('PUT', `/Contacts/${id}`, { id, OO1_guest_phone: ['1234', '5678'], note: [], plan: 'gold' });
    assert.deepEqual([put.status, put.text], [204, '']);
    const model = (await call('GET', `/contacts/${id}`)).json();
    assert.deepEqual(contractFaults('ContactModel', model), []);
    assert.deepEqual(model, {
      id,
      data: {
        oo1_guest_ident: ['Jan'],
        oo1_guest_email: ['a@x.test'],
        oo1_guest_phone: ['1234', '5678'],
        plan: ['gold'],
      },
    });
    await call('PUT', `/Contacts/${id}`, { oo1_guest_ident: [] });
    assert.equal('oo1_guest_ident' in (await call('GET', `/Contacts/${id}`)).json().data, false);
  });

  it('names what is wrong with a body', async () => {
    const [id] = await create({ note: ['x'] });
    const wrong: [unknown, string][] = [
      [{ note: [{}] }, 'note[0]'],
      [{ note: 'x'.repeat(limits.contactValueLength + 1) }, 'note'],
      [{ oo1_guest_ident: ['a', 'b'] }, 'oo1_guest_ident'],
      [{ note: { a: 1 } }, 'note'],
      [[], 'body'],
      [null, 'body'],
      [{ note: ['\u0000'] }, 'note[0]'],
    ];
    for (const [body, field] of wrong) {
      const answer = await call('PUT', `/Contacts/${id}`, body);
      assert.deepEqual([answer.status, Object.keys(answer.json())], [400, [field]], JSON.stringify(body)?.slice(0, 80));
    }
    const second = await call('POST', `/Contacts?departmentId=${tenantId}`, [
      { a: ['x'] },
      { oo1_guest_ident: ['a', 'b'] },
    ]);
    assert.deepEqual([second.status, Object.keys(second.json())], [400, ['body[1].oo1_guest_ident']]);
    assert.equal((await list()).length, 1, 'all or none');
    const many = Array.from({ length: limits.contactsPerRequest + 1 }, () => ({}));
    assert.equal((await call('POST', `/Contacts?departmentId=${tenantId}`, many)).status, 400);
    assert.deepEqual(Object.keys((await call('POST', '/Contacts', [{}])).json()), ['departmentId']);
    assert.deepEqual(Object.keys((await call('POST', '/Contacts?departmentId=999999999', [{}])).json()), [
      'departmentId',
    ]);
  });

  it('speaks the older shape: the name as one text, one contact in an array (API-CON-4 to 6)', async () => {
    const path = `/Contacts/departments/${tenantId}`;
    const made = await call('POST', path, [
      { oo1_guest_ident: 'Jan', oo1_guest_phone: '+420777123456' },
      { oo1_guest_email: 'e@x.test' },
    ]);
    assert.equal(made.status, 200, made.text);
    const [jan, eva] = made.json() as number[];
    const flat = [
      { id: jan, oo1_guest_phone: ['+420777123456'], oo1_guest_ident: 'Jan' },
      { id: eva, oo1_guest_email: ['e@x.test'] },
    ];
    const all = (await call('GET', path)).json();
    assert.deepEqual(all, flat);
    for (const model of all) assert.deepEqual(contractFaults('FlatContact', model), []);
    assert.deepEqual((await call('GET', `/Contacts/${jan}/departments/${tenantId}`)).json(), [flat[0]]);
    assert.deepEqual((await call('GET', `${path}?filterField=oo1_guest_phone&filterValue=777123456`)).json(), [
      flat[0],
    ]);
    assert.deepEqual((await call('GET', `${path}?phone=%2B420777123456`)).json(), [flat[0]]);
    assert.deepEqual((await call('GET', `${path}?limit=1&offset=1`)).json(), [flat[1]]);
    assert.deepEqual(
      (await list()).map(({ id }) => id),
      [jan, eva],
      'both shapes show the same rows',
    );
    const [back] = (await call('GET', `/Contacts/${jan}/departments/${tenantId}`)).json();
    assert.equal((await call('PUT', `/Contacts/${jan}`, back)).status, 204, 'what was read can be sent back');
  });

  it('merges into the first and answers its id (API-CON-10)', async () => {
    const [one, two, three] = await create({ a: ['1'] }, { a: ['2'], oo1_guest_ident: ['Two'] }, { b: ['3'] });
    const answer = await call('POST', '/Contacts/merge', { Ids: [two, one], ContactData: { FullName: 'Both' } });
    assert.deepEqual([answer.status, answer.json()], [200, two]);
    assert.match(String(answer.type), /^application\/json/);
    assert.deepEqual((await call('GET', `/Contacts/${two}`)).json().data, { oo1_guest_ident: ['Both'], a: ['2', '1'] });
    assert.equal((await call('GET', `/Contacts/${one}`)).status, 404);
    const chosen = await call('POST', '/Contacts/merge', { ids: [three, two], contactData: { data: { c: ['4'] } } });
    assert.equal(chosen.json(), three);
    assert.deepEqual((await call('GET', `/Contacts/${three}`)).json().data, { oo1_guest_ident: ['Both'], c: ['4'] });
    assert.equal((await call('POST', '/Contacts/merge', { ids: [three] })).status, 400);
    assert.equal((await call('POST', '/Contacts/merge', { ids: [three, 999999999] })).status, 404);
  });

  it('deletes', async () => {
    const [id] = await create({ note: ['x'] });
    assert.deepEqual(
      [(await call('DELETE', `/Contacts/${id}`)).status, (await call('GET', `/Contacts/${id}`)).text],
      [204, ''],
    );
    assert.equal((await call('DELETE', `/Contacts/${id}`)).status, 404);
  });

  it('keeps to the key: its company, its tenants, its permissions (SEC-KEY-3)', async () => {
    const [id] = await create({ oo1_guest_ident: ['Secret'] });
    const second = await buildTenant(database.store, company);
    const limited = (await buildApiKey(database.store, company, { tenantIds: [second.id] })).actor;
    const foreign = (await buildApiKey(database.store, await buildCompany(database.store))).actor;
    for (const actor of [limited, foreign]) {
      assert.deepEqual(await list('', actor), []);
      assert.deepEqual(await list(`?departmentId=${tenantId}`, actor), []);
      const tries = [
        await call('GET', `/Contacts/${id}`, undefined, actor),
        await call('PUT', `/Contacts/${id}`, { note: ['x'] }, actor),
        await call('DELETE', `/Contacts/${id}`, undefined, actor),
        await call('GET', `/Contacts/departments/${tenantId}`, undefined, actor),
        await call('POST', `/Contacts/departments/${tenantId}`, [{ note: 'x' }], actor),
        await call('GET', `/Contacts/${id}/departments/${tenantId}`, undefined, actor),
        await call('POST', '/Contacts/merge', { ids: [id, id === undefined ? 1 : id + 1] }, actor),
      ];
      assert.deepEqual(
        tries.map(({ status, text }) => [status, text]),
        tries.map(() => [404, '']),
      );
      assert.equal((await call('POST', `/Contacts?departmentId=${tenantId}`, [{}], actor)).status, 400);
    }
    const mine = await call('POST', `/Contacts?departmentId=${second.id}`, [{ note: ['x'] }], limited);
    assert.equal(mine.status, 200);
    assert.deepEqual(await list('', limited), [{ id: mine.json()[0], data: { note: ['x'] } }]);
    assert.equal((await call('GET', `/Contacts/${id}/departments/${second.id}`)).status, 404, 'of another department');

    const reader = (await buildApiKey(database.store, company, { permissions: ['contacts.read'] })).actor;
    assert.equal((await call('GET', `/Contacts/${id}`, undefined, reader)).status, 200);
    assert.equal((await call('PUT', `/Contacts/${id}`, {}, reader)).status, 403);
    assert.equal((await call('POST', `/Contacts/${id}/anonymize`, undefined, reader)).status, 403);
  });

  it('shows the contact in sessions, which can be filtered by it', async () => {
    const { session, list: sessions, ids, company: own, guest } = await sessionScene(database, api);
    const [contactId = 0] = await createContacts(database.store).create(system(own.id), own.tenantId, [{ data: {} }]);
    const linked = await session({ guestId: guest.id });
    const channelIdentityId = await channelIdentityOf(database.db, {
      companyId: own.id,
      tenantId: own.tenantId,
      guestId: guest.id,
    });
    await database.db.updateTable('channelIdentities').set({ contactId }).where('id', '=', channelIdentityId).execute();
    const unbound = await session({ channelIdentityId: null });
    const stranger = await session();
    const [first, , second] = await sessions();
    assert.ok(first && second);
    assert.deepEqual(contractFaults('SessionModel', first), []);
    const { identity, channelIdentity } = first.guest as Record<string, unknown>;
    assert.deepEqual([identity, channelIdentity], [String(contactId), channelIdentityId]);
    assert.deepEqual((second.guest as Record<string, unknown>).identity, null);
    assert.deepEqual(await ids(`?ClientId=${contactId}`), [linked]);
    assert.deepEqual(await ids(`?ClientId=${contactId + 1}`), []);
    assert.deepEqual(await ids('?ClientId='), [unbound, stranger]);
    assert.deepEqual(await ids(`?ClientId=${contactId}&ClientId=`), [linked, unbound, stranger]);
    assert.deepEqual(await ids(`?ChannelIdentityId=${channelIdentityId}`), [linked]);
    assert.deepEqual(await ids('?ChannelIdentityId='), [unbound]);
  });
});
