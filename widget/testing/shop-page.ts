import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A customer's page on an origin of its own, with the content security policy the documentation asks for and nothing
 * more. `hook` is the body of `$owidgetOnLoad`; `more` adds HTML, `scripts` how many widgets the page embeds.
 */
export interface ShopPage {
  origin: string;
  close(): Promise<void>;
}

export interface ShopOptions {
  /** Bodies of `$owidgetOnLoad`, one per embedded script. */
  hooks?: string[];
  html?: string;
  lang?: string;
  /** A permissions policy of the page. */
  permissions?: string;
}

const usualHook = (company: string) => `
  if (!owidget.isSupported) return;
  owidget.setAppEventCallback(function (e) { events.push(e.type); });
  owidget.setStatusUpdateCallback(function (code) { statuses.push(code); });
  owidget.init('${company}', null);
  owidget.connectToServer();`;

export async function startShop(server: string, company: string, options: ShopOptions = {}): Promise<ShopPage> {
  const socket = server.replace('http', 'ws');
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${server}`,
    `connect-src ${server} ${socket}`,
    `frame-src ${server}`,
    `img-src 'self' ${server}`,
    "style-src 'self'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const hooks = options.hooks ?? [usualHook(company)];
  // A page that asks for trusted types names the one policy its snippet uses.
  const script = `
    var events = [], statuses = [], failures = [];
    addEventListener('error', function (e) { failures.push(String(e.message)); });
    addEventListener('unhandledrejection', function (e) { failures.push(String(e.reason)); });
    addEventListener('securitypolicyviolation', function (e) { failures.push(e.violatedDirective + ' ' + e.blockedURI); });
    var before = Object.keys(window);
    var trusted = trustedTypes.createPolicy('snippet', { createScriptURL: function (url) { return url; } });
    function embed(hook) {
      var s = document.createElement('script');
      s.type = 'text/javascript'; s.async = true; s.charset = 'UTF-8';
      s.src = trusted.createScriptURL('${server.replace('http:', '')}/widget/OOWidget.js');
      s.$owidgetOnLoad = hook;
      var first = document.getElementsByTagName('script')[0];
      first.parentNode.insertBefore(s, first);
    }
    ${hooks.map((hook) => `embed(function (owidget) {${hook}});`).join('\n')}`;
  const style =
    'body{font:16px/1.6 Georgia,serif;margin:2rem auto;max-width:46rem;padding:0 1rem;color:#222;background:#faf7f2}div{outline:0}a{color:inherit}*{letter-spacing:.2px}@media(prefers-color-scheme:dark){body{background:#14120f;color:#eee}}';
  const html = `<!doctype html><html lang="${options.lang ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Shop</title><link rel="stylesheet" href="/style.css"><script src="/page.js"></script></head><body><main><h1>Zrnko, káva s duší</h1><p>Freshly roasted every Tuesday, at your door on Thursday.</p><p><a href="/next">Our coffee</a> <button id="help">Ask us</button></p>${options.html ?? ''}</main></body></html>`;

  const server_ = createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    if (options.permissions) response.setHeader('permissions-policy', options.permissions);
    const path = request.url?.split('?')[0];
    const [type, body] =
      path === '/page.js'
        ? ['text/javascript', script]
        : path === '/style.css'
          ? ['text/css', style]
          : ['text/html', html];
    response.setHeader('content-type', `${type};charset=utf-8`);
    response.end(body);
  });
  await new Promise<void>((resolve) => server_.listen(0, '127.0.0.1', resolve));
  return {
    // Another host name: another site, as on a customer's page.
    origin: `http://localhost:${(server_.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server_.closeAllConnections();
        server_.close(() => resolve());
      }),
  };
}
