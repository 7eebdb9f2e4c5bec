import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { type TestDatabase, testDatabase } from '../server/testing/database.ts';
import { launchChromium } from './chromium.ts';
import { integration } from './people/integration.ts';
import { type Receiver, startReceiver } from './people/receiver.ts';
import { freePort, type ServerProcess, startServerProcess } from './server-process.ts';

const password = 'correct-horse-battery-staple';

/** The story of a new user: a client on the shop's page, an operator in the workspace, an integration that listens. */
describe('A visitor and an operator talk', () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let server: ServerProcess;
  let browser: Browser;
  let env: Record<string, string>;
  let shop: Page;
  let desk: Page;
  let panel: FrameLocator;
  let sessionId = 0;

  before(async () => {
    database = await testDatabase();
    receiver = await startReceiver();
    env = {
      PORT: String(await freePort()),
      DATABASE_URL: database.url,
      DATA_DIR: `${process.env.TEST_DATA_DIR ?? '/tmp'}/hovor-first-day-${process.pid}`,
      DEMO: 'on',
      DEMO_PASSWORD: password,
      LOG_LEVEL: 'error',
    };
    server = await startServerProcess(env);
    const api = await integration(server.url, 'demo', password);
    await api.post('Webhooks', {
      eventTypes: [
        'SessionCreated',
        'SessionStarted',
        'SessionOperatorJoined',
        'SessionActivityChatMessage',
        'SessionEnded',
        'SessionOperatorLeft',
        'SessionOperatorConcluded',
      ],
      callbackUrl: receiver.url,
    });
    browser = await launchChromium();
    shop = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    desk = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    panel = shop.frameLocator('iframe');
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await receiver?.stop();
    await database?.close();
  });

  const clientSays = async (text: string) => {
    await panel.getByRole('textbox', { name: 'Write a message' }).fill(text);
    await panel.getByRole('button', { name: 'Send' }).click();
  };
  const operatorSays = async (text: string) => {
    const field = desk.getByRole('textbox', { name: /^Message for/ });
    await field.fill(text);
    await field.press('Enter');
  };
  const bothSee = async (text: string) => {
    await panel.getByRole('log').getByText(text, { exact: true }).waitFor();
    await desk.getByRole('log').getByText(text, { exact: true }).waitFor();
  };

  it('the operator logs in and is online', async () => {
    await desk.goto(`${server.url}/login`);
    await desk.getByRole('textbox').first().fill('anna@demo.test');
    await desk.locator('input[type=password]').fill(password);
    await desk.keyboard.press('Enter');
    await desk.waitForURL(/\/app\/\d+\/\d+\/operator/);
    await desk.getByRole('button', { name: /Status: Online/ }).waitFor();
  });

  it('the client enters the queue and the operator accepts', async () => {
    await shop.goto(`${server.url}/demo`);
    await shop.evaluate('$owidget.openChat()');
    await panel.getByRole('textbox', { name: 'Name' }).fill('Eva <b>Nová</b>');
    await panel.getByRole('checkbox').check();
    await panel.getByRole('button', { name: 'Start the conversation' }).click();
    await panel.getByText(/You are first in line/).waitFor();
    await desk.getByRole('button', { name: 'Accept: Eva <b>Nová</b>' }).click();
    await panel.getByText(/Anna/).first().waitFor();
    await desk.waitForURL(/operator\/\d+$/);
    sessionId = Number(/operator\/(\d+)/.exec(desk.url())?.[1]);
    assert.ok(sessionId > 0, `the conversation has an address of its own: ${desk.url()}`);
  });

  it('they talk', async () => {
    await operatorSays('Good morning, how can I help?');
    await clientSays('Where is my parcel? <script>alert(1)</script>');
    await bothSee('Good morning, how can I help?');
    await bothSee('Where is my parcel? <script>alert(1)</script>');
  });

  it('both reload in the middle and go on', async () => {
    await Promise.all([shop.reload(), desk.reload()]);
    await shop.evaluate('$owidget.openChat()');
    await bothSee('Good morning, how can I help?');
    await clientSays('Still there?');
    await bothSee('Still there?');
  });

  it('the server is killed in the middle; what was typed meanwhile arrives once', async () => {
    await server.kill();
    await clientSays('Typed while nobody was there');
    server = await startServerProcess(env);
    await bothSee('Typed while nobody was there');
    await operatorSays('Here I am again');
    await bothSee('Here I am again');
    for (const page of [panel, desk]) {
      const log = page.getByRole('log');
      assert.equal(await log.getByText('Typed while nobody was there', { exact: true }).count(), 1);
      assert.equal(await log.getByText('Still there?', { exact: true }).count(), 1);
    }
  });

  it('the operator ends, the client rates, the operator concludes', async () => {
    await desk.getByRole('button', { name: 'End', exact: true }).click();
    await desk.getByRole('dialog').getByRole('button', { name: /^End/ }).click();
    await panel.getByRole('radio', { name: '5 of 5' }).check({ force: true });
    await panel.getByRole('button', { name: /send|submit/i }).click();
    await panel.getByText(/thank/i).first().waitFor();
    await desk.getByRole('button', { name: 'Finish now' }).click();
    await desk.getByText('You have no conversation.').waitFor();
  });

  it('the API has the session', async () => {
    const api = await integration(server.url, 'demo', password);
    const session = await api.get<Record<string, unknown> & { activities: { type: string; text: string }[] }>(
      `Sessions/${sessionId}`,
    );
    assert.equal(session.status, 'CLOSED');
    assert.equal(session.guestFeedbackStars, 5);
    assert.deepEqual(
      session.activities.filter((activity) => activity.type === 'ChatMessage').map((activity) => activity.text),
      [
        'Good morning, how can I help?',
        'Where is my parcel? &lt;script&gt;alert(1)&lt;/script&gt;',
        'Still there?',
        'Typed while nobody was there',
        'Here I am again',
      ],
    );
  });

  it('the receiver got each event once per event id, in order', async () => {
    const expected = [
      'SessionCreated',
      'SessionStarted',
      'SessionOperatorJoined',
      ...Array.from({ length: 5 }, () => 'SessionActivityChatMessage'),
      'SessionEnded',
      'SessionOperatorLeft',
      'SessionOperatorConcluded',
    ];
    const mine = () => receiver.distinct().filter(({ data }) => data.id === sessionId || data.sessionId === sessionId);
    const deadline = Date.now() + 30_000;
    while (mine().length < expected.length && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(
      mine().map((event) => event.eventType),
      expected,
    );
  });
});
