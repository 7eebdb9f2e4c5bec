import { Readable } from 'node:stream';
import { phoneField } from '../../../contacts/schema.ts';
import type { ContactList, Contacts } from '../../../contacts/service.ts';
import { invalid, Problem } from '../../../foundation/errors.ts';
import { type Query, readInteger } from '../../../foundation/filters/query.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import type { Privacy } from '../../../privacy/service.ts';
import type { Handler } from '../call.ts';
import { noContent, ok, streamed } from '../conventions/answers.ts';
import { readPaging } from '../conventions/query.ts';
import { contactModel, flatContact, readChange, readContacts, readMerge } from './models.ts';

export interface ContactParts {
  contacts: Contacts;
  privacy: Pick<Privacy, 'anonymizeSessions'>;
}

/** Contacts per statement of a long list. */
const portion = 1_000;

/** The contact directory (API-CON). */
export function contactOperations({ contacts, privacy }: ContactParts): Record<string, Handler> {
  type Model = typeof contactModel | typeof flatContact;

  /** A list as JSON text. The first portion is read before the answer begins, so that a failure is an error answer. */
  async function stream(actor: ApiKeyActor, wanted: ContactList, query: Query, model: Model) {
    const { limit, offset, after: from } = readPaging(query);
    const read = (after: number, sent: number) =>
      contacts.list(actor, {
        ...wanted,
        after,
        offset: sent === 0 ? offset : 0,
        limit: Math.min(portion, limit - sent),
      });
    const first = await read(from, 0);
    async function* text() {
      yield '[';
      let sent = 0;
      for (let rows = first; rows.length > 0; ) {
        yield (sent > 0 ? ',' : '') + rows.map((contact) => JSON.stringify(model(contact))).join(',');
        sent += rows.length;
        if (rows.length < portion || sent >= limit) break;
        rows = await read(rows.at(-1)?.id ?? 0, sent);
      }
      yield ']';
    }
    return streamed(Readable.from(text()));
  }

  return {
    async listContacts({ actor, query }) {
      const tenantId = number(query, 'departmentId');
      const filterId = number(query, 'filterId');
      const field = fieldOf(query);
      return stream(actor, { tenantId, filterId, field }, query, contactModel);
    },

    async createContacts({ actor, query, body }) {
      const tenantId = number(query, 'departmentId');
      if (tenantId === undefined) throw invalid('departmentId', 'Say which department the contacts belong to.');
      const changes = readContacts(body, 'body');
      try {
        return ok(await contacts.create(actor, tenantId, changes));
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'not-found') throw error;
        throw invalid('departmentId', 'There is no such department.');
      }
    },

    async getContact({ actor, id }) {
      return ok(contactModel(await contacts.get(actor, id('contactId'))));
    },

    async updateContact({ actor, id, body }) {
      await contacts.update(actor, id('contactId'), readChange(body, 'body'));
      return noContent;
    },

    async deleteContact({ actor, id }) {
      await contacts.remove(actor, id('contactId'));
      return noContent;
    },

    async mergeContacts({ actor, body }) {
      return ok((await contacts.merge(actor, readMerge(body))).id);
    },

    async listContactFilters({ actor, query }) {
      const filters = await contacts.filters(actor, number(query, 'departmentId'));
      return ok(filters.map(({ id, name }) => ({ id, name })));
    },

    async listDepartmentContacts({ actor, query, id }) {
      const tenantId = await contacts.openTenant(actor, id('tenantId'));
      const phone = query.one('phone') ?? query.one(phoneField);
      const field = phone ? { name: phoneField, value: phone } : fieldOf(query);
      return stream(actor, { tenantId, field }, query, flatContact);
    },

    async createDepartmentContacts({ actor, body, id }) {
      return ok(await contacts.create(actor, id('tenantId'), readContacts(body, 'body')));
    },

    async getDepartmentContact({ actor, id }) {
      const contact = await contacts.get(actor, id('contactId'), id('tenantId'));
      return ok([flatContact(contact)]);
    },

    async anonymizeContact({ actor, id }) {
      const contactId = id('contactId');
      await privacy.anonymizeSessions(actor, await contacts.sessionIdsOf(actor, contactId));
      await contacts.anonymise(actor, contactId);
      return noContent;
    },
  };
}

function number(query: Query, name: string): number | undefined {
  const text = query.one(name);
  return text === undefined || text === '' ? undefined : readInteger(name, text, 32);
}

/** `filterField` and `filterValue`; the field alone asks for contacts that have it. */
function fieldOf(query: Query): ContactList['field'] {
  const [name, value] = [query.one('filterField'), query.one('filterValue')];
  if (!name) {
    if (value) throw invalid('filterField', 'Say in which field to look for filterValue.');
    return undefined;
  }
  return { name, ...(value && { value }) };
}
