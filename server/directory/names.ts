import { limits } from '@hovor/protocol/limits';
import { invalid } from '../foundation/errors.ts';
import { cleanName } from '../foundation/security/text.ts';

/** A name others will see, cleaned; refused when nothing visible is left. */
export function requiredName(field: string, text: string, maxLength: number = limits.nameLength): string {
  if (text.length > maxLength) throw invalid(field, `at most ${maxLength} characters.`);
  const name = cleanName(text, maxLength);
  if (name === '') throw invalid(field, 'must not be empty.');
  return name;
}

/** The same for a name that may be missing: empty becomes null. */
export function optionalName(field: string, text: string | null | undefined, maxLength: number = limits.nameLength) {
  if (text === null || text === undefined) return null;
  if (text.length > maxLength) throw invalid(field, `at most ${maxLength} characters.`);
  return cleanName(text, maxLength) || null;
}

/** An e-mail address in the form people use; not every address RFC 5321 allows. */
export function requiredEmail(field: string, text: string): string {
  const email = text.trim().normalize('NFC');
  const looksRight = /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[^\s@<>()[\]\\,;:"\p{C}]+\.[^\s@<>()[\]\\,;:".\p{C}]{2,}$/u.test(
    email,
  );
  if (!looksRight || email.length > limits.emailLength) throw invalid(field, 'must be an e-mail address.');
  return email;
}

/** A user name: visible characters without blanks. */
export function requiredUsername(field: string, text: string): string {
  const username = requiredName(field, text);
  if (/\s/u.test(username)) throw invalid(field, 'must not contain blanks.');
  return username;
}

/** A time zone this machine knows, such as Europe/Prague. */
export function requiredTimezone(field: string, text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw invalid(field, 'must be the name of a time zone, such as Europe/Prague.');
  }
}
