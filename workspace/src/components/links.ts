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

/** Without the marks that end a sentence; a closing bracket stays when it opened inside the address. */
function withoutTail(address: string): string {
  const count = (text: string, mark: string) => text.split(mark).length - 1;
  let kept = address;
  while (/[.,;:!?…)\]}»“”]$/u.test(kept)) {
    if (kept.endsWith(')') && count(kept, '(') >= count(kept, ')')) break;
    kept = kept.slice(0, -1);
  }
  return kept;
}

function addressOf(shown: string): string | null {
  const address = /^www\./i.test(shown) ? `https://${shown}` : shown;
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? href : null;
}

/** An address somebody's page sent: a link only when it is http or https. */
export const safeAddress = (address: string | null): string | null => (address === null ? null : addressOf(address));
