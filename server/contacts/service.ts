import { limits } from '@hovor/protocol/limits';
import { createSettings } from '../directory/service.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { lockContact, lockContacts, openTenant, recordOf } from './access.ts';
import { conditionSql, hasField, hasValue, matches, readFilters } from './filter-queries.ts';
import { createFilters } from './filters.ts';
import { moveLinks, sessionIdsOf } from './identity-queries.ts';
import { isOperatorOnly, scopeOf } from './policies.ts';
import {
  contactsWithKeys,
  deleteContacts,
  insertContacts,
  readContact,
  selectContacts,
  updateContact,
} from './queries.ts';
import { changed, sameAs, searchQuery, telling, united } from './rules.ts';
import {
  type Contact,
  type ContactChange,
  type ContactData,
  type Duplicate,
  emailField,
  phoneField,
} from './schema.ts';

export interface ContactList {
  tenantId?: number;
  /** A field that must hold `value`, or any value when that is missing (API-CON-1). */
  field?: { name: string; value?: string };
  /** A saved filter (AD-CD-6). @throws invalid-input when there is none for the actor */
  filterId?: number;
  /** Beginnings of words in name and values; digits of a phone number. */
  search?: string;
  /** Only ids above (ascending), or below (descending). */
  after?: number;
  before?: number;
  offset?: number;
  limit?: number;
}

export interface Merge {
  /** The first one stays and keeps its id. */
  ids: readonly number[];
  /** undefined = the first name there is. */
  name?: string | null;
  /** The resulting fields; undefined = all lists united. */
  data?: ContactData;
}

/** The contact directory (AD-CD). Who may touch which tenant is decided by `scopeOf` and by the routes' policies. */
export type Contacts = ReturnType<typeof createContacts>;

export function createContacts(store: Store) {
  const { db } = store;
  const settings = createSettings(store);

  return {
    ...createFilters(store),

    /** Contacts the actor may see: newest first, or by ascending id above `after` (API-CON-1). */
    async list(actor: Actor, wanted: ContactList): Promise<Contact[]> {
      const scope = scopeOf(actor, 'read', wanted.tenantId);
      const conditions = [];
      if (wanted.field) {
        const { name, value } = wanted.field;
        conditions.push(value === undefined ? hasField(name) : hasValue(name, value));
      }
      if (wanted.filterId !== undefined) {
        const [filter] = await readFilters(db, scope, wanted.filterId);
        if (!filter) throw invalid('filterId', 'There is no such filter.');
        conditions.push(...filter.conditions.map(conditionSql));
      }
      const search = wanted.search?.replaceAll('\0', '').trim();
      if (search) {
        const query = searchQuery(search);
        if (query === null) return [];
        conditions.push(matches(query));
      }
      const { after, before, offset = 0, limit = limits.listPage } = wanted;
      return selectContacts(db, scope, { conditions, after, before, offset, limit });
    },

    /** A tenant whose directory the actor may read. @throws not-found */
    openTenant: async (actor: Actor, tenantId: number) => (await openTenant(db, actor, 'read', tenantId)).tenantId,

    /** @throws not-found */
    async get(actor: Actor, contactId: number, tenantId?: number): Promise<Contact> {
      const contact = await readContact(db, scopeOf(actor, 'read', tenantId), contactId);
      if (!contact) throw notFound();
      return contact;
    },

    /** Adds contacts, all or none. @returns their ids in the same order (API-CON-2) */
    async create(actor: Actor, tenantId: number, given: readonly ContactChange[]): Promise<number[]> {
      if (given.length > limits.contactsPerRequest) {
        throw invalid('body', `Send at most ${limits.contactsPerRequest} contacts at once.`);
      }
      const tenant = await openTenant(db, actor, 'write', tenantId);
      const contacts = given.map((change) => changed({ name: null, data: {} }, change));
      if (contacts.length === 0) return [];
      return transact(store, actor, async (unit) => {
        const ids = await insertContacts(unit.db, tenant, contacts, unit.now);
        for (const id of ids) recordOf(unit, { ...tenant, id }, 'contact.created');
        return ids;
      });
    },

    /** Fields that are given replace those of the contact, the rest stays (API-CON-3). @throws not-found */
    async update(actor: Actor, contactId: number, change: ContactChange, tenantId?: number): Promise<Contact> {
      return transact(store, actor, async (unit) => {
        const contact = await lockContact(unit, scopeOf(actor, 'write', tenantId), contactId);
        if (contact.anonymized) throw notFound();
        return save(unit, contact, changed(contact, change));
      });
    },

    /** Adds values to those there are, for example a second phone number (OP-CT-3). */
    async addDetails(actor: Actor, contactId: number, data: ContactData, tenantId?: number): Promise<Contact> {
      return transact(store, actor, async (unit) => {
        const contact = await lockContact(unit, scopeOf(actor, 'write', tenantId), contactId);
        if (contact.anonymized) throw notFound();
        return save(unit, contact, changed(contact, { data: united([contact, { data }]) }));
      });
    },

    /** Removes the record; its sessions stay, without a contact. @throws not-found */
    async remove(actor: Actor, contactId: number, tenantId?: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const contact = await lockContact(unit, scopeOf(actor, 'write', tenantId), contactId);
        if (isOperatorOnly(actor, contact.tenantId)) {
          const { operatorsMayDeleteContacts } = await settings.company(contact.companyId);
          if (!operatorsMayDeleteContacts) {
            throw new Problem('not-permitted', { detail: 'Contacts are deleted by your administrator.' });
          }
        }
        const links = await moveLinks(unit.db, contact.companyId, [contactId], null);
        await deleteContacts(unit.db, contact.companyId, [contactId]);
        recordOf(unit, contact, 'contact.deleted');
        if (links > 0) recordOf(unit, contact, 'guest.identityUpdated', { linked: false });
      });
    },

    /** Several become one; guests and sessions move to it (AD-CD-7, API-CON-10). @returns the contact that stays */
    async merge(actor: Actor, { ids: given, name, data }: Merge, tenantId?: number): Promise<Contact> {
      const ids = [...new Set(given)];
      if (ids.length < 2) throw invalid('ids', 'Name at least two contacts.');
      if (ids.length > limits.contactsPerMerge) throw invalid('ids', `At most ${limits.contactsPerMerge} at once.`);
      return transact(store, actor, async (unit) => {
        const locked = await lockContacts(unit, scopeOf(actor, 'write', tenantId), ids);
        const contacts = ids.flatMap((id) => locked.find((contact) => contact.id === id) ?? []);
        const [stays, ...others] = contacts;
        if (!stays || contacts.some(({ anonymized }) => anonymized)) throw notFound();
        if (others.some((other) => other.tenantId !== stays.tenantId)) {
          throw invalid('ids', 'These contacts are of different departments.');
        }
        const gone = others.map(({ id }) => id);
        const moved = await moveLinks(unit.db, stays.companyId, gone, stays.id);
        await deleteContacts(unit.db, stays.companyId, gone);
        const result = changed(
          { name: contacts.find((contact) => contact.name !== null)?.name ?? null, data: {} },
          { data: data ?? united(contacts), ...(name !== undefined && { name }) },
        );
        await updateContact(unit.db, stays, result, unit.now);
        for (const other of others) recordOf(unit, other, 'contact.deleted', { mergedInto: stays.id });
        recordOf(unit, stays, 'contact.merged', { mergedIds: gone });
        if (moved > 0) recordOf(unit, stays, 'guest.identityUpdated', { linked: true });
        return { ...stays, ...result, updated: unit.now };
      });
    },

    /**
     * Blanks a contact for good: name, values and links (SEC-AN-3). Its sessions are anonymised by the room privacy,
     * before this call: afterwards nobody knows which they were.
     */
    async anonymise(actor: Actor, contactId: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const contact = await lockContact(unit, scopeOf(actor, 'write'), contactId);
        if (contact.anonymized) return;
        const links = await moveLinks(unit.db, contact.companyId, [contactId], null);
        await updateContact(unit.db, contact, { name: null, data: {}, anonymized: unit.now }, unit.now);
        recordOf(unit, contact, 'contact.anonymised');
        if (links > 0) recordOf(unit, contact, 'guest.identityUpdated', { linked: false });
      });
    },

    /** Sessions bound to a contact. @throws not-found */
    async sessionIdsOf(actor: Actor, contactId: number): Promise<number[]> {
      const contact = await readContact(db, scopeOf(actor, 'write'), contactId);
      if (!contact) throw notFound();
      return sessionIdsOf(db, contact.companyId, contactId);
    },

    /** Others of the tenant with the same phone number or e-mail address (AD-CD-8). */
    async duplicatesOf(contact: Contact): Promise<Duplicate[]> {
      const found: Duplicate[] = [];
      for (const { field, keys } of telling(contact)) {
        for (const other of await contactsWithKeys(db, contact, keys)) {
          const known = other.id === contact.id || found.some((duplicate) => duplicate.contact.id === other.id);
          if (!known) found.push({ contact: other, field });
        }
      }
      return found.slice(0, limits.contactDuplicates);
    },

    findByPhone: (actor: Actor, tenantId: number, phone: string) =>
      contactsWithKeys(db, { companyId: companyOf(actor), tenantId }, sameAs(phoneField, phone)),
    findByEmail: (actor: Actor, tenantId: number, email: string) =>
      contactsWithKeys(db, { companyId: companyOf(actor), tenantId }, sameAs(emailField, email)),
  };

  async function save(unit: Unit, contact: Contact, to: Pick<Contact, 'name' | 'data'>): Promise<Contact> {
    if (same(contact, to)) return contact;
    await updateContact(unit.db, contact, to, unit.now);
    recordOf(unit, contact, 'contact.updated');
    return { ...contact, ...to, updated: unit.now };
  }
}

/** One contact more, in the unit of another room. @returns its id */
export async function addWithin(
  unit: Unit,
  { companyId, tenantId }: { companyId: number; tenantId: number },
  change: ContactChange,
): Promise<number> {
  const tenant = { companyId, tenantId };
  const [id] = await insertContacts(unit.db, tenant, [changed({ name: null, data: {} }, change)], unit.now);
  if (id === undefined) throw new Problem('internal');
  recordOf(unit, { ...tenant, id }, 'contact.created');
  return id;
}

const same = (a: Pick<Contact, 'name' | 'data'>, b: Pick<Contact, 'name' | 'data'>) =>
  a.name === b.name &&
  Object.keys(a.data).length === Object.keys(b.data).length &&
  Object.entries(a.data).every(([field, values]) => JSON.stringify(values) === JSON.stringify(b.data[field]));

export { channelIdentityOf } from './identity-queries.ts';
export { linkWithin } from './links.ts';
export { changeOf, nameOf } from './rules.ts';
export type * from './schema.ts';
