import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('packages', () => {
  let browser: Browser;
  let open: Workplace | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  afterEach(() => open?.close());
  const at = async (path: string, options: Parameters<typeof openWorkplace>[1] = {}) => {
    open = await openWorkplace(browser, options);
    open.fake.account.administers = true;
    await logIn(open.page);
    await open.page.goto(`/app/1/3/settings/packages${path}`);
    return open;
  };
  const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
  const save = async (page: Page) => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved').first().waitFor();
  };

  it('show their state, are made with a new routing, and keep a taken name out', async () => {
    const { page, fake } = await at('');
    await page.getByRole('link', { name: /Kavka shop.*default.*online/ }).waitFor();
    await page.getByRole('link', { name: /Help centre.*busy/ }).waitFor();
    await page.getByRole('link', { name: /Old campaign.*switched off/ }).waitFor();
    await page.getByRole('button', { name: 'Add package' }).click();
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Help centre');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Choose a routing.').waitFor();
    await page.getByLabel('A new one, by name').check();
    await page.getByLabel('Name of the new routing').fill('Blog clients');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('This is used already').waitFor();
    await name.fill('Blog');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL('**/settings/packages/4');
    assert.equal(fake.packages.packages.at(-1)?.routingId, 9);
  });

  it('send only what was changed, over all tabs with one Save, and show it before it is saved', async () => {
    const { page, fake } = await at('/1');
    const sites = page.getByRole('combobox', { name: 'Sites that may show it' });
    await sites.fill('https://Blog.example/cart');
    await sites.press('Enter');
    await tab(page, 'Button');
    await page.getByText('Bottom left', { exact: true }).click();
    await tab(page, 'Window');
    await page.getByLabel('Title', { exact: true }).fill('Write to Kavka');
    const color = page.getByRole('textbox', { name: 'Colour', exact: true });
    await color.fill('#5b8def');
    await page.getByText(/Text on it would be hard to read; the window uses #/).waitFor();
    await page.getByRole('complementary', { name: 'Preview' }).getByText('Write to Kavka').waitFor();
    await page.getByLabel('Emoji').click();
    await tab(page, 'Forms');
    await page.getByRole('radiogroup', { name: 'Before the conversation: Phone' }).getByText('Required').click();
    await page.getByRole('combobox', { name: 'After the conversation: Form' }).click();
    await page.getByRole('option', { name: 'Feedback: ten points' }).click();
    await page.getByText('The form decides what is asked.').waitFor();
    await tab(page, 'Texts');
    await page.getByLabel('Hello, how can we help you?').fill('Hello, coffee?');
    await save(page);
    assert.deepEqual(fake.packages.changes, [
      {
        domains: ['kavka.example', '*.kavka.example', 'blog.example'],
        forms: { feedbackForm: 2 },
        config: {
          button: { position: 'left' },
          window: { title: 'Write to Kavka', color: '#5b8def', emoji: false },
          entryForm: { phone: 'required' },
          texts: { en: { hello: 'Hello, coffee?' } },
        },
      },
    ]);
    await page.getByRole('button', { name: 'Back to default: Hello, how can we help you?' }).click();
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Czech' }).click();
    await page.getByRole('searchbox', { name: 'Find a text' }).fill('moc dlouhe');
    await page.getByLabel(/^Tohle je moc dlouhé/).fill('Kratší prosím.');
    await page.getByText('Without {max} clients will not read what stands there.').waitFor();
    await save(page);
    assert.deepEqual(fake.packages.changes.at(-1), {
      config: { texts: { cs: { tooLong: 'Kratší prosím.' }, en: {} } },
    });
  });

  it('are switched off after asking by name, and their code can be copied', async () => {
    const { page, fake } = await at('/2');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy code' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), fake.packages.packages[1]?.snippet);
    await page.getByRole('link', { name: 'Open the testing page' }).waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    const dialog = page.getByRole('dialog', { name: 'Switch off the package “Help centre”?' });
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('link', { name: /Help centre.*switched off/ }).waitFor();
    await page.getByText('The testing page works once the package is switched on.').waitFor();
    assert.equal(fake.packages.packages[1]?.active, false);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`have nothing serious for axe, ${colorScheme} and on a phone`, async () => {
      const { page } = await at('/1', { colorScheme, viewport: { width: 360, height: 740 } });
      for (const name of ['General', 'Button', 'Window', 'Forms', 'Texts']) {
        await tab(page, name);
        await page.getByRole('tabpanel', { name }).waitFor();
        assert.deepEqual(await seriousFindings(page), [], name);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${name} fits`);
      }
    });
  }
});
