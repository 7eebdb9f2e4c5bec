import { query, request } from './http.ts';

/** A person of the directory: one name, and fields that each hold a list of values (AD-CD). */
export interface Contact {
  id: number;
  name: string | null;
  data: Record<string, string[]>;
  created: string;
  updated: string;
}

/** A contact as stored, and others with the same phone or e-mail (AD-CD-8). */
export interface SavedContact {
  contact: Contact;
  duplicates: { contact: Contact; field: string }[];
}

export interface ContactCondition {
  field: string;
  operator: 'equals' | 'not equals' | 'contains' | 'starts with' | 'in list' | 'is set' | 'is not set';
  value: string;
}

export interface ContactFilter {
  id: number;
  name: string;
  conditions: ContactCondition[];
}

/** Fields in `data` replace those of the contact, an empty list removes one; the rest stays. */
export type ContactChange = Pick<Contact, 'name' | 'data'>;

const base = (tenantId: number) => `/tenants/${tenantId}/contacts`;
const filters = (tenantId: number) => `/tenants/${tenantId}/contact-filters`;
const ofSession = (sessionId: number) => `/sessions/${sessionId}/contact`;

export const contactsApi = {
  list: (tenantId: number, page: { search?: string; filterId?: number | null; before?: number | null }) =>
    request<Contact[]>('GET', `${base(tenantId)}${query(page)}`),
  get: (tenantId: number, id: number) => request<SavedContact>('GET', `${base(tenantId)}/${id}`),
  add: (tenantId: number, contact: ContactChange) => request<SavedContact>('POST', base(tenantId), contact),
  change: (tenantId: number, id: number, change: ContactChange) =>
    request<SavedContact>('PUT', `${base(tenantId)}/${id}`, change),
  remove: (tenantId: number, id: number) => request<void>('DELETE', `${base(tenantId)}/${id}`),
  /** `into` stays, the others become part of it. */
  merge: (tenantId: number, merge: { into: number; from: number[]; name: string | null }) =>
    request<SavedContact>('POST', `${base(tenantId)}/merge`, merge),

  filters: (tenantId: number) => request<ContactFilter[]>('GET', filters(tenantId)),
  addFilter: (tenantId: number, filter: Omit<ContactFilter, 'id'>) =>
    request<ContactFilter>('POST', filters(tenantId), filter),
  changeFilter: (tenantId: number, { id, ...filter }: ContactFilter) =>
    request<ContactFilter>('PUT', `${filters(tenantId)}/${id}`, filter),
  removeFilter: (tenantId: number, id: number) => request<void>('DELETE', `${filters(tenantId)}/${id}`),

  ofSession: (sessionId: number) =>
    request<{ contact: Contact | null; candidates: Contact[] }>('GET', ofSession(sessionId)),
  addFromSession: (sessionId: number) => request<Contact>('POST', ofSession(sessionId)),
  link: (sessionId: number, contactId: number) => request<Contact>('PUT', ofSession(sessionId), { contactId }),
  unlink: (sessionId: number) => request<void>('DELETE', ofSession(sessionId)),
};
