import type { TextRun } from '@hovor/protocol/bot';
import { limits } from '@hovor/protocol/limits';

/**
 * HTML of chatbots (CB-CM-24, SEC-DP-4). Nothing of it is ever handed to a browser: it is read into runs of text, of
 * which only bold, italics and links to the web are kept, and written anew from those.
 */

/** An http(s) address as the URL parser writes it; null for everything else. */
export function webUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > limits.urlLength || !URL.canParse(value.trim())) return null;
  const url = new URL(value.trim());
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

const linkUrl = (value: string): string | null =>
  /^(mailto|tel):[^\s<>"]{1,300}$/i.test(value.trim()) ? value.trim() : webUrl(value);

const token = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)\b([^>]*)>|&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});|[^<&]+|[<&]/gi;
const attribute = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const strong = new Set(['strong', 'b']);
const emphasis = new Set(['em', 'i']);
/** Elements whose end is the end of a line. */
const blocks = new Set(['p', 'div', 'li', 'tr', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Elements whose text is none. */
const silent = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg', 'title']);

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The runs of a text with HTML; never throws. A `<` or `&` that begins nothing is itself. */
export function runsOf(html: string): TextRun[] {
  const runs: TextRun[] = [];
  const links: (string | null)[] = [];
  let bold = 0;
  let italic = 0;
  let hidden = 0;
  const add = (text: string) => {
    if (hidden > 0 || text === '') return;
    const href = links.findLast((link) => link !== null);
    const look = { ...(bold > 0 && { strong: true }), ...(italic > 0 && { em: true }), ...(href && { href }) };
    const last = runs.at(-1);
    const same = last && last.strong === look.strong && last.em === look.em && last.href === look.href;
    if (same) last.text += text;
    else runs.push({ text, ...look });
  };
  const step = (count: number, closing: boolean) => Math.max(0, count + (closing ? -1 : 1));

  for (const [whole, slash, element, attributes = '', entity] of clean(html).matchAll(token)) {
    if (entity) {
      add(decoded(entity) ?? whole);
      continue;
    }
    if (!element) {
      if (!whole.startsWith('<!--')) add(whole);
      continue;
    }
    const name = element.toLowerCase();
    const closing = slash === '/';
    if (silent.has(name)) hidden = step(hidden, closing);
    else if (strong.has(name)) bold = step(bold, closing);
    else if (emphasis.has(name)) italic = step(italic, closing);
    else if (name === 'br' || (closing && blocks.has(name))) add('\n');
    else if (name === 'a' && closing) links.pop();
    else if (name === 'a') {
      const [, double, single, bare] = attribute.exec(attributes) ?? [];
      links.push(linkUrl(unescaped(double ?? single ?? bare ?? '')));
    }
  }
  return trimmed(runs);
}

/** The same as HTML of our own writing: what is stored and what the Public API shows. */
export const htmlOf = (runs: readonly TextRun[]): string =>
  runs
    .map(({ text, strong: isStrong, em, href }) => {
      let html = escaped(text).replaceAll('\n', '<br>');
      if (em) html = `<em>${html}</em>`;
      if (isStrong) html = `<strong>${html}</strong>`;
      return href ? `<a href="${escaped(href)}">${html}</a>` : html;
    })
    .join('');

export const plainOf = (runs: readonly TextRun[]): string => runs.map(({ text }) => text).join('');

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Without characters no database or screen takes. */
const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().replaceAll('\r\n', '\n');

function decoded(entity: string): string | null {
  if (!entity.startsWith('#')) return entities[entity.toLowerCase()] ?? null;
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  const character = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return character.isWellFormed() ? character : '';
}

const unescaped = (text: string) =>
  text.replaceAll(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, entity: string) => decoded(entity) ?? whole);

/** No empty lines at either end, at most one between. */
function trimmed(runs: TextRun[]): TextRun[] {
  const [first] = runs;
  if (first) first.text = first.text.replace(/^\s+/, '');
  const last = runs.at(-1);
  if (last) last.text = last.text.replace(/\s+$/, '');
  for (const run of runs) run.text = run.text.replaceAll(/\n{3,}/g, '\n\n');
  return runs.filter(({ text }) => text !== '');
}
