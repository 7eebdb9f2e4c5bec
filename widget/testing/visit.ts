import type { TestContext } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';
import type { WidgetConfig } from '../../protocol/guest.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';
import { type ShopOptions, type ShopPage, startShop } from './shop-page.ts';

/** A visitor on a customer's page, with the fake server behind it. */
export interface Visit {
  server: FakeServer;
  shop: ShopPage;
  context: BrowserContext;
  page: Page;
  /** The panel's document. */
  panel: FrameLocator;
  button: Locator;
  /** What the page's snippet wrote down: application events, status codes, errors that reached the page. */
  noted(page?: Page): Promise<{ events: string[]; statuses: number[]; failures: string[] }>;
}

export const noForm: Partial<WidgetConfig> = {
  entryForm: { enabled: false, name: 'hidden', email: 'hidden', phone: 'hidden', consent: false, consentVersion: '' },
};

/** Everything is closed again when the test ends, however it ends. */
export async function startVisit(
  t: TestContext,
  browser: Browser,
  config: Partial<WidgetConfig> = {},
  options: ShopOptions & { context?: BrowserContextOptions; init?: string } = {},
): Promise<Visit> {
  const server = await startFakeServer(config);
  t.after(() => server.close());
  const shop = await startShop(server.origin, server.desk.config.company, options);
  t.after(() => shop.close());
  const context = await browser.newContext({
    viewport: { width: 1000, height: 760 },
    locale: 'en-GB',
    ...options.context,
  });
  t.after(() => context.close());
  if (options.init) await context.addInitScript(options.init);
  const page = await context.newPage();
  await page.goto(shop.origin);
  return {
    server,
    shop,
    context,
    page,
    panel: page.frameLocator('hovor-chat iframe'),
    button: page.locator('hovor-chat button'),
    noted: (on = page) => on.evaluate('({ events, statuses, failures })'),
  };
}

/** Opens the chat and starts a conversation with the first message; only without an entry form. */
export async function startTalking({ button, panel, server }: Visit, first = 'Hello') {
  await button.click();
  await say(panel, first);
  await panel.locator('.queue').waitFor();
  server.desk.accept();
  await panel.getByText('is here for you').waitFor();
}

export async function say(panel: FrameLocator, text: string) {
  const field = panel.locator('.compose textarea');
  await field.fill(text);
  await field.press('Enter');
}

/** Waits until a line with this text stands in the transcript. */
export const heard = (panel: FrameLocator, text: string) => panel.locator('.bubble').getByText(text).waitFor();

/** What stands in the transcript, in order, without the names for screen readers. */
export const transcript = (panel: FrameLocator) => panel.locator('.list .bubble .text').allTextContents();

/** Waits until an expression holds on the page; a page with a strict policy lets no other way evaluate text. */
export async function until(page: Page, expression: string) {
  for (const end = Date.now() + 15_000; !(await page.evaluate(expression)); ) {
    if (Date.now() > end) throw new Error(`never came true: ${expression}`);
    await page.waitForTimeout(25);
  }
}
