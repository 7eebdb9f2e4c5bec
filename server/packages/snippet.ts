import { createHash } from 'node:crypto';

/** Whose package a page shows. */
export interface SnippetAddress {
  /** Host of this installation, with its port where that is not the usual one. */
  host: string;
  company: string;
  /** null = the first tenant that has a package of the name. */
  tenantId: number | null;
  /** The package's name. */
  name: string;
}

/**
 * What administrators paste into their pages (WG-SN-2, WG-SN-3). Pure.
 */
export function snippetOf(address: SnippetAddress): string {
  return `<script type="text/javascript">${scriptOf(address)}</script>`;
}

function scriptOf({ host, company, tenantId, name }: SnippetAddress): string {
  const where = tenantId === null ? `'${company}'` : `['${company}', ${tenantId}]`;
  return `
  (function () {
    var script = document.createElement('script');
    script.type = 'text/javascript';
    script.async = true;
    script.charset = 'UTF-8';
    script.src = '//${host}/widget/OOWidget.js';
    script.$owidgetOnLoad = function (owidget) {
      if (!owidget.isSupported) return;
      owidget.init(${where}, ${inScript(name)});
      owidget.connectToServer();
    };
    var first = document.getElementsByTagName('script')[0];
    first.parentNode.insertBefore(script, first);
  })();
`;
}

/** Text as a literal in a script in a page: nothing in it ends the literal, the line or the script element. */
const inScript = (text: string) =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/['<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;

/**
 * A page that holds nothing but the snippet (WG-SN-1), in the language asked for, with a policy that lets it run only
 * that (WG-SN-8).
 */
export function testingPage(
  address: SnippetAddress,
  language: string,
): { html: string; contentSecurityPolicy: string } {
  const hash = createHash('sha256').update(scriptOf(address)).digest('base64');
  return {
    html: `<!doctype html>
<html lang="${inText(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${inText(address.name)}</title>
<link rel="icon" href="data:,">
${snippetOf(address)}
</head>
<body></body>
</html>
`,
    contentSecurityPolicy: [
      "default-src 'none'",
      `script-src 'self' 'sha256-${hash}'`,
      "style-src 'self'",
      "connect-src 'self' ws: wss:",
      "img-src 'self' data: blob: https:",
      "media-src 'self' data: blob:",
      "frame-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

const entities: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' };
const inText = (text: string) => text.replace(/[<>&"']/g, (sign) => entities[sign] ?? sign);
