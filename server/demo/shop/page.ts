import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ShopLanguage, shopWords } from './words.ts';

export interface ShopAddress {
  /** GUID of the company as `init` takes it. */
  company: string;
  package: string;
}

/** Hosts as they may stand in a script address; anything else does not reach the page. */
const hostShape = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/;

export interface ShopPage {
  html: string;
  contentSecurityPolicy: string;
}

/**
 * Makes the demo shop: a page as a customer would have it, with the documented snippet (WG-SN-2, WG-SN-3) and nothing
 * more from us. Its content security policy is the one the documentation recommends (WG-SN-8).
 */
export async function createShop(address: ShopAddress, fallbackHost: string) {
  const [style, basket] = await Promise.all([read('style.css'), read('basket.js')]);
  return (language: ShopLanguage, requestedHost: string | undefined): ShopPage => {
    const host = requestedHost && hostShape.test(requestedHost) ? requestedHost : fallbackHost;
    const loader = snippet(host, address);
    const scripts = [loader, basket].map(hashOf).join(' ');
    return {
      html: html(language, style, loader, basket),
      contentSecurityPolicy: [
        "default-src 'none'",
        `script-src 'self' ${scripts}`,
        `style-src 'self' ${hashOf(style)}`,
        "connect-src 'self' ws: wss:",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    };
  };
}

const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The snippet exactly as a package's page shows it (AD-PK-3). */
export function snippet(host: string, { company, package: name }: ShopAddress): string {
  return `
(function () {
  var script = document.createElement('script');
  script.type = 'text/javascript';
  script.async = true;
  script.charset = 'UTF-8';
  script.src = '//${host}/widget/OOWidget.js';
  script.$owidgetOnLoad = function (owidget) {
    if (!owidget.isSupported) return;
    owidget.init('${company}', '${name}');
    owidget.connectToServer();
  };
  var first = document.getElementsByTagName('script')[0];
  first.parentNode.insertBefore(script, first);
})();
`;
}

function html(language: ShopLanguage, style: string, loader: string, basket: string): string {
  const words = shopWords[language];
  const goods = words.products.map(([name, about, price, amount, picture]) => {
    const data = `data-buy="${name}" data-price="${amount}"`;
    return `<li>${pictures[picture]}<h3>${name}</h3><p>${about}</p><div class="buy"><strong>${price}</strong><button type="button" class="quiet" ${data} aria-label="${words.add}: ${name}">${words.add}</button></div></li>`;
  });
  const promises = words.promises.map(([title, text]) => `<div><h2>${title}</h2><p>${text}</p></div>`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<script>${loader}</script>
</head>
<body>
<div class="notice"><div class="wide">${words.notice} <a href="/login">${words.operators}</a></div></div>
<header class="wide"><nav aria-label="${words.title}">
<a class="brand" href="/demo?lang=${language}">Kavka<span>.</span></a>
<a href="#goods">${words.menuCoffee}</a>
<a href="#promises">${words.menuHelp}</a>
<a href="/demo?lang=${words.otherLanguage}" hreflang="${words.otherLanguage}">${words.other}</a>
<span class="basket" role="status">${words.basket}: <b id="basket-count">0</b></span>
</nav></header>
<main class="wide">
<section class="hero"><div><h1>${words.lead}</h1><p>${words.about}</p><button type="button" data-ask>${words.ask}</button></div>${cup}</section>
<h2 id="goods">${words.goods}</h2>
<ul class="goods">${goods.join('')}</ul>
<section class="promises" id="promises">${promises.join('')}</section>
</main>
<footer><div class="wide">${words.footer}</div></footer>
<script>${basket}</script>
</body>
</html>
`;
}

const cup = `<svg viewBox="0 0 420 340" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"><g class="steam" opacity=".5"><path d="M170 90c-14-18 14-30 0-50"/><path d="M210 84c-14-18 14-32 0-54"/><path d="M250 90c-14-18 14-30 0-50"/></g><path d="M100 120h220v60c0 60-46 100-110 100S100 240 100 180z" fill="currentColor" fill-opacity=".08"/><path d="M320 140h22c34 0 34 70-10 70h-18"/><path d="M70 306h280"/><path d="M122 140h176" stroke-opacity=".5"/></svg>`;

const pictures = {
  bag: picture('<path d="M78 30h44l8 16v72H70V46z"/><path d="M70 46h60M86 78c0-18 28-18 28 0s-28 18-28 0z"/>'),
  grinder: picture('<path d="M80 50h40l-6 26H86zM82 76h36v42H82zM100 50V34h34M134 34v-8"/><path d="M94 100h12"/>'),
  kettle: picture(
    '<path d="M72 116l8-56h44l8 56zM80 60c0-26 44-26 44 0M72 100C50 96 58 66 46 58M132 72c22 0 20 34 2 34"/>',
  ),
  box: picture('<path d="M60 60l40-20 40 20v44l-40 20-40-20zM60 60l40 20 40-20M100 80v44"/>'),
} as const;

function picture(shape: string): string {
  return `<svg viewBox="0 0 200 150" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linejoin="round" stroke-linecap="round">${shape}</svg>`;
}
