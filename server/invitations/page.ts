import type { FastifyReply } from 'fastify';
import { typedDigits } from './rules.ts';

/** The one page of invitations that is not the panel: it asks for the number, or says why one does not work. */

type Kind = 'ask' | 'over' | 'wait';

const words = {
  en: {
    title: 'Invitation to a conversation',
    ask: 'Type in the number you were given.',
    over: 'This number is not valid any more. Check it, or ask for a new one.',
    wait: 'Too many tries. Wait a minute and try again.',
    label: 'Number',
    go: 'Enter',
  },
  cs: {
    title: 'Pozvánka ke konverzaci',
    ask: 'Zadejte číslo, které jste dostali.',
    over: 'Toto číslo už neplatí. Zkontrolujte ho, nebo požádejte o nové.',
    wait: 'Příliš mnoho pokusů. Chvíli počkejte a zkuste to znovu.',
    label: 'Číslo',
    go: 'Vstoupit',
  },
} as const;

const style = `body{max-width:26rem;margin:15vh auto 0;padding:0 1.5rem;font:18px/1.5 system-ui,sans-serif;color-scheme:light dark}
h1{font-size:1.5rem;line-height:1.25}label{display:block;margin-bottom:.25rem}
input{box-sizing:border-box;width:100%;padding:.6rem .75rem;font:inherit;font-size:1.5rem;letter-spacing:.2em;border:1px solid #8888;border-radius:8px}
button{margin-top:.75rem;width:100%;padding:.7rem;font:inherit;font-weight:600;color:#fff;background:#3b5bdb;border:0;border-radius:8px;cursor:pointer}`;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Sends the page in Czech to whoever prefers Czech, else in English. */
export function landingPage(reply: FastifyReply, accepted: string | undefined, kind: Kind) {
  const language = /^\s*cs\b/i.test(accepted ?? '') ? 'cs' : 'en';
  const say = words[language];
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('vary', 'Accept-Language')
    .header('x-robots-tag', 'noindex')
    .send(`<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${say.title}</title><style>${style}</style></head>
<body><main><h1>${say.title}</h1><p${kind === 'ask' ? '' : ' role="alert"'}>${say[kind]}</p>
<form action="/CallShow"><label for="number">${say.label}</label>
<input id="number" name="number" inputmode="numeric" autocomplete="off" autofocus required maxlength="40"
 pattern="[0-9 .()/\\-]{${typedDigits},}"><button>${say.go}</button></form></main></body></html>`);
}
