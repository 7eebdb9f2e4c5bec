import { Type } from '@hovor/protocol/schema';
import { Tag } from '@hovor/protocol/session';
import type { App } from '../foundation/http/server.ts';
import { companyOf } from '../foundation/security/actor.ts';
import { configureTenant } from './policies.ts';
import { presentTag } from './presenter.ts';
import * as schema from './route-schemas.ts';
import type { Catalogue } from './service.ts';

const config = { policy: configureTenant, credential: 'login' } as const;
const inTenant = schema.TenantPath;
const done = { 204: schema.Done };

/** What administrators keep for the conversations of a tenant (AD-AP, AD-PA). */
export function registerConfigurationRoutes(app: App, catalogue: Catalogue): void {
  tagRoutes(app, catalogue);
}

function tagRoutes(app: App, catalogue: Catalogue): void {
  const params = schema.TenantTagPath;

  app.get(
    '/app-api/tenants/:tenantId/tags',
    { config, schema: { params: inTenant, response: { 200: Type.Array(Tag) } } },
    async (request) => (await catalogue.tags(companyOf(request.actor), [request.params.tenantId])).map(presentTag),
  );

  app.post(
    '/app-api/tenants/:tenantId/tags',
    { config, schema: { params: inTenant, body: schema.NewTenantTag, response: { 201: Tag } } },
    async (request, reply) => {
      const { id } = await catalogue.addTag(request.actor, request.params.tenantId, request.body);
      return reply.code(201).send(presentTag(await catalogue.tag(companyOf(request.actor), id)));
    },
  );

  app.put(
    '/app-api/tenants/:tenantId/tags/:tagId',
    { config, schema: { params, body: schema.TagChange, response: { 200: Tag } } },
    async (request) => {
      const { tenantId, tagId } = request.params;
      const companyId = companyOf(request.actor);
      await catalogue.tagOf(companyId, tenantId, tagId);
      await catalogue.updateTag(request.actor, tagId, request.body);
      return presentTag(await catalogue.tagOf(companyId, tenantId, tagId));
    },
  );

  app.delete(
    '/app-api/tenants/:tenantId/tags/:tagId',
    { config, schema: { params, response: done } },
    async (request, reply) => {
      const { tenantId, tagId } = request.params;
      await catalogue.tagOf(companyOf(request.actor), tenantId, tagId);
      await catalogue.removeTag(request.actor, tagId);
      return reply.code(204).send(null);
    },
  );
}
