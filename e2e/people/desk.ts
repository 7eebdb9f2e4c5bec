import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Whoever works in the workspace, in a browser of their own that is logged in. */
export async function sitDown(browser: Browser, server: string, person: { cookie: string }) {
  const context: BrowserContext = await browser.newContext({ locale: 'en-GB', baseURL: server });
  const [name = '', value = ''] = person.cookie.split('=');
  await context.addCookies([{ name, value, url: server }]);
  const page = await context.newPage();
  await page.goto('/app');
  await page.getByRole('button', { name: /Status: Online/ }).waitFor();
  return { page, context };
}

/** Writes to the client of the conversation on the screen. */
export async function write(page: Page, text: string) {
  const field = page.getByRole('textbox', { name: /^Message for/ });
  await field.fill(text);
  await field.press('Enter');
}
