export type TextPart = { text: string } | { text: string; href: string };

const candidate =
  /(?:https?:\/\/|www\.)[^\s<>"“”„]+|mailto:[^\s<>"]+|tel:\+?[\d().\-/]{5,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** Characters that change the direction of what stands around them, or stand for nothing: an address has no use for them. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/**
 * Cuts a message into plain text and addresses that may be pressed. Only http, https, mailto and tel become links, and
 * a link reads as where it leads: a host with letters that could be mistaken for others is shown as punycode, an address
 * with a user name in front of the host stays text.
 */
export function linkParts(message: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of message.matchAll(candidate)) {
    const found = trimEnd(match[0]);
    const link = toLink(found);
    if (!link) continue;
    if (match.index > end) parts.push({ text: message.slice(end, match.index) });
    parts.push(link);
    end = match.index + found.length;
  }
  if (end < message.length) parts.push({ text: message.slice(end) });
  return parts;
}

/** Punctuation after an address belongs to the sentence; so does a closing bracket that was not opened inside. */
function trimEnd(found: string): string {
  let text = found;
  for (;;) {
    const last = text.at(-1) ?? '';
    const unopened = last === ')' && text.split('(').length < text.split(')').length;
    if (!unopened && !/[.,;:!?'’\]}…]/.test(last)) return text;
    text = text.slice(0, -1);
  }
}

function toLink(found: string): TextPart | null {
  if (invisible.test(found)) return null;
  const full = /^www\./i.test(found)
    ? `https://${found}`
    : /^(https?|mailto|tel):/i.test(found)
      ? found
      : `mailto:${found}`;
  let url: URL;
  try {
    url = new URL(full);
  } catch {
    return null;
  }
  if (!schemes.has(url.protocol) || url.username || url.password) return null;
  if (!url.protocol.startsWith('http')) return { text: found, href: url.href };
  if (!url.hostname.includes('.') && url.hostname !== 'localhost') return null;
  const typedHost = /^(?:https?:\/\/)?([^/?#:]+)/i.exec(found)?.[1] ?? '';
  const text = typedHost.toLowerCase() === url.hostname ? found : found.replace(typedHost, url.hostname);
  return { text, href: url.href };
}
