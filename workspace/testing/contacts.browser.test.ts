import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('the contact directory', () => {
  let browser: Browser;
  let open: Workplace | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  afterEach(() => open?.close());
  const workplace = async () => {
    open = await openWorkplace(browser);
    await logIn(open.page);
    return open;
  };

  it('finds a contact, adds a second phone number, keeps the rest and warns before leaving', async () => {
    const { page, fake } = await workplace();
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('searchbox').fill('vesel');
    await page.getByRole('link', { name: /Karolína Veselá/ }).click();
    await page.waitForURL('**/contacts/102');
    await page.reload();
    assert.equal(await page.getByLabel('E-mail 2').inputValue(), 'k.vesela@firma.test');
    assert.equal(await page.getByRole('button', { name: 'Save' }).isVisible(), false, 'nothing to save yet');
    await page.getByRole('button', { name: 'Add another: Phone' }).click();
    await page.getByLabel('Phone 2').fill('+420 601 000 001');
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page.getByRole('button', { name: 'Go on editing' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    assert.deepEqual(fake.directory.contacts.get(102)?.data, {
      oo1_guest_email: ['karolina@vesela.test', 'k.vesela@firma.test'],
      oo1_guest_phone: ['+420 777 123 456', '+420 601 000 001'],
      oo1_guest_address: ['Dlouhá 5, Praha 1'],
      plan: ['Gold'],
    });
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page.waitForURL('**/messages');
  });

  it('adds a contact with a field of its own, by keyboard', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/contacts/new');
    await page.getByLabel('Name', { exact: true }).fill('Nová Osoba');
    await page.getByRole('button', { name: 'Add a field' }).press('Enter');
    await page.getByLabel('Name of the field').fill('Plan');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Plan' }).fill('Silver');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Nová Osoba' }).waitFor();
    assert.deepEqual([...fake.directory.contacts.values()].at(-1)?.data, { Plan: ['Silver'] });
    await page.getByRole('link', { name: /Nová Osoba/ }).waitFor();
  });

  it('offers to merge with somebody who has the same phone', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/contacts/102');
    await page.getByText('Somebody else has the same data').waitFor();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(fake.directory.contacts.has(103), false);
    assert.deepEqual(fake.directory.contacts.get(102)?.data.oo1_guest_phone, ['+420 777 123 456', '777 123 456']);
    await page.getByText('Somebody else has the same data').waitFor({ state: 'detached' });
  });

  it('deletes after asking by name', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/contacts/101');
    await page.getByRole('button', { name: 'Options of the contact' }).click();
    await page.getByRole('menuitem', { name: 'Delete contact' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Bedřich Kalina?' });
    await dialog.getByRole('button', { name: 'Delete contact' }).click();
    await page.waitForURL('**/contacts');
    await page.getByRole('link', { name: /Bedřich/ }).waitFor({ state: 'detached' });
    assert.equal(fake.directory.contacts.has(101), false);
  });

  it('saves a filter and shows who fits it', async () => {
    const { page } = await workplace();
    await page.goto('/app/1/3/contacts');
    await page.getByRole('button', { name: 'All contacts' }).click();
    await page.getByRole('menuitem', { name: 'New filter' }).click();
    await page.getByLabel('Name of the filter').fill('Gold plan');
    await page.getByRole('combobox', { name: 'Field' }).fill('plan');
    await page.getByLabel('Value', { exact: true }).fill('Gold');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Gold plan' }).waitFor();
    await page.getByRole('link', { name: /Bedřich/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Karolína/ }).waitFor();
  });

  it('links a client in a conversation, adds details in place and disconnects', async () => {
    const { page, fake } = await workplace();
    const id = fake.desk.running(8, { guestName: 'Petr' });
    await page.goto(`/app/1/3/operator/${id}`);
    await page.getByRole('button', { name: 'Select existing' }).click();
    await page.getByRole('searchbox').fill('kalina');
    await page.getByRole('button', { name: /Bedřich Kalina/ }).click();
    await page.getByRole('link', { name: 'Bedřich Kalina' }).waitFor();
    assert.equal(fake.directory.linked.get(id), 101);
    await page.getByRole('button', { name: 'Add details' }).click();
    await page.getByLabel('Value', { exact: true }).fill('+420 605 999 888');
    await page.keyboard.press('Enter');
    await page.getByLabel('Value', { exact: true }).waitFor({ state: 'detached' });
    assert.deepEqual(fake.directory.contacts.get(101)?.data.oo1_guest_phone, ['+420 602 111 222', '+420 605 999 888']);
    await page.getByRole('button', { name: 'Options of the contact' }).click();
    await page.getByRole('menuitem', { name: 'Disconnect from the contact' }).click();
    await page.getByRole('button', { name: 'Add contact' }).click();
    await page.getByRole('link', { name: 'Petr', exact: true }).waitFor();
  });
});
