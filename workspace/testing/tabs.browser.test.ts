import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { logIn, messageField, openBrowser, openWorkplace, transcript, type Workplace } from './workplace.ts';

/** Counts the tones and notifications of a page instead of making them. */
function listen() {
  const heard = { tones: 0, notes: [] as string[] };
  Object.assign(window, { heard });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...args) {
    heard.tones++;
    start.apply(this, args);
  };
  class SilentNotification {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    onclick: (() => void) | null = null;
    constructor(title: string) {
      heard.notes.push(title);
    }
    close() {}
  }
  Object.assign(window, { Notification: SilentNotification });
}

type Heard = { heard: { tones: number; notes: string[] } };
const tones = (page: Page) => page.evaluate(() => (window as unknown as Heard).heard.tones);
const notes = (page: Page) => page.evaluate(() => (window as unknown as Heard).heard.notes);

describe('several tabs', () => {
  let browser: Browser;
  let work: Workplace;
  let second: Page;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    work = await openWorkplace(browser);
    await work.page.context().addInitScript(listen);
    await logIn(work.page);
    second = await work.secondTab();
    await second.goto('/app');
    await second.getByText('Nobody is waiting.').waitFor();
    // Browsers let a page sound only after a click or key.
    for (const page of [work.page, second]) await page.keyboard.press('Shift');
  });
  afterEach(async () => {
    await work.close();
    assert.deepEqual(work.errors, []);
  });

  it('sound once for all, and the next takes over when one closes', async () => {
    const { page, fake } = work;
    fake.desk.offer({ guestName: 'One' });
    for (const each of [page, second]) await each.getByText('One').first().waitFor();
    assert.deepEqual([await tones(page), await tones(second)], [2, 0]);
    await page.close();
    await second.waitForFunction(() => navigator.locks.query().then(({ held }) => held?.length === 1));
    fake.desk.offer({ guestName: 'Two' });
    await second.getByText('Two').first().waitFor();
    assert.equal(await tones(second), 2);
    assert.match(await second.title(), /^\(2\)/);
  });

  it('stay silent for the conversation somebody looks at, and sound for the others', async () => {
    const { page, fake } = work;
    const [shown, other] = [fake.desk.running(3), fake.desk.running(3)];
    await page.goto(`/app/1/3/operator/${shown}`);
    await messageField(page).waitFor();
    await second.reload();
    await second.getByRole('heading', { name: /^Active/ }).waitFor();
    await page.bringToFront();
    for (const each of [second, page]) await each.keyboard.press('Shift');
    fake.desk.guestSays(shown, 'seen at once');
    await transcript(page).getByText('seen at once').waitFor();
    const before = (await tones(page)) + (await tones(second));
    fake.desk.guestSays(other, 'somewhere else');
    await page.getByText('somewhere else').waitFor();
    assert.equal((await tones(page)) + (await tones(second)), before + 1);
  });

  it('can be muted, each sound alone, in all tabs', async () => {
    const { page, fake } = work;
    await second.getByRole('button', { name: 'Notifications and sounds' }).click();
    await second.getByRole('switch', { name: 'Sound for a waiting client' }).uncheck({ force: true });
    fake.desk.offer({ guestName: 'Quiet' });
    for (const each of [page, second]) await each.getByText('Quiet').first().waitFor();
    assert.deepEqual([await tones(page), await tones(second)], [0, 0]);
  });

  it('show desktop notifications only when asked for and nobody looks', async () => {
    const { page, fake } = work;
    await page.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }));
    await second.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }));
    for (const each of [page, second]) await each.evaluate(() => window.dispatchEvent(new Event('blur')));
    fake.desk.offer({ guestName: 'Not asked' });
    await page.getByText('Not asked').first().waitFor();
    assert.deepEqual(await notes(page), []);
    await page.getByRole('button', { name: 'Notifications and sounds' }).click();
    await page.getByRole('switch', { name: /^Desktop notifications/ }).check({ force: true });
    await page.keyboard.press('Escape');
    fake.desk.offer({ guestName: 'Asked for' });
    await page.getByText('Asked for').first().waitFor();
    assert.deepEqual([...(await notes(page)), ...(await notes(second))], ['Waiting: Asked for']);
  });

  it('send a message written without a line once, and show it in both all the time', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(3);
    for (const each of [page, second]) {
      await each.goto(`/app/1/3/operator/${id}`);
      await messageField(each).waitFor();
    }
    fake.dropSockets({ refuse: true });
    await page.getByText(/^No connection\. /).waitFor();
    await messageField(page).fill('from the first tab');
    await messageField(page).press('Enter');
    await transcript(second).getByText('from the first tab').waitFor();
    fake.letIn();
    for (const each of [page, second]) {
      await transcript(each).getByRole('img', { name: 'Sending' }).waitFor({ state: 'detached' });
      assert.equal(await transcript(each).getByText('from the first tab').count(), 1);
    }
    assert.equal(fake.desk.lines(id).filter((line) => line.text === 'from the first tab').length, 1);
  });

  it('log out together', async () => {
    const { page } = work;
    await page.getByRole('button', { name: /Status: Online/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    for (const each of [page, second]) await each.getByRole('heading', { name: 'Log in' }).waitFor();
  });
});
