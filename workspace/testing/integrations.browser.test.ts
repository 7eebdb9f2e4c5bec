import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('the settings for integrators', () => {
  let browser: Browser;
  let open: Workplace | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  afterEach(() => open?.close());
  const workplace = async (options: Parameters<typeof openWorkplace>[1] = {}) => {
    open = await openWorkplace(browser, options);
    open.fake.account.administers = true;
    await logIn(open.page);
    return open;
  };

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be used by everybody (${colorScheme})`, async () => {
      const { page, errors } = await workplace({ colorScheme, reducedMotion: 'reduce' });
      const findings: Record<string, string[]> = {};
      const look = async (path: string, shown: string) => {
        await page.goto(`/app/1/3/settings/${path}`);
        await page.getByText(shown).first().waitFor();
        findings[path] = await seriousFindings(page);
      };
      await look('webhooks/1', 'SessionCreated');
      await look('webhooks/3', 'Every delivery failed for three days');
      await look('webhooks/1#deliveries', 'Answered 500.');
      await page.getByRole('list', { name: 'Deliveries' }).getByRole('button').first().click();
      await page.getByText('Database is locked').first().waitFor();
      findings.delivery = await seriousFindings(page);
      await look('webhooks/new', 'SessionCreated');
      await look('api-keys/1', 'Client ID');
      await look('chatbots/1', 'Callback URL');
      await page.getByRole('button', { name: /^Notifications and sounds/ }).click();
      await page.getByRole('region', { name: 'For administrators' }).waitFor();
      findings.bell = await seriousFindings(page);
      assert.deepEqual(
        Object.entries(findings).filter(([, found]) => found.length > 0),
        [],
      );
      assert.deepEqual(errors, []);
    });
  }

  it('make a webhook by choosing events, and show its secret once', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/settings/webhooks');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const editor = page.getByRole('region', { name: 'New webhook' });
    await editor.getByLabel('Address').fill('crm.example');
    await editor.getByRole('button', { name: 'Create' }).click();
    await editor.getByText('Write a whole address').waitFor();
    await editor.getByText('Choose at least one event.').waitFor();
    await editor.getByLabel('Address').fill('https://new.example/hook');
    await editor.getByRole('checkbox', { name: 'SessionEnded', exact: true }).check();
    await editor.getByRole('checkbox', { name: 'E-mails' }).check();
    await editor.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog', { name: 'The secret of the webhook' });
    assert.match(await dialog.getByLabel('Secret', { exact: true }).inputValue(), /^whsec_/);
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await page.waitForURL('**/settings/webhooks/10');
    assert.deepEqual(fake.integrations.webhooks.at(-1)?.eventTypes.toSorted(), [
      'EmailThreadCreated',
      'EmailThreadForwarded',
      'EmailThreadOperatorJoined',
      'EmailThreadOperatorLeft',
      'EmailThreadParamsUpdated',
      'SessionEnded',
    ]);
    await page.getByRole('region', { name: 'State' }).getByText('Nothing was sent in the last 24 hours.').waitFor();
  });

  it('test a webhook, look into a failed delivery, and send a selection and a range again', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/settings/webhooks/1');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Send a test' }).click();
    const test = page.getByRole('dialog', { name: 'Send a test to crm.example/hovor/events' });
    await test.getByRole('button', { name: 'Send' }).click();
    await test.getByText('That did not work: Answered 500.').waitFor();
    await test.getByText('Out of order').waitFor();
    await test.getByRole('button', { name: 'Close' }).last().click();

    await page.getByText('Deliveries', { exact: true }).click();
    await page.waitForURL('**/settings/webhooks/1#deliveries');
    const log = page.getByRole('list', { name: 'Deliveries' });
    await page.getByRole('radiogroup', { name: 'State' }).getByText('Failed').click();
    await log.getByRole('listitem').nth(1).waitFor();
    await log.getByRole('button').first().click();
    await log.getByText('Database is locked').first().waitFor();
    await log.getByText('webhook-id: evt_100').waitFor();

    await log.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Send again (1 chosen)' }).click();
    const ask = page.getByRole('dialog', { name: 'Send 1 delivery again?' });
    await ask.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 delivery is on its way again.').waitFor();

    await page.getByLabel('From').fill('2026-01-01T00:00');
    await page.getByRole('button', { name: 'Send all of these again' }).click();
    const range = page.getByRole('dialog', { name: 'Send everything in this range again?' });
    await range.getByText('All events, Failed').waitFor();
    await range.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('deliveries are on their way again.').waitFor();
    assert.deepEqual(fake.integrations.replays, [
      { ids: [100] },
      { state: 'failed', from: new Date('2025-12-31T23:00:00.000Z').toISOString() },
    ]);
  });

  it('ring for administrators when something was switched off, lead there, and fall silent', async () => {
    const { page, fake } = await workplace();
    await page.getByRole('button', { name: 'Notifications and sounds, 1 new notice' }).click();
    await page.getByRole('link', { name: 'The webhook old.example/hook was switched off' }).click();
    await page.waitForURL('**/settings/webhooks/3');
    await page.getByText('Every delivery failed for three days').first().waitFor();
    await page.getByRole('button', { name: 'Notifications and sounds', exact: true }).waitFor();
    assert.equal(fake.integrations.notices[0]?.seen, true);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Switch on' }).click();
    await page.getByRole('region', { name: 'State' }).getByText('Healthy').waitFor();
  });

  it('make a key that may do what was chosen, and revoke one after asking', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/settings/api-keys/new');
    const editor = page.getByRole('region', { name: 'New API key' });
    await editor.getByLabel('Name').fill('Warehouse');
    await editor.getByRole('checkbox', { name: 'Sessions: Read' }).check();
    await editor.getByRole('checkbox', { name: 'Speak as a chatbot' }).check();
    await editor.getByLabel('Requests a minute').fill('120');
    await editor.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog', { name: 'The key “Warehouse”' });
    assert.equal(await dialog.getByLabel('Client ID', { exact: true }).inputValue(), 'key_10');
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await page.waitForURL('**/settings/api-keys/10');
    const [made] = fake.integrations.keys;
    assert.deepEqual(made?.permissions, ['sessions.read', 'chatbot']);
    assert.deepEqual([made?.perMinute, made?.expires, made?.tenantIds], [120, null, null]);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('dialog', { name: 'Revoke the key “Warehouse”?' })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByText(/^Revoked /).waitFor();
    assert.ok(made?.revoked);
  });

  it('check a chatbot and switch it off after saying what becomes of its conversations, on a phone', async () => {
    const { page, fake } = await workplace({ viewport: { width: 360, height: 740 } });
    await page.goto('/app/1/3/settings/chatbots');
    await page.getByRole('link', { name: 'Robo' }).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('It answered after 17 ms.').waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    const ask = page.getByRole('dialog', { name: 'Switch off “Robo”?' });
    await ask.getByText('It has 2 conversations').waitFor();
    await ask.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('somebody switched it off').waitFor();
    assert.equal(fake.integrations.chatbots[0]?.state, 'disabled');
  });
});
