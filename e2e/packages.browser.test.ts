import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { buildCompany, buildGroup, buildRouting, buildUser } from '../server/testing/build.ts';
import { startServer, type TestServer } from '../server/testing/server.ts';
import { launchChromium } from './chromium.ts';

/** From an empty tenant to a client who chats on a page of another origin, by what the settings hand out (AD-PK, WG-SN). */
describe('An administrator makes a package and puts it on a page', () => {
  let server: TestServer;
  let browser: Browser;
  let shop: Server;
  /** The customer's page, as it stands now. */
  let shopPage = '';
  let admin: Page;
  let desk: Page;
  let client: Page;
  let panel: FrameLocator;

  before(async () => {
    server = await startServer({ frontends: true });
    const company = await buildCompany(server.store);
    const administrator = await buildUser(server.store, company, { roles: ['TenantAdmin'] });
    const operator = await buildUser(server.store, company, { roles: ['Operator', 'MluviiOperator'] });
    const group = await buildGroup(server.store, company, { members: [operator] });
    await buildRouting(server.store, company, { name: 'Clients of the shop', groups: [group] });
    browser = await launchChromium();
    const pageOf = async (cookie?: string) => {
      const context = await browser.newContext({ locale: 'en-GB' });
      const [name = '', value = ''] = cookie?.split('=') ?? [];
      if (cookie) await context.addCookies([{ name, value, url: server.url }]);
      return context.newPage();
    };
    [admin, desk, client] = [await pageOf(administrator.cookie), await pageOf(operator.cookie), await pageOf()];
    panel = client.frameLocator('hovor-chat iframe');
    shop = createServer((_, response) => response.setHeader('content-type', 'text/html').end(shopPage));
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    await desk.goto(`${server.url}/app`);
    await desk.getByRole('button', { name: /Status: Online/ }).waitFor();
  });
  after(async () => {
    await browser?.close();
    shop?.close();
    await server?.stop();
  });

  const shopUrl = () => `http://localhost:${(shop.address() as AddressInfo).port}/`;
  const button = () => client.locator('hovor-chat').getByRole('button');
  const save = async () => {
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.getByText('Saved').first().waitFor();
  };

  it('makes it with a routing and limits it to the shop', async () => {
    await admin.goto(`${server.url}/app`);
    await admin.getByRole('link', { name: 'Settings', exact: true }).click();
    await admin.getByRole('link', { name: 'Packages' }).click();
    await admin.getByText('There are no packages yet.').waitFor();
    await admin.getByRole('button', { name: 'Add package' }).click();
    await admin.getByRole('textbox', { name: 'Name', exact: true }).fill("Eva's shop");
    await admin.getByRole('combobox', { name: 'Routing' }).click();
    await admin.getByRole('option', { name: 'Clients of the shop' }).click();
    await admin.getByRole('button', { name: 'Create' }).click();
    const sites = admin.getByRole('combobox', { name: 'Sites that may show it' });
    await sites.fill(shopUrl());
    await sites.press('Enter');
    await admin.getByRole('tab', { name: 'Texts' }).click();
    await admin.getByLabel('Hello, how can we help you?').fill('Hello from the shop!');
    await save();
  });

  it('pastes its code into the page, where a client chats', async () => {
    await admin.getByRole('tab', { name: 'General' }).click();
    const snippet = await admin.getByRole('textbox', { name: 'Code for pages' }).inputValue();
    shopPage = `<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1>${snippet}</body></html>`;
    await client.goto(shopUrl());
    await button().click();
    await panel.getByText('Hello from the shop!').waitFor();
    await panel.getByRole('button', { name: 'Start the conversation' }).click();
    await desk.getByRole('button', { name: /^Accept/ }).click();
    await panel.getByRole('textbox', { name: 'Write a message' }).fill('Do you ship abroad?');
    await panel.getByRole('button', { name: 'Send' }).click();
    await desk.getByRole('log').getByText('Do you ship abroad?').waitFor();
  });

  it('tries it on its own testing page, which lasts as long as it is switched on', async () => {
    const address = await admin.getByRole('link', { name: 'Open the testing page' }).getAttribute('href');
    const testing = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    const refused: string[] = [];
    testing.on('console', (line) => line.type() === 'error' && refused.push(line.text()));
    await testing.goto(address ?? '');
    await testing.locator('hovor-chat').getByRole('button').click();
    await testing.frameLocator('hovor-chat iframe').getByText('Hello from the shop!').waitFor();
    assert.deepEqual(refused, [], 'its policy lets the widget work');

    await admin.getByRole('button', { name: 'Switch off' }).click();
    const dialog = admin.getByRole('dialog', { name: "Switch off the package “Eva's shop”?" });
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await dialog.waitFor({ state: 'detached' });
    await testing.locator('hovor-chat button.offline').waitFor({ state: 'attached' });
    assert.equal((await testing.goto(address ?? ''))?.status(), 404);
  });
});
