import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WidgetConfig } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { Check } from 'typebox/value';
import { system } from '../foundation/security/actor.ts';
import { buildAdmin, buildRouting, buildTenant, buildUser } from '../testing/build.ts';
import { type Catalogue, createCatalogue, type PresetInput } from './service.ts';
import { activeSession, type Stage, sessionsStage } from './testing.ts';

let stage: Stage;
let catalogue: Catalogue;
before(async () => {
  stage = await sessionsStage();
  catalogue = createCatalogue(stage.store);
});
after(() => stage.close());

test('a page finds its package by GUID in any writing and name in any case', async () => {
  const scene = await stage.scene();
  const { guid } = scene.company;
  const admin = system(scene.company.id);
  const { id } = await catalogue.createPreset(admin, scene.tenantId, { name: 'Demo Shop Č' });
  const second = await buildTenant(stage.store, scene.company);
  const other = await catalogue.createPreset(admin, second.id, { name: 'demo shop č', isDefault: true });
  const find = async (company: string, tenant: number | null, preset: string | null) =>
    (await catalogue.widgetPreset({ company, tenant, preset }))?.id ?? null;

  assert.equal(await find(guid, null, 'demo SHOP č'), id);
  assert.equal(await find(guid.replaceAll('-', '').toUpperCase(), scene.tenantId, 'Demo shop Č'), id);
  assert.equal(await find(guid, second.id, 'Demo Shop Č'), other.id);
  assert.equal(await find(guid, null, null), scene.preset.id);
  assert.equal(await find(guid, second.id, null), other.id);
  assert.equal(await find(guid, null, 'unheard of'), null);
  assert.equal(await find(guid, 2_000_000_000, null), null);
  for (const company of ['x', '', "' or 1=1", '0'.repeat(32)]) assert.equal(await find(company, null, null), null);
  assert.equal(await find(guid, null, 'nul\0'), null);
  await catalogue.updatePreset(admin, id, { active: false });
  assert.equal(await find(guid, scene.tenantId, 'Demo Shop Č'), null);
  const foreign = await stage.scene();
  assert.equal(await find(foreign.company.guid, scene.tenantId, null), null);
});

test('a configuration has all defaults, changes over them, texts of the nearest language', async () => {
  const scene = await stage.scene();
  const admin = system(scene.company.id);
  const { id } = await catalogue.createPreset(admin, scene.tenantId, {
    name: 'Texts',
    buttonVisible: false,
    config: {
      button: { color: '#aa0000' },
      texts: { en: { title: 'Chat', send: 'Send' }, cs: { title: 'Pokec' } },
    },
  });
  await catalogue.updatePreset(admin, id, {
    config: { button: { position: 'left' }, window: { logoUrl: '/photos/x' }, feedbackForm: { stars: 10 } },
  });
  const preset = await catalogue.preset(scene.company.id, id);
  assert.ok(preset);
  const config = { ...(await catalogue.widgetConfig(preset, 'cs-CZ')), state: 'online' as const };
  assert.ok(Check(WidgetConfig, config));
  assert.deepEqual(config.texts, { title: 'Pokec', send: 'Send' });
  assert.equal(config.language, 'cs-CZ');
  assert.deepEqual(
    [config.button.visible, config.button.color, config.button.position, config.feedbackForm.stars],
    [false, '#aa0000', 'left', 10],
  );
  assert.ok(config.acceptedFileTypes.includes('.png'));
  assert.equal((await catalogue.widgetConfig(preset, null)).language, 'en');
  const foreign = await stage.scene();
  assert.equal(await catalogue.preset(foreign.company.id, id), null);
});

test('settings that mean nothing are refused', async () => {
  const scene = await stage.scene();
  const admin = system(scene.company.id);
  const wrong: unknown[] = [
    { button: { color: 'red;background:url(//evil)' } },
    { button: { offsetX: 1.5 } },
    { button: { unheard: 1 } },
    { unheard: {} },
    { window: { sound: 'yes' } },
    { entryForm: { name: 'sometimes' } },
    { feedbackForm: { stars: 11 } },
    { constructor: { a: 1 } },
  ];
  for (const config of wrong) {
    const input = { name: 'Wrong', config } as PresetInput;
    await assert.rejects(catalogue.createPreset(admin, scene.tenantId, input), { code: 'invalid-input' });
  }
  assert.equal((await catalogue.presets(scene.company.id, scene.tenantId)).length, 1);
});

test('names are unique, one package is the default, also when two ask at once', async () => {
  const scene = await stage.scene();
  const admin = system(scene.company.id);
  const created = await Promise.allSettled(
    ['Same', 'SAME', 'same'].map((name) => catalogue.createPreset(admin, scene.tenantId, { name, isDefault: true })),
  );
  assert.equal(created.filter((result) => result.status === 'fulfilled').length, 1);
  await Promise.all([
    catalogue.createPreset(admin, scene.tenantId, { name: 'A', isDefault: true }),
    catalogue.updatePreset(admin, scene.preset.id, { isDefault: true }),
  ]);
  const presets = await catalogue.presets(scene.company.id, scene.tenantId);
  assert.equal(presets.filter((preset) => preset.isDefault).length, 1);
  await assert.rejects(catalogue.updatePreset(admin, scene.preset.id, { name: 'a' }), { code: 'invalid-input' });
  await assert.rejects(catalogue.createPreset(admin, scene.tenantId, { name: '\u200B' }), { code: 'invalid-input' });
});

test('only administrators of the tenant change it, and only with what is theirs', async () => {
  const { store } = stage;
  const scene = await stage.scene();
  const foreign = await stage.scene();
  const admin = await buildAdmin(store, scene.company);
  const tenantAdmin = await buildUser(store, scene.company, { roles: ['TenantAdmin'] });
  const other = await buildTenant(store, scene.company);
  await catalogue.createPreset(admin.actor, scene.tenantId, { name: 'By admin' });
  await catalogue.createPreset(tenantAdmin.actor, scene.tenantId, { name: 'By tenant admin' });
  const no = { code: 'not-permitted' };
  const gone = { code: 'not-found' };
  await assert.rejects(catalogue.createPreset(tenantAdmin.actor, other.id, { name: 'x' }), no);
  await assert.rejects(catalogue.createPreset(scene.operator.actor, scene.tenantId, { name: 'x' }), no);
  await assert.rejects(catalogue.defineTag(scene.operator.actor, scene.tenantId, { name: 'x' }), no);
  await assert.rejects(catalogue.updatePreset(scene.operator.actor, scene.preset.id, { name: 'x' }), no);
  await assert.rejects(catalogue.updatePreset(admin.actor, foreign.preset.id, { name: 'x' }), gone);
  await assert.rejects(catalogue.createPreset(admin.actor, foreign.tenantId, { name: 'x' }), gone);
  await assert.rejects(catalogue.defineResult(admin.actor, foreign.tenantId, { name: 'x' }), gone);
  await assert.rejects(catalogue.defineParameter(admin.actor, foreign.tenantId, { name: 'x', label: 'x' }), gone);
  for (const routing of [
    await buildRouting(store, foreign.company),
    await buildRouting(store, scene.company, { tenantId: other.id }),
  ]) {
    const input = { name: 'R', routingId: routing.id };
    await assert.rejects(catalogue.createPreset(admin.actor, scene.tenantId, input), { code: 'invalid-input' });
  }
});

test('defining again changes; the desk’s forms choose from what is active, most used tags first', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const admin = system(scene.company.id);
  const { tenantId } = scene;
  const parameter = await catalogue.defineParameter(admin, tenantId, { name: 'order', label: 'Order' });
  assert.equal(
    (await catalogue.defineParameter(admin, tenantId, { name: 'order', label: 'Order no.' })).id,
    parameter.id,
  );
  await catalogue.defineTag(admin, tenantId, { name: 'a tag', background: '#ffffff' });
  const used = await catalogue.defineTag(admin, tenantId, { name: 'used' });
  assert.equal((await catalogue.defineTag(admin, tenantId, { name: 'USED', label: 'Used' })).id, used.id);
  await catalogue.defineResult(admin, tenantId, { name: 'Second', position: 2 });
  await catalogue.defineResult(admin, tenantId, { name: 'First', position: 1 });
  await catalogue.defineResult(admin, tenantId, { name: 'Old', position: 0 });
  await catalogue.defineResult(admin, tenantId, { name: 'Old', active: false });
  const id = await activeSession(sessions, store, scene);
  await sessions.addTag(scene.operator.actor, id, { id: used.id });

  const desk = await catalogue.desk(scene.operator.actor, tenantId);
  assert.deepEqual(desk.parameters, [{ name: 'order', label: 'Order no.' }]);
  assert.deepEqual(
    desk.tags.map((tag) => [tag.name, tag.label, tag.background]),
    [
      ['used', 'Used', null],
      ['a tag', null, '#ffffff'],
    ],
  );
  assert.deepEqual(
    desk.results.map((result) => result.name),
    ['First', 'Second'],
  );
  assert.deepEqual(desk.groups, [{ id: scene.group.id, name: scene.group.name }]);
  assert.equal(desk.awayReasons.length, 4);
  assert.deepEqual([desk.operatorsMayCreateTags, desk.operatorsMaySwitchChannels], [true, true]);
  await assert.rejects(
    catalogue.defineParameter(admin, tenantId, { name: 'x'.repeat(limits.paramNameLength + 1), label: 'x' }),
    { code: 'invalid-input' },
  );
  await sessions.end(scene.operator.actor, id);
  await assert.rejects(sessions.conclude(scene.operator.actor, id, { result: 'Old', note: null }), {
    code: 'invalid-input',
  });
});
