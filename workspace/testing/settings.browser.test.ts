import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('the settings', () => {
  let browser: Browser;
  let open: Workplace | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  afterEach(() => open?.close());
  const workplace = async (options: Parameters<typeof openWorkplace>[1] = {}) => {
    open = await openWorkplace(browser, options);
    open.fake.account.administers = true;
    await logIn(open.page);
    return open;
  };

  it('stay closed to those without the right', async () => {
    open = await openWorkplace(browser);
    await logIn(open.page);
    assert.equal(await open.page.getByRole('link', { name: 'Settings', exact: true }).count(), 0);
  });

  it('add a tag: a taken name is refused beside the field, undo takes back, leaving asks', async () => {
    const { page, fake } = await workplace();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: 'Tags' }).click();
    await page.getByRole('button', { name: 'Add tag' }).click();
    const editor = page.getByRole('region', { name: 'New tag' });
    const create = editor.getByRole('button', { name: 'Create' });
    assert.equal(await create.isDisabled(), true, 'nothing to save yet');
    await editor.getByLabel('Name').fill('VIP');
    await create.click();
    await editor.getByText('This is used already').waitFor();
    await editor.getByRole('button', { name: 'Undo' }).click();
    assert.equal(await editor.getByLabel('Name').inputValue(), '');
    await editor.getByLabel('Name').fill('refund');
    await editor.getByLabel('Label').fill('Refund');
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('button', { name: 'Go on editing' }).click();
    await create.click();
    await page.waitForURL('**/settings/tags/104');
    await page.getByText('Saved').waitFor();
    assert.deepEqual(fake.settings.tags.at(-1)?.label, 'Refund');
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.waitForURL('**/sessions');
  });

  it('delete a tag after asking by name, on a phone from tree to list to editor and back', async () => {
    const { page, fake } = await workplace({ viewport: { width: 360, height: 740 } });
    await page.goto('/app/1/3/settings');
    await page.getByRole('link', { name: 'Tags' }).click();
    await page.getByRole('link', { name: 'VIP' }).click();
    await page.getByRole('region', { name: 'VIP' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete the tag “VIP”?' }).getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('**/settings/tags');
    await page.getByRole('link', { name: 'VIP' }).waitFor({ state: 'detached' });
    assert.equal(fake.settings.tags.length, 3);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.waitForURL('**/settings');
  });

  it('order away reasons by keyboard and keep what was switched off', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/settings/away-reasons');
    await page.getByRole('button', { name: 'Move down: Lunch' }).press('Enter');
    await page.getByRole('link', { name: 'Lunch' }).click();
    await page.getByLabel('Operators can choose it').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Lunch' }).getByText('off').waitFor();
    assert.deepEqual(
      fake.settings.awayReasons.map(({ name, active }) => [name, active]),
      [
        ['Break', true],
        ['Lunch', false],
        ['Training', true],
      ],
    );
  });

  it('find a page by its name from anywhere and save only what fits', async () => {
    const { page, fake } = await workplace();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('application');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/settings/application');
    await page.getByLabel('Show routed operators').click();
    await page.getByText('Offline', { exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);
    const { showRoutedOperators, stateWhenAllAway } = fake.settings.tenantSettings;
    assert.deepEqual([showRoutedOperators, stateWhenAllAway], [true, 'offline']);
  });

  it('add a user with a link shown once, then give rights, a group and slots with one Save', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/settings/users');
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.getByLabel('First name').fill('Filip');
    await page.getByLabel('Last name').fill('Nový');
    await page.getByLabel('E-mail').fill('anna.novakova@demo.test');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('This is used already').waitFor();
    await page.getByLabel('E-mail').fill('filip@demo.test');
    await page.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog', { name: 'Link to set a password' });
    assert.match(await dialog.getByLabel('Link', { exact: true }).inputValue(), /set-password#/);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('tab', { name: 'Rights' }).click();
    await page.getByLabel('Tenant administrator').check();
    await page.getByLabel('Night shift').check();
    await page.getByRole('tab', { name: 'Work' }).click();
    await page.getByLabel('Live chats').fill('2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    const made = fake.settings.users.users.at(-1);
    assert.deepEqual(made?.memberships[0]?.roles, ['MluviiOperator', 'Operator', 'TenantAdmin']);
    assert.deepEqual([made?.groupIds, made?.slots.live], [[6], 2]);
  });

  it('deactivate a user by name, but never the last administrator', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/settings/users/7');
    const off = async (name: string) => {
      await page.getByRole('button', { name: 'Options of the user' }).click();
      await page.getByRole('menuitem', { name: 'Deactivate' }).click();
      const dialog = page.getByRole('dialog', { name: `Deactivate ${name}?` });
      await dialog.getByRole('button', { name: 'Deactivate' }).click();
      return dialog;
    };
    const refused = await off('Anna Nováková');
    await refused.getByText('This is the last administrator').waitFor();
    await refused.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: /David Malý/ }).click();
    await page.getByRole('heading', { name: 'David Malý' }).waitFor();
    await off('David Malý');
    await page.getByRole('link', { name: /David Malý/ }).waitFor({ state: 'detached' });
    assert.equal(fake.settings.users.users.find(({ lastName }) => lastName === 'Malý')?.enabled, false);
    await page.getByText('Deactivated', { exact: true }).click();
    await page.getByRole('link', { name: /David Malý/ }).waitFor();
  });
});
