import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../e2e/chromium.ts';
import { buildWidgetIfStale } from '../build.ts';
import { findings, panelFrame } from './axe.ts';
import { noForm, say, startTalking, startVisit, until } from './visit.ts';

/** The keyboard alone, and what axe finds in every face of the panel, in light and dark (WG-GU-2). */

let browser: Browser;
before(async () => {
  await buildWidgetIfStale();
  browser = await launchChromium();
});
after(() => browser?.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const color of ['#0f6e5c', '#ffd400', '#ffffff', '#000000']) {
    test(`axe finds nothing serious: ${colorScheme}, customer's colour ${color}`, async (t) => {
      const window = { title: 'Shop', color, logoUrl: null, fileUpload: true, emoji: true, sound: true };
      const visit = await startVisit(t, browser, { window }, { context: { colorScheme } });
      const { button, panel, server, page } = visit;
      await button.waitFor();
      const check = async (face: string) => assert.deepEqual(await findings(panelFrame(visit)), [], face);
      assert.deepEqual(await findings(page), [], 'page with button');
      await button.click();
      await panel.getByRole('button', { name: 'Start the conversation' }).click();
      await panel.locator('.problem').first().waitFor();
      await check('form with errors');
      server.desk.setState('busy');
      await panel.getByRole('button', { name: 'Leave a message instead' }).click();
      await check('offline form');
      await panel.getByRole('button', { name: 'Back to the chat' }).click();
      await panel.getByLabel('Name').fill('Eva');
      await panel.getByLabel('E-mail').fill('eva@example.org');
      await panel.getByRole('checkbox').check();
      await panel.getByRole('button', { name: 'Start the conversation' }).click();
      await panel.locator('.queue').waitFor();
      await check('queue');
      await say(panel, 'See https://example.org');
      server.desk.accept();
      server.desk.say('And eva@example.org');
      server.desk.addFile(
        server.desk.latest()?.id ?? 0,
        'User',
        crypto.randomUUID(),
        'a.pdf',
        'application/pdf',
        Buffer.from('x'),
      );
      server.desk.type(true);
      await panel.getByText('is typing').waitFor();
      await panel.getByRole('button', { name: 'Insert an emoji' }).click();
      await panel.locator('.emoji').waitFor();
      await check('conversation with emoji');
      await panel.getByRole('button', { name: 'End conversation' }).click();
      await check('question before the end');
      await panel.getByRole('button', { name: 'Yes, end it' }).click();
      await panel.locator('.stars label').nth(1).click();
      await check('rating');
      assert.deepEqual(server.offences, []);
    });
  }
}

test('everything by keyboard: open, fill in, write, insert an emoji, end, rate, close', async (t) => {
  const visit = await startVisit(t, browser);
  const { page, panel, server } = visit;
  await visit.button.waitFor();
  await page.locator('#help').focus();
  for (const _ of [1, 2, 3]) {
    if (await page.evaluate('document.activeElement.tagName === "HOVOR-CHAT"')) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  const focused = (name: string) => panel.locator(':focus').and(panel.locator(name)).waitFor();
  await focused('[name=name]');
  await page.keyboard.type('Eva');
  await page.keyboard.press('Tab');
  await page.keyboard.type('eva@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await panel.locator('.queue').waitFor();
  await focused('.compose textarea');
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two ');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await focused('.emoji button');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  // Escape closes the innermost thing only.
  await page.keyboard.press('Escape');
  await focused('.tools .tool');
  assert.equal(await panel.locator('.emoji').count(), 0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await panel.locator('.bubble').getByText('one').waitFor();
  assert.equal(await panel.locator('.bubble .text').textContent(), 'one\ntwo 😊');

  server.desk.accept();
  await panel.getByText('is here for you').waitFor();
  await panel.getByRole('button', { name: 'End conversation' }).focus();
  await page.keyboard.press('Enter');
  await panel.locator('.ask').waitFor();
  await page.keyboard.press('Escape');
  await focused('[aria-label="End conversation"]');
  await page.keyboard.press('Enter');
  await focused('.ask button');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await panel.locator('.stars').waitFor();
  await panel.locator('.stars input').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await panel.getByText('Thank you for your rating.').waitFor();
  assert.deepEqual(server.desk.feedbacks, [{ stars: 3, text: null }]);
  await page.keyboard.press('Escape');
  await visit.button.waitFor();
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'HOVOR-CHAT');
});

test('closing gives the focus back to where it was', async (t) => {
  const hooks = [
    `owidget.init('d3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f'); owidget.connectToServer();
     document.getElementById('help').onclick = function () { owidget.openChat(); };`,
  ];
  const visit = await startVisit(t, browser, noForm, { hooks });
  await visit.button.waitFor();
  await visit.page.locator('#help').press('Enter');
  await visit.panel.locator('.compose textarea:focus').waitFor();
  await visit.page.keyboard.press('Escape');
  await until(visit.page, 'document.activeElement.id === "help"');
});

test('what operators say is read aloud, what the client says is not', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  await startTalking(visit);
  visit.server.desk.say('Good morning');
  await visit.panel.locator('[aria-live=polite]').getByText('Anna Nováková: Good morning').waitFor();
  await say(visit.panel, 'Hello again');
  await visit.panel.locator('.bubble').getByText('Hello again').waitFor();
  assert.equal(await visit.panel.locator('[aria-live=polite]').textContent(), 'Anna Nováková: Good morning');
});

test('on a phone the window fills the screen, whichever side the button is on', async (t) => {
  const button = {
    visible: true,
    position: 'left' as const,
    offsetX: 16,
    offsetY: 16,
    zIndex: 10,
    hideWhenOffline: false,
    color: '#0f6e5c',
  };
  const visit = await startVisit(
    t,
    browser,
    { ...noForm, button },
    { context: { viewport: { width: 360, height: 740 } } },
  );
  const box = await visit.button.boundingBox();
  assert.deepEqual({ x: box?.x, y: box?.y }, { x: 16, y: 740 - 16 - 60 });
  await visit.button.click();
  await visit.panel.locator('.compose').waitFor();
  assert.deepEqual(await visit.page.locator('hovor-chat iframe').boundingBox(), {
    x: 0,
    y: 0,
    width: 360,
    height: 740,
  });
  const wide = await visit.panel.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);
  assert.equal(wide, false);
});
