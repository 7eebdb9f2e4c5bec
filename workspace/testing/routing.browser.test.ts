import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { logIn, openBrowser, openWorkplace, type Workplace } from './workplace.ts';

describe('groups, opening hours and routings', () => {
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
    await open.page.goto(`/app/1/3/settings/${path}`);
    return open;
  };
  const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
  const saved = (page: Page) => page.getByText('Saved').first().waitFor();

  it('show what goes on in a group as it changes, and keep members, order and rules of one channel', async () => {
    const { page, fake } = await at('groups/5');
    await page.getByText('3 members · 1 online · 0 waiting').waitFor();
    fake.routing.tell(5, { waiting: 4, online: 2 });
    await page.getByText('3 members · 2 online · 4 waiting').waitFor();

    await page.getByRole('checkbox', { name: 'Bohumil Krátký' }).uncheck();
    await page.getByRole('button', { name: 'Move up: Longest without a new client' }).click();
    // At the handle by keys: lifted, moved down, put down.
    const handle = page.getByRole('button', { name: 'Move by dragging: Last operator of the client' });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.getByText('Last operator of the client is over place 1.').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByText('Last operator of the client is over place 2.').waitFor();
    await page.keyboard.press('Space');
    await page.getByText('Last operator of the client stands at place 2 now.').waitFor();
    await page.getByRole('switch', { name: 'Own rules for e-mail' }).click();
    await page.getByRole('group', { name: 'Own rules for e-mail' }).getByLabel('Time to accept').fill('600');
    await save(page).click();
    await saved(page);
    const group = fake.routing.groups.find(({ id }) => id === 5);
    assert.deepEqual(group?.userIds, [7, 9]);
    assert.deepEqual(group?.priorities, ['longestIdle', 'lastOperator', 'fewestActive']);
    assert.equal(group?.byFamily.email?.timeToAcceptS, 600);
    assert.equal(group?.timeToAcceptS, 30);
  });

  it('keep several intervals a day, say what is wrong with them, and take holidays out of a file', async () => {
    const { page, fake } = await at('hours/2');
    await page.getByRole('button', { name: 'Saturday: add hours' }).click();
    await page.getByLabel('Saturday, to (1)').fill('07:00');
    await page.getByText('The end must be later than the beginning.').waitFor();
    await save(page).click();
    await page.getByText('Correct the marked hours first.').waitFor();
    await page.getByLabel('Saturday, to (1)').fill('00:00');
    await save(page).click();
    await saved(page);
    const saturday = fake.routing.calendars[0]?.weekly.filter(({ day }) => day === 6);
    assert.deepEqual(saturday, [{ day: 6, from: 480, to: 1440 }]);

    await page.getByRole('button', { name: 'Holidays of the company' }).click();
    const dialog = page.getByRole('dialog', { name: 'Holidays of Demo company' });
    const year = new Date().getFullYear();
    const event = `BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${year}0101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:New year\r\nEND:VEVENT`;
    const file = (content: string) => ({ name: 'days.ics', mimeType: 'text/calendar', buffer: Buffer.from(content) });
    const input = dialog.locator('input[type=file]');
    await input.setInputFiles(file('hello'));
    await dialog.getByText('This is not an iCalendar file.').waitFor();
    await input.setInputFiles(file(`BEGIN:VCALENDAR\r\n${event}\r\nEND:VCALENDAR`));
    await dialog.getByText('6 days found').waitFor();
    await dialog.getByRole('button', { name: 'Add them' }).click();
    await dialog.getByText('New year').first().waitFor();
    assert.equal(fake.routing.holidays.length, 7);
  });

  it('edit rules as sentences, say at the place what is wrong, and draw them with what goes on', async () => {
    const { page, fake } = await at('routing/3');
    await page.getByRole('button', { name: 'Add rule' }).click();
    const rule = page.getByRole('group', { name: /^Rule 4/ });
    await rule.getByRole('button', { name: 'Add a condition to rule 4' }).click();
    await rule.getByRole('combobox', { name: 'Comparison' }).click();
    await page.getByRole('option', { name: 'matches' }).click();
    await rule.getByLabel('Value').fill('(');
    await save(page).click();
    await rule.getByText('is not a regular expression').waitFor();
    await page.getByText('Look at the marked places in the rules.').waitFor();
    await rule.getByLabel('Value').fill('^en');
    await page.getByRole('button', { name: 'Move up: Rule 4: Language matches (regular expression) ^en' }).click();
    await save(page).click();
    await saved(page);
    const routing = fake.routing.routings[0];
    assert.deepEqual(routing?.rules[2], {
      groupId: 5,
      conditions: [{ param: 'language', operator: 'matches', value: '^en' }],
    });

    await page.getByRole('tab', { name: 'Picture' }).click();
    const picture = page.getByRole('img', { name: 'Picture of the routing Shop' });
    await picture.locator('text', { hasText: '0 waiting · 1 online · 1 free' }).waitFor();
    fake.routing.tell(5, { waiting: 9 });
    await picture.locator('text', { hasText: '9 waiting · 1 online · 1 free' }).waitFor();
  });

  it('try what is not saved yet, and say why the client goes where it goes', async () => {
    const { page, fake } = await at('routing/3');
    await page.getByRole('button', { name: 'Move down: Rule 1: Order starts with VIP' }).click();
    await page.getByRole('tab', { name: 'Try it' }).click();
    await page.getByLabel('Order').fill('A-17');
    await page.getByLabel('Order').press('Enter');
    const result = page.getByRole('region', { name: 'What would happen' });
    await result.getByText('Operators are asked in this order').waitFor();
    await result.getByText('Order starts with VIP: it was “A-17”').waitFor();
    await result.getByText('Offered to Anna Nováková').waitFor();
    await result.getByText('Bohumil Krátký (not Online)').waitFor();
    assert.equal(fake.routing.routings[0]?.version, 1, 'nothing is saved by trying');
    assert.deepEqual(
      fake.routing.tried[0]?.rules?.map(({ groupId }) => groupId),
      [12, 6, 5],
      'the order that is not saved yet',
    );
    await page.getByRole('radio', { name: 'At another time' }).check();
    await page.getByLabel('Day and time').fill('2026-11-29T09:00');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await result.getByText('Operators and queues are assumed.').waitFor();
    assert.equal(fake.routing.tried[1]?.at, '2026-11-29T08:00:00.000Z');
  });

  it('tell the second of two who save, lose nothing of either, and let the second decide', async () => {
    const { page, fake } = await at('routing/3');
    await page.getByRole('radio', { name: 'end with the offline form' }).check();
    const theirs = fake.routing.routings[0];
    assert.ok(theirs);
    Object.assign(theirs, { name: 'Shop of theirs', version: theirs.version + 1 });
    await save(page).click();
    await page.getByText('Somebody else saved this meanwhile.').waitFor();
    assert.equal(theirs.fallback, 'first', 'nothing is replaced unseen');
    await page.getByRole('heading', { name: 'Shop of theirs' }).waitFor();
    assert.equal(await page.getByRole('radio', { name: 'end with the offline form' }).isChecked(), true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('radio', { name: 'back to the first group' }).and(page.locator(':checked')).waitFor();
    assert.equal(await page.getByLabel('Name').inputValue(), 'Shop of theirs');
    await page.getByLabel('Name').fill('Ours');
    await save(page).click();
    await saved(page);
    assert.equal(fake.routing.routings[0]?.name, 'Ours');
  });
});
