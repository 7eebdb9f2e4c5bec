import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../e2e/chromium.ts';
import { buildWidgetIfStale } from '../build.ts';
import { heard, noForm, say, startTalking, startVisit, transcript, until } from './visit.ts';

/** A conversation in the panel, on a page of another origin: what the client sees, and that nothing is lost or doubled. */

let browser: Browser;
before(async () => {
  await buildWidgetIfStale();
  browser = await launchChromium();
});
after(() => browser?.close());

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('from the form through the queue to the end and the rating', async (t) => {
  const visit = await startVisit(t, browser);
  const { button, panel, server, page } = visit;
  await button.click();
  await panel.getByRole('button', { name: 'Start the conversation' }).click();
  await panel.getByText('Please tell us your name.').waitFor();
  await panel.getByText('Please give us your e-mail address.').waitFor();
  await panel.getByText('We need your consent to go on.').waitFor();
  await panel.getByLabel('Name').fill('Eva');
  await panel.getByLabel('E-mail').fill('eva@example.org');
  await panel.getByRole('checkbox').check();
  await panel.getByRole('button', { name: 'Start the conversation' }).click();
  await panel.getByText('You are 2nd in line, about 3 minutes.').waitFor();
  assert.deepEqual(
    server.desk.starts.map(({ name, email, phone, consentVersion, url }) => ({
      name,
      email,
      phone,
      consentVersion,
      url,
    })),
    [{ name: 'Eva', email: 'eva@example.org', phone: null, consentVersion: '1', url: `${visit.shop.origin}/` }],
  );
  server.desk.place(1, null);
  await panel.getByText('You are first in line. We cannot tell how long it will take.').waitFor();

  await say(panel, 'Hello\nthere');
  await panel.getByText('Sent', { exact: true }).waitFor();
  server.desk.accept();
  await panel.getByText('Anna Nováková is here for you.').waitFor();
  await panel.locator('.head').getByText('Zákaznická péče').waitFor();
  server.desk.readAll();
  server.desk.type(true);
  await panel.getByText('Anna Nováková is typing').waitFor();
  server.desk.say('<img src=x onerror="parent.hacked=1"> https://example.org/<b>');
  await heard(panel, '<img src=x');
  assert.equal(await panel.getByText('is typing').count(), 0);
  assert.deepEqual(await transcript(panel), [
    'Hello\nthere',
    '<img src=x onerror="parent.hacked=1"> https://example.org/<b>',
  ]);
  const link = panel.locator('.bubble a');
  assert.equal(await link.getAttribute('href'), 'https://example.org/');
  assert.match((await link.getAttribute('rel')) ?? '', /noopener/);

  await panel.getByRole('button', { name: 'End conversation' }).click();
  await panel.getByRole('button', { name: 'No, go on' }).click();
  await panel.getByRole('button', { name: 'End conversation' }).click();
  await panel.getByRole('button', { name: 'Yes, end it' }).click();
  await panel.getByText('You have ended the conversation.').waitFor();
  await panel.locator('.stars label').nth(3).click();
  await panel.getByLabel('Would you like to add something?').fill('Quick help');
  await panel.getByRole('button', { name: 'Send the rating' }).click();
  await panel.getByText('Thank you for your rating.').waitFor();
  assert.deepEqual(server.desk.feedbacks, [{ stars: 4, text: 'Quick help' }]);
  await panel.getByRole('button', { name: 'Start a new conversation' }).click();
  await panel.getByRole('button', { name: 'Start the conversation' }).waitFor();
  await panel.getByRole('button', { name: 'Close the window' }).click();
  await button.waitFor();
  const { events, failures } = await visit.noted();
  assert.deepEqual(events, [
    'chatWindowOpen',
    'chatSessionCreated',
    'chatSessionStarted',
    'chatSessionEnded',
    'chatWindowClosed',
  ]);
  assert.deepEqual(failures, []);
  assert.deepEqual(server.offences, []);
  assert.equal(await page.evaluate('typeof hacked'), 'undefined');
});

test('a reload keeps the conversation, the open window and what was being written, and tells no event twice', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, panel, server } = visit;
  await startTalking(visit);
  server.desk.say('Welcome back');
  await heard(panel, 'Welcome back');
  await panel.locator('.compose textarea').fill('half a sen');
  await page.reload();
  await heard(panel, 'Welcome back');
  assert.deepEqual(await transcript(panel), ['Hello', 'Welcome back']);
  assert.equal(await panel.locator('.compose textarea').inputValue(), 'half a sen');
  assert.deepEqual((await visit.noted()).events, ['chatWindowOpen']);
  assert.equal(server.desk.starts.length, 1);
  const cookies = await visit.context.cookies(visit.shop.origin);
  assert.ok(cookies.some((cookie) => cookie.name === 'tgid' && cookie.value.length === 36));
});

test('two tabs are in step, and count what was not read', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { server, context, shop } = visit;
  await startTalking(visit);
  const other = await context.newPage();
  await other.goto(shop.origin);
  const otherPanel = other.frameLocator('hovor-chat iframe');
  await other.locator('hovor-chat button').waitFor();
  server.desk.say('In both');
  await other.locator('hovor-chat button b').getByText('1').waitFor();
  await other.locator('hovor-chat button').click();
  await heard(otherPanel, 'In both');
  await say(otherPanel, 'From the other tab');
  await heard(visit.panel, 'From the other tab');
  assert.deepEqual(await transcript(visit.panel), await transcript(otherPanel));
  assert.deepEqual(server.offences, []);
});

test('another scope does not take up the conversation (WG-JS-2)', async (t) => {
  const visit = await startVisit(t, browser, noForm, {
    hooks: [
      `owidget.init('d3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f', null, 'en', location.search); owidget.connectToServer();`,
    ],
  });
  const { page, panel, shop, server } = visit;
  await startTalking(visit, 'In the first scope');
  await page.goto(`${shop.origin}/?other`);
  await visit.button.click();
  await panel.getByText('Hello, how can we help you?').waitFor();
  await page.goto(shop.origin);
  await heard(panel, 'In the first scope');
  assert.deepEqual(server.offences, []);
});

test('what is written without a connection survives a reload and is sent once, in order', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, panel, server } = visit;
  await startTalking(visit);
  // The first of them reaches the server, only its confirmation does not.
  server.desk.swallow('send');
  await say(panel, 'one');
  while (server.desk.latest()?.lastSeq !== 3) await page.waitForTimeout(10);
  server.down = true;
  server.cut();
  await say(panel, 'two');
  await say(panel, 'three');
  await panel.getByText('Waiting for the connection').nth(1).waitFor();
  await panel.getByText('The connection is gone.').waitFor();
  server.desk.swallow(null);
  server.down = false;
  await page.reload();
  await heard(panel, 'three');
  await panel.getByText('Sent', { exact: true }).waitFor();
  assert.deepEqual(await transcript(panel), ['Hello', 'one', 'two', 'three']);
  const stored = server.desk.lines.get(server.desk.latest()?.id ?? 0)?.map((line) => line.text);
  assert.deepEqual(stored?.filter(Boolean), ['Hello', 'one', 'two', 'three']);
  assert.deepEqual(server.offences, []);
});

test('after a lost connection the panel catches up by itself', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { panel, server } = visit;
  await startTalking(visit);
  server.down = true;
  server.cut();
  server.desk.say('said meanwhile 1');
  server.desk.remember(450);
  server.desk.say('said meanwhile 2');
  server.down = false;
  await heard(panel, 'said meanwhile 2');
  const last = server.desk.received.filter((one) => one.cmd === 'hello' && one.args.token).at(-1);
  assert.deepEqual(last?.args.after, { sessionId: server.desk.latest()?.id, seq: 2 });
});

test('files go both ways, and what cannot be sent is refused in words', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, panel, server } = visit;
  await startTalking(visit);
  const input = panel.locator('input[type=file]');
  await input.setInputFiles({ name: 'a.exe', mimeType: 'application/x-msdownload', buffer: pixel });
  await panel.getByText('a.exe cannot be sent. These kinds of files can: .png, .jpg, .pdf, .txt.').waitFor();
  await input.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: pixel });
  await panel.locator('.picture img').waitFor();
  const stored = [...server.desk.files.values()];
  assert.deepEqual(stored[0]?.content, pixel);
  // Pasted and dropped ones go the same way.
  for (const event of ['paste', 'drop']) {
    await panel.locator(event === 'paste' ? '.compose textarea' : '.talk').evaluate((element, kind) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['text'], `${kind}.txt`, { type: 'text/plain' }));
      const made =
        kind === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
      element.dispatchEvent(made);
    }, event);
    await panel.getByRole('button', { name: `Download ${event}.txt` }).waitFor();
  }
  server.desk.addFile(
    server.desk.latest()?.id ?? 0,
    'User',
    crypto.randomUUID(),
    'offer.pdf',
    'application/pdf',
    Buffer.from('%PDF'),
  );
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Download offer.pdf' }).click();
  assert.equal((await download).suggestedFilename(), 'offer.pdf');
  assert.deepEqual(server.offences, []);
});

test('nobody there: a message can be left; busy: both ways are open', async (t) => {
  const visit = await startVisit(t, browser, { state: 'offline' });
  const { button, panel, server } = visit;
  await button.click();
  await panel.getByRole('heading', { name: 'Nobody is here right now' }).waitFor();
  await panel.getByRole('button', { name: 'Leave the message' }).click();
  await panel.getByText('Please write your message.').waitFor();
  await panel.getByLabel('Your message').fill('Please call\nme back');
  await panel.getByLabel('E-mail').fill('eva@example.org');
  await panel.getByRole('button', { name: 'Leave the message' }).click();
  await panel.getByText('We will answer at eva@example.org.').waitFor();
  assert.deepEqual(
    server.desk.offlineMessages.map(({ message, email, name }) => ({ message, email, name })),
    [{ message: 'Please call\nme back', email: 'eva@example.org', name: null }],
  );
  server.desk.setState('busy');
  await panel.getByRole('button', { name: 'Leave a message instead' }).click();
  await panel.getByRole('button', { name: 'Back to the chat' }).click();
  await panel.getByRole('button', { name: 'Start the conversation' }).waitFor();
  assert.deepEqual(server.offences, []);
});

test('a bound offline form asks for what it says, and at least for one way to answer', async (t) => {
  const phone = { name: 'hidden', email: 'hidden', phone: 'required' } as const;
  const visit = await startVisit(t, browser, { state: 'offline', offlineForm: phone });
  const { button, panel, server } = visit;
  await button.click();
  await panel.getByLabel('Your message').fill('Call me');
  await panel.getByRole('button', { name: 'Leave the message' }).click();
  assert.equal(await panel.getByLabel('E-mail').count(), 0);
  await panel.getByLabel('Phone').fill('+420 777 111 222');
  await panel.getByRole('button', { name: 'Leave the message' }).click();
  await panel.getByText('We will answer at +420 777 111 222.').waitFor();
  const [left] = server.desk.offlineMessages;
  assert.deepEqual([left?.name, left?.email, left?.phone], [null, null, '+420 777 111 222']);

  const nothing = { name: 'hidden', email: 'hidden', phone: 'hidden' } as const;
  const other = await startVisit(t, browser, { state: 'offline', offlineForm: nothing });
  await other.button.click();
  await other.panel.getByLabel('E-mail').waitFor();
  assert.deepEqual([...server.offences, ...other.server.offences], []);
});

test('too long a message is counted down and refused, not cut', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { panel, server } = visit;
  await startTalking(visit);
  const field = panel.locator('.compose textarea');
  await field.fill('x'.repeat(3_799));
  assert.equal(await panel.locator('.count').textContent(), '');
  await field.fill('x'.repeat(3_800));
  await panel.getByText('Characters left: 200').waitFor();
  await field.fill('x'.repeat(4_012));
  await panel.getByText('12 characters too many').waitFor();
  await field.press('Enter');
  assert.equal((await field.inputValue()).length, 4_012);
  await field.fill('y'.repeat(4_000));
  await field.press('Enter');
  await panel.getByText('Sent', { exact: true }).waitFor();
  assert.equal(server.desk.lines.get(server.desk.latest()?.id ?? 0)?.at(-1)?.text?.length, 4_000);
});

test('five thousand messages: few are drawn, older ones come when scrolled to', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, panel, server } = visit;
  await startTalking(visit);
  server.desk.remember(5_000);
  await page.reload();
  await panel.getByText('Line number 5002', { exact: true }).waitFor();
  const count = () => panel.locator('.line').count();
  assert.ok((await count()) <= 100, `${await count()} lines drawn`);
  await panel.locator('.list').evaluate((list) => list.scrollTo(0, 0));
  await panel.getByText('Line number 4850', { exact: true }).waitFor();
  const first = await panel.locator('.list').evaluate((list) => list.scrollTop);
  assert.ok(first > 0, 'what was read stays where it is while older lines come in above');
  server.desk.say('news');
  await panel.getByRole('button', { name: 'New messages: 1' }).click();
  await heard(panel, 'news');
  assert.ok((await count()) <= 100);
});

test('with storage blocked the chat works until the page is left', async (t) => {
  const visit = await startVisit(t, browser, noForm, {
    init: `for (const area of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, area, { get() { throw new DOMException('blocked', 'SecurityError'); } });`,
  });
  await startTalking(visit);
  visit.server.desk.say('It works');
  await heard(visit.panel, 'It works');
  assert.deepEqual((await visit.noted()).failures, []);
});

test('Czech by the page, with the texts an administrator changed', async (t) => {
  const visit = await startVisit(t, browser, { texts: { hello: 'Vítejte v Zrnku!' } }, { lang: 'cs' });
  await visit.button.click();
  await visit.panel.getByText('Vítejte v Zrnku!').waitFor();
  await visit.panel.getByLabel('Jméno').waitFor();
  await until(visit.page, 'statuses.length > 0');
  assert.equal(await visit.panel.locator('html').getAttribute('lang'), 'cs');
});
