export interface TextPart {
  text: string;
  /** Address to open; null = plain text. */
  href: string | null;
}

const candidate = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+\.[^\s<>"']+/giu;

/**
 * Cuts text into plain parts and links. Only http and https become links, and only where the address parses; marks
 * that end a sentence stay outside. The text itself never changes, so what is shown is what was written.
 */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(candidate)) {
    const shown = withoutTail(match[0]);
    const href = addressOf(shown);
    if (href === null) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index), href: null });
    parts.push({ text: shown, href });
    done = match.index + shown.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), href: null });
  return parts;
}

function withoutTail(address: string): string {
  let end = address.length;
  while (end > 0 && /[.,;:!?…)\]}»“”]/u.test(address[end - 1] ?? '')) {
    // A closing bracket belongs to the address when it opened inside.
    if (
      address[end - 1] === ')' &&
      address.slice(0, end).split('(').length > address.slice(0, end).split(')').length - 1
    )
      break;
    end--;
  }
  return address.slice(0, end);
}

function addressOf(shown: string): string | null {
  const address = /^www\./i.test(shown) ? `https://${shown}` : shown;
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? href : null;
}

/** An address somebody's page sent: a link only when it is http or https. */
export const safeAddress = (address: string | null): string | null => (address === null ? null : addressOf(address));
