import { Closed, Id, Nullable, Type } from '@hovor/protocol/schema';
import { ContactView, viewOf } from '../contacts/schema.ts';
import type { App } from '../foundation/http/server.ts';
import { askingUser } from './policies.ts';
import { Done, SessionPath } from './route-schemas.ts';
import type { Sessions } from './service.ts';

const SessionContactView = Closed({
  contact: Nullable(ContactView),
  /** Contacts with the same e-mail or phone, the likeliest first. */
  candidates: Type.Array(ContactView),
});

/** The section Contact of a conversation (OP-CT-3). The load of the session is the permission check. */
export function registerContactRoutes(app: App, sessions: Sessions): void {
  const config = { policy: askingUser, credential: 'login' } as const;

  app.get(
    '/app-api/sessions/:sessionId/contact',
    { config, schema: { params: SessionPath, response: { 200: SessionContactView } } },
    async (request) => {
      const { contact, candidates } = await sessions.contactCandidates(request.actor, request.params.sessionId);
      return { contact: contact && viewOf(contact), candidates: candidates.map((found) => viewOf(found.contact)) };
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/contact',
    { config, schema: { params: SessionPath, response: { 201: ContactView } } },
    async (request, reply) =>
      reply.code(201).send(viewOf(await sessions.contactFromSession(request.actor, request.params.sessionId))),
  );

  app.put(
    '/app-api/sessions/:sessionId/contact',
    { config, schema: { params: SessionPath, body: Closed({ contactId: Id }), response: { 200: ContactView } } },
    async (request) =>
      viewOf(await sessions.linkContact(request.actor, request.params.sessionId, request.body.contactId)),
  );

  app.delete(
    '/app-api/sessions/:sessionId/contact',
    { config, schema: { params: SessionPath, response: { 204: Done } } },
    async (request, reply) => {
      await sessions.unlinkContact(request.actor, request.params.sessionId);
      return reply.code(204).send(null);
    },
  );
}
