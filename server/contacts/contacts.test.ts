import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createSettings } from '../directory/service.ts';
import { Problem } from '../foundation/errors.ts';
import { type Actor, system } from '../foundation/security/actor.ts';
import {
  type BuiltCompany,
  type BuiltUser,
  buildAdmin,
  buildApiKey,
  buildCompany,
  buildTenant,
  buildUser,
} from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Contacts, changeOf, createContacts } from './service.ts';

const email = 'oo1_guest_email';
const phone = 'oo1_guest_phone';
const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

describe('the contact directory', () => {
  let database: TestDatabase;
  let contacts: Contacts;
  let company: BuiltCompany;
  let operator: BuiltUser;
  let tenantId: number;

  before(async () => {
    database = await testDatabase();
    contacts = createContacts(database.store);
  });
  after(() => database.close());
  beforeEach(async () => {
    company = await buildCompany(database.store);
    tenantId = company.tenantId;
    operator = await buildUser(database.store, company);
  });

  const add = async (fields: Record<string, string[]>, actor: Actor = operator.actor, tenant = tenantId) => {
    const [id] = await contacts.create(actor, tenant, [changeOf(fields)]);
    assert.ok(id);
    return id;
  };
  const events = async () => {
    const rows = await database.db
      .selectFrom('events')
      .select(['kind', 'subject', 'payload'])
      .where('companyId', '=', company.id)
      .where('subject', 'like', 'contact:%')
      .orderBy('id')
      .execute();
    return rows.map(({ kind, subject }) => `${kind} ${subject}`);
  };
  const names = async (wanted: Parameters<Contacts['list']>[1]) =>
    (await contacts.list(operator.actor, { tenantId, ...wanted })).map(({ name }) => name);

  it('adds many in order, lists them, changes and removes one', async () => {
    const given = Array.from({ length: 50 }, (_, n) =>
      changeOf({ oo1_guest_ident: [`P${n}`], [email]: [`p${n}@x.test`] }),
    );
    const ids = await contacts.create(operator.actor, tenantId, given);
    assert.deepEqual(
      (await contacts.list(operator.actor, { tenantId, after: 0 })).map(({ id, name }) => [id, name]),
      ids.map((id, n) => [id, `P${n}`]),
    );
    const [first = 0, second = 0] = ids;
    const change = changeOf({ [phone]: ['1234'], [email]: [] });
    assert.deepEqual((await contacts.update(operator.actor, first, change)).data, { [phone]: ['1234'] });
    assert.deepEqual(await names({ field: { name: email, value: 'P0@X.TEST' } }), []);
    assert.deepEqual(await names({ field: { name: phone, value: '12 34' } }), ['P0']);
    await assert.rejects(
      contacts.remove(operator.actor, second),
      refused('not-permitted'),
      'the company has not allowed it',
    );
    await createSettings(database.store).set(system(company.id), 'company', company.id, {
      operatorsMayDeleteContacts: 'true',
    });
    await contacts.remove(operator.actor, second);
    await assert.rejects(contacts.get(operator.actor, second), refused('not-found'));
    const log = await events();
    assert.equal(log.length, 52);
    assert.deepEqual(log.slice(50), [`contact.updated contact:${first}`, `contact.deleted contact:${second}`]);
    await contacts.update(operator.actor, first, change);
    assert.equal((await events()).length, 52, 'a change that changes nothing tells nothing');
  });

  it('finds by words, parts of numbers, fields and pages by keyset', async () => {
    await add({ oo1_guest_ident: ['Jan Novák'], [phone]: ['+420 777 123 456'] });
    await add({ oo1_guest_ident: ['Jana Nová'], [email]: ['jana@firma.test'], plan: ['Gold'] });
    await add({ oo1_guest_ident: ['Petr'] });
    assert.deepEqual(await names({}), ['Petr', 'Jana Nová', 'Jan Novák']);
    assert.deepEqual(await names({ search: 'nova jan' }), ['Jana Nová', 'Jan Novák']);
    assert.deepEqual(await names({ search: '777 12' }), ['Jan Novák']);
    assert.deepEqual(await names({ search: 'firma' }), ['Jana Nová']);
    assert.deepEqual(await names({ search: '%' }), []);
    assert.deepEqual(await names({ search: "x') or true --" }), []);
    assert.deepEqual(await names({ field: { name: 'plan' } }), ['Jana Nová']);
    const [newest] = await contacts.list(operator.actor, { tenantId, limit: 1 });
    assert.deepEqual(await names({ before: newest?.id }), ['Jana Nová', 'Jan Novák']);
  });

  it('stores hostile input as the text it is', async () => {
    const hostile = `'); drop table contacts; --<script>alert(1)</script>%_\\ \u{1F600}`;
    const id = await add({ oo1_guest_ident: [hostile], [hostile.slice(0, 50)]: [hostile], __proto__: ['x'] });
    const contact = await contacts.get(operator.actor, id);
    assert.equal(contact.name, hostile);
    assert.deepEqual(contact.data[hostile.slice(0, 50)], [hostile]);
    assert.deepEqual(await names({ field: { name: hostile.slice(0, 50), value: hostile } }), [hostile]);
  });

  it('warns of others with the same phone or e-mail (AD-CD-8)', async () => {
    const jan = await add({ oo1_guest_ident: ['Jan'], [phone]: ['+420777123456'] });
    const eva = await add({ oo1_guest_ident: ['Eva'], [email]: ['e@x.test'] });
    const both = await add({ [phone]: ['777 123 456'], [email]: ['E@X.test'] });
    const found = await contacts.duplicatesOf(await contacts.get(operator.actor, both));
    assert.deepEqual(
      found.map(({ contact, field }) => [contact.id, field]),
      [
        [jan, phone],
        [eva, email],
      ],
    );
    const other = await buildTenant(database.store, company);
    const admin = await buildAdmin(database.store, company);
    await add({ [phone]: ['+420777123456'] }, admin.actor, other.id);
    assert.equal((await contacts.duplicatesOf(await contacts.get(operator.actor, both))).length, 2);
  });

  it('merges: lists united, the first stays, the rest goes', async () => {
    const one = await add({ [phone]: ['+420777123456'] });
    const two = await add({ oo1_guest_ident: ['Jan'], [phone]: ['+420 777 123 456', '+420777000000'], plan: ['Gold'] });
    const three = await add({ oo1_guest_ident: ['Johnny'], [email]: ['j@x.test'] });
    const result = await contacts.merge(operator.actor, { ids: [one, three, two] });
    assert.equal(result.id, one);
    assert.equal(result.name, 'Johnny');
    assert.deepEqual(result.data, {
      [phone]: ['+420777123456', '+420777000000'],
      [email]: ['j@x.test'],
      plan: ['Gold'],
    });
    assert.deepEqual(await contacts.get(operator.actor, one), result);
    for (const gone of [two, three]) await assert.rejects(contacts.get(operator.actor, gone), refused('not-found'));
    assert.ok((await events()).includes(`contact.merged contact:${one}`));
    assert.deepEqual(await names({ search: 'johnny' }), ['Johnny']);
    await assert.rejects(contacts.merge(operator.actor, { ids: [one, one] }), refused('invalid-input'));
    await assert.rejects(contacts.merge(operator.actor, { ids: [one, two] }), refused('not-found'));
  });

  it('merges into what the caller says', async () => {
    const ids = [await add({ [phone]: ['1234'] }), await add({ [phone]: ['5678'] })];
    const result = await contacts.merge(operator.actor, { ids, name: 'New', data: { note: ['x'] } });
    assert.deepEqual([result.name, result.data], ['New', { note: ['x'] }]);
  });

  it('does not merge across departments', async () => {
    const other = await buildTenant(database.store, company);
    const admin = await buildAdmin(database.store, company);
    const ids = [await add({ note: ['a'] }), await add({ note: ['b'] }, admin.actor, other.id)];
    await assert.rejects(contacts.merge(admin.actor, { ids }), refused('invalid-input'));
    assert.equal((await contacts.get(admin.actor, ids[1] ?? 0)).data.note?.[0], 'b');
  });

  it('anonymises: nothing of the person is left in any row', async () => {
    const id = await add({ oo1_guest_ident: ['Markerova'], [email]: ['markerova@x.test'], note: ['Markerova too'] });
    await contacts.anonymise(operator.actor, id);
    const contact = await contacts.get(operator.actor, id);
    assert.deepEqual([contact.name, contact.data], [null, {}]);
    assert.ok(contact.anonymized);
    assert.deepEqual(await names({}), [], 'there is nothing to list');
    const { rows } = await database.pool.query(
      `select t::text from contacts t where company_id = $1 union all select t::text from events t where company_id = $1`,
      [company.id],
    );
    assert.equal(JSON.stringify(rows).toLowerCase().includes('markerova'), false);
    await assert.rejects(contacts.update(operator.actor, id, changeOf({ note: ['x'] })), refused('not-found'));
  });

  it('keeps saved filters and applies them', async () => {
    await add({ oo1_guest_ident: ['Jan'], plan: ['Gold'], city: ['Brno'] });
    await add({ oo1_guest_ident: ['Eva'], plan: ['silver'], city: ['Praha', 'Brno'] });
    await add({ oo1_guest_ident: ['Petr'] });
    const condition = (field: string, operator: string, value = '') => ({ field, operator, value }) as never;
    const found = async (...conditions: never[]) => {
      const { id } = await contacts.createFilter(operator.actor, tenantId, { name: `F${Math.random()}`, conditions });
      return (await names({ filterId: id })).sort();
    };
    assert.deepEqual(await found(condition('plan', 'equals', 'GOLD')), ['Jan']);
    assert.deepEqual(await found(condition('plan', 'not equals', 'gold')), ['Eva', 'Petr']);
    assert.deepEqual(await found(condition('city', 'contains', 'RN')), ['Eva', 'Jan']);
    assert.deepEqual(await found(condition('city', 'contains', '%')), []);
    assert.deepEqual(await found(condition('oo1_guest_ident', 'starts with', 'p')), ['Petr']);
    assert.deepEqual(await found(condition('plan', 'in list', 'gold; silver')), ['Eva', 'Jan']);
    assert.deepEqual(await found(condition('plan', 'is set')), ['Eva', 'Jan']);
    assert.deepEqual(await found(condition('plan', 'is not set')), ['Petr']);
    assert.deepEqual(await found(condition('city', 'equals', 'brno'), condition('plan', 'equals', 'silver')), ['Eva']);

    const filter = await contacts.createFilter(operator.actor, tenantId, { name: 'One', conditions: [] });
    await assert.rejects(
      contacts.createFilter(operator.actor, tenantId, { name: 'ONE', conditions: [] }),
      refused('conflict'),
    );
    await contacts.changeFilter(operator.actor, tenantId, filter.id, {
      name: 'Two',
      conditions: [condition('plan', 'is set')],
    });
    assert.deepEqual((await contacts.filters(operator.actor, tenantId)).at(-1), {
      id: filter.id,
      name: 'Two',
      conditions: [{ field: 'plan', operator: 'is set', value: '' }],
    });
    await contacts.removeFilter(operator.actor, tenantId, filter.id);
    await assert.rejects(names({ filterId: filter.id }), refused('invalid-input'));
  });

  it('opens a tenant to those who have a right there, and nobody else', async () => {
    const id = await add({ oo1_guest_ident: ['Jan'] });
    const other = await buildTenant(database.store, company);
    const stranger = await buildUser(database.store, company, { tenantId: other.id });
    const viewer = await buildUser(database.store, company, { roles: ['TenantSessionsView'] });
    const wallboard = await buildUser(database.store, company, { roles: ['Wallboard'] });
    const limited = await buildApiKey(database.store, company, { tenantIds: [other.id] });
    const foreign = await buildUser(database.store, await buildCompany(database.store));
    for (const { actor } of [stranger, wallboard, limited, foreign]) {
      assert.deepEqual(await contacts.list(actor, {}), []);
      assert.deepEqual(await contacts.list(actor, { tenantId }), []);
      await assert.rejects(contacts.get(actor, id), refused('not-found'));
      await assert.rejects(contacts.update(actor, id, changeOf({ note: ['x'] })), refused('not-found'));
      await assert.rejects(contacts.remove(actor, id), refused('not-found'));
      await assert.rejects(contacts.anonymise(actor, id), refused('not-found'));
      await assert.rejects(contacts.create(actor, tenantId, [changeOf({})]), refused('not-found'));
      await assert.rejects(contacts.createFilter(actor, tenantId, { name: 'x', conditions: [] }), refused('not-found'));
    }
    assert.equal((await contacts.get(viewer.actor, id)).name, 'Jan');
    await assert.rejects(contacts.remove(viewer.actor, id), refused('not-found'), 'a viewer changes nothing');
    await assert.rejects(contacts.get(operator.actor, id, other.id), refused('not-found'), 'of another tenant');
  });

  it('two who change one contact at once both have their way', async () => {
    const id = await add({ oo1_guest_ident: ['Jan'] });
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => contacts.update(operator.actor, id, changeOf({ [`f${n}`]: [`v${n}`] }))),
    );
    const { data } = await contacts.get(operator.actor, id);
    assert.equal(Object.keys(data).length, 8);
    await Promise.all(
      Array.from({ length: 4 }, (_, n) => contacts.addDetails(operator.actor, id, { [phone]: [`+42077700000${n}`] })),
    );
    assert.equal((await contacts.get(system(company.id), id)).data[phone]?.length, 4);
  });
});
