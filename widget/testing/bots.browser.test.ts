import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../e2e/chromium.ts';
import { buildWidgetIfStale } from '../build.ts';
import { findings, panelFrame } from './axe.ts';
import { button, card, createFakeBot } from './fake-bot.ts';
import { heard, noForm, say, startVisit, transcript, until, type Visit } from './visit.ts';

/** A conversation with a chatbot in the panel: cards, choices, switches, and what it may ask the client for. */

let browser: Browser;
before(async () => {
  await buildWidgetIfStale();
  browser = await launchChromium();
});
after(() => browser?.close());

async function meetBot(visit: Visit) {
  await visit.button.click();
  await say(visit.panel, 'Hello');
  await visit.panel.locator('.queue').waitFor();
  const bot = createFakeBot(visit.server.desk);
  bot.join();
  await visit.panel.getByText('Robo is here for you.').waitFor();
  return bot;
}
const sent = ({ server }: Visit) =>
  server.desk.received.filter(({ cmd }) => cmd === 'send').map(({ args }) => args.text);
const answers = ({ server }: Visit) =>
  server.desk.received.filter(({ cmd }) => cmd === 'answerBot').map(({ args }) => args.position);

test('where a chatbot opens its conversations by itself the click on the button does, past the form (AD-CB-2)', async (t) => {
  const visit = await startVisit(t, browser, { autoStart: true });
  const { panel, server, button, page } = visit;
  await button.click();
  await panel.locator('.queue').waitFor();
  server.desk.accept();
  await panel.getByText('is here for you').waitFor();
  server.desk.end('OperatorLeft');
  await panel.locator('.stars').waitFor();
  // A conversation that can be rated is not thrown away by the next click, nor by a reload.
  await panel.getByRole('button', { name: 'Close the window' }).click();
  await button.click();
  await panel.locator('.stars').waitFor();
  await page.reload();
  await button.click();
  await panel.locator('.stars').waitFor();
  assert.equal(server.desk.starts.length, 1);
});

test('text, media and cards are drawn; a button says its value, and shows that it was pressed', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { panel } = visit;
  const bot = await meetBot(visit);
  bot.say({
    text: [
      { text: 'Hello <b>' },
      { text: 'you', strong: true },
      { text: ' and ' },
      { text: 'the terms', em: true, href: 'https://example.org/terms' },
    ],
  });
  const bubble = panel.locator('.bubble', { hasText: 'Hello <b>' });
  await bubble.waitFor();
  assert.equal(await bubble.locator('strong').textContent(), 'you');
  const link = bubble.getByRole('link', { name: 'the terms' });
  assert.deepEqual(
    [await link.getAttribute('href'), await link.getAttribute('target'), await link.getAttribute('rel')],
    ['https://example.org/terms', '_blank', 'noopener noreferrer nofollow'],
  );

  bot.say({
    media: [
      { kind: 'youtube', url: 'https://youtu.be/dQw4w9WgXcQ', name: null },
      { kind: 'file', url: 'https://example.org/list.pdf', name: 'list.pdf' },
    ],
  });
  await panel.getByRole('link', { name: /Play the video/ }).waitFor();
  await panel.getByRole('link', { name: /list\.pdf/ }).waitFor();
  assert.equal(await panel.locator('iframe, video').count(), 0, 'nothing of other servers runs in the panel');

  bot.say({
    layout: 'carousel',
    cards: ['A', 'B', 'C'].map((name) =>
      card(`Plan ${name}`, { subtitle: 'monthly', buttons: [button(`Take ${name}`, `plan_${name}`)] }),
    ),
  });
  await panel.getByRole('list', { name: 'Cards: 3' }).waitFor();
  assert.equal(await panel.getByRole('listitem', { name: 'Plan B' }).count(), 1);
  await panel.getByRole('button', { name: 'Next card' }).click();
  const take = panel.getByRole('button', { name: 'Take B' });
  await take.dblclick();
  await panel.locator('.own .bubble', { hasText: 'Take B' }).waitFor();
  await panel.getByRole('button', { name: 'Take B chosen' }).waitFor();
  assert.deepEqual(sent(visit), ['Hello', 'plan_B'], 'pressed twice in a hurry it is said once');

  assert.deepEqual(await findings(panelFrame(visit)), []);

  // With the chatbot gone its buttons say nothing any more.
  bot.leave();
  await panel.getByText('We are passing you on to a colleague.').waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Take A' }).isDisabled(), true);
  assert.deepEqual(visit.server.offences, []);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const color of ['#0f6e5c', '#ffd400']) {
    test(`axe finds nothing serious with a chatbot: ${colorScheme}, customer's colour ${color}`, async (t) => {
      const window = { title: 'Shop', color, logoUrl: null, fileUpload: true, emoji: true, sound: true };
      const visit = await startVisit(t, browser, { ...noForm, window }, { context: { colorScheme } });
      const { panel } = visit;
      const bot = await meetBot(visit);
      const look = { subtitle: 'monthly', text: [{ text: 'Terms', href: 'https://example.org/' }], thumbnail: true };
      bot.say({ cards: [card('Plan', { ...look, buttons: [button('Take it'), button('Leave it')] })] });
      bot.say({ media: [{ kind: 'video', url: 'https://example.org/a.mp4', name: null }] });
      await panel.getByRole('button', { name: 'Take it' }).click();
      await panel.getByRole('button', { name: 'Take it chosen' }).waitFor();
      bot.say({ text: [{ text: 'Sure?' }], suggested: [button('Yes'), button('No')] });
      bot.set({ asks: 'file' });
      await panel.getByRole('button', { name: 'Choose a file' }).waitFor();
      assert.deepEqual(await findings(panelFrame(visit)), []);
      await panel.getByRole('button', { name: 'Yes', exact: true }).click();
      bot.set({ asks: 'location', input: false });
      await panel.getByRole('button', { name: 'Share my location' }).waitFor();
      assert.deepEqual(await findings(panelFrame(visit)), []);
    });
  }
}

test('suggested actions take the place of the field until a choice is made, also by keyboard', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { panel, page } = visit;
  const bot = await meetBot(visit);
  const field = panel.locator('.compose textarea');
  await field.fill('half a sen');
  bot.say({ text: [{ text: 'Sure?' }], suggested: [button('Yes', 'client_yes'), button('No', 'client_no')] });
  const group = panel.getByRole('group', { name: 'Choose an answer' });
  await group.getByRole('button', { name: 'Yes' }).waitFor();
  assert.equal(await field.count(), 0);
  assert.equal(await panel.getByRole('button', { name: 'Attach a file' }).count(), 0);
  // Who was writing is now at the first choice.
  await until(page, `document.querySelector('hovor-chat').shadowRoot.activeElement?.tagName === 'IFRAME'`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await field.waitFor();
  assert.deepEqual(sent(visit), ['Hello', 'client_no']);
  assert.equal(await field.inputValue(), 'half a sen');
  await page.keyboard.type('tence');
  assert.equal(await field.inputValue(), 'half a sentence');
  await panel.locator('.own .bubble', { hasText: /No$/ }).waitFor();

  // After a reload the choices of a question still open are there again.
  bot.say({ text: [{ text: 'Really?' }], suggested: [button('Indeed', 'yes')] });
  await panel.getByRole('button', { name: 'Indeed' }).waitFor();
  await page.reload();
  await panel.getByRole('button', { name: 'Indeed' }).click();
  await field.waitFor();
  assert.deepEqual(sent(visit), ['Hello', 'client_no', 'yes']);
});

test('the chatbot switches field and paper clip, and is seen typing', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { panel, server } = visit;
  const bot = await meetBot(visit);
  const field = panel.locator('.compose textarea');
  const clip = panel.getByRole('button', { name: 'Attach a file' });
  server.desk.type(true, null);
  await panel.getByText('Robo is typing').waitFor();
  bot.set({ input: false, upload: false });
  await panel.getByPlaceholder('Please wait, or choose above').waitFor();
  assert.equal(await field.getAttribute('readonly'), '');
  assert.equal(await clip.count(), 0);
  bot.set({ input: true, upload: true });
  await panel.getByPlaceholder('Write a message').waitFor();
  await clip.waitFor();
  bot.say({ text: [{ text: 'One moment' }], ignoresInput: true });
  await panel.getByPlaceholder('Please wait, or choose above').waitFor();
  assert.equal(await panel.getByText('Robo is typing').count(), 0);
  bot.say({ text: [{ text: 'Go on' }] });
  await panel.getByPlaceholder('Write a message').waitFor();
});

test('a file the chatbot asks for is chosen or refused', async (t) => {
  const visit = await startVisit(t, browser, { ...noForm, window: { ...noForm.window, fileUpload: false } as never });
  const { panel, page } = visit;
  const bot = await meetBot(visit);
  bot.set({ asks: 'file' });
  const asks = panel.getByRole('region', { name: 'Robo asks you for a file.' });
  await asks.getByRole('button', { name: 'No, thank you' }).click();
  bot.set({ asks: null });
  await asks.waitFor({ state: 'detached' });
  assert.deepEqual(answers(visit), [null]);
  bot.set({ asks: 'file' });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    asks.getByRole('button', { name: 'Choose a file' }).click(),
  ]);
  await chooser.setFiles({ name: 'invoice.txt', mimeType: 'text/plain', buffer: Buffer.from('total: 5') });
  await heard(panel, 'invoice.txt');
});

async function told(visit: Visit, count: number) {
  for (const end = Date.now() + 15_000; answers(visit).length < count; ) {
    assert.ok(Date.now() < end, 'the chatbot was never told');
    await visit.page.waitForTimeout(20);
  }
}

const place = { geolocation: { latitude: 50.08, longitude: 14.43 }, permissions: ['geolocation'] };

test('the position is shared with the chatbot that asks for it', async (t) => {
  const visit = await startVisit(t, browser, noForm, { context: place });
  const bot = await meetBot(visit);
  bot.askLocation('Where shall we come?');
  await heard(visit.panel, 'Where shall we come?');
  const asks = visit.panel.getByRole('region', { name: 'Robo asks where you are.' });
  await asks.getByRole('button', { name: 'Share my location' }).click();
  await told(visit, 1);
  assert.deepEqual(answers(visit), [{ latitude: 50.08, longitude: 14.43 }]);
  bot.set({ asks: null });
  await asks.waitFor({ state: 'detached' });
});

test('where browser or page refuse the position the client is told, and can go on without', async (t) => {
  const visit = await startVisit(t, browser, noForm, { context: place, permissions: 'geolocation=()' });
  const { panel } = visit;
  const bot = await meetBot(visit);
  bot.askLocation(null);
  await heard(panel, 'Robo asks where you are.');
  const asks = panel.getByRole('region', { name: 'Robo asks where you are.' });
  await asks.getByRole('button', { name: 'Share my location' }).click();
  await asks.getByText('Your browser does not tell us where you are.').waitFor();
  await asks.getByRole('button', { name: 'No, thank you' }).click();
  await told(visit, 1);
  assert.deepEqual(answers(visit), [null]);
  assert.deepEqual(await transcript(panel), ['Hello', 'Robo asks where you are.']);
});
