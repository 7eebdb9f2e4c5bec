import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { logIn, markOf, messageField, openBrowser, openWorkplace, transcript, type Workplace } from './workplace.ts';

describe('serving a client', () => {
  let browser: Browser;
  let work: Workplace;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    work = await openWorkplace(browser);
  });
  afterEach(async () => {
    await work.close();
    assert.deepEqual(work.errors, []);
  });

  it('goes from the queue through the conversation and ACW to the end', async () => {
    const { page, fake } = work;
    const { desk } = fake;
    await logIn(page);
    await page.getByText('Nobody is waiting.').waitFor();
    const id = desk.offer({ guestName: 'Petr', says: ['Hello, is anybody there?'] });
    await page.getByText('Hello, is anybody there?').waitFor();
    assert.match(await page.title(), /^\(1\)/);
    await page.getByRole('button', { name: 'Accept: Petr' }).click();
    await page.waitForURL(`**/operator/${id}`);

    await messageField(page).fill('Good day, Petr');
    await page.keyboard.press('Enter');
    await transcript(page).getByRole('img', { name: 'Sent' }).waitFor();
    desk.guestReads(id);
    await transcript(page).getByRole('img', { name: 'Read' }).waitFor();
    desk.guestTypes(id, true);
    await page.getByText('Petr is typing…').waitFor();
    desk.guestSays(id, 'I have a question');
    await transcript(page).getByText('I have a question').waitFor();
    await page.getByText('Petr is typing…').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('The last message of the client has no answer yet.').waitFor();
    await page.getByRole('button', { name: 'End conversation' }).click();
    const form = page.getByRole('region', { name: 'After-call work' });
    await form.getByRole('combobox', { name: 'Result' }).click();
    await page.getByRole('option', { name: 'Solved' }).click();
    await form.getByLabel('Note on the session').fill('He asked, I answered.');
    await page.reload();
    await form.getByLabel('Note on the session').waitFor();
    assert.equal(await form.getByLabel('Note on the session').inputValue(), 'He asked, I answered.');
    await form.getByRole('button', { name: 'Finish now' }).click();
    await page.getByText('You have no conversation.').waitFor();
    assert.equal(desk.detail(id).result, 'Solved');
    assert.equal(desk.detail(id).note, 'He asked, I answered.');
  });

  it('declines back to the queue and says when somebody else was faster', async () => {
    const { page, fake } = work;
    await logIn(page);
    fake.desk.offer({ guestName: 'Jana' });
    await page.getByRole('button', { name: 'Decline: Jana' }).click();
    await page.getByText('Nobody is waiting.').waitFor();
    const id = fake.desk.offer({ guestName: 'Emil' });
    await page.getByRole('button', { name: 'Accept: Emil' }).waitFor();
    // The push that takes the offer away is still on its way when the operator clicks.
    fake.dropSockets({ refuse: true });
    fake.desk.taken(id);
    await page.getByRole('button', { name: 'Accept: Emil' }).click();
    await page.getByText('Somebody else was faster, or the client left.').waitFor();
    await page.getByText('Nobody is waiting.').waitFor();
  });

  it('keeps text and messages through reload, lost network and a restart, and sends each once', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(6);
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await messageField(page).fill('written before');
    fake.dropSockets({ code: 1012, refuse: true });
    await page.getByText(/^No connection\. /).waitFor();
    await page.keyboard.press('Enter');
    assert.equal(await markOf(page, 'written before').getAttribute('aria-label'), 'Sending');
    await messageField(page).fill('second');
    await page.keyboard.press('Enter');
    await messageField(page).fill('a draft');
    fake.desk.guestSays(id, 'said meanwhile');
    // The server is still away while the page starts anew.
    await page.reload();
    fake.letIn();
    await transcript(page).getByText('said meanwhile').waitFor();
    await page.getByRole('log').locator('[data-from="me"]', { hasText: 'second' }).waitFor();
    await page.getByRole('img', { name: 'Sending' }).waitFor({ state: 'detached' });
    assert.equal(await messageField(page).inputValue(), 'a draft');
    const own = fake.desk.lines(id).slice(-3);
    assert.deepEqual(
      own.map((line) => line.text),
      ['said meanwhile', 'written before', 'second'],
    );
    assert.equal(await transcript(page).getByText('written before').count(), 1);
  });

  it('marks what was refused and lets the operator decide', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(6);
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await messageField(page).fill('too late');
    fake.dropSockets({ refuse: true });
    await page.getByText(/^No connection\. /).waitFor();
    await page.keyboard.press('Enter');
    fake.desk.end(id);
    fake.letIn();
    await page.getByText('Not sent: This conversation has ended.').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await transcript(page).getByText('too late').waitFor({ state: 'detached' });
  });

  it('shows hostile text as text', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(2, { guestName: '<img src=x onerror="document.title=1">' });
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    fake.desk.guestSays(id, '<script>document.title="hacked"</script> javascript:alert(1) \u202Egnol');
    await transcript(page).getByText('<script>').waitFor();
    assert.equal(await page.locator('section img[src="x"]').count(), 0);
    assert.equal(await transcript(page).locator('a[href^="javascript"]').count(), 0);
    assert.doesNotMatch(await page.title(), /hacked/);
  });

  it('counts characters down and refuses longer text without cutting it', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(2);
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await messageField(page).fill('x'.repeat(3_799));
    assert.equal(await page.getByText(/characters? left/).count(), 0);
    await messageField(page).fill('x'.repeat(3_800));
    await page.getByText('200 characters left').waitFor();
    await messageField(page).fill('x'.repeat(4_001));
    await page.getByText('1 character too many. Shorten the message.').waitFor();
    await page.keyboard.press('Enter');
    assert.equal((await messageField(page).inputValue()).length, 4_001);
    await messageField(page).fill('x'.repeat(4_000));
    await page.keyboard.press('Enter');
    await markOf(page, 'xxx').waitFor();
    assert.equal(await messageField(page).inputValue(), '');
  });

  it('sends files by button and by drop, and says which are too large', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(2);
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await messageField(page).waitFor();
    const contract = { name: 'contract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') };
    await page
      .locator('input[type=file]')
      .setInputFiles([contract, { ...contract, name: 'empty.pdf', buffer: Buffer.alloc(0) }]);
    await transcript(page).getByText('contract.pdf').waitFor();
    await page.getByText('empty.pdf is empty.').waitFor();
    await page
      .locator('article')
      .last()
      .evaluate((target) => {
        const data = new DataTransfer();
        data.items.add(new File(['picture'], 'dropped.png', { type: 'image/png' }));
        target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      });
    await transcript(page).getByRole('img', { name: 'Picture dropped.png' }).waitFor();
    assert.deepEqual(
      fake.desk.lines(id).flatMap((line) => line.file?.name ?? []),
      ['contract.pdf', 'dropped.png'],
    );
  });

  it('changes the client, tags and notes in place, in all tabs', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(2, { guestName: null });
    fake.desk.past(5, 3, { guestId: fake.desk.detail(id).guestId, result: 'Complaint' });
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    const other = await work.secondTab();
    await other.goto(`/app/1/3/operator/${id}`);
    const client = page.getByRole('region', { name: 'Client tab' });
    await client.getByLabel('Name').fill('Karel Nový');
    await page.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'Karel Nový' }).waitFor();
    await client.getByRole('textbox', { name: 'Add a tag' }).fill('deliv');
    await page.keyboard.press('Enter');
    await client.getByRole('button', { name: 'Remove tag Delivery' }).waitFor();
    await client.getByRole('textbox', { name: 'Add a tag' }).fill('brand new');
    await page.keyboard.press('Enter');
    await other.getByRole('button', { name: 'Remove tag brand new' }).waitFor();
    await client.getByRole('textbox', { name: 'Add a note' }).fill('Called twice.');
    await client.getByRole('button', { name: 'Save note' }).click();
    await other.getByText('Called twice.').waitFor();
    await client.getByRole('button', { name: /^Session of/ }).click();
    await client.getByText('Dobrý den, kde je moje objednávka?').waitFor();
  });

  it('does not jump while one reads above: a button counts what is new', async () => {
    const { page, fake } = work;
    const id = fake.desk.running(300);
    await logIn(page);
    await page.goto(`/app/1/3/operator/${id}`);
    await transcript(page).locator('[data-index]').last().waitFor();
    await transcript(page).hover();
    await page.mouse.wheel(0, -1_500);
    await page.getByRole('button', { name: 'Go to the end' }).waitFor();
    const place = () => transcript(page).evaluate((element) => element.scrollTop);
    const before = await place();
    for (const text of ['new one', 'new two', 'new three']) fake.desk.guestSays(id, text);
    await page.getByRole('button', { name: '3 new messages, go to the end' }).waitFor();
    assert.ok(Math.abs((await place()) - before) < 2, 'the text under the eye stays where it is');
    assert.ok(fake.desk.snapshot().sessions[0]?.unread, 'what is not on screen is not read');
    await page.getByRole('button', { name: '3 new messages, go to the end' }).click();
    await transcript(page).getByText('new three').waitFor();
  });
});
