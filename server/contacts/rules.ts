import { createHash } from 'node:crypto';
import { limits } from '@hovor/protocol/limits';
import { invalid } from '../foundation/errors.ts';
import { cleanName } from '../foundation/security/text.ts';
import {
  type Contact,
  type ContactChange,
  type ContactData,
  emailField,
  nameField,
  phoneField,
  systemFields,
} from './schema.ts';

/** Decisions about contacts without any I/O: what is stored, what counts as the same, what is found by a search. */

// --- What is stored ---------------------------------------------------------------------------------------------

const systemNames = new Map(systemFields.map((name) => [name, name]));

/** A field's name as it is stored: visible characters only; system names in their one spelling (API-CONV-6). */
export function fieldName(given: string): string {
  if (given.length > limits.paramNameLength) throw invalid('field', `at most ${limits.paramNameLength} characters.`);
  const name = cleanName(given, limits.paramNameLength);
  if (name === '') throw invalid('field', 'must have a name.');
  return systemNames.get(name.toLowerCase() as (typeof systemFields)[number]) ?? name;
}

function fieldValue(field: string, given: string): string {
  if (given.length > limits.contactValueLength) {
    throw invalid(field, `at most ${limits.contactValueLength} characters for one value.`);
  }
  if (given.includes('\0')) throw invalid(field, 'must not contain the character NUL.');
  return cleanName(given, limits.contactValueLength);
}

/**
 * Fields from outside as a change. A list replaces the values of its field and an empty one (or null) removes it;
 * `id` is skipped, so that what was read can be sent back (API-CON-3). @throws invalid-input
 */
export function changeOf(fields: Readonly<Record<string, readonly string[] | null>>): ContactChange {
  const change: ContactChange = { data: {} };
  const data = new Map<string, string[]>();
  for (const [given, values] of Object.entries(fields)) {
    if (given.toLowerCase() === 'id') continue;
    const field = fieldName(given);
    const cleaned = distinct((values ?? []).map((value) => fieldValue(field, value)).filter((value) => value !== ''));
    if (field === nameField) {
      if (cleaned.length > 1) throw invalid(field, 'A contact has one name.');
      change.name = nameOf(cleaned[0] ?? null);
    } else {
      data.set(field, distinct([...(data.get(field) ?? []), ...cleaned]));
    }
  }
  change.data = Object.fromEntries(data);
  return change;
}

export function nameOf(given: string | null): string | null {
  if (given === null) return null;
  if (given.length > limits.nameLength) throw invalid(nameField, `at most ${limits.nameLength} characters.`);
  return fieldValue(nameField, given) || null;
}

/** The contact after a change. @throws invalid-input when it would be larger than a contact may be */
export function changed(
  contact: Pick<Contact, 'name' | 'data'>,
  change: ContactChange,
): { name: string | null; data: ContactData } {
  const merged = Object.entries({ ...contact.data, ...change.data }).filter(([, values]) => values.length > 0);
  if (merged.length > limits.contactFields) throw invalid('data', `at most ${limits.contactFields} fields.`);
  let size = 0;
  for (const [field, values] of merged) {
    if (values.length > limits.contactValues) throw invalid(field, `at most ${limits.contactValues} values.`);
    size += field.length + values.reduce((sum, value) => sum + value.length, 0);
  }
  if (size > limits.contactSize) throw invalid('data', `at most ${limits.contactSize} characters in one contact.`);
  return { name: change.name === undefined ? contact.name : change.name, data: Object.fromEntries(merged) };
}

/** Lists united, in the order of the contacts (AD-CD-7). Spellings of one phone or e-mail stay once. */
export function united(contacts: readonly Pick<Contact, 'data'>[]): ContactData {
  const all = new Map<string, string[]>();
  for (const { data } of contacts) {
    for (const [field, values] of Object.entries(data)) all.set(field, [...(all.get(field) ?? []), ...values]);
  }
  return Object.fromEntries([...all].map(([field, values]) => [field, distinctIn(field, values)]));
}

const distinct = (values: readonly string[]) => [...new Set(values)];

function distinctIn(field: string, values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = keysOf(field, value)[0] ?? value;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

// --- What counts as the same ------------------------------------------------------------------------------------

/** Digits of a number that decide within a country. National numbers are compared by them. */
const nationalDigits = 9;
/** Longer values are compared by their digest: an index entry has to stay small. */
const longestKey = 200;

/** Digits of a phone number and whether it names its country; null when it is no number. */
function phoneOf(value: string): { digits: string; international: boolean } | null {
  const text = value.replace(/^\s*(tel:|\+\s*)/i, (prefix) => (prefix.includes('+') ? '+' : ''));
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return null;
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < 3) return null;
  if (text.startsWith('+')) return { digits, international: true };
  if (digits.startsWith('00')) return { digits: digits.slice(2), international: true };
  return { digits: digits.replace(/^0+/, '') || digits, international: false };
}

/** What a stored value is found by. The first key is the value itself, made comparable. */
export function keysOf(field: string, value: string): string[] {
  if (field === phoneField) {
    const phone = phoneOf(value);
    if (phone?.international) return [`${field}=+${phone.digits}`, `${field}~${phone.digits.slice(-nationalDigits)}`];
    if (phone) return [`${field}=${phone.digits}`];
  }
  return [`${field}=${short(comparable(value))}`];
}

/**
 * Keys any of which a contact must have to hold this value. Two international numbers must be the same; a national one
 * equals an international one that ends with it.
 */
export function sameAs(field: string, value: string): string[] {
  const phone = field === phoneField ? phoneOf(value) : null;
  if (phone?.international) return [`${field}=+${phone.digits}`, `${field}=${phone.digits.slice(-nationalDigits)}`];
  if (phone) return [`${field}=${phone.digits}`, `${field}~${phone.digits}`];
  return keysOf(field, value);
}

const comparable = (value: string) => value.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
const short = (text: string) =>
  text.length <= longestKey ? text : `#${createHash('sha256').update(text).digest('base64url')}`;

/** Every key of a contact. */
export function contactKeys({ name, data }: Pick<Contact, 'name' | 'data'>): string[] {
  const fields = Object.entries(data).flatMap(([field, values]) => values.flatMap((value) => keysOf(field, value)));
  return distinct([...(name === null ? [] : keysOf(nameField, name)), ...fields]);
}

/** The phone and e-mail values another contact must not share unnoticed (AD-CD-8): field → keys. */
export function telling({ data }: Pick<Contact, 'data'>): { field: string; keys: string[] }[] {
  return [phoneField, emailField].flatMap((field) => {
    const keys = (data[field] ?? []).flatMap((value) => sameAs(field, value));
    return keys.length > 0 ? [{ field, keys }] : [];
  });
}

// --- What a search finds ----------------------------------------------------------------------------------------

const longestWord = 60;
const mostWords = 300;

/** Words without case and accents. */
const wordsIn = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, longestWord).toWellFormed());

/** Words of a contact; a phone number counts with and without its country. */
export function contactWords({ name, data }: Pick<Contact, 'name' | 'data'>): string[] {
  const words = name === null ? [] : wordsIn(name);
  for (const [field, values] of Object.entries(data)) {
    for (const value of values) {
      const phone = field === phoneField ? phoneOf(value) : null;
      if (phone) words.push(phone.digits.slice(0, longestWord), phone.digits.slice(-nationalDigits));
      words.push(...wordsIn(value));
    }
  }
  return distinct(words).slice(0, mostWords);
}

/** A search as PostgreSQL reads it: every word must begin a word of the contact. null = nothing to search for. */
export function searchQuery(text: string): string | null {
  const phone = phoneOf(text);
  const words = phone ? [phone.digits.slice(0, longestWord)] : wordsIn(text).slice(0, 10);
  // Words are letters and digits only, so none can leave its quotes.
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}
