import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { guestLine } from './fake-data.ts';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('the screens', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  let open: Workplace | undefined;
  const workplace = async (options: Parameters<typeof openWorkplace>[1] = {}) => {
    open = await openWorkplace(browser, options);
    return open;
  };
  // Closed here, so that a failed test leaves nothing running.
  afterEach(() => open?.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be used by everybody (${colorScheme})`, async () => {
      const { page, fake, errors } = await workplace({ colorScheme, reducedMotion: 'reduce' });
      const { desk } = fake;
      desk.fill();
      const filtered = 'sessions?view=live&filter=Channel%3DChat%26Channel%3DAV';
      const findings: Record<string, string[]> = {};
      const look = async (name: string) => {
        findings[name] = await seriousFindings(page);
      };
      await page.goto('/login');
      await page.getByRole('button', { name: 'Log in' }).click();
      await look('login');
      await logIn(page);
      await look('lists');
      const { offers, sessions } = desk.snapshot();
      const offer = offers[0]?.session.id ?? 0;
      const active = sessions.find((session) => session.status === 'ACTIVE')?.id ?? 0;
      const acw = sessions.find((session) => session.status === 'ACW')?.id ?? 0;
      await page.goto(`/app/1/3/operator/${offer}`);
      await page.getByText('Written while waiting').waitFor();
      await look('preview');
      await page.goto(`/app/1/3/operator/${active}`);
      await page.getByRole('log').locator('[data-index]').last().waitFor();
      desk.guestSays(active, guestLine(5));
      await look('conversation');
      const open = page.locator('[role=dialog][data-position], [role=menu]');
      for (const name of ['Notifications and sounds', /^Channels on/, 'Emoji', /Status: Online/]) {
        await page.getByRole('button', { name }).click();
        await open.waitFor();
        await look(String(name));
        await page.keyboard.press('Escape');
        await open.waitFor({ state: 'detached' });
      }
      await page.keyboard.press('Alt+e');
      await page.getByRole('dialog').waitFor();
      await look('end');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Alt+r');
      await page.getByRole('dialog').getByRole('table').waitFor();
      await page.getByRole('button', { name: 'Operators of First line' }).click();
      await look('forward');
      await page.goto(`/app/1/3/operator/${acw}`);
      await page.getByRole('region', { name: 'After-call work' }).waitFor();
      await look('acw');
      for (const place of ['contacts', 'contacts/new', 'contacts/102', 'sessions', filtered, 'messages', 'profile']) {
        await page.goto(`/app/1/3/${place}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await look(place);
      }
      await page.goto(`/app/1/3/sessions/${desk.ended()[0]?.id}`);
      await page.getByRole('tabpanel').waitFor();
      await look('session');
      assert.deepEqual(Object.fromEntries(Object.entries(findings).filter(([, found]) => found.length > 0)), {});
      assert.deepEqual(errors, []);
    });
  }

  it('fits a phone: list, conversation and client are steps', async () => {
    const { page, fake } = await workplace({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
    });
    const id = fake.desk.running(8, { guestName: 'Petr' });
    await logIn(page);
    await page.getByRole('link', { name: /Petr/ }).click();
    await page.getByRole('textbox', { name: 'Message for Petr' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: /^Waiting/ }).isVisible(), false);
    await page.getByRole('button', { name: 'Client tab' }).click();
    await page.getByLabel('E-mail').waitFor();
    await page.getByRole('button', { name: 'Conversation' }).click();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('heading', { name: /^Waiting/ }).waitFor();
    for (const path of [`operator/${id}`, 'operator', 'contacts', 'contacts/102', 'sessions', 'messages', 'profile']) {
      await page.goto(`/app/1/3/${path}`);
      await page.getByRole('navigation').waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(wide, 0, `${path} scrolls sideways`);
    }
  });

  it('finds ended sessions, opens them by address and adds a note', async () => {
    const { page, fake } = await workplace();
    for (let day = 1; day <= 130; day++) fake.desk.past(3, day);
    const wanted = fake.desk.past(3, 0.5, { guestName: 'Zuzana Hledaná' });
    await logIn(page);
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('searchbox').fill('hledaná');
    await page.getByRole('row', { name: /Zuzana Hledaná/ }).click();
    await page.waitForURL(`**/sessions/${wanted}?filter=*`);
    await page.reload();
    await page.getByText('Dobrý den, kde je moje objednávka?').waitFor();
    await page.getByRole('tab', { name: 'Notes' }).click();
    await page.getByRole('textbox', { name: 'Add a note' }).fill('Called back.');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.locator('div[dir=auto]', { hasText: 'Called back.' }).waitFor();
    await page.goto('/app/1/3/sessions');
    await page.locator('[data-session]').first().hover();
    await page.mouse.wheel(0, 20_000);
    await page.getByText('That is all.').waitFor({ state: 'attached' });
  });

  it('marks messages left as handled', async () => {
    const { page, fake } = await workplace();
    await logIn(page);
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page
      .getByRole('article')
      .filter({ hasText: 'Saturday' })
      .getByRole('button', { name: 'Mark as handled' })
      .click();
    await page.getByText('When do you open on Saturday?').waitFor({ state: 'detached' });
    assert.ok(fake.account.left[1]?.handled);
  });
});
