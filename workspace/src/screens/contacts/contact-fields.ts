import type { Contact, ContactChange } from '../../api/contacts.ts';

/** System names of contact fields (MOD-KEY). */
export const contactFields = {
  email: 'oo1_guest_email',
  phone: 'oo1_guest_phone',
  address: 'oo1_guest_address',
  /** The browsers a contact came with; kept by the server, of no use to people. */
  guid: 'oo1_guest_guid',
} as const;

const always: readonly string[] = [contactFields.email, contactFields.phone, contactFields.address];
const hidden: ReadonlySet<string> = new Set([contactFields.guid]);

/** A contact under edit: every field has at least one line to type in. */
export interface Draft {
  name: string;
  fields: { field: string; values: string[] }[];
}

export function draftOf(contact: Pick<Contact, 'name' | 'data'>): Draft {
  const own = Object.keys(contact.data).filter((field) => !always.includes(field) && !hidden.has(field));
  const fields = [...always, ...own.sort((a, b) => a.localeCompare(b))];
  return {
    name: contact.name ?? '',
    fields: fields.map((field) => ({ field, values: contact.data[field]?.length ? contact.data[field] : [''] })),
  };
}

/** What the draft changes; null = nothing. Only fields that differ are sent, so two people can edit one contact. */
export function changeOf(contact: Pick<Contact, 'name' | 'data'>, draft: Draft): ContactChange | null {
  const name = draft.name.trim() || null;
  const data: Record<string, string[]> = {};
  for (const { field, values } of draft.fields) {
    const filled = values.map((value) => value.trim()).filter((value) => value !== '');
    const before = contact.data[field] ?? [];
    if (filled.length !== before.length || filled.some((value, index) => value !== before[index])) data[field] = filled;
  }
  return name === contact.name && Object.keys(data).length === 0 ? null : { name, data };
}

/** What a contact is called where it has no name. */
export const contactTitle = ({ name, data }: Pick<Contact, 'name' | 'data'>): string | null =>
  name ?? data[contactFields.email]?.[0] ?? data[contactFields.phone]?.[0] ?? null;

/** Lines under the name, as far as the name is not one of them. */
export function contactLines(contact: Pick<Contact, 'name' | 'data'>): string[] {
  const { email, phone } = contactFields;
  const title = contactTitle(contact);
  return [...(contact.data[email] ?? []), ...(contact.data[phone] ?? [])].filter((line) => line !== title);
}
