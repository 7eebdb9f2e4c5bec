import { Type } from '@hovor/protocol/schema';
import type { FastifyReply } from 'fastify';
import type { App } from '../foundation/http/server.ts';
import { editContacts, seeContacts } from './policies.ts';
import { changeOf, nameOf } from './rules.ts';
import * as schema from './schema.ts';
import type { Contacts } from './service.ts';

/** The workspace's endpoints of the contact directory (AD-CD). */
export function registerContactDirectoryRoutes(app: App, contacts: Contacts): void {
  contactRoutes(app, contacts);
  filterRoutes(app, contacts);
}

const see = { policy: seeContacts, credential: 'login' } as const;
const edit = { policy: editContacts, credential: 'login' } as const;
const done = { 204: schema.Done };
const nothing = (reply: FastifyReply) => reply.code(204).send(null);

function contactRoutes(app: App, contacts: Contacts): void {
  const path = '/app-api/tenants/:tenantId/contacts';
  const params = schema.ContactPath;

  app.get(
    path,
    {
      config: see,
      schema: {
        params: schema.TenantPath,
        querystring: schema.ContactsQuery,
        response: { 200: Type.Array(schema.ContactView) },
      },
    },
    async (request) => {
      const { tenantId } = request.params;
      return (await contacts.list(request.actor, { tenantId, ...request.query })).map(schema.viewOf);
    },
  );

  app.post(
    path,
    {
      config: edit,
      schema: { params: schema.TenantPath, body: schema.ContactBody, response: { 201: schema.SavedContact } },
    },
    async (request, reply) => {
      const { tenantId } = request.params;
      const [id = 0] = await contacts.create(request.actor, tenantId, [fromBody(request.body)]);
      return reply.code(201).send(await withDuplicates(await contacts.get(request.actor, id, tenantId)));
    },
  );

  app.get(
    `${path}/:contactId`,
    { config: see, schema: { params, response: { 200: schema.SavedContact } } },
    async (request) => {
      const { tenantId, contactId } = request.params;
      return withDuplicates(await contacts.get(request.actor, contactId, tenantId));
    },
  );

  app.put(
    `${path}/:contactId`,
    { config: edit, schema: { params, body: schema.ContactBody, response: { 200: schema.SavedContact } } },
    async (request) => {
      const { tenantId, contactId } = request.params;
      return withDuplicates(await contacts.update(request.actor, contactId, fromBody(request.body), tenantId));
    },
  );

  app.delete(`${path}/:contactId`, { config: edit, schema: { params, response: done } }, async (request, reply) => {
    const { tenantId, contactId } = request.params;
    await contacts.remove(request.actor, contactId, tenantId);
    return nothing(reply);
  });

  app.post(
    `${path}/merge`,
    {
      config: edit,
      schema: { params: schema.TenantPath, body: schema.MergeBody, response: { 200: schema.SavedContact } },
    },
    async (request) => {
      const { into, from, name } = request.body;
      const merge = { ids: [into, ...from], name: nameOf(name) };
      return withDuplicates(await contacts.merge(request.actor, merge, request.params.tenantId));
    },
  );

  async function withDuplicates(contact: schema.Contact) {
    const duplicates = await contacts.duplicatesOf(contact);
    return {
      contact: schema.viewOf(contact),
      duplicates: duplicates.map(({ contact: other, field }) => ({ contact: schema.viewOf(other), field })),
    };
  }
}

/** The card sends the whole name, and the fields it changed. */
function fromBody({ name, data }: { name: string | null; data: schema.ContactData }): schema.ContactChange {
  const { [schema.nameField]: _, ...fields } = data;
  return { ...changeOf(fields), name: nameOf(name) };
}

function filterRoutes(app: App, contacts: Contacts): void {
  const path = '/app-api/tenants/:tenantId/contact-filters';

  app.get(
    path,
    { config: see, schema: { params: schema.TenantPath, response: { 200: Type.Array(schema.FilterView) } } },
    (request) => contacts.filters(request.actor, request.params.tenantId),
  );

  app.post(
    path,
    {
      config: edit,
      schema: { params: schema.TenantPath, body: schema.FilterBody, response: { 201: schema.FilterView } },
    },
    async (request, reply) =>
      reply.code(201).send(await contacts.createFilter(request.actor, request.params.tenantId, request.body)),
  );

  app.put(
    `${path}/:filterId`,
    {
      config: edit,
      schema: { params: schema.FilterPath, body: schema.FilterBody, response: { 200: schema.FilterView } },
    },
    (request) => {
      const { tenantId, filterId } = request.params;
      return contacts.changeFilter(request.actor, tenantId, filterId, request.body);
    },
  );

  app.delete(
    `${path}/:filterId`,
    { config: edit, schema: { params: schema.FilterPath, response: done } },
    async (request, reply) => {
      const { tenantId, filterId } = request.params;
      await contacts.removeFilter(request.actor, tenantId, filterId);
      return nothing(reply);
    },
  );
}
