/**
 * A conversation of the demo shop. `text` holds one line per message: `C:` the client, `O:` the operator. In braces:
 * {client} how the operator addresses the client, {first} the client's first name, {operator} the operator's first
 * name, {order} {parcel} {price} {date} numbers made up for this conversation, {product} {beans} things of the shop.
 * Czech verbs carry {a} (client) and {oa} (operator) where the ending depends on who speaks.
 */
export interface Dialogue {
  language: 'cs' | 'en';
  text: string;
  result: string;
  tags: readonly string[];
  /** Stars clients tend to give afterwards; null = most do not rate. */
  stars: readonly number[] | null;
  /** Page of the shop the client was on. */
  page: string;
  /** What the operator wrote down at the end. */
  note?: string;
}

export interface Line {
  by: 'client' | 'operator';
  text: string;
}

/** The lines of a conversation with everything in braces filled in. */
export function linesOf(dialogue: Dialogue, words: Readonly<Record<string, string>>): Line[] {
  const lines = dialogue.text.trim().split('\n');
  return lines.map((line) => ({
    by: line.startsWith('C:') ? 'client' : 'operator',
    text: line
      .slice(2)
      .trim()
      .replaceAll(/\{(\w+)\}/g, (_whole, word: string) => words[word] ?? ''),
  }));
}
