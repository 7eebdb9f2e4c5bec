import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { BotMessage } from '@hovor/protocol/bot';
import type { Browser } from 'playwright-core';
import { logIn, openBrowser, openWorkplace, transcript } from './workplace.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const robo = (message: Partial<BotMessage> | null) => ({
  id: 3,
  name: 'Robo',
  message: message && {
    ...{ text: [], cards: [], layout: 'list' as const, media: [], suggested: [], ignoresInput: false },
    ...message,
  },
});
const button = (title: string, value: string, href: string | null = null) => ({ title, value, href, imageUrl: null });
const card = (title: string, buttons: ReturnType<typeof button>[]) => ({
  ...{ title, subtitle: 'monthly', text: [], thumbnail: false, buttons },
  imageUrl: 'https://example.org/plan.png',
});

it('an operator reads what the chatbot showed, and which button the client pressed', async () => {
  const work = await openWorkplace(browser);
  const { page, fake } = work;
  const { desk } = fake;
  await logIn(page);
  const id = desk.offer({ guestName: 'Eva', says: ['Hello'] });
  await page.getByRole('button', { name: 'Accept: Eva' }).click();
  await page.waitForURL(`**/operator/${id}`);
  desk.botLine(id, { type: 'Joined', chatbot: robo(null) });
  const text = [{ text: 'Which ' }, { text: 'plan', strong: true }, { text: '?' }];
  const cards = [
    card('Plan A', [button('Take A', 'plan_a'), button('Terms', 'x', 'https://example.org/terms')]),
    card('Plan B', [button('Take B', 'plan_b')]),
  ];
  desk.botLine(id, { type: 'ChatbotMessage', text: 'Which plan?', chatbot: robo({ text, cards }) });
  desk.guestSays(id, 'plan_b');
  const film = { kind: 'youtube' as const, url: 'https://youtu.be/dQw4w9WgXcQ', name: null };
  const suggested = [button('Yes', 'y'), button('No', 'n')];
  desk.botLine(id, { type: 'ChatbotMessage', text: 'Yes · No', chatbot: robo({ media: [film], suggested }) });
  desk.botLine(id, { type: 'LocationRequest', chatbot: robo(null) });
  desk.guestPlace(id, '50.08, 14.43');
  desk.botLine(id, { type: 'Handoff', chatbot: robo(null) });

  const log = transcript(page);
  await log.getByText('Robo took the conversation').waitFor();
  await log.getByText('Robo handed the conversation over').waitFor();
  const chosen = log.getByRole('list', { name: 'Buttons: Plan B' }).getByRole('listitem');
  assert.equal(await chosen.getAttribute('title'), 'plan_b');
  await chosen.getByRole('img', { name: 'chosen by the client' }).waitFor();
  assert.equal(await log.getByRole('img', { name: 'chosen by the client' }).count(), 1);
  await log.getByTitle('The client pressed a button that says “plan_b”.').getByText('Take B').waitFor();
  assert.equal(await log.getByRole('link', { name: 'Video' }).getAttribute('href'), film.url);
  assert.equal(await log.getByRole('link', { name: 'Terms' }).getAttribute('rel'), 'noopener noreferrer nofollow');
  assert.match(
    (await log.getByRole('link', { name: 'Show on a map' }).getAttribute('href')) ?? '',
    /mlat=50.08&mlon=14.43/,
  );
  assert.equal(await log.getByRole('button').count(), 0, 'the buttons are the client’s');
  assert.equal(await log.locator('img:not([role])').count(), 0, 'nothing of other servers is loaded');
  await work.close();
  assert.deepEqual(work.errors, []);
});
