import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { type BotStage, botStage } from '../server/chatbots/testing.ts';
import { answer } from '../server/testing/receiver.ts';
import { startExampleBot } from './bots/example-bot.ts';
import { launchChromium } from './chromium.ts';
import { openShop, type Shop } from './people/shop.ts';

/** The bot of the documentation, run as it is, with a client and an operator in Chromium. */
describe('A client meets the example chatbot, and a person after it', () => {
  let stage: BotStage;
  let bot: Awaited<ReturnType<typeof startExampleBot>>;
  let shop: Shop;
  let browser: Browser;
  let client: Page;
  let desk: Page;
  let panel: FrameLocator;

  before(async () => {
    stage = await botStage(answer(200), { frontends: true });
    bot = await startExampleBot({ url: stage.server.url, chatbotId: stage.bot.id, ...stage.key });
    shop = await openShop(stage.server.url, stage.company, stage.preset);
    browser = await launchChromium();
    const operator = await browser.newContext({ locale: 'en-GB' });
    const [name = '', value = ''] = stage.scene.operator.cookie.split('=');
    await operator.addCookies([{ name, value, url: stage.server.url }]);
    desk = await operator.newPage();
    client = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  });

  after(async () => {
    await browser?.close();
    shop?.close();
    await bot?.stop();
    await stage?.stop();
  });

  const heard = (text: string) => panel.locator('.bubble', { hasText: text }).waitFor();
  const press = (name: string) => panel.getByRole('button', { name, exact: true }).click();

  it('is greeted, leafs through cards and orders', async () => {
    panel = await shop.visit(client, { atOnce: true });
    await panel.getByText('Robo is here for you.').waitFor();
    await heard('Hello, I am the robot of the coffee shop.');
    await press('Our coffee');
    await panel.getByRole('listitem', { name: 'Ethiopia' }).waitFor();
    await press('Order Brazil');
    await panel.locator('.bubble strong', { hasText: 'Brazil' }).waitFor();
    await panel.getByRole('button', { name: 'Order Brazil chosen' }).waitFor();
    await panel.getByRole('button', { name: 'That is all' }).waitFor();
    assert.equal(await panel.getByRole('textbox').count(), 0, 'the choices are in the place of the field');
  });

  it('sends the file the bot asks for, and is handed over', async () => {
    await press('Something is broken');
    const asks = panel.getByRole('region', { name: 'Robo asks you for a file.' });
    const [chooser] = await Promise.all([
      client.waitForEvent('filechooser'),
      asks.getByRole('button', { name: 'Choose a file' }).click(),
    ]);
    await chooser.setFiles({ name: 'cup.txt', mimeType: 'text/plain', buffer: Buffer.from('a broken cup') });
    await heard('cup.txt');
    await heard('Thank you, a colleague will look at it.');
    await panel.getByText('We are passing you on to a colleague.').waitFor();
    await panel.getByText(/You are first in line/).waitFor();
  });

  it('the operator reads what happened, and goes on', async () => {
    await desk.goto(`${stage.server.url}/app`);
    await desk.getByRole('button', { name: /^Accept/ }).click();
    await desk.waitForURL(/operator\/\d+$/);
    const log = desk.getByRole('log');
    await log.getByText('Robo handed the conversation over').waitFor();
    await log.getByTitle('The client pressed a button that says “order Brazil”.').waitFor();
    const buttons = log.getByRole('list', { name: 'Buttons: Brazil' });
    await buttons.getByRole('img', { name: 'chosen by the client' }).waitFor();
    await log.getByText('cup.txt').waitFor();
    await desk.getByText('coffee', { exact: true }).waitFor();
    await desk.getByText('order', { exact: true }).first().waitFor();
    const field = desk.getByRole('textbox', { name: /^Message for/ });
    await field.fill('A new cup is on its way.');
    await field.press('Enter');
    await heard('A new cup is on its way.');
    assert.equal(await panel.getByRole('button', { name: 'Order Ethiopia' }).isDisabled(), true);
    await panel.getByRole('textbox', { name: 'Write a message' }).fill('Thank you!');
    await panel.getByRole('button', { name: 'Send' }).click();
    await log.getByText('Thank you!').waitFor();
    assert.equal(bot.errors, '');
  });
});
