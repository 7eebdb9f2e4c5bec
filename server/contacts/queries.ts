import { limits } from '@hovor/protocol/limits';
import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import { notBehind } from '../foundation/transact.ts';
import { contactKeys, contactWords } from './rules.ts';
import type { Contact, ContactData } from './schema.ts';

const columns = ['id', 'companyId', 'tenantId', 'name', 'data', 'created', 'updated', 'anonymized'] as const;

/** Where an actor may look: a company, and these tenants of it (null = all). */
export interface Scope {
  companyId: number;
  tenantIds: readonly number[] | null;
}

type Row = Omit<Contact, 'data'> & { data: unknown };
const contactOf = (row: Row): Contact => ({ ...row, data: row.data as ContactData });

const within = ({ companyId, tenantIds }: Scope) =>
  sql<boolean>`company_id = ${companyId} ${tenantIds === null ? sql`` : sql`and tenant_id = any(${tenantIds}::int[])`}`;

export interface ListFilter {
  conditions: readonly RawBuilder<boolean>[];
  /** Ids above, ascending, or ids below, descending. */
  after?: number;
  before?: number;
  offset: number;
  limit: number;
}

/** Contacts by id. Anonymised ones hold nothing to list. */
export async function selectContacts(db: Queryable, scope: Scope, filter: ListFilter): Promise<Contact[]> {
  const { conditions, after, before, offset, limit } = filter;
  const all = [within(scope), sql<boolean>`anonymized is null`, ...conditions];
  if (after !== undefined) all.push(sql<boolean>`id > ${after}`);
  if (before !== undefined) all.push(sql<boolean>`id < ${before}`);
  const rows = await db
    .selectFrom('contacts')
    .select(columns)
    .where(sql<boolean>`${sql.join(all, sql` and `)}`)
    .orderBy('id', after === undefined ? 'desc' : 'asc')
    .offset(sql<number>`${offset}`)
    .limit(limit)
    .execute();
  return rows.map(contactOf);
}

export async function readContact(db: Queryable, scope: Scope, contactId: number): Promise<Contact | null> {
  const row = await db
    .selectFrom('contacts')
    .select(columns)
    .where(within(scope))
    .where('id', '=', contactId)
    .executeTakeFirst();
  return row ? contactOf(row) : null;
}

/**
 * Locks contacts in the order of their ids. `behind`: a younger transaction wrote one of them. The comparison stands
 * outside the locking query, as in sessions/session-queries.ts.
 */
export async function lockRows(db: Queryable, scope: Scope, contactIds: readonly number[]) {
  const rows = await db
    .with('locked', (cte) =>
      cte
        .selectFrom('contacts')
        .select(columns)
        .select('eventXid')
        .where(within(scope))
        .where(sql<boolean>`id = any(${contactIds}::bigint[])`)
        .orderBy('id')
        .forUpdate(),
    )
    .selectFrom('locked')
    .select(columns)
    .select(notBehind.as('current'))
    .execute();
  return {
    contacts: rows.map(({ current: _, ...row }) => contactOf(row)),
    behind: rows.some(({ current }) => !current),
  };
}

interface NewContact {
  name: string | null;
  data: ContactData;
}

/** Ids in the order of the contacts. */
export async function insertContacts(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  contacts: readonly NewContact[],
  now: Date,
): Promise<number[]> {
  const rows = contacts.map((contact) => ({
    name: contact.name,
    data: contact.data,
    keys: contactKeys(contact),
    words: contactWords(contact),
  }));
  const { rows: inserted } = await sql<{ id: number }>`
    insert into contacts (company_id, tenant_id, name, data, keys, words, created, updated)
    select ${tenant.companyId}::int, ${tenant.tenantId}::int, r ->> 'name', r -> 'data',
      array(select jsonb_array_elements_text(r -> 'keys')),
      array_to_tsvector(array(select jsonb_array_elements_text(r -> 'words'))), ${now}, ${now}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as t (r, n) order by n
    returning id`.execute(db);
  return inserted.map(({ id }) => id).sort((a, b) => a - b);
}

/** Every write of a locked contact goes through here: it keeps the derived columns and `event_xid`. */
export async function updateContact(
  db: Queryable,
  { companyId, id }: Pick<Contact, 'companyId' | 'id'>,
  to: NewContact & { anonymized?: Date },
  now: Date,
): Promise<void> {
  await db
    .updateTable('contacts')
    .set({
      name: to.name,
      data: JSON.stringify(to.data),
      keys: contactKeys(to),
      words: sql<string>`array_to_tsvector(${contactWords(to)}::text[])`,
      updated: now,
      eventXid: sql`pg_current_xact_id()`,
      ...(to.anonymized && { anonymized: to.anonymized }),
    })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** Links of a contact changed, the contact itself did not. */
export async function markContact(db: Queryable, { companyId, id }: Pick<Contact, 'companyId' | 'id'>): Promise<void> {
  await db
    .updateTable('contacts')
    .set({ eventXid: sql`pg_current_xact_id()` })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

export async function deleteContacts(db: Queryable, companyId: number, contactIds: readonly number[]): Promise<void> {
  await db
    .deleteFrom('contacts')
    .where('companyId', '=', companyId)
    .where(sql<boolean>`id = any(${contactIds}::bigint[])`)
    .execute();
}

/** Contacts of a tenant that have any of the keys, oldest first. */
export async function contactsWithKeys(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  keys: readonly string[],
): Promise<Contact[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .selectFrom('contacts')
    .select(columns)
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where(sql<boolean>`keys && ${keys}::text[]`)
    .orderBy('id')
    .limit(limits.contactDuplicates + 1)
    .execute();
  return rows.map(contactOf);
}

export async function tenantExists(db: Queryable, companyId: number, tenantId: number): Promise<boolean> {
  const row = await db
    .selectFrom('tenants')
    .select('id')
    .where('companyId', '=', companyId)
    .where('id', '=', tenantId)
    .executeTakeFirst();
  return row !== undefined;
}
