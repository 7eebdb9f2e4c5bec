import { limits } from '@hovor/protocol/limits';

/** What of an adaptive card can be shown (CB-CD-1): its texts, pictures, films and plain actions, each in order. */
export interface AdaptiveParts {
  /** HTML, not cleaned: markdown of text blocks turned into the tags that chatbots may use (CB-CM-24). */
  texts: string[];
  images: unknown[];
  media: { url: unknown; contentType: unknown }[];
  actions: unknown[];
  /** For those who cannot draw the card, in the words of its author. */
  fallbackText: unknown;
}

/** Members of an object, found without regard to case (`membersOf`). */
type Members = (value: unknown) => (name: string) => unknown;

/** Cards nest; deeper than this nobody draws. */
const deepest = 8;
const most = 200;

/** Elements that hold others, and the member they hold them in. */
const contents: ReadonlyMap<string, string> = new Map([
  ['container', 'items'],
  ['column', 'items'],
  ['tablecell', 'items'],
  ['columnset', 'columns'],
  ['imageset', 'images'],
  ['table', 'rows'],
  ['tablerow', 'cells'],
]);

/** Reads a card; never throws. Inputs and what nobody knows are left out, their `fallback` is taken in their place. */
export function readAdaptiveCard(card: unknown, membersOf: Members): AdaptiveParts {
  const given = membersOf(card);
  const parts: AdaptiveParts = { texts: [], images: [], media: [], actions: [], fallbackText: given('fallbackText') };
  let seen = 0;

  const walk = (list: unknown, depth: number) => {
    if (!Array.isArray(list) || depth > deepest) return;
    for (const element of list) if (++seen <= most) take(membersOf(element), depth);
  };

  /** Elements that say something themselves. */
  const draw: Record<string, (part: (name: string) => unknown) => void> = {
    textblock: (part) => addText(markdown(part('text'))),
    richtextblock: (part) => addText(listOf(part('inlines')).map(inline).join('')),
    factset(part) {
      for (const fact of listOf(part('facts')).map(membersOf)) {
        addText(`<strong>${markdown(fact('title'))}</strong> ${markdown(fact('value'))}`);
      }
    },
    image: (part) => parts.images.push(part('url')),
    media(part) {
      const [source] = listOf(part('sources')).map(membersOf);
      if (source) parts.media.push({ url: source('url'), contentType: source('mimeType') });
    },
    actionset: (part) => parts.actions.push(...listOf(part('actions'))),
  };

  function take(part: (name: string) => unknown, depth: number) {
    const type = String(part('type')).toLowerCase();
    const within = contents.get(type);
    if (Object.hasOwn(draw, type)) draw[type]?.(part);
    else if (within) walk(part(within), depth + 1);
    else if (typeof part('fallback') === 'object') walk([part('fallback')], depth + 1);
  }

  const addText = (html: string) => {
    if (html.trim() !== '') parts.texts.push(html);
  };
  const inline = (run: unknown) => {
    if (typeof run === 'string') return escaped(run);
    const look = membersOf(run);
    let html = escaped(textOf(look('text')));
    if (look('italic') === true) html = `<em>${html}</em>`;
    return String(look('weight')).toLowerCase() === 'bolder' ? `<strong>${html}</strong>` : html;
  };

  walk(given('body'), 0);
  parts.actions.push(...listOf(given('actions')));
  return parts;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, limits.botButtons) : []);

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, limits.messageLength) : '';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The markdown that text blocks know: bold, italics, links and lists. */
const markdown = (value: unknown) =>
  escaped(textOf(value))
    .replaceAll(/\[([^[\]]{1,300})\]\(([^()\s]{1,1000})\)/g, '<a href="$2">$1</a>')
    .replaceAll(/\*\*([^*]+)\*\*|__([^_]+)__/g, '<strong>$1$2</strong>')
    .replaceAll(/(^|[\s>])[*_]([^*_\n]+)[*_](?=$|[\s<.,;:!?)])/g, '$1<em>$2</em>')
    .replaceAll(/^[-*]\s+/gm, '• ')
    .replaceAll(/\r?\n/g, '<br>');
