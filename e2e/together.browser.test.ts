import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { buildCompany, buildGroup, buildPreset, buildRouting, buildUser } from '../server/testing/build.ts';
import { startServer, type TestServer } from '../server/testing/server.ts';
import { launchChromium } from './chromium.ts';

/** Four people at their desks and one client who came by an invitation, in browsers on the whole product. */
describe('colleagues around one conversation', () => {
  let server: TestServer;
  let browser: Browser;
  let client: Page;
  const desks = {} as Record<'anna' | 'boris' | 'clara' | 'sara', Page>;
  let sessionId = 0;

  before(async () => {
    server = await startServer({ frontends: true });
    browser = await launchChromium();
    const company = await buildCompany(server.store);
    const person = (firstName: string, ...more: 'TenantAdmin'[]) =>
      buildUser(server.store, company, {
        ...{ firstName, lastName: 'Nová', roles: ['Operator', 'MluviiOperator', ...more] },
      });
    const [anna, boris, clara] = [await person('Anna'), await person('Boris'), await person('Clara')];
    const sara = await person('Sara', 'TenantAdmin');
    const sales = await buildGroup(server.store, company, { name: 'Sales', members: [anna] });
    await buildGroup(server.store, company, { name: 'Support', members: [boris, clara], timeToAcceptS: 120 });
    const routing = await buildRouting(server.store, company, { groups: [sales] });
    await buildPreset(server.store, company, {
      ...{ name: 'Shop', routing, isDefault: true },
      config: { entryForm: { consent: false } },
    });
    const people = { anna, boris, clara, sara };
    for (const name of ['anna', 'boris', 'clara', 'sara'] as const) {
      const context = await browser.newContext({ locale: 'en-GB', baseURL: server.url });
      const [cookie = '', value = ''] = people[name].cookie.split('=');
      await context.addCookies([{ name: cookie, value, url: server.url }]);
      desks[name] = await context.newPage();
      await desks[name].goto('/app');
      await desks[name].getByRole('button', { name: /Status: Online/ }).waitFor();
    }
    client = await (await browser.newContext({ locale: 'en-GB', baseURL: server.url })).newPage();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const says = async (who: keyof typeof desks, text: string) => {
    const field = desks[who].getByRole('textbox', { name: /^Message for/ });
    await field.fill(text);
    await field.press('Enter');
    await client.getByRole('log').getByText(text, { exact: true }).waitFor();
  };
  const forward = async (who: keyof typeof desks, group: string, operator: string) => {
    const page = desks[who];
    await page.getByRole('button', { name: 'Forward', exact: true }).click();
    await page.getByRole('button', { name: `Operators of ${group}` }).click();
    await page.getByRole('radio', { name: new RegExp(operator) }).check();
    await page.getByLabel('Note for the next operator').fill('Wants a refund');
    await page.getByRole('button', { name: `Forward to ${operator}` }).click();
  };

  it('an invitation takes the client to the operator who made it', async () => {
    const { anna } = desks;
    await anna.getByRole('button', { name: 'Invitations' }).click();
    await anna.getByRole('button', { name: 'Make an invitation' }).click();
    const number = await anna
      .getByRole('dialog')
      .getByText(/^\d{6}$/)
      .innerText();
    await anna.keyboard.press('Escape');
    await client.goto('/CallShow');
    await client.getByLabel('Number').fill(number);
    await client.keyboard.press('Enter');
    await client.getByRole('textbox', { name: 'Name' }).fill('Eva');
    await client.getByRole('button', { name: 'Start the conversation' }).click();
    await anna.getByRole('button', { name: 'Accept: Eva' }).click();
    await anna.waitForURL(/operator\/\d+$/);
    sessionId = Number(/operator\/(\d+)/.exec(anna.url())?.[1]);
    await says('anna', 'Good morning, Eva');
  });

  it('a colleague is invited, joins and leaves; the client goes on with the first', async () => {
    const { anna, boris } = desks;
    await anna.getByRole('button', { name: 'Invite a colleague' }).click();
    await anna.getByRole('button', { name: 'Operators of Support' }).click();
    await anna.getByRole('radio', { name: /Boris Nová/ }).check();
    await anna.getByRole('button', { name: 'Invite Boris Nová' }).click();
    await boris.getByText('Anna Nová invites you to join').waitFor();
    await boris.getByRole('button', { name: 'Join: Eva' }).click();
    await says('boris', 'I know about refunds');
    await anna.getByRole('log').getByText('I know about refunds', { exact: true }).waitFor();
    await boris.getByRole('button', { name: 'Leave', exact: true }).click();
    await boris.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
    await boris.getByText('You have no conversation.').waitFor();
    await says('anna', 'Boris had to go');
  });

  it('a forward nobody accepts comes back with the reason', async () => {
    const { anna, clara } = desks;
    await forward('anna', 'Support', 'Clara Nová');
    await clara.getByText('Wants a refund').waitFor();
    await clara.getByRole('button', { name: 'Decline: Eva' }).click();
    await anna.getByText('Back from Clara Nová: not accepted').waitFor();
    await anna.getByRole('button', { name: 'Accept: Eva' }).click();
    await says('anna', 'It is me again');
  });

  it('a forward that is accepted leaves the first operator', async () => {
    const { anna, clara } = desks;
    await forward('anna', 'Support', 'Clara Nová');
    await clara.getByRole('button', { name: 'Accept: Eva' }).click();
    await anna.getByText('You have no conversation.').waitFor();
    await says('clara', 'Clara here');
  });

  it('a supervisor takes over, and the former operator reads who did', async () => {
    const { clara, sara } = desks;
    const answer = await sara.evaluate(
      (id) => fetch(`/app-api/sessions/${id}/take-over`, { method: 'POST' }).then(({ status }) => status),
      sessionId,
    );
    assert.equal(answer, 200);
    await clara.getByText('Sara Nová took over the conversation with Eva.').waitFor();
    await clara.getByText('You have no conversation.').waitFor();
    await sara.goto(sara.url().replace(/operator.*$/, `operator/${sessionId}`));
    await says('sara', 'I take care of it myself');
  });
});
