import { Closed, Id, type Static, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { companyOf } from '../../foundation/security/actor.ts';
import { manageGroups, seeGroups } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';
import type { GroupRecord } from './service.ts';

const present = ({ companyId: _, memberIds, created, ...group }: GroupRecord): Static<typeof schema.GroupView> => ({
  ...group,
  created: created.toISOString(),
  userIds: memberIds,
});

/** Groups of a tenant and their members (AD-GR). */
export function registerGroupRoutes(app: App, { groups }: Directory) {
  const see = { policy: seeGroups, credential: 'login' } as const;
  const manage = { policy: manageGroups, credential: 'login' } as const;
  const inTenant = Closed({ tenantId: Id });
  const params = Closed({ tenantId: Id, groupId: Id });
  const done = { 204: schema.Done };

  app.get(
    '/app-api/tenants/:tenantId/groups',
    { config: see, schema: { params: inTenant, response: { 200: Type.Array(schema.GroupView) } } },
    async (request) => (await groups.list(companyOf(request.actor), request.params.tenantId)).map(present),
  );

  app.post(
    '/app-api/tenants/:tenantId/groups',
    {
      config: manage,
      schema: { params: inTenant, body: schema.NewGroupBody, response: { 201: schema.Created } },
    },
    async (request, reply) => {
      const { userIds, ...group } = request.body;
      const { tenantId } = request.params;
      return reply.code(201).send(await groups.create(request.actor, { ...group, tenantId, memberIds: userIds }));
    },
  );

  app.get(
    '/app-api/tenants/:tenantId/groups/:groupId',
    { config: see, schema: { params, response: { 200: schema.GroupView } } },
    async (request) => {
      const { tenantId, groupId } = request.params;
      return present(await groups.load(companyOf(request.actor), groupId, tenantId));
    },
  );

  app.put(
    '/app-api/tenants/:tenantId/groups/:groupId',
    { config: manage, schema: { params, body: schema.GroupChangeBody, response: { 200: schema.GroupView } } },
    async (request) => {
      const { tenantId, groupId } = request.params;
      await groups.load(companyOf(request.actor), groupId, tenantId);
      const { userIds, ...change } = request.body;
      await groups.update(request.actor, groupId, { ...change, ...(userIds && { memberIds: userIds }) });
      return present(await groups.load(companyOf(request.actor), groupId, tenantId));
    },
  );

  app.put(
    '/app-api/tenants/:tenantId/groups/:groupId/members',
    { config: manage, schema: { params, body: schema.GroupMembersBody, response: done } },
    async (request, reply) => {
      const { tenantId, groupId } = request.params;
      await groups.load(companyOf(request.actor), groupId, tenantId);
      await groups.setMembers(request.actor, groupId, request.body.userIds);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/app-api/tenants/:tenantId/groups/:groupId',
    { config: manage, schema: { params, response: done } },
    async (request, reply) => {
      const { tenantId, groupId } = request.params;
      await groups.load(companyOf(request.actor), groupId, tenantId);
      await groups.remove(request.actor, groupId);
      return reply.code(204).send(null);
    },
  );
}
