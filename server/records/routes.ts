import { Closed, Id, Type } from '@hovor/protocol/schema';
import {
  NewExport,
  SavedView,
  SaveView,
  SessionChoices,
  SessionCount,
  SessionCountQuery,
  SessionExport,
  SessionListPage,
  SessionListQuery,
} from '@hovor/protocol/session-table';
import type { App } from '../foundation/http/server.ts';
import { userActor } from '../foundation/security/actor.ts';
import { seeList } from './policies.ts';
import type { Records } from './service.ts';

const Small = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
const TenantPath = Closed({ tenantId: Small });
const ViewPath = Closed({ tenantId: Small, viewId: Small });
const ExportPath = Closed({ tenantId: Small, exportId: Id });
const config = { policy: seeList, credential: 'login' } as const;
const done = { 204: Type.Null() };

/** The workspace's endpoints of the table of sessions (head of protocol/session-table.ts). */
export function registerRecordRoutes(app: App, records: Records): void {
  listRoutes(app, records);
  viewRoutes(app, records);
  exportRoutes(app, records);
}

function listRoutes(app: App, { list }: Records): void {
  const params = TenantPath;

  app.get(
    '/app-api/tenants/:tenantId/session-list',
    { config, schema: { params, querystring: SessionListQuery, response: { 200: SessionListPage } } },
    (request) => list.page(userActor(request.actor), request.params.tenantId, request.query),
  );

  app.get(
    '/app-api/tenants/:tenantId/session-count',
    { config, schema: { params, querystring: SessionCountQuery, response: { 200: SessionCount } } },
    (request) => list.count(userActor(request.actor), request.params.tenantId, request.query),
  );

  app.get(
    '/app-api/tenants/:tenantId/session-choices',
    { config, schema: { params, response: { 200: SessionChoices } } },
    (request) => list.choices(userActor(request.actor), request.params.tenantId),
  );
}

function viewRoutes(app: App, { views }: Records): void {
  const path = '/app-api/tenants/:tenantId/session-views';

  app.get(path, { config, schema: { params: TenantPath, response: { 200: Type.Array(SavedView) } } }, (request) =>
    views.list(userActor(request.actor), request.params.tenantId),
  );

  app.post(
    path,
    { config, schema: { params: TenantPath, body: SaveView, response: { 201: SavedView } } },
    async (request, reply) =>
      reply.code(201).send(await views.add(userActor(request.actor), request.params.tenantId, request.body)),
  );

  app.put(
    `${path}/:viewId`,
    { config, schema: { params: ViewPath, body: SaveView, response: { 200: SavedView } } },
    (request) => {
      const { tenantId, viewId } = request.params;
      return views.change(userActor(request.actor), tenantId, viewId, request.body);
    },
  );

  app.delete(`${path}/:viewId`, { config, schema: { params: ViewPath, response: done } }, async (request, reply) => {
    const { tenantId, viewId } = request.params;
    await views.remove(userActor(request.actor), tenantId, viewId);
    return reply.code(204).send(null);
  });
}

function exportRoutes(app: App, { exports }: Records): void {
  const path = '/app-api/tenants/:tenantId/session-exports';
  const one = `${path}/:exportId`;

  app.get(path, { config, schema: { params: TenantPath, response: { 200: Type.Array(SessionExport) } } }, (request) =>
    exports.list(userActor(request.actor), request.params.tenantId),
  );

  app.post(
    path,
    { config, schema: { params: TenantPath, body: NewExport, response: { 201: SessionExport } } },
    async (request, reply) =>
      reply.code(201).send(await exports.start(userActor(request.actor), request.params.tenantId, request.body)),
  );

  app.post(`${one}/cancel`, { config, schema: { params: ExportPath, response: done } }, async (request, reply) => {
    const { tenantId, exportId } = request.params;
    await exports.cancel(userActor(request.actor), tenantId, exportId);
    return reply.code(204).send(null);
  });

  app.delete(one, { config, schema: { params: ExportPath, response: done } }, async (request, reply) => {
    const { tenantId, exportId } = request.params;
    await exports.remove(userActor(request.actor), tenantId, exportId);
    return reply.code(204).send(null);
  });

  app.get(`${one}/file`, { config, schema: { params: ExportPath } }, async (request, reply) => {
    const { tenantId, exportId } = request.params;
    const { stream, headers } = await exports.open(userActor(request.actor), tenantId, exportId);
    return reply.headers(headers).send(stream);
  });
}
