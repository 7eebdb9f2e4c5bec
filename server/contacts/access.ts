import type { Queryable } from '../foundation/database/database.ts';
import { notFound } from '../foundation/errors.ts';
import type { Actor } from '../foundation/security/actor.ts';
import { Retry, type Unit } from '../foundation/transact.ts';
import { scopeOf } from './policies.ts';
import { lockRows, type Scope, tenantExists } from './queries.ts';
import type { Contact } from './schema.ts';

/**
 * Locks contacts of the actor for this unit; call it before any other write of the unit (0001_foundation.sql).
 * @throws not-found unless all of them are there for the actor
 */
export async function lockContacts(unit: Unit, scope: Scope, contactIds: readonly number[]): Promise<Contact[]> {
  const { contacts, behind } = await lockRows(unit.db, scope, contactIds);
  if (contacts.length < new Set(contactIds).size) throw notFound();
  if (behind) throw new Retry('A contact was written by a younger transaction.');
  return contacts;
}

export async function lockContact(unit: Unit, scope: Scope, contactId: number): Promise<Contact> {
  const [contact] = await lockContacts(unit, scope, [contactId]);
  if (!contact) throw notFound();
  return contact;
}

/** A tenant the actor may add contacts to. @throws not-found */
export async function openTenant(db: Queryable, actor: Actor, access: 'read' | 'write', tenantId: number) {
  const { companyId, tenantIds } = scopeOf(actor, access, tenantId);
  if (tenantIds?.length === 0 || !(await tenantExists(db, companyId, tenantId))) throw notFound();
  return { companyId, tenantId };
}

/** Writes what happened to a contact into the event log. The log holds ids only: it must not keep people alive. */
export function recordOf(
  unit: Unit,
  { companyId, tenantId, id }: Pick<Contact, 'companyId' | 'tenantId' | 'id'>,
  kind: `contact.${string}` | 'guest.identityUpdated',
  more: Record<string, unknown> = {},
): void {
  unit.record({ companyId, tenantId, kind, subject: `contact:${id}`, payload: { id, tenantId, ...more } });
  unit.touch({ companyId, tenantId, topic: 'contact', id });
}
