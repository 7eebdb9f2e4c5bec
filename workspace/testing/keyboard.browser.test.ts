import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { logIn, messageField, openBrowser, openWorkplace, transcript, type Workplace } from './workplace.ts';

describe('without a mouse', () => {
  let browser: Browser;
  let work: Workplace;
  before(async () => {
    browser = await openBrowser();
    work = await openWorkplace(browser);
  });
  after(async () => {
    await work.close();
    await browser.close();
  });

  it('accepts, answers, moves on, ends and finishes by keys alone', async () => {
    const { page, fake } = work;
    const { desk } = fake;
    const waitedLess = desk.offer({ guestName: 'Second', waits: 1_000 });
    const waitedMore = desk.offer({ guestName: 'First', waits: 9_000 });
    await logIn(page);
    await page.keyboard.press('Alt+a');
    await page.waitForURL(`**/operator/${waitedMore}`);
    await messageField(page).waitFor();
    await page.keyboard.press('Alt+a');
    await page.waitForURL(`**/operator/${waitedLess}`);
    desk.guestSays(waitedMore, 'Still here?');
    await page.getByRole('img', { name: '1 unread message' }).waitFor();
    await page.keyboard.press('Alt+n');
    await page.waitForURL(`**/operator/${waitedMore}`);
    await transcript(page).getByText('Still here?').waitFor();
    await page.keyboard.type('Yes.');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('How can I help?');
    await page.keyboard.press('Enter');
    await transcript(page).getByRole('img', { name: 'Sent' }).waitFor();
    assert.equal(desk.lines(waitedMore).at(-1)?.text, 'Yes.\nHow can I help?');

    await page.keyboard.press('Alt+c');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-client-tab'));
    await page.keyboard.press('Alt+m');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press('Alt+l');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'));

    await page.keyboard.press('Alt+e');
    await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]'));
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Result' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Finish now' }).press('Enter');
    await page.waitForURL('**/operator');
    assert.ok(desk.detail(waitedMore).result);
  });

  it('picks an emoji and switches a channel off', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(2);
    await page.goto(`/app/1/3/operator/${id}`);
    await messageField(page).fill('Hello ');
    await page.getByRole('button', { name: 'Emoji' }).press('Enter');
    await page.getByRole('button', { name: '🙂' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.type('!');
    assert.match(await messageField(page).inputValue(), /^Hello \p{Extended_Pictographic}!$/u);
    await page.getByRole('button', { name: /^Channels on/ }).press('Enter');
    await page.getByRole('switch', { name: 'WhatsApp' }).press('Space');
    await page.getByRole('button', { name: 'Channels on: Web chat', exact: true }).waitFor();
    assert.equal(fake.desk.snapshot().channels.find(({ channel }) => channel === 'WhatsApp')?.enabled, false);
    await page.keyboard.press('Escape');
    fake.desk.end(id);
    fake.desk.conclude(id, { result: null, note: null });
    await page.goto('/app');
    await page.getByText('Nobody is waiting.').waitFor();
  });

  it('changes the status, finds by name and lists the keys', async () => {
    const { page } = work;
    await page.keyboard.press('Alt+w');
    await page.getByText('You are away: no new clients come.').waitFor();
    await page.keyboard.press('Alt+o');
    await page.getByText('Nobody is waiting.').waitFor();
    await page.locator('body').press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a session, page or action' }).waitFor();
    await page.keyboard.type('sess');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sessions');
  });
});
