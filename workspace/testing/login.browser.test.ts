import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { me, password } from './fake-data.ts';
import { logIn, messageField, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('logging in', () => {
  let browser: Browser;
  const open: Workplace[] = [];
  const workplace = async () => {
    const made = await openWorkplace(browser);
    open.push(made);
    return made;
  };
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => {
    for (const each of open) await each.close();
    await browser.close();
    for (const each of open) assert.deepEqual(each.errors, []);
  });

  it('says what is missing, what is wrong, and until when the login is locked', async () => {
    const { page } = await workplace();
    await page.goto('/login');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Write your user name or e-mail.').waitFor();
    await page.getByLabel('User name or e-mail').fill(me.email);
    for (let attempt = 0; attempt < 3; attempt++) {
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('User name or password is wrong.').waitFor();
    }
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText(/You can try again at \d{1,2}:\d{2}/).waitFor();
  });

  it('is in the language one chooses, also at the next visit', async () => {
    const { page } = await workplace();
    await page.goto('/login');
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Čeština' }).click();
    await page.getByRole('heading', { name: 'Přihlášení' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Přihlášení' }).waitFor();
  });

  it('sends one where one belongs: to the tenant used last', async () => {
    const { page } = await workplace();
    await logIn(page);
    assert.equal(new URL(page.url()).pathname, '/app/1/3/operator');
    await page.getByRole('button', { name: /Change tenant/ }).click();
    await page.getByRole('menuitem', { name: 'Sales' }).click();
    await page.waitForURL('**/app/1/4/sessions');
    assert.equal(await page.getByRole('link', { name: 'Operator' }).count(), 0, 'nobody serves without the right');
    await page.goto('/app');
    await page.waitForURL('**/app/1/4/sessions');
  });

  it('comes back to the same place and text after the login ran out', async () => {
    const { page, fake } = await workplace();
    const id = fake.desk.running(4);
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await messageField(page).fill('half a sentence');
    fake.logOut();
    await page.getByText(/You were logged out/).waitFor();
    await page.getByLabel('User name or e-mail').fill(me.username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/operator/${id}`);
    await messageField(page).waitFor();
    assert.equal(await messageField(page).inputValue(), 'half a sentence');
  });

  it('offers the set-up on an empty installation', async () => {
    const { page, fake } = await workplace();
    fake.account.setupNeeded = true;
    await page.goto('/login');
    await page.waitForURL('**/setup');
    await page.getByRole('button', { name: 'Create and log in' }).click();
    assert.equal(await page.getByText('Please fill this in.').count(), 6);
    const values = { 'One-time code': '123456', Company: 'ACME', 'First tenant': 'Care', 'First name': 'Eva' };
    for (const [label, value] of Object.entries({ ...values, 'Last name': 'Malá', 'E-mail': 'eva@acme.test' })) {
      await page.getByLabel(label).fill(value);
    }
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('New password once more').fill(`${password}!`);
    await page.getByRole('button', { name: 'Create and log in' }).click();
    await page.getByText('The two passwords differ.').waitFor();
    await page.getByLabel('New password once more').fill(password);
    await page.getByRole('button', { name: 'Create and log in' }).click();
    await page.waitForURL('**/operator');
  });

  it('sets a password by a link, once', async () => {
    const { page } = await workplace();
    await page.goto('/set-password#token');
    await page.getByRole('heading', { name: 'Set a password for anna' }).waitFor();
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('New password once more').fill(password);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Your password is set.').waitFor();
    await page.goto('/login');
    await page.goto('/set-password#gone');
    await page.getByText('This link does not work any more.').waitFor();
  });
});
