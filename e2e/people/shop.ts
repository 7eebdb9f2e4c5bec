import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

/** A shop's page on an origin of its own, with the snippet of the documentation. */
export async function openShop(server: string, company: { guid: string }, preset: { name: string }) {
  const page = `<!doctype html><html lang="en"><title>Shop</title><body><script>
      var s = document.createElement('script');
      s.async = true;
      s.src = '${server}/widget/OOWidget.js';
      s.$owidgetOnLoad = function (owidget) {
        if (!owidget.isSupported) return;
        owidget.init('${company.guid}', '${preset.name}');
        owidget.connectToServer();
      };
      document.head.append(s);
    </script></body></html>`;
  const http = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(http.address() as AddressInfo).port}/`;
  return {
    /** Opens the page in a client's browser, and the chat on it; `atOnce`: without the entry form. */
    async visit(client: Page, { atOnce = false } = {}) {
      await client.goto(url);
      await client.evaluate(
        'new Promise((done) => { (function look() { window.$owidget ? done() : setTimeout(look, 20); })(); })',
      );
      await client.evaluate(`$owidget.openChat(${atOnce})`);
      return client.frameLocator('hovor-chat iframe');
    },
    close: () => http.close(),
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;
