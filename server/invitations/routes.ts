import { Type } from '@hovor/protocol/schema';
import { notFound, Problem } from '../foundation/errors.ts';
import type { App } from '../foundation/http/server.ts';
import { anyone, userActor } from '../foundation/security/actor.ts';
import { sourceOf } from '../foundation/security/source.ts';
import { landingPage } from './page.ts';
import { ownInvitations } from './policies.ts';
import { InvitationPath, InvitationView, NewInvitation, TenantPath } from './schema.ts';
import type { Invitations } from './service.ts';

const mine = { policy: ownInvitations, credential: 'login' } as const;

/** Invitations of an operator in the workspace, and the page their links lead to (WG-MS). */
export function registerInvitationRoutes(app: App, invitations: Invitations): void {
  app.get(
    '/app-api/tenants/:tenantId/invitations',
    { config: mine, schema: { params: TenantPath, response: { 200: Type.Array(InvitationView) } } },
    (request) => invitations.list(userActor(request.actor), request.params.tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/invitations',
    { config: mine, schema: { params: TenantPath, body: NewInvitation, response: { 200: InvitationView } } },
    (request) => invitations.create(userActor(request.actor), request.params.tenantId, request.body),
  );

  app.delete(
    '/app-api/tenants/:tenantId/invitations/:invitationId',
    { config: mine, schema: { params: InvitationPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { tenantId, invitationId } = request.params;
      await invitations.revoke(userActor(request.actor), tenantId, invitationId);
      return reply.code(204).send(null);
    },
  );

  landing(app, invitations);
}

/** `/CallShow` asks for the number, `/CallShow/{number}` opens the conversation (WG-MS-1, WG-MS-2). */
function landing(app: App, invitations: Invitations): void {
  const open = { policy: anyone, credential: 'none' } as const;
  const Query = Type.Object({ number: Type.Optional(Type.String({ maxLength: 40 })) });

  app.get('/CallShow', { config: open, schema: { querystring: Query } }, (request, reply) => {
    const { number } = request.query;
    if (number) return reply.redirect(`/CallShow/${encodeURIComponent(number.trim())}`);
    return landingPage(reply, request.headers['accept-language'], 'ask');
  });

  app.get(
    '/CallShow/:number',
    { config: open, schema: { params: Type.Object({ number: Type.String({ maxLength: 40 }) }) } },
    async (request, reply) => {
      const language = request.headers['accept-language'];
      try {
        const found = await invitations.find(request.params.number, sourceOf(request.ip));
        if (!found?.preset) throw notFound();
        const { companyGuid: company, tenantId, preset } = found;
        const invitation = request.params.number.trim();
        const query = new URLSearchParams({ company, tenant: String(tenantId), preset, invitation });
        return reply.header('cache-control', 'no-store').redirect(`/widget/GuestFrame?${query}`);
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        return landingPage(reply.code(error.status), language, error.status === 429 ? 'wait' : 'over');
      }
    },
  );
}
