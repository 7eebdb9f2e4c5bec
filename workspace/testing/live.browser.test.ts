import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { seriousFindings } from './axe.ts';
import { me } from './fake-data.ts';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('live boards', () => {
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
    await open.page.goto(`/app/1/3/${path}`);
    return open;
  };
  const names = (page: Page) => page.getByRole('table').getByRole('rowheader').allInnerTexts();

  it('show operators with trouble first, filter by the address, set a state and log out after asking', async () => {
    const { page, fake, errors } = await at('operators');
    await page.getByRole('rowheader', { name: 'Jana Dvořáková' }).waitFor();
    assert.match((await names(page))[0] ?? '', /Jana/, 'the lost one first');
    assert.match((await names(page)).at(-1) ?? '', /Tomáš/, 'who is not here last');
    await page.getByText('In no group.').waitFor();
    assert.deepEqual(await seriousFindings(page), []);

    await page.getByRole('button', { name: 'Actions for Anna Nováková' }).click();
    await page.getByRole('menuitem', { name: 'Away' }).click();
    const dialog = page.getByRole('dialog', { name: 'Anna Nováková: set to Away?' });
    await dialog.getByRole('button', { name: 'Set state' }).click();
    await page.getByRole('row', { name: /Anna Nováková.*set by a supervisor/ }).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Actions for Eva Černá' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByText('4 conversations lose their operator.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('row', { name: /Eva Černá.*Offline/ }).waitFor();
    assert.deepEqual(
      fake.live.done.map(({ what, userId }) => [what, userId]),
      [
        ['state', 7],
        ['log-out', 11],
      ],
    );

    await page.goto('/app/1/3/operators?state=offline&sort=name');
    await page.getByRole('rowheader', { name: 'Tomáš Malý' }).waitFor();
    const offline = (await names(page)).map((name) => name.split('\n').at(-1));
    assert.deepEqual(offline, ['Eva Černá', 'Tomáš Malý'], 'the address keeps the filter');
    await page.getByRole('button', { name: 'Sessions', exact: true }).click();
    await page.waitForURL('**/operators?state=offline&sort=sessions');
    assert.deepEqual(errors, []);
  });

  it('show queues by trouble, figures change in place, and an old figure says that it is old', async () => {
    const { page, fake } = await at('queues');
    const first = page.getByRole('listitem').first();
    await first.getByRole('heading', { name: 'Complaints and returns' }).waitFor();
    await first.getByText('All busy').waitFor();
    await first.getByText('too long').waitFor();
    await first.getByText('40 %').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    fake.live.move(14, { open: true, waiting: 9, oldest: new Date(Date.now() - 900_000).toISOString() });
    await first.getByRole('heading', { name: 'Night shift' }).waitFor();
    fake.dropSockets({ refuse: true });
    await page.getByRole('alert').filter({ hasText: 'These figures are old' }).waitFor();
    fake.letIn();
    await page.getByRole('alert').waitFor({ state: 'hidden' });
  });

  it('a television shows the groups of its address and nothing else opens to it', async () => {
    open = await openWorkplace(browser, { viewport: { width: 2560, height: 1440 } });
    const { page } = open;
    await page.route('**/app-api/me', (route) =>
      route.fulfill({ json: { ...me, tenants: [{ ...me.tenants[0], roles: ['Wallboard'] }] } }),
    );
    open.fake.account.loggedIn = true;
    await page.goto('/app/1/3/wallboard?groups=12,13');
    await page.getByRole('heading', { name: 'Complaints and returns' }).waitFor();
    assert.equal(await page.getByRole('listitem').count(), 2);
    assert.equal(await page.getByRole('navigation').count(), 0);
    assert.deepEqual(await seriousFindings(page), []);
    await page.goto('/app/1/3/operators');
    await page.getByText('There is no such page.').waitFor();
    await page.goto('/');
    await page.waitForURL('**/wallboard');
  });
});
