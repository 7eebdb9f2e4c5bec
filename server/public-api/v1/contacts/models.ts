import { limits } from '@hovor/protocol/limits';
import { type Contact, type ContactChange, type ContactData, nameField } from '../../../contacts/schema.ts';
import { changeOf } from '../../../contacts/service.ts';
import { invalid, Problem } from '../../../foundation/errors.ts';
import { integer, list, loose, object, optional, type Reader, text } from '../conventions/body.ts';

/** Both shapes of a contact (MOD-CV), and how they are read. */

/** `ContactModel`: lists of values, the name among them (MOD-CV-1). */
export const contactModel = ({ id, name, data }: Contact) => ({
  id,
  data: { ...(name !== null && { [nameField]: [name] }), ...data },
});

/** The older, flat shape: the name is one text (MOD-CV-2). */
export const flatContact = ({ id, name, data }: Contact) => ({
  id,
  ...data,
  ...(name !== null && { [nameField]: name }),
});

type Fields = Record<string, string[] | null>;

const value = loose(text({ max: limits.contactValueLength }));

/** One value counts as a list of one; null and an empty list are "no value". */
const values: Reader<string[] | null> = (given, at) => {
  if (given === null || given === undefined) return null;
  return typeof given !== 'object' ? [value(given, at)] : list(value, { max: limits.contactValues })(given, at);
};

/** A map field → values. Its keys are names of fields, kept as they are (API-CONV-10). */
const fields: Reader<Fields> = (given, at) => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(at, 'Send an object of fields and their values.');
  }
  const entries = Object.entries(given).filter(([name]) => name.toLowerCase() !== 'id');
  if (entries.length > limits.contactFields) throw invalid(at, `Send at most ${limits.contactFields} fields.`);
  const path = at === 'body' ? '' : `${at}.`;
  return Object.fromEntries(entries.map(([name, held]) => [name, values(held, `${path}${name}`)]));
};

/** `ContactFields` as a change of a contact. */
export const readChange: Reader<ContactChange> = (given, at) => changeAt(fields(given, at), at);

/** Several contacts in one array (API-CON-2, API-CON-5). */
export const readContacts = list(readChange, { max: limits.contactsPerRequest });

/** `MergeModel` (MOD-CON-3). */
export function readMerge(body: unknown): { ids: number[]; name?: string | null; data?: ContactData } {
  const { ids, contactData } = mergeModel(body, 'body');
  const change = contactData?.data ? changeAt(contactData.data, 'contactData') : undefined;
  const named = contactData?.fullName ?? null;
  const name = named === null ? change?.name : changeAt({ [nameField]: [named] }, 'contactData').name;
  return { ids, ...(name !== undefined && { name }), ...(change && { data: change.data }) };
}

const mergeModel = object({
  ids: list(integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { min: 2, max: limits.contactsPerMerge }),
  contactData: optional(object({ fullName: optional(text({ max: limits.nameLength })), data: optional(fields) })),
});

/** Names the element of an array in what is wrong with it. */
function changeAt(given: Fields, at: string): ContactChange {
  try {
    return changeOf(given);
  } catch (error) {
    if (!(error instanceof Problem) || !error.fields || at === 'body') throw error;
    const named = Object.fromEntries(Object.entries(error.fields).map(([field, why]) => [`${at}.${field}`, why]));
    throw new Problem('invalid-input', { detail: error.message, fields: named });
  }
}
