import { limits } from '@hovor/protocol/limits';
import { notFound } from '../foundation/errors.ts';
import { Retry, type Unit } from '../foundation/transact.ts';
import { lockContacts, recordOf } from './access.ts';
import { readIdentity, setContact } from './identity-queries.ts';
import { markContact, updateContact } from './queries.ts';
import { type Contact, guidField } from './schema.ts';

/**
 * Says which contact a guest stands for in a tenant, or none (null). All its sessions there, past and future, then
 * belong to the contact, as far as they are still bound (SEC-AN-1). In the unit of the room that holds the session.
 * @throws not-found unless the contact is one of the same tenant
 */
export async function linkWithin(
  unit: Unit,
  { companyId, identityId }: { companyId: number; identityId: number },
  contactId: number | null,
): Promise<Contact | null> {
  const identity = await readIdentity(unit.db, companyId, identityId);
  if (!identity) throw notFound();
  const { tenantId, contactId: present } = identity;
  const concerned = [...new Set([contactId, present].filter((id) => id !== null))];
  if (concerned.length === 0) return null;
  const contacts = await lockContacts(unit, { companyId, tenantIds: [tenantId] }, concerned);
  const target = contacts.find(({ id }) => id === contactId) ?? null;
  if (target?.anonymized) throw notFound();
  if (contactId === present) return target;
  if (!(await setContact(unit.db, companyId, identity, contactId))) throw new Retry('The link changed meanwhile.');
  for (const contact of contacts) {
    const data = withGuid(contact, identity.trackedId, contact === target);
    if (contact.anonymized) await markContact(unit.db, contact);
    else await updateContact(unit.db, contact, { name: contact.name, data }, unit.now);
    if (contact === target) Object.assign(contact, { data, updated: unit.now });
    recordOf(unit, contact, 'guest.identityUpdated', { channelIdentity: identity.id, linked: contact === target });
  }
  return target;
}

/** The visitor's GUID among the contact's fields (MOD-KEY-3); the oldest go when there are too many. */
function withGuid({ data }: Contact, trackedId: string, linked: boolean): Contact['data'] {
  const others = (data[guidField] ?? []).filter((guid) => guid !== trackedId);
  const guids = (linked ? [...others, trackedId] : others).slice(-limits.contactValues);
  const { [guidField]: _, ...rest } = data;
  return guids.length > 0 ? { ...rest, [guidField]: guids } : rest;
}
