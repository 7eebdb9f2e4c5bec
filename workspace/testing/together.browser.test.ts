import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('working with colleagues', () => {
  let browser: Browser;
  let work: Workplace;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    work = await openWorkplace(browser);
  });
  afterEach(async () => {
    await work.close();
    assert.deepEqual(work.errors, []);
  });

  it('forwards a running conversation to one operator with a note, by keys alone', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(6, { guestName: 'Petr' });
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await page.getByRole('log').locator('[data-index]').last().waitFor();
    await page.keyboard.press('Alt+r');
    const dialog = page.getByRole('dialog', { name: 'Forward Petr' });
    await dialog.getByRole('row', { name: /First line/ }).waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Choose somebody' }).isDisabled(), true);
    await dialog.getByRole('button', { name: 'Operators of First line' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await dialog.getByRole('radio', { name: /Anna/ }).count(), 0, 'nobody forwards to oneself');
    await dialog.getByRole('radio', { name: /Klára Dlouhá/ }).focus();
    await page.keyboard.press('Space');
    await dialog.getByLabel('Note for the next operator').fill('Speaks Czech only');
    await dialog.getByRole('button', { name: 'Forward to Klára Dlouhá' }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(fake.desk.forwards, [{ id, userId: 9, note: 'Speaks Czech only' }]);
    await page.getByText('You have no conversation.').waitFor();
  });

  it('forwards a waiting client from the preview to a group or a chatbot', async () => {
    const { page, fake } = work;
    const id = fake.desk.offer({ guestName: 'Jana' });
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await page.getByRole('button', { name: 'Forward', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Forward Jana' });
    await dialog.getByRole('radio', { name: /Complaints/ }).check();
    await dialog.getByRole('radio', { name: /Orders bot/ }).check();
    await dialog.getByRole('button', { name: 'Forward to Orders bot' }).click();
    await page.getByText('Nobody is waiting.').waitFor();
    assert.deepEqual(fake.desk.forwards, [{ id, chatbotId: 2, note: null }]);
  });
});
