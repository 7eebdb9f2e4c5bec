import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { system } from '../../foundation/security/actor.ts';
import { transact } from '../../foundation/transact.ts';
import { buildAdmin, buildCompany, buildTenant, buildUser } from '../../testing/build.ts';
import { type NewNotice, settleNotice, tellAdministrators } from '../service.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

const tell = (companyId: number, notice: Partial<NewNotice> = {}) =>
  transact(stage.store, system(companyId), (unit) =>
    tellAdministrators(unit, {
      ...{ companyId, tenantId: null, kind: 'webhook.disabled', subject: 'webhook:7', name: 'crm.example/hook' },
      reason: 'Answered 410.',
      ...notice,
    }),
  );
const read = async (cookie: string) => (await stage.call('GET', '/app-api/notices', { cookie })).json;

test('company administrators read all notices, those of a tenant theirs, operators and other companies none', async () => {
  const company = await buildCompany(stage.store);
  const elsewhere = await buildTenant(stage.store, company);
  const admin = await buildAdmin(stage.store, company);
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const operator = await buildUser(stage.store, company);
  const stranger = await buildAdmin(stage.store, await buildCompany(stage.store));
  await tell(company.id);
  await tell(company.id, { kind: 'chatbot.disabled', subject: 'chatbot:1', tenantId: company.tenantId });
  await tell(company.id, { kind: 'chatbot.disabled', subject: 'chatbot:2', tenantId: elsewhere.id });
  const abouts = async (cookie: string) => (await read(cookie)).map((notice: { about: number }) => notice.about);
  assert.deepEqual(await abouts(admin.cookie), [2, 1, 7]);
  assert.deepEqual(await abouts(chief.cookie), [1]);
  assert.deepEqual(await abouts(stranger.cookie), []);
  assert.equal((await stage.call('GET', '/app-api/notices', { cookie: operator.cookie })).status, 403);
});

test('telling twice is telling once until it is settled; what was looked at is seen, by each for themselves', async () => {
  const company = await buildCompany(stage.store);
  const [eva, jan] = [await buildAdmin(stage.store, company), await buildAdmin(stage.store, company)];
  await tell(company.id);
  await tell(company.id, { reason: 'Answered 500.' });
  const [first, ...more] = await read(eva.cookie);
  assert.deepEqual([first.reason, first.seen, first.resolved, more.length], ['Answered 500.', false, null, 0]);

  const look = { cookie: eva.cookie, body: { upTo: first.id } };
  assert.equal((await stage.call('PUT', '/app-api/notices/seen', look)).status, 204);
  assert.equal((await read(eva.cookie))[0].seen, true);
  assert.equal((await read(jan.cookie))[0].seen, false);

  await transact(stage.store, system(company.id), (unit) =>
    settleNotice(unit, { companyId: company.id, kind: 'webhook.disabled', subject: 'webhook:7' }),
  );
  assert.ok((await read(eva.cookie))[0].resolved);
  await tell(company.id);
  const after = await read(eva.cookie);
  assert.deepEqual(
    after.map(({ seen }: { seen: boolean }) => seen),
    [false, true],
  );
});

test('looking ahead of what there is does not hide what comes', async () => {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  await tell(company.id);
  const body = { upTo: Number.MAX_SAFE_INTEGER };
  await stage.call('PUT', '/app-api/notices/seen', { cookie: admin.cookie, body });
  await tell(company.id, { subject: 'webhook:8' });
  assert.equal((await read(admin.cookie))[0].seen, false);
});

test('notices are kept and shown within their limits', async () => {
  const company = await buildCompany(stage.store);
  await tell(company.id, { subject: 'webhook:1', name: 'x'.repeat(limits.nameLength + 1) });
  const { actor } = await buildAdmin(stage.store, company);
  const shown = () => stage.directory.notices.list(actor);
  assert.equal((await shown())[0]?.name.length, limits.nameLength);
  stage.clock.pass(limits.noticesKept + 1);
  for (let id = 2; id < limits.noticesShown + 3; id++) await tell(company.id, { subject: `webhook:${id}` });
  assert.equal((await shown()).length, limits.noticesShown);
  const { rows } = await stage.pool.query('select count(*)::int as n from company_notices where company_id = $1', [
    company.id,
  ]);
  assert.equal(rows[0].n, limits.noticesShown + 1, 'the old one is gone');
});
