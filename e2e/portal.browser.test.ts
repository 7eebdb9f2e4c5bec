import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { buildAdmin, buildScene } from '../server/testing/build.ts';
import { startServer, type TestServer } from '../server/testing/server.ts';
import { launchChromium } from './chromium.ts';

/** The page integrators meet first (API-CONV-2): both documents, and operations tried with one's own login. */

let server: TestServer;
let browser: Browser;
before(async () => {
  server = await startServer();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(t: { after(work: () => unknown): void }, path: string, cookie?: string) {
  const context = await browser.newContext({ baseURL: server.url });
  t.after(() => context.close());
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: server.url }]);
  }
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.goto(path);
  await page.locator('.swagger-ui .opblock-tag').first().waitFor();
  return { page, refused };
}

/** Opens an area of the document and finds an operation in it. */
async function operation(page: Page, area: string, id: string) {
  await page.locator(`#operations-tag-${area}`).click();
  const found = page.locator(`#operations-${area}-${id}`);
  await found.waitFor();
  return found;
}

test('an administrator tries operations with their own login; both change the same rows as a program’s', async (t) => {
  const { company } = await buildScene(server.store);
  const admin = await buildAdmin(server.store, company, { firstName: 'Ada' });
  const { page, refused } = await open(t, '/api', admin.cookie);
  await page.getByText(/Logged in as Ada/).waitFor();

  const read = await operation(page, 'Companies', 'getOwnCompany');
  await read.locator('.opblock-summary-control').click();
  await read.getByRole('button', { name: 'Try it out' }).click();
  await read.getByRole('button', { name: 'Execute' }).click();
  const shown = read.locator('.live-responses-table .response-col_description');
  await shown.getByText(company.name).first().waitFor();
  assert.equal(await read.locator('.live-responses-table .response-col_status').last().innerText(), '200');

  const write = await operation(page, 'Tags', 'createTag');
  await write.locator('.opblock-summary-control').click();
  await write.getByRole('button', { name: 'Try it out' }).click();
  await write.locator('[data-param-name="departmentId"] input').fill(String(company.tenantId));
  await write.locator('textarea').first().fill('{"name":"From the portal"}');
  await write.getByRole('button', { name: 'Execute' }).click();
  await write.locator('.live-responses-table .response-col_status').getByText('201').waitFor();
  const tags = await server.store.db.selectFrom('tags').select('name').where('companyId', '=', company.id).execute();
  assert.deepEqual(tags, [{ name: 'From the portal' }]);
  // Swagger UI colours its own logo, which the page does not show, by an inline style.
  assert.deepEqual(
    refused.filter((line) => !line.startsWith('Applying inline style')),
    [],
  );
});

test('without a login the page says so, and the second document opens by its name', async (t) => {
  const { page } = await open(t, '/api/index.html?urls.primaryName=Mluvii+Chatbot+API');
  await page.getByRole('link', { name: 'Log in' }).waitFor();
  assert.match((await page.getByRole('link', { name: 'Log in' }).getAttribute('href')) ?? '', /^\/login\?returnUrl=/);
  await operation(page, 'Chatbot', 'sendChatbotActivity');
  assert.equal(await page.locator('#operations-tag-Sessions').count(), 0);
});
