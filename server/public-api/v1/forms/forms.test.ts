import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildApiKey, buildCompany, buildPreset, buildTenant } from '../../../testing/build.ts';
import { contractFaults } from '../../../testing/contract.ts';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { type TestApi, testApi } from '../testing/api.ts';

let database: TestDatabase;
let api: TestApi;
before(async () => {
  database = await testDatabase();
  api = await testApi(database);
});
after(async () => {
  await api.close();
  await database.close();
});

interface FormModel {
  id: number;
  formType: 'Entry' | 'Feedback' | 'Offline';
  name: string;
  departmentId: number | null;
}

async function office() {
  const company = await buildCompany(database.store);
  const preset = await buildPreset(database.store, company);
  const { actor } = await buildApiKey(database.store, company);
  const forms = async (query = '', as = actor) =>
    (await api.ask(as, 'GET', `/api/v1/Forms${query}`)).json() as FormModel[];
  const named = async (name: string) => {
    const form = (await forms()).find((one) => one.name === name);
    assert.ok(form, name);
    return form.id;
  };
  const bind = (configRecords: unknown, presetId = preset.id) =>
    api.ask(actor, 'PUT', `/api/v1/Widgets/${presetId}/forms`, { body: { configRecords } });
  const told = async () => {
    const found = await api.catalogue.preset(company.id, preset.id);
    assert.ok(found);
    return api.catalogue.widgetConfig(found, 'en');
  };
  const record = async (propertyName: string) => {
    const records = (await api.ask(actor, 'GET', `/api/v1/Widgets/${preset.id}/config`)).json();
    return records.find((one: { propertyName: string }) => one.propertyName === propertyName);
  };
  return { company, preset, actor, forms, named, bind, told, record };
}

test('every company has the built-in forms, once, also when many look at the same time', async () => {
  const { forms } = await office();
  const lists = await Promise.all(Array.from({ length: 6 }, () => forms()));
  const [list = []] = lists;
  assert.ok(list.length >= 7);
  for (const other of lists) assert.deepEqual(other, list);
  for (const form of list) assert.deepEqual(contractFaults('FormModel', form), []);
  assert.deepEqual([...new Set(list.map(({ formType }) => formType))], ['Entry', 'Feedback', 'Offline']);
});

test('a tenant sees its own forms and those of the company', async () => {
  const { company, forms, bind, preset } = await office();
  const second = await buildTenant(database.store, company);
  await forms();
  const [own] = await database.db
    .insertInto('forms')
    .values({
      companyId: company.id,
      tenantId: second.id,
      kind: 'Feedback',
      name: 'Ours',
      config: JSON.stringify({ enabled: true, stars: 3 }),
    })
    .returning('id')
    .execute();
  assert.ok(own);
  const names = async (query: string) => (await forms(query)).map(({ name }) => name);
  assert.ok((await names('')).includes('Ours'));
  assert.ok((await names(`?departmentId=${second.id}`)).includes('Ours'));
  assert.ok(!(await names(`?departmentId=${company.tenantId}`)).includes('Ours'));
  const narrow = await buildApiKey(database.store, company, { tenantIds: [company.tenantId] });
  assert.ok((await forms('', narrow.actor)).every(({ departmentId }) => departmentId === null));
  assert.equal(preset.tenantId, company.tenantId);
  const refused = await bind([{ propertyName: 'feedbackForm', formId: own.id }]);
  assert.deepEqual([refused.statusCode, Object.keys(refused.json())], [400, ['configRecords[0].formId']]);
});

test('a bound form is what the widget shows; unbinding brings the package’s own settings back', async () => {
  const { named, bind, told, record } = await office();
  const own = await told();
  const done = await bind([
    { propertyName: 'entryForm', formId: await named('Entry: name, e-mail and phone') },
    { PropertyName: 'FEEDBACKFORM', FormId: await named('Feedback: ten points') },
    { propertyName: 'offlineForm', formId: await named('Offline: phone and message') },
  ]);
  assert.deepEqual([done.statusCode, done.body], [204, '']);
  const bound = await told();
  assert.deepEqual([bound.entryForm.name, bound.entryForm.phone], ['required', 'optional']);
  assert.equal(bound.feedbackForm.stars, 10);
  assert.deepEqual(bound.offlineForm, { name: 'required', email: 'optional', phone: 'required' });
  assert.equal((await record('entryForm')).formId, await named('Entry: name, e-mail and phone'));
  assert.equal((await record('feedbackForm.stars')).currentValue, '10');

  const unbound = await bind(
    ['entryForm', 'feedbackForm', 'offlineForm'].map((propertyName) => ({ propertyName, formId: null })),
  );
  assert.equal(unbound.statusCode, 204);
  assert.deepEqual(await told(), own);
  assert.equal((await record('entryForm')).formId, null);
});

test('own settings behind a bound form are not written, because nobody would see them', async () => {
  const { preset, actor, named, bind, told } = await office();
  const change = [{ configType: 'PRESET_PUBLIC', propertyName: 'entryForm.phone', value: 'required' }];
  const write = (configRecords: unknown) =>
    api.ask(actor, 'PUT', `/api/v1/Widgets/${preset.id}/config`, { body: { configRecords } });
  await bind([{ propertyName: 'entryForm', formId: await named('Entry: name and e-mail') }]);
  const refused = await write(change);
  assert.equal(refused.statusCode, 400);
  assert.match(refused.json()['configRecords[0].value'], /unbind it first/);
  const wrongDoor = await write([{ configType: 'PRESET_PUBLIC', propertyName: 'entryForm', value: '1' }]);
  assert.match(wrongDoor.json()['configRecords[0].propertyName'], /forms/);
  await bind([{ propertyName: 'entryForm', formId: null }]);
  assert.equal((await write(change)).statusCode, 204);
  assert.equal((await told()).entryForm.phone, 'required');
});

test('what cannot be bound is named, and nothing of the request is done', async () => {
  const { named, bind, told } = await office();
  const before = await told();
  const other = await office();
  const feedback = await named('Feedback: ten points');
  const good = { propertyName: 'feedbackForm', formId: feedback };
  const wrong: [unknown, string][] = [
    [{ propertyName: 'entryForm', formId: feedback }, 'configRecords[1].formId'],
    [{ propertyName: 'noForm', formId: feedback }, 'configRecords[1].propertyName'],
    [{ propertyName: 'entryForm', formId: 2_000_000_000 }, 'configRecords[1].formId'],
    [{ propertyName: 'entryForm' }, 'configRecords[1].formId'],
    [{ propertyName: 'entryForm', formId: await other.named('Entry: name and e-mail') }, 'configRecords[1].formId'],
  ];
  for (const [record, field] of wrong) {
    const answer = await bind([good, record]);
    assert.deepEqual([answer.statusCode, Object.keys(answer.json())], [400, [field]]);
  }
  assert.equal((await bind([good], other.preset.id)).statusCode, 404);
  assert.deepEqual(await told(), before);
});
