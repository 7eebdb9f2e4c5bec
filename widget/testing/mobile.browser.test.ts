import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../e2e/chromium.ts';
import { buildWidgetIfStale } from '../build.ts';
import { demoConfig } from './fake-desk.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';
import { noForm, say, until } from './visit.ts';

/** The page of the mobile SDKs (WG-SDK), with this test in the place of the web view and its application. */

let browser: Browser;
before(async () => {
  await buildWidgetIfStale();
  browser = await launchChromium();
});
after(() => browser?.close());

const android = `window.told = [];
  window.mluviiLibrary = {
    setOperatorStatus: function (status) { told.push(['status', status]); },
    closeChat: function () { told.push(['close']); },
    mluviiEvent: function (event, id) { told.push(['event', event, id]); },
  };`;
const ios = `window.told = [];
  window.webkit = { messageHandlers: { mluviiLibrary: { postMessage: function (message) { told.push(message); } } } };`;

async function openView(
  t: TestContext,
  bridge: string,
  about: { query?: string; phone?: boolean; server?: FakeServer } = {},
) {
  const server = about.server ?? (await startFakeServer(noForm));
  if (!about.server) t.after(() => server.close());
  const viewport = about.phone ? { width: 390, height: 760 } : { width: 900, height: 1100 };
  const context = await browser.newContext({ viewport, locale: 'en-GB' });
  t.after(() => context.close());
  await context.addInitScript(bridge);
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
  const url = `${server.origin}/MobileSdkWidget?c=${demoConfig.company}${about.query ?? ''}`;
  await page.goto(url);
  const told = () => page.evaluate('told') as Promise<unknown[]>;
  const toldOf = (expression: string) => until(page, `told.some((one) => ${expression})`);
  return { server, page, url, failures, told, toldOf, panel: page.frameLocator('hovor-chat iframe') };
}

test('Android: status as text, the chat as large as the view, events of the conversation, the end', async (t) => {
  const view = await openView(t, android, { query: '&t=1&p=Demo%20shop&l=cs&s=client-7' });
  const { page, panel, server, toldOf } = view;
  // The SDK asks at every page load, when nothing may be there yet, and waits for what the evaluation returns.
  await page.evaluate('openChat()');
  assert.equal(await page.evaluate(`$owidget.addCustomData('department', 'support')`), undefined);
  await panel.locator('.compose textarea').waitFor();
  await page.evaluate('openChat()');
  assert.deepEqual(await view.told(), [['status', '1']]);
  assert.equal(await page.locator('hovor-chat button').isVisible(), false);
  const box = await page.locator('hovor-chat iframe').boundingBox();
  assert.deepEqual([box?.x, box?.y, box?.width, box?.height], [0, 0, 900, 1100]);
  assert.match((await page.locator('hovor-chat iframe').getAttribute('src')) ?? '', /\/widget\/GuestFrame\?/);

  await say(panel, 'Dobrý den');
  await panel.locator('.queue').waitFor();
  assert.deepEqual(
    server.desk.starts.map(({ scope, params, language }) => [scope, params, language]),
    [['client-7', { department: 'support' }, 'cs']],
  );
  server.desk.accept();
  await toldOf(`one[0] === 'event' && one[1] === 'sessionStarted'`);
  server.desk.setState('busy');
  await toldOf(`one[0] === 'status' && one[1] === '2'`);
  server.desk.end('OperatorLeft');
  await toldOf(`one[1] === 'sessionEnded'`);
  await panel.getByRole('button', { name: 'Zavřít' }).first().click();
  await toldOf(`one[0] === 'close'`);
  const told = (await view.told()) as unknown[][];
  const id = told.find(([kind]) => kind === 'event')?.[2];
  assert.equal(typeof id, 'number');
  assert.deepEqual(told, [
    ['status', '1'],
    ['event', 'sessionStarted', id],
    ['status', '2'],
    ['event', 'sessionEnded', id],
    ['close'],
  ]);
  assert.deepEqual(view.failures, []);
  assert.deepEqual(server.offences, []);
});

test('iOS: status as a number; what the SDK puts on window after the load is used and tells the bridge once', async (t) => {
  const view = await openView(t, ios, { phone: true });
  const { page, panel, server, toldOf } = view;
  await toldOf(`one.type === 'status'`);
  assert.deepEqual(await view.told(), [{ type: 'status', value: 1 }]);
  await page.evaluate(`
    window.close = function () { webkit.messageHandlers.mluviiLibrary.postMessage({ type: 'close', value: 'true' }); };
    window.mluviiEventHandler = function (event, id) {
      webkit.messageHandlers.mluviiLibrary.postMessage({ type: 'sessionEnded', value: [event, id] });
    };
    openChat();`);
  await say(panel, 'Hello');
  await panel.locator('.queue').waitFor();
  server.desk.accept();
  await toldOf(`one.value[0] === 'sessionStarted'`);
  await panel.getByRole('button', { name: 'End conversation' }).click();
  await panel.getByRole('button', { name: 'Yes, end it' }).click();
  await toldOf(`one.value[0] === 'sessionEnded'`);
  await panel.getByRole('button', { name: 'Close' }).first().click();
  await toldOf(`one.type === 'close'`);
  const told = (await view.told()) as { type: string; value: unknown }[];
  assert.deepEqual(
    told.map(({ type, value }) => [type, Array.isArray(value) ? `${value[0]} ${typeof value[1]}` : value]),
    [
      ['status', 1],
      ['sessionEnded', 'sessionStarted number'],
      ['sessionEnded', 'sessionEnded number'],
      ['close', 'true'],
    ],
  );
  assert.deepEqual(view.failures, []);
});

test('a conversation goes on after the SDK loads the page again, and stays out of sight until it is asked for', async (t) => {
  const view = await openView(t, android);
  const { page, panel, server } = view;
  await page.evaluate('openChat()');
  await say(panel, 'Where is my parcel?');
  await panel.locator('.queue').waitFor();
  server.desk.accept();
  await page.locator('hovor-chat').evaluate(() => 0);
  await panel.getByRole('button', { name: 'Close' }).first().click();
  await view.toldOf(`one[0] === 'close'`);
  await page.goto(view.url);
  await page.locator('hovor-chat iframe').waitFor({ state: 'attached' });
  assert.equal(await page.locator('hovor-chat iframe').isVisible(), false);
  await page.evaluate('openChat()');
  await panel.locator('.bubble').getByText('Where is my parcel?').waitFor();
});

test('an application may keep the guest itself; who asks for video gets the conversation in writing', async (t) => {
  const kept = `window.store = {}; window.hovorStorage = {
    getItem: function (name) { return name in store ? store[name] : null; },
    setItem: function (name, value) { store[name] = value; },
  };`;
  const { page, panel, failures } = await openView(t, kept);
  await page.evaluate(`$owidget.openAppForSDK('av')`);
  await panel.locator('.compose textarea').waitFor();
  await until(page, `Object.keys(store).length > 0`);
  assert.equal(await page.evaluate(`Object.keys(store).some((name) => name.startsWith('hovor.'))`), true);
  assert.deepEqual(failures, [], 'and no application at all is no mistake');
});
