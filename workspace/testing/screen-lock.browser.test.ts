import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { catalogue } from './fake-data.ts';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

/** Stands in for the browser's own, which needs a screen to lock. */
const detector = `
  window.IdleDetector = class extends EventTarget {
    screenState = 'unlocked';
    static requestPermission = async () => 'granted';
    async start() { window.lockScreen = () => { this.screenState = 'locked'; this.dispatchEvent(new Event('change')); }; }
  };
  navigator.permissions.query = async () => ({ state: 'prompt' });`;

describe('logout when the screen is locked', () => {
  let browser: Browser;
  let open: Workplace | undefined;
  before(async () => {
    browser = await openBrowser();
    catalogue.logoutWhenLocked = true;
  });
  after(async () => {
    catalogue.logoutWhenLocked = false;
    await browser.close();
  });
  afterEach(() => open?.close());

  it('asks on a click, then ends the login as soon as the screen is locked', async () => {
    open = await openWorkplace(browser);
    const { page, fake } = open;
    await page.addInitScript(detector);
    await logIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForFunction('window.lockScreen');
    await page.getByText(/^Your company logs you out/).waitFor({ state: 'detached' });
    await page.evaluate('window.lockScreen()');
    await page.waitForURL('**/login**');
    assert.equal(fake.account.loggedIn, false);
  });

  it('says so where the browser cannot tell', async () => {
    open = await openWorkplace(browser);
    const { page } = open;
    await page.addInitScript('delete window.IdleDetector;');
    await logIn(page);
    await page.getByText(/This browser cannot tell/).waitFor();
    await page.getByRole('button', { name: 'Understood' }).click();
    await page.getByText(/This browser cannot tell/).waitFor({ state: 'detached' });
  });
});
