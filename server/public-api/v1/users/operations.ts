import { limits } from '@hovor/protocol/limits';
import type { Directory, UserRecord } from '../../../directory/service.ts';
import { fieldsNamed, notFound } from '../../../foundation/errors.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import type { Call, Handler } from '../call.ts';
import { created, noContent, ok } from '../conventions/answers.ts';
import { readPaging } from '../conventions/query.ts';
import { ownCompanyOnly } from '../own-company.ts';
import { reaches, requireReach, requireWholeCompany, tenantsOf } from '../policies.ts';
import { settingsHandlers } from '../settings.ts';
import * as models from './models.ts';

/** The user of the path, as far as the key may reach one of their tenants. @throws not-found */
export async function openUser(directory: Pick<Directory, 'users'>, { actor, id }: Call): Promise<UserRecord> {
  const user = await directory.users.load(actor.companyId, id('userId'));
  if (actor.tenantIds === null || user.memberships.some(({ tenantId }) => reaches(actor, tenantId))) return user;
  throw notFound();
}

/**
 * Users and their rights (API-USR-1 to API-USR-10, API-USR-19). They are a matter of the whole company: a key of single
 * tenants reads the users of its tenants and changes none.
 */
export function userOperations(directory: Directory): Record<string, Handler> {
  const { users, passwords, groups, tenants } = directory;

  /** What of a user this key sees. */
  async function viewOf(actor: ApiKeyActor) {
    if (actor.tenantIds === null) return (user: UserRecord) => models.userModel(user, () => true);
    const all = await groups.list(actor.companyId, null);
    const seen = new Set(all.filter(({ tenantId }) => reaches(actor, tenantId)).map(({ id }) => id));
    return (user: UserRecord) =>
      models.userModel(user, (of) => ('tenantId' in of ? reaches(actor, of.tenantId) : seen.has(of.groupId)));
  }

  /** A change of the user of the path by a key that may. */
  const changing =
    (work: (call: Call, user: UserRecord) => Promise<void>): Handler =>
    async (call) => {
      const user = await openUser(directory, call);
      requireWholeCompany(call.actor);
      await work(call, user);
      return noContent;
    };

  async function openMembership(call: Call) {
    const user = await openUser(directory, call);
    const tenantId = call.id('tenantId');
    requireReach(call.actor, tenantId);
    await tenants.load(call.actor.companyId, tenantId);
    return { user, tenantId };
  }

  const settings = settingsHandlers(directory, {
    scope: 'user',
    member: 'userId',
    async find(call, purpose) {
      const user = await openUser(directory, call);
      if (purpose === 'write') requireWholeCompany(call.actor);
      return user.id;
    },
  });

  return {
    async listUsers({ actor, query }) {
      ownCompanyOnly(actor, query);
      const tenantIds = tenantsOf(actor);
      const { limit, offset, after } = readPaging(query, { rows: limits.apiMaxRows });
      const found = await users.list(actor.companyId, { tenantIds, after, limit: offset + limit });
      return ok(found.slice(offset).map(await viewOf(actor)));
    },

    async getUser(call) {
      const user = await openUser(directory, call);
      return ok((await viewOf(call.actor))(user));
    },

    async createUser({ actor, query, body }) {
      ownCompanyOnly(actor, query);
      requireWholeCompany(actor);
      const { openIDProvider, enabled, ...person } = models.newUser(body, 'body');
      const { id } = await users.create(actor, {
        ...person,
        openidProvider: openIDProvider,
        ...(enabled !== undefined && { enabled }),
      });
      return created(id);
    },

    async bulkUpdateUsers({ actor, body }) {
      requireWholeCompany(actor);
      const changes = models.userList(body, 'body').map(({ id, ...members }) => ({ id, ...given(members) }));
      await users.updateAll(actor, changes, (index, field) => `body[${index}].${field}`);
      return noContent;
    },

    updateUser: changing(async ({ actor, body }, user) => {
      await users.update(actor, user.id, models.userUpdate(body, 'body'));
    }),

    setUserDepartments: changing(async ({ actor, body }, user) => {
      const { departments } = models.departmentsModel(body, 'body');
      await fieldsNamed(
        (field) => (field === 'tenantId' ? 'departments' : field),
        () => users.setTenants(actor, user.id, [...new Set(departments)]),
      );
    }),

    setUserEnabled: changing(async ({ actor, body }, user) => {
      await users.setEnabled(actor, user.id, models.enabledModel(body, 'body').isEnabled);
    }),

    setUserGlobalRoles: changing(async ({ actor, body }, user) => {
      const { globalRoles } = models.globalRolesModel(body, 'body');
      await users.setGlobalRoles(actor, user.id, [...new Set(globalRoles)]);
    }),

    async getUserDepartmentRoles(call) {
      const { user, tenantId } = await openMembership(call);
      const membership = user.memberships.find((one) => one.tenantId === tenantId);
      if (!membership) throw notFound();
      return ok({ roles: membership.roles });
    },

    async setUserDepartmentRoles(call) {
      const { user, tenantId } = await openMembership(call);
      requireWholeCompany(call.actor);
      const { roles } = models.departmentRolesModel(call.body, 'body');
      await users.setMembership(call.actor, user.id, { tenantId, roles });
      return noContent;
    },

    /**
     * A link with which the user sets a new password, in the header `Location`; earlier links are void. The present
     * password holds until the link is used.
     */
    async resetUserPassword(call) {
      const user = await openUser(directory, call);
      requireWholeCompany(call.actor);
      const { url } = await passwords.createLink(call.actor, user.id);
      return { status: 204, headers: { location: url, 'cache-control': 'no-store' } };
    },

    getUserSettings: settings.get,
    setUserSettings: settings.put,
  };
}

/** Without the members that were not sent. */
function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
