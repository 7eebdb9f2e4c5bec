import { addressField, type Contact, type ContactData, emailField, nameField, phoneField } from '../contacts/schema.ts';
import { addWithin, changeOf, channelIdentityOf, createContacts, linkWithin } from '../contacts/service.ts';
import type { Queryable } from '../foundation/database/database.ts';
import { Problem } from '../foundation/errors.ts';
import { type Actor, system } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { loadSeen, lockSeen, refuse } from './access.ts';
import { readBinding } from './contact-queries.ts';
import { mayEditClientData } from './policies.ts';
import { readParams } from './reading-queries.ts';
import type { SessionRecord } from './schema.ts';
import { saveSession } from './transcript.ts';

export interface SessionContact {
  contact: Contact | null;
  /** Only while there is no contact. Scores are between 0 and 1. */
  candidates: { contact: Contact; score: number }[];
}

/** How much sharing a value says about being the same person. Families share phones more often than e-mail addresses. */
const weights = [
  { field: emailField, weight: 0.6 },
  { field: phoneField, weight: 0.4 },
] as const;
/** One shared value alone is a strong sign already. */
const base = 0.4;

/** The contact of a session's client (OP-CT-3). A session knows its client's identity; that knows the contact. */
export function createSessionContacts(store: Store) {
  const contacts = createContacts(store);
  return {
    async contactCandidates(actor: Actor, sessionId: number): Promise<SessionContact> {
      const { session } = await loadSeen(store.db, actor, sessionId);
      const { contactId } = await readBinding(store.db, session);
      if (contactId !== null) {
        return { contact: await contacts.get(system(session.companyId), contactId), candidates: [] };
      }
      return { contact: null, candidates: await candidates(session) };
    },

    async linkContact(actor: Actor, sessionId: number, contactId: number): Promise<Contact> {
      return transact(store, actor, async (unit) => {
        const session = await lockToEdit(unit, sessionId);
        const contact = await link(unit, session, contactId);
        if (!contact) throw new Problem('internal');
        return contact;
      });
    },

    async unlinkContact(actor: Actor, sessionId: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const session = await lockToEdit(unit, sessionId);
        const { contactId } = await readBinding(unit.db, session);
        if (contactId !== null) await link(unit, session, null);
      });
    },

    async contactFromSession(actor: Actor, sessionId: number): Promise<Contact> {
      return transact(store, actor, async (unit) => {
        const session = await lockToEdit(unit, sessionId);
        if ((await readBinding(unit.db, session)).contactId !== null) {
          throw new Problem('conflict', { detail: 'This client has a contact already.' });
        }
        const id = await addWithin(unit, session, changeOf(await knownOf(unit.db, session)));
        const contact = await link(unit, session, id);
        if (!contact) throw new Problem('internal');
        return contact;
      });
    },
  };

  async function candidates(session: SessionRecord) {
    const { companyId, tenantId } = session;
    const known = await knownOf(store.db, session);
    const scores = new Map<number, { contact: Contact; score: number }>();
    for (const { field, weight } of weights) {
      const find = field === emailField ? contacts.findByEmail : contacts.findByPhone;
      for (const value of known[field] ?? []) {
        for (const contact of await find(system(companyId), tenantId, value)) {
          const score = (scores.get(contact.id)?.score ?? base) + weight * (1 - base);
          scores.set(contact.id, { contact, score: Math.min(1, Math.round(score * 100) / 100) });
        }
      }
    }
    return [...scores.values()].sort((a, b) => b.score - a.score || a.contact.id - b.contact.id);
  }
}

/** What the session says of its client, as fields of a contact. */
async function knownOf(db: Queryable, session: SessionRecord): Promise<ContactData> {
  const params = await readParams(db, session.companyId, [session.id]);
  const wanted: readonly string[] = [nameField, emailField, phoneField, addressField];
  return Object.fromEntries(
    params.flatMap(({ name, value }) => (wanted.includes(name) && value?.trim() ? [[name, [value]]] : [])),
  );
}

async function link(unit: Unit, session: SessionRecord, contactId: number | null): Promise<Contact | null> {
  const bound = await readBinding(unit.db, session);
  const identityId = bound.identityId ?? (await channelIdentityOf(unit.db, session));
  const contact = await linkWithin(unit, { companyId: session.companyId, identityId }, contactId);
  await saveSession(unit, session, { channelIdentityId: identityId });
  return contact;
}

async function lockToEdit(unit: Unit, sessionId: number): Promise<SessionRecord> {
  const { session, facts } = await lockSeen(unit, sessionId);
  if (!mayEditClientData(unit.actor, facts)) throw notYours();
  return session;
}

const notYours = () => refuse('Only operators of this conversation choose its contact.');
