import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WidgetConfig } from '@hovor/protocol/guest';
import type { RecordChange } from '../../sessions/catalogue.ts';
import { buildAdmin, buildPreset } from '../../testing/build.ts';
import { browser, json, openTab, openWorld, type World } from './testing.ts';

/** What administrators and integrations change of a package reaches the pages that show it (AD-PK-9, API-WID). */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const record = (about: Partial<RecordChange> & Pick<RecordChange, 'configType' | 'propertyName' | 'value'>) => ({
  buttonType: null,
  language: null,
  ...about,
});

test('a hidden button disappears from pages that are open, and comes back; others hear nothing', async () => {
  const { company, preset } = await world.scene();
  const admin = await buildAdmin(world.store, company);
  const other = await buildPreset(world.store, company, { name: 'Other' });
  const open = await openTab(world, { company: company.guid });
  const beside = await openTab(world, { company: company.guid, preset: other.name });
  assert.equal(open.welcome.buttonVisible, true);
  await world.catalogue.updatePreset(admin.actor, preset.id, { buttonVisible: false });
  await open.until('the button is hidden', () => open.told('button').at(-1)?.buttonVisible === false);
  const later = await openTab(world, { company: company.guid });
  assert.equal(later.welcome.buttonVisible, false);
  assert.equal((await browser(world, company)).config.button.visible, false);
  await world.catalogue.updatePreset(admin.actor, preset.id, { buttonVisible: true });
  await open.until('the button is back', () => open.told('button').at(-1)?.buttonVisible === true);
  assert.deepEqual(beside.told('button'), []);
  assert.deepEqual(open.told('state'), [], 'its state is another thing');
});

test('records change what the widget is told: colour, position, forms, texts and title per language', async () => {
  const { company, preset } = await world.scene();
  const { actor } = await buildAdmin(world.store, company);
  const config = async (language: string) => {
    const query = new URLSearchParams({ company: company.guid, language });
    return json<WidgetConfig>(await fetch(`${world.url}/widget/config?${query}`));
  };
  const before = await config('cs');
  await world.catalogue.setPresetRecords(actor, preset.id, [
    record({ configType: 'BUTTON', buttonType: 'CHAT_MLUVII', propertyName: 'COLOR', value: '#aa0011' }),
    record({ configType: 'BUTTON', propertyName: 'position', value: 'left' }),
    record({ configType: 'BUTTON', propertyName: 'offsetX', value: '40' }),
    record({ configType: 'BUTTON', propertyName: 'visible', value: 'False' }),
    record({ configType: 'BUTTON', propertyName: 'texts.online', language: 'cs', value: 'Jsme tu' }),
    record({ configType: 'WINDOW', propertyName: 'title', value: 'Shop' }),
    record({ configType: 'WINDOW', propertyName: 'title', language: 'cs', value: 'Obchod' }),
    record({ configType: 'WINDOW', propertyName: 'texts.hello', language: 'cs', value: 'Ahoj' }),
    record({ configType: 'PRESET_PUBLIC', propertyName: 'entryForm.phone', value: 'required' }),
    record({ configType: 'PRESET_PRIVATE', propertyName: 'description', value: 'https://shop.test' }),
  ]);
  const cs = await config('cs');
  assert.deepEqual(cs.button, { ...before.button, color: '#aa0011', position: 'left', offsetX: 40, visible: false });
  assert.equal(cs.window.title, 'Obchod');
  assert.deepEqual([cs.texts['button.online'], cs.texts.hello], ['Jsme tu', 'Ahoj']);
  assert.equal(cs.entryForm.phone, 'required');
  const en = await config('en');
  assert.deepEqual([en.window.title, en.texts.hello], ['Shop', undefined]);

  const shown = await world.catalogue.presetRecords(company.id, preset.id);
  const find = (propertyName: string, language: string | null) =>
    shown.find((one) => one.propertyName === propertyName && one.language === language);
  assert.deepEqual(find('title', null)?.currentValue, 'Shop');
  assert.deepEqual(find('title', 'cs')?.currentValue, 'Obchod');
  assert.deepEqual(
    [find('position', null)?.defaultValue, find('position', null)?.currentValue],
    [before.button.position, 'left'],
  );
  const back = shown.map(({ configType, buttonType, propertyName, language }) => ({
    ...{ configType, buttonType, propertyName, language },
    value: null,
  }));
  await world.catalogue.setPresetRecords(actor, preset.id, back);
  assert.deepEqual(await config('cs'), before);
  const stored = await world.db.db
    .selectFrom('presets')
    .select('config')
    .where('id', '=', preset.id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(Object.values(stored.config as object).flatMap(Object.keys), [], 'nothing but defaults is kept');
});

test('a wrong record is refused by its place, and none of the list is written', async () => {
  const { company, preset } = await world.scene();
  const { actor } = await buildAdmin(world.store, company);
  const good = record({ configType: 'BUTTON', propertyName: 'color', value: '#00aa11' });
  const wrong: [Partial<RecordChange>, string][] = [
    [{ propertyName: 'colour' }, 'propertyName'],
    [{ propertyName: 'color', value: 'red' }, 'value'],
    [{ propertyName: 'offsetX', value: '1e3' }, 'value'],
    [{ propertyName: 'position', value: 'middle' }, 'value'],
    [{ propertyName: 'visible', value: 'perhaps' }, 'value'],
    [{ propertyName: 'color', language: 'cs', value: '#00aa11' }, 'language'],
    [{ propertyName: 'texts.online', value: 'x' }, 'language'],
    [{ propertyName: 'texts.online', language: '../x', value: 'x' }, 'language'],
    [{ propertyName: 'color', buttonType: 'CHAT_COMICS', value: '#00aa11' }, 'buttonType'],
    [{ configType: 'WINDOW', propertyName: 'title', value: 'a\0b' }, 'value'],
    [{ propertyName: '__proto__', value: 'x' }, 'propertyName'],
  ];
  for (const [about, member] of wrong) {
    await assert.rejects(
      world.catalogue.setPresetRecords(actor, preset.id, [good, { ...good, ...about }]),
      (error: { fields?: object }) => Object.keys(error.fields ?? {}).join() === `records[1].${member}`,
      JSON.stringify(about),
    );
  }
  const records = await world.catalogue.presetRecords(company.id, preset.id);
  assert.equal(
    records.find((one) => one.configType === 'BUTTON' && one.propertyName === 'color')?.currentValue,
    '#1f5fd0',
  );
});
