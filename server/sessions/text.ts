import { limits } from '@hovor/protocol/limits';
import { invalid } from '../foundation/errors.ts';
import { cleanName } from '../foundation/security/text.ts';

/**
 * Text of a conversation stays as it was written; what the database cannot hold is refused, what cannot be shown is
 * replaced. Lengths are characters (code points), as in the schemas.
 */
export function storable(field: string, text: string, maxLength: number): string {
  if (text.includes('\0')) throw invalid(field, 'must not contain the character NUL.');
  if (text.length > maxLength && [...text].length > maxLength) throw invalid(field, `at most ${maxLength} characters.`);
  return text.toWellFormed();
}

/** One chat message (OP-WC-11): longer text is refused, not cut; white space alone is no message. */
export function messageText(field: string, text: string): string {
  if (!/\S/.test(text)) throw invalid(field, 'must not be empty.');
  return storable(field, text, limits.messageLength);
}

/** One visible line others read (names, e-mail addresses, phone numbers, tags); null when nothing visible remains. */
export function optionalLine(field: string, text: string | null | undefined, maxLength: number): string | null {
  if (text === null || text === undefined) return null;
  return cleanName(storable(field, text, maxLength), maxLength) || null;
}

export function requiredLine(field: string, text: string, maxLength: number): string {
  const line = optionalLine(field, text, maxLength);
  if (line === null) throw invalid(field, 'must not be empty.');
  return line;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function requiredUuid(field: string, text: string): string {
  if (!uuid.test(text)) throw invalid(field, 'must be a UUID.');
  return text.toLowerCase();
}
