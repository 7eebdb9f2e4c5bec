import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../e2e/chromium.ts';
import { hovor } from './idle.ts';
import { spread, table } from './lib/figures.ts';
import { createWorld } from './lib/world.ts';
import type { BenchOptions } from './run.ts';

const dist = join(import.meta.dirname, '../widget/dist');

/** What a visitor pays: bytes before a click and until one can type, and main-thread time on a processor 4× slower. */
export async function run({ runs }: BenchOptions) {
  const size = async (name: string) => gzipSync(await readFile(join(dist, name)), { level: 9 }).length;
  const loader = await size('OOWidget.js');
  const panel = await readFile(join(dist, 'GuestFrame.html'), 'utf8');
  // What the panel loads later, such as the cards of chatbots, nobody waits for who wants to type.
  const assets = [...panel.matchAll(/(?:src|href)="\/widget\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const all = [loader, ...(await Promise.all(['GuestFrame.html', ...assets].map(size)))];
  const rows: (string | number)[][] = [
    ['gzipped KB before a click', (loader / 1024).toFixed(2), '≤ 3', '29 to 186 (published widgets of others)'],
    [
      'gzipped KB until one can type',
      (all.reduce((sum, size) => sum + size, 0) / 1024).toFixed(2),
      '≤ 33',
      '215 to 300',
    ],
  ];
  const world = await createWorld();
  const browser = await launchChromium();
  try {
    await world.preset();
    const server = await hovor.start(world);
    const page = await servePage(`http://127.0.0.1:${server.match[1]}`, world.company.guid);
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const without = await busyMilliseconds(browser, `${page.url}/without`);
      times.push((await busyMilliseconds(browser, `${page.url}/with`)) - without);
    }
    rows.push(['main-thread ms at 4× slow-down', spread(times), '≤ 50', '–']);
    await page.stop();
    await server.stop();
  } finally {
    await browser.close();
    await world.destroy();
  }
  console.log(table(['what', 'Hovor', 'mark', 'others'], rows));
}

/** A page of somebody's site, with and without the documented snippet. */
async function servePage(hovorUrl: string, company: string) {
  const snippet = `<script>(function () {
    var script = document.createElement('script');
    script.type = 'text/javascript'; script.async = true; script.charset = 'UTF-8';
    script.src = '${hovorUrl}/widget/OOWidget.js';
    script.$owidgetOnLoad = function (owidget) {
      if (!owidget.isSupported) return;
      owidget.init('${company}', null);
      owidget.connectToServer();
    };
    var first = document.getElementsByTagName('script')[0];
    first.parentNode.insertBefore(script, first);
  })();</script>`;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>${request.url === '/with' ? snippet : '<script></script>'}`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Time the page's main thread was busy in the first three seconds. */
async function busyMilliseconds(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await devtools.send('Performance.enable');
  await page.goto(url);
  await page.waitForTimeout(3_000);
  const { metrics } = await devtools.send('Performance.getMetrics');
  await context.close();
  return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0) * 1_000;
}
