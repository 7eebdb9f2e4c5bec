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

  it('invites a colleague, takes the invitation back, and sends a collaborator away', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(6, { guestName: 'Petr' });
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    const client = page.getByRole('region', { name: 'Client tab' });
    await client.getByText('Nobody else is in this conversation.').waitFor();
    await page.keyboard.press('Alt+i');
    const dialog = page.getByRole('dialog', { name: 'Invite a colleague to Petr' });
    await dialog.getByRole('button', { name: 'Operators of First line' }).click();
    assert.equal(await dialog.getByRole('radio', { name: /Orders bot/ }).count(), 0, 'bots are no colleagues');
    await dialog.getByRole('radio', { name: /Boris/ }).check();
    await dialog.getByLabel('Note for your colleague').fill('Knows returns');
    await dialog.getByRole('button', { name: 'Invite Boris Malý' }).click();
    const log = page.getByRole('log');
    await log.getByText('Anna Nováková invited Boris Malý').waitFor();
    await log.getByText('Note: Knows returns').waitFor();
    await client.getByRole('button', { name: 'Take the invitation of Boris Malý back' }).click();
    await client.getByText('Nobody else is in this conversation.').waitFor();

    const boris = { userId: 8, name: 'Boris Malý', joined: new Date().toISOString() };
    fake.desk.change(id, ({ operators }) => ({
      operators: [...operators, { ...boris, left: null, concluded: null, acwUntil: null }],
    }));
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByText('Boris Malý goes on with the client.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await client.getByRole('button', { name: 'Send Boris Malý away' }).click();
    await client.getByText('Nobody else is in this conversation.').waitFor();
  });

  it('shows invitations and forwards that come back in the queue, and says who took a conversation', async () => {
    const { page, fake } = work;
    const { desk } = fake;
    const helped = desk.running(6, { guestName: 'Eva', operators: [] });
    const mine = desk.running(6, { guestName: 'Petr' });
    const back = desk.offer({ guestName: 'Jana' });
    await logIn(page);
    desk.invited(helped, 'Boris Malý', 'A question about customs');
    await page.getByText('Boris Malý invites you to join').waitFor();
    await page.getByText('A question about customs').waitFor();
    desk.comesBack(back, { to: 'Complaints', why: 'nobody-free' });
    await page.getByText('Back from Complaints: nobody was free').waitFor();
    await page.getByRole('button', { name: 'Join: Eva' }).click();
    await page.waitForURL(`**/operator/${helped}`);
    desk.takenAway(mine, { why: 'takenOver', by: 'Sara Dvořáková' });
    await page.getByText('Sara Dvořáková took over the conversation with Petr.').waitFor();
  });

  it('makes an invitation, shows it among the valid ones, and revokes it', async () => {
    const { page, fake } = work;
    await logIn(page);
    await page.getByRole('button', { name: 'Invitations' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invitations' });
    await dialog.getByText('You have none.').waitFor();
    await dialog.getByRole('radio', { name: 'As many as come' }).check();
    await dialog.getByRole('combobox', { name: 'Valid for' }).click();
    await page.getByRole('option', { name: 'Other' }).click();
    await dialog.getByLabel('How many').fill('9000');
    await dialog.getByText('1 hour to 365 days').waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Make an invitation' }).isDisabled(), true);
    await dialog.getByLabel('How many').fill('3');
    await dialog.getByRole('button', { name: 'Make an invitation' }).click();
    await dialog.getByText('0 conversations').waitFor();
    const [made] = fake.desk.invitations;
    assert.ok(made && Math.abs(Date.parse(made.expires ?? '') - Date.now() - 3 * 3_600_000) < 60_000);
    await dialog.getByRole('button', { name: `Revoke: ${made.number}` }).click();
    await dialog.getByRole('button', { name: `Revoke ${made.number}` }).click();
    await dialog.getByText('You have none.').waitFor();
  });

  it('shows the time of each state today under the own name', async () => {
    const { page } = work;
    await logIn(page);
    await page.getByRole('button', { name: /Status: Online/ }).click();
    await page.getByText('Breaks: 10:05 paid, 30:30 unpaid').waitFor();
    await page.getByText('3:25:45').waitFor();
  });
});
