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
  resultRoutes(app, catalogue);
  parameterRoutes(app, catalogue);
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

function resultRoutes(app: App, catalogue: Catalogue): void {
  app.get(
    '/app-api/tenants/:tenantId/results',
    { config, schema: { params: inTenant, response: { 200: Type.Array(schema.ResultView) } } },
    (request) => catalogue.results(companyOf(request.actor), request.params.tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/results',
    { config, schema: { params: inTenant, body: schema.NewResult, response: { 201: schema.Created } } },
    async (request, reply) =>
      reply.code(201).send(await catalogue.addResult(request.actor, request.params.tenantId, request.body)),
  );

  app.put(
    '/app-api/tenants/:tenantId/results/:resultId',
    { config, schema: { params: schema.ResultPath, body: schema.ResultChange, response: done } },
    async (request, reply) => {
      const { tenantId, resultId } = request.params;
      await catalogue.updateResult(request.actor, tenantId, resultId, request.body);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/app-api/tenants/:tenantId/result-order',
    { config, schema: { params: inTenant, body: schema.ResultOrder, response: done } },
    async (request, reply) => {
      await catalogue.orderResults(request.actor, request.params.tenantId, request.body.ids);
      return reply.code(204).send(null);
    },
  );
}

function parameterRoutes(app: App, catalogue: Catalogue): void {
  const params = schema.ParameterPath;

  app.get(
    '/app-api/tenants/:tenantId/parameters',
    { config, schema: { params: inTenant, response: { 200: Type.Array(schema.ParameterView) } } },
    (request) => catalogue.parameters(companyOf(request.actor), request.params.tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/parameters',
    { config, schema: { params: inTenant, body: schema.NewParameter, response: { 201: schema.Created } } },
    async (request, reply) =>
      reply.code(201).send(await catalogue.addParameter(request.actor, request.params.tenantId, request.body)),
  );

  app.put(
    '/app-api/tenants/:tenantId/parameters/:parameterId',
    { config, schema: { params, body: schema.ParameterChange, response: done } },
    async (request, reply) => {
      const { tenantId, parameterId } = request.params;
      await catalogue.updateParameter(request.actor, tenantId, parameterId, request.body);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/app-api/tenants/:tenantId/parameters/:parameterId',
    { config, schema: { params, response: done } },
    async (request, reply) => {
      const { tenantId, parameterId } = request.params;
      await catalogue.removeParameter(request.actor, tenantId, parameterId);
      return reply.code(204).send(null);
    },
  );
}
