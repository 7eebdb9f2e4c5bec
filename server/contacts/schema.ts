import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from '@hovor/protocol/schema';

/** System names of contact fields (MOD-KEY-1 to MOD-KEY-3). */
export const nameField = 'oo1_guest_ident';
export const emailField = 'oo1_guest_email';
export const phoneField = 'oo1_guest_phone';
export const addressField = 'oo1_guest_address';
export const guidField = 'oo1_guest_guid';
export const systemFields = [nameField, emailField, phoneField, addressField, guidField] as const;

/** Field → its values; the name is apart, because there is one (AD-CD-3, AD-CD-4). */
export type ContactData = Record<string, string[]>;

/** A contact as it is stored. */
export interface Contact {
  id: number;
  companyId: number;
  tenantId: number;
  name: string | null;
  data: ContactData;
  created: Date;
  updated: Date;
  /** When its data was blanked for good (SEC-AN-3). */
  anonymized: Date | null;
}

/** What a caller wants to change: a list replaces the field's values, an empty one removes the field. */
export interface ContactChange {
  /** undefined = as it was, null = none. */
  name?: string | null;
  data: ContactData;
}

/** Operators of a saved filter (AD-CD-6): those of AD-RT-8 that a list of texts can answer. */
export const filterOperators = [
  'equals',
  'not equals',
  'contains',
  'starts with',
  'in list',
  'is set',
  'is not set',
] as const;

export const FilterCondition = Closed({
  field: Type.String({ minLength: 1, maxLength: limits.paramNameLength }),
  operator: OneOf(filterOperators),
  value: Type.String({ maxLength: limits.contactValueLength }),
});
export type FilterCondition = Static<typeof FilterCondition>;

/** A saved filter: all conditions must hold. */
export interface ContactFilter {
  id: number;
  name: string;
  conditions: FilterCondition[];
}

/** A contact that shares a phone number or an e-mail address with another (AD-CD-8). */
export interface Duplicate {
  contact: Contact;
  field: string;
}

// What the workspace sends and gets.

const TenantId = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
export const TenantPath = Closed({ tenantId: TenantId });
export const ContactPath = Closed({ tenantId: TenantId, contactId: Id });
export const FilterPath = Closed({ tenantId: TenantId, filterId: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) });

export const ContactsQuery = Closed({
  before: Type.Optional(Id),
  search: Type.Optional(Type.String({ maxLength: limits.nameLength })),
  filterId: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
});

const FieldName = Type.String({ minLength: 1, maxLength: limits.paramNameLength });
const Values = Type.Array(Type.String({ maxLength: limits.contactValueLength }), { maxItems: limits.contactValues });
export const ContactBody = Closed({
  name: Nullable(Type.String({ maxLength: limits.nameLength })),
  data: Type.Record(FieldName, Values, { maxProperties: limits.contactFields }),
});

export const ContactView = Closed({
  id: Id,
  name: Nullable(Type.String()),
  data: Type.Record(Type.String(), Type.Array(Type.String())),
  created: Time,
  updated: Time,
});
export type ContactView = Static<typeof ContactView>;

export const DuplicateView = Closed({ contact: ContactView, field: Type.String() });
/** A contact after it was saved, and who else has its phone or e-mail (AD-CD-8). */
export const SavedContact = Closed({ contact: ContactView, duplicates: Type.Array(DuplicateView) });

export const MergeBody = Closed({
  /** The contact that stays. */
  into: Id,
  from: Type.Array(Id, { minItems: 1, maxItems: limits.contactsPerMerge - 1 }),
  name: Nullable(Type.String({ maxLength: limits.nameLength })),
});

export const FilterBody = Closed({
  name: Type.String({ minLength: 1, maxLength: limits.nameLength }),
  conditions: Type.Array(FilterCondition, { minItems: 1, maxItems: limits.contactConditions }),
});
export const FilterView = Closed({ id: Id, name: Type.String(), conditions: Type.Array(FilterCondition) });
export const Done = Type.Null();

export const viewOf = ({ id, name, data, created, updated }: Contact): ContactView => ({
  id,
  name,
  data,
  created: created.toISOString(),
  updated: updated.toISOString(),
});
