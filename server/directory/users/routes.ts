import { limits } from '@hovor/protocol/limits';
import { Closed, Id, type Static, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { companyOf } from '../../foundation/security/actor.ts';
import { cleanName } from '../../foundation/security/text.ts';
import { manageUsers, seeUsers, visibleTenants } from '../policies.ts';
import { defaultSlots } from '../rules.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';
import type { UserRecord } from './service.ts';

/** What leaves of a user. A tenant's administrator sees rights in their own tenants only. */
function present(user: UserRecord, tenantIds: readonly number[] | null): Static<typeof schema.UserView> {
  const { id, username, email, firstName, lastName, note, language, globalRoles, enabled, hasPassword } = user;
  return {
    ...{ id, username, email, firstName, lastName, note, language, globalRoles, enabled, hasPassword },
    created: user.created.toISOString(),
    memberships: user.memberships
      .filter((one) => tenantIds === null || tenantIds.includes(one.tenantId))
      .map(({ photoKey, ...one }) => ({ ...one, photoUrl: photoKey && `/photos/${photoKey}` })),
    groupIds: user.groupIds,
    slots: { ...defaultSlots, ...user.slots },
    skills: user.skills,
  };
}

/** Users of the company and their rights (AD-US). */
export function registerUserRoutes(app: App, { users, passwords, groups, logins }: Directory) {
  const see = { policy: seeUsers, credential: 'login' } as const;
  const manage = { policy: manageUsers, credential: 'login' } as const;
  const params = Closed({ userId: Id });
  const done = { 204: schema.Done };

  app.get(
    '/app-api/users',
    { config: see, schema: { querystring: schema.UserQuery, response: { 200: Type.Array(schema.UserView) } } },
    async (request) => {
      const tenantIds = visibleTenants(request.actor);
      const { search, ...filter } = request.query;
      const found = await users.list(companyOf(request.actor), {
        ...filter,
        search: search && cleanName(search, limits.nameLength),
        tenantIds,
        limit: limits.listPage,
      });
      return found.map((user) => present(user, tenantIds));
    },
  );

  app.post(
    '/app-api/users',
    { config: manage, schema: { body: schema.NewUserBody, response: { 201: schema.Created } } },
    async (request, reply) => reply.code(201).send(await users.create(request.actor, request.body)),
  );

  app.get(
    '/app-api/users/:userId',
    { config: manage, schema: { params, response: { 200: schema.UserView } } },
    async (request) => present(await users.load(companyOf(request.actor), request.params.userId), null),
  );

  app.put(
    '/app-api/users/:userId',
    { config: manage, schema: { params, body: schema.UserChangeBody, response: { 200: schema.UserView } } },
    async (request) => {
      await users.update(request.actor, request.params.userId, request.body);
      return present(await users.load(companyOf(request.actor), request.params.userId), null);
    },
  );

  for (const [path, enabled] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    app.post(
      `/app-api/users/:userId/${path}`,
      { config: manage, schema: { params, response: done } },
      async (request, reply) => {
        await users.setEnabled(request.actor, request.params.userId, enabled);
        return reply.code(204).send(null);
      },
    );
  }

  app.post(
    '/app-api/users/:userId/password-link',
    { config: manage, schema: { params, response: { 201: schema.PasswordLinkAnswer } } },
    async (request, reply) => {
      const { token, url, expires } = await passwords.createLink(request.actor, request.params.userId);
      reply.header('cache-control', 'no-store');
      return reply.code(201).send({ token, url, expires: expires.toISOString() });
    },
  );

  app.put(
    '/app-api/users/:userId/global-roles',
    { config: manage, schema: { params, body: schema.GlobalRolesBody, response: done } },
    async (request, reply) => {
      await users.setGlobalRoles(request.actor, request.params.userId, request.body.globalRoles);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/app-api/users/:userId/slots',
    { config: manage, schema: { params, body: schema.SlotsBody, response: done } },
    async (request, reply) => {
      await users.setSlots(request.actor, request.params.userId, request.body);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/app-api/users/:userId/skills',
    { config: manage, schema: { params, body: schema.SkillsBody, response: done } },
    async (request, reply) => {
      await users.setSkills(request.actor, request.params.userId, request.body.skills);
      return reply.code(204).send(null);
    },
  );

  const membership = Closed({ userId: Id, tenantId: Id });

  app.put(
    '/app-api/users/:userId/tenants/:tenantId',
    { config: manage, schema: { params: membership, body: schema.MembershipBody, response: done } },
    async (request, reply) => {
      const { userId, tenantId } = request.params;
      await users.setMembership(request.actor, userId, { tenantId, ...request.body });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/app-api/users/:userId/tenants/:tenantId',
    { config: manage, schema: { params: membership, response: done } },
    async (request, reply) => {
      await users.removeMembership(request.actor, request.params.userId, request.params.tenantId);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/app-api/users/:userId/tenants/:tenantId/groups',
    { config: manage, schema: { params: membership, body: schema.UserGroupsBody, response: done } },
    async (request, reply) => {
      const { userId, tenantId } = request.params;
      await groups.setGroupsOf(request.actor, userId, tenantId, request.body.groupIds);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/app-api/users/:userId/logins',
    { config: manage, schema: { params, response: { 200: Type.Array(schema.UserLogin) } } },
    async (request) => {
      const running = await logins.listOf(request.actor, request.params.userId);
      return running.map(({ id, created, lastSeen, ip, userAgent }) => ({
        ...{ id, ip, userAgent },
        created: created.toISOString(),
        lastSeen: lastSeen.toISOString(),
      }));
    },
  );

  app.delete(
    '/app-api/users/:userId/logins',
    { config: manage, schema: { params, response: done } },
    async (request, reply) => {
      await logins.endOf(request.actor, request.params.userId);
      return reply.code(204).send(null);
    },
  );
}
