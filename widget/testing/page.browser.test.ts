import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../e2e/chromium.ts';
import { buildWidgetIfStale } from '../build.ts';
import { demoConfig } from './fake-desk.ts';
import { noForm, startTalking, startVisit, until } from './visit.ts';

/** The script on the customer's page: its contract (widget.md), and that it harms nothing. */

let browser: Browser;
before(async () => {
  await buildWidgetIfStale();
  browser = await launchChromium();
});
after(() => browser?.close());

const { company } = demoConfig;
const usual = `owidget.init('${company}', null); owidget.connectToServer();`;

test('the widget appears on a foreign page with a strict policy and touches nothing else', async (t) => {
  const visit = await startVisit(t, browser);
  const { page, button, server } = visit;
  await button.waitFor();
  assert.equal(await button.getAttribute('aria-label'), 'Chat (online)');
  const added = await page.evaluate('Object.keys(window).filter((key) => !before.includes(key))');
  assert.deepEqual(
    (added as string[]).filter((key) => !['before', 'trusted', 'embed'].includes(key)),
    ['$owidget'],
  );
  server.desk.setState('busy');
  await page.locator('hovor-chat button[aria-label="Chat (busy)"]').waitFor();
  server.desk.setState('offline');
  await page.locator('hovor-chat button[aria-label="Chat (offline)"]').waitFor();
  assert.deepEqual(await visit.noted(), { events: [], statuses: [1, 2, 0], failures: [] });
  assert.equal(await page.evaluate('$owidget.getStatus()'), 0);
  assert.deepEqual(server.offences, []);
});

test('a button an administrator hides goes from pages that are open, and comes back', async (t) => {
  const { button, server, noted } = await startVisit(t, browser);
  await button.waitFor();
  server.desk.showButton(false);
  await button.waitFor({ state: 'hidden' });
  server.desk.showButton(true);
  await button.waitFor();
  assert.deepEqual((await noted()).statuses, [1], 'the state is another thing');
});

test('$owidget is set before the hook runs, and functions can be put on it there (WG-SN-5)', async (t) => {
  const hook = `window.same = owidget === $owidget; $owidget._isHesitating = function () { return 'yes'; }; ${usual}`;
  const visit = await startVisit(t, browser, {}, { hooks: [hook] });
  await visit.button.waitFor();
  assert.equal(await visit.page.evaluate('same && $owidget._isHesitating()'), 'yes');
});

test('two scripts on one page are two widgets (WG-SN-6)', async (t) => {
  const hooks = [1, 2].map(
    (number) => `window.w${number} = owidget; owidget.init('${company}', 'Package ${number}', 'en', 's${number}');
      owidget.connectToServer();`,
  );
  const visit = await startVisit(t, browser, noForm, { hooks });
  const { page, server } = visit;
  await page.locator('hovor-chat').nth(1).waitFor({ state: 'attached' });
  assert.equal(await page.evaluate('w1 !== w2 && ($owidget === w1 || $owidget === w2)'), true);
  await page.evaluate('w1.openChat(); w1.addCustomData("a", 1); w2.addCustomData("b", 2)');
  await page.locator('hovor-chat iframe').waitFor();
  assert.equal(await page.locator('hovor-chat iframe').count(), 1);
  const panel = page.frameLocator('hovor-chat iframe');
  await panel.locator('.compose textarea').fill('Hi');
  await panel.locator('.compose textarea').press('Enter');
  await panel.locator('.queue').waitFor();
  assert.deepEqual(
    server.desk.starts.map((start) => [start.scope, start.params]),
    [['s1', { a: '1' }]],
  );
});

test('members work in any order and never throw, whatever they are given', async (t) => {
  const hook = `
    owidget.openChat(true);
    owidget.setStatusUpdateCallback(function (code) { statuses.push(code); throw new Error('mine'); });
    owidget.setAppEventCallback(function (e) { events.push(e.type); });
    owidget.setConnectionUpdateCallback('not a function');
    var loop = {}; loop.loop = loop;
    [undefined, null, true, 42, 'text', { a: [1] }, Symbol('s'), 10n, function f() {}, loop].forEach(function (value, i) {
      owidget.addCustomData('v' + i, value);
      owidget.setCustomData(value, 'x');
    });
    owidget.addCustomData('gone', 1); owidget.removeCustomData('gone'); owidget.removeCustomData('never');
    owidget.connectToServer();
    owidget.init(['${company.replaceAll('-', '')}', '1'], undefined, 'xx-not valid', null);
    owidget.openAppForSDK('av');
    throw new Error('the hook fails too');`;
  const visit = await startVisit(t, browser, noForm, { hooks: [hook] });
  await visit.panel.locator('.queue').waitFor();
  const { events, statuses, failures } = await visit.noted();
  assert.deepEqual(failures, []);
  assert.deepEqual(statuses, [1]);
  assert.deepEqual(events, ['chatWindowOpen', 'chatSessionCreated']);
  const params = visit.server.desk.starts[0]?.params ?? {};
  assert.equal(params.v2, 'true');
  assert.equal(params.v3, '42');
  assert.equal(params.v5, '{"a":[1]}');
  assert.equal(params.v6, 'Symbol(s)');
  assert.equal('gone' in params, false);
  assert.deepEqual(visit.server.offences, []);
});

test('the button can be hidden, shown, and the window opened and closed by the page', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, button, panel } = visit;
  await button.waitFor();
  await page.evaluate('$owidget.hideWidget()');
  await button.waitFor({ state: 'hidden' });
  await page.evaluate('$owidget.showWidget(); $owidget.openChat()');
  await panel.locator('.compose').waitFor();
  await page.evaluate('$owidget.closeChat(); $owidget.closeChat()');
  await button.waitFor();
  assert.deepEqual((await visit.noted()).events, ['chatWindowOpen', 'chatWindowClosed']);
});

test("a window the page opens by itself takes nobody's focus", async (t) => {
  const visit = await startVisit(t, browser, noForm, {
    hooks: [`${usual} owidget.openChat();`],
    html: '<input id="mine" autofocus>',
  });
  await visit.panel.locator('.compose').waitFor();
  await visit.page.waitForTimeout(200);
  assert.equal(await visit.page.evaluate('document.activeElement.id'), 'mine');
});

test('parameters added during the conversation reach the session', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, panel, server } = visit;
  await page.evaluate('$owidget.addCustomData("early", "1"); $owidget.openChat(true)');
  await panel.locator('.queue').waitFor();
  assert.deepEqual(server.desk.starts[0]?.params, { early: '1' });
  await page.evaluate('$owidget.addCustomData("late", { total: 5 }); $owidget.removeCustomData("early")');
  while (server.desk.params.size < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(Object.fromEntries(server.desk.params), { late: '{"total":5}', early: null });
  assert.deepEqual(server.offences, []);
});

test('openAppOnCurrentPage turns the page into the chat; of video it says that there is none yet', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  const { page, panel, button } = visit;
  await button.waitFor();
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(message.text()));
  await page.evaluate('$owidget.openAppOnCurrentPage("av")');
  assert.deepEqual(warnings, ['no video']);
  await page.evaluate('$owidget.openAppOnCurrentPage("chat")');
  await panel.locator('.compose').waitFor();
  const box = await page.locator('hovor-chat iframe').boundingBox();
  assert.deepEqual(box, { x: 0, y: 0, width: 1000, height: 760 });
  assert.equal(await panel.getByRole('button', { name: 'Close the window' }).count(), 0);
});

test('a package the server does not know, and a server that is away, do not disturb the page', async (t) => {
  const hook = `owidget.setConnectionUpdateCallback(function (e) { events.push(e.type); });
    owidget.init('00000000-0000-0000-0000-000000000000'); owidget.connectToServer(); owidget.openChat();`;
  const visit = await startVisit(t, browser, {}, { hooks: [hook] });
  await until(visit.page, 'events.length > 0');
  assert.deepEqual(await visit.noted(), { events: ['disconnected'], statuses: [], failures: [] });
  assert.equal(await visit.page.locator('hovor-chat').count(), 0);
});

test('the status comes back after the connection was lost', async (t) => {
  const visit = await startVisit(t, browser);
  const { server, button, page } = visit;
  await button.waitFor();
  await page.evaluate('$owidget.setConnectionUpdateCallback((e) => events.push(e.type))');
  await until(page, 'statuses.length > 0');
  server.down = true;
  server.cut();
  await until(page, 'events.includes("reconnecting")');
  server.desk.state = 'busy';
  server.down = false;
  await until(page, 'statuses.includes(2)');
  assert.equal((await visit.noted()).events.at(-1), 'connected');
});

test('page and panel are quiet while nothing happens', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  await startTalking(visit);
  await visit.page.waitForTimeout(500);
  await visit.page.evaluate('var words = 0; addEventListener("message", () => words++)');
  await visit.page.waitForTimeout(1_500);
  // One question for the address of the page may fall into this time.
  assert.ok(Number(await visit.page.evaluate('words')) <= 1);
});

test('the session hears on which page the visitor is, also when the address changes without loading', async (t) => {
  const visit = await startVisit(t, browser, noForm);
  await startTalking(visit);
  await visit.page.evaluate('history.pushState(null, "", "/coffee/7")');
  const { received } = visit.server.desk;
  while (!received.some(({ cmd }) => cmd === 'page')) await visit.page.waitForTimeout(25);
  assert.equal(received.find(({ cmd }) => cmd === 'page')?.args.url, `${visit.shop.origin}/coffee/7`);
});
