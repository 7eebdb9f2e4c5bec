import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../e2e/chromium.ts';
import { me, password } from './fake-data.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';

const root = join(import.meta.dirname, '..');

/** Built files; `npm test` builds them before, a single test file run by hand may be the first to need them. */
async function built() {
  if (existsSync(join(root, 'dist', 'index.html'))) return;
  await promisify(execFile)(process.execPath, [join(root, '../node_modules/vite/bin/vite.js'), 'build'], { cwd: root });
}

/** A browser for one test file; `close` it at the end. */
export async function openBrowser(): Promise<Browser> {
  await built();
  return launchChromium();
}

export interface Workplace {
  fake: FakeServer;
  page: Page;
  /** What the page threw or logged as an error. */
  errors: string[];
  /** Another tab of the same browser. */
  secondTab(): Promise<Page>;
  close(): Promise<void>;
}

/** A fake server and a page of its own; nothing is shared between tests. */
export async function openWorkplace(browser: Browser, options: BrowserContextOptions = {}): Promise<Workplace> {
  const fake = await startFakeServer();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Prague',
    baseURL: fake.url,
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return {
    fake,
    page,
    errors,
    secondTab: () => context.newPage(),
    async close() {
      await context.close();
      await fake.close();
    },
  };
}

export async function logIn(page: Page): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('User name or e-mail').fill(me.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('**/operator');
  await page.getByRole('heading', { name: /^Waiting/ }).waitFor();
}

export const messageField = (page: Page) => page.getByRole('textbox', { name: /^Message for/ });
export const transcript = (page: Page) => page.getByRole('log');
/** The mark of the message with this text. */
export const markOf = (page: Page, text: string) =>
  transcript(page).locator('[data-from="me"]', { hasText: text }).getByRole('img');
