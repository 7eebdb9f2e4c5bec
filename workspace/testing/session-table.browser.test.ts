import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('the table of sessions', () => {
  let browser: Browser;
  let open: Workplace | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  afterEach(() => open?.close());
  const workplace = async () => {
    open = await openWorkplace(browser);
    await logIn(open.page);
    return open;
  };

  it('filters by sentences that stand in the address, chooses columns that stay, saves it all as a view', async () => {
    const { page, fake } = await workplace();
    const solved = fake.desk.past(3, 1, { guestName: 'Jana Vyřešená', result: 'Solved' });
    fake.desk.past(3, 2, { guestName: 'Petr Stížnost', result: 'Complaint' });
    await page.goto('/app/1/3/sessions');
    await page.getByText('2 sessions').waitFor();
    await page.getByRole('button', { name: 'Options of the column Result' }).click();
    await page.getByRole('menuitem', { name: 'Filter…' }).click();
    await page.getByRole('checkbox', { name: 'Solved' }).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Change the filter: Result is Solved' }).waitFor();
    await page.getByRole('row', { name: /Petr Stížnost/ }).waitFor({ state: 'detached' });
    await page.getByText('1 session', { exact: true }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('filter'), 'Result=Solved');

    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Package' }).check();
    await page.getByLabel('Another parameter…').fill('orderNumber');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'All sessions' }).click();
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
    await page.getByLabel('Name of the view').fill('Solved ones');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Solved ones' }).waitFor();
    const [saved] = fake.table.views.values();
    assert.equal(saved?.filter, 'Result=Solved');
    assert.deepEqual(saved?.columns.slice(-2), ['widget', 'param:orderNumber']);

    await page.reload();
    await page.getByRole('columnheader', { name: 'Parameter Order' }).waitFor();
    await page.getByRole('button', { name: 'Remove the filter Result' }).click();
    await page.getByRole('row', { name: /Petr Stížnost/ }).waitFor();
    await page.getByRole('button', { name: 'Solved ones *' }).click();
    await page.getByRole('menuitem', { name: 'Solved ones', exact: true }).click();
    await page.getByRole('row', { name: /Petr Stížnost/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Jana Vyřešená/ }).click();
    await page.waitForURL(`**/sessions/${solved}?*`);
  });

  it('walks through the sessions with the arrow keys, the detail follows', async () => {
    const { page, fake } = await workplace();
    const ids = [3, 2, 1].map((days) => fake.desk.past(3, days));
    await page.goto(`/app/1/3/sessions/${ids[2]}`);
    await page.locator(`[data-session="${ids[2]}"]`).focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(`**/sessions/${ids[1]}`);
    await page.keyboard.press('End');
    await page.waitForURL(`**/sessions/${ids[0]}`);
    await page.getByRole('tab', { name: 'Information' }).click();
    await page.waitForURL('**?tab=about');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/sessions(\?|$)/);
  });

  it('shows running sessions as they come, change and end', async () => {
    const { page, fake } = await workplace();
    await page.goto('/app/1/3/sessions?view=live');
    await page.getByText('Nobody is talking or waiting right now.').waitFor();
    const id = fake.desk.running(8, { guestName: 'Karel Živý' });
    fake.desk.guestSays(id, 'Are you there?');
    await page.getByRole('row', { name: /Karel Živý.*Are you there\?/ }).waitFor();
    fake.desk.guestSays(id, 'Hello again');
    await page.getByRole('row', { name: /Hello again/ }).waitFor();
    fake.desk.end(id);
    await page.getByRole('row', { name: /Karel Živý/ }).waitFor({ state: 'detached' });
  });

  it('orders an export, leaves the page, sees it move and finds the file', async () => {
    const { page, fake } = await workplace();
    fake.desk.past(3, 1, { result: 'Solved' });
    await page.goto('/app/1/3/sessions');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Add the transcript of each session' }).check();
    await page.getByRole('button', { name: 'Start the export' }).click();
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page.getByRole('button', { name: '1 export under way' }).click();
    fake.table.exportMoves({ state: 'running', written: 500, total: 1000 });
    await page.getByText('500 of 1,000').waitFor();
    fake.table.exportMoves({
      state: 'done',
      written: 1000,
      size: 20_480,
      expires: new Date(Date.now() + 8.64e7).toISOString(),
    });
    await page.getByText(/1,000 sessions, 20 KB, can be downloaded until/).waitFor();
    const link = page.getByRole('link', { name: /^Download/ });
    assert.match((await link.getAttribute('href')) ?? '', /\/app-api\/tenants\/3\/session-exports\/\d+\/file$/);
    assert.equal(fake.table.orders[0]?.at(-1), 'Transcript');
    await page.getByRole('button', { name: /^Remove from the list/ }).click();
    await page.getByText('No exports.').waitFor();
  });
});
