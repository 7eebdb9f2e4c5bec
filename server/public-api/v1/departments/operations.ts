import { limits } from '@hovor/protocol/limits';
import type { Directory } from '../../../directory/service.ts';
import type { Routing } from '../../../routing/service.ts';
import type { Call, Handler } from '../call.ts';
import { created, noContent, ok } from '../conventions/answers.ts';
import { object, text } from '../conventions/body.ts';
import { availabilityModel } from '../groups/availability.ts';
import { ownCompanyOnly } from '../own-company.ts';
import { reaches, requireReach, requireWholeCompany } from '../policies.ts';
import { settingsHandlers } from '../settings.ts';

const department = object({ name: text({ min: 1, max: limits.nameLength }) });

/** Departments, our tenants (API-DEP). */
export function departmentOperations(
  directory: Directory,
  routing: Pick<Routing, 'groupLoads'>,
): Record<string, Handler> {
  const { tenants, users } = directory;

  async function openTenant({ actor, id }: Call) {
    const tenantId = id('tenantId');
    requireReach(actor, tenantId);
    return tenants.load(actor.companyId, tenantId);
  }

  const settings = settingsHandlers(directory, {
    scope: 'tenant',
    member: 'departmentId',
    find: async (call) => (await openTenant(call)).id,
  });

  return {
    async listDepartments({ actor, query }) {
      ownCompanyOnly(actor, query);
      const all = await tenants.list(actor.companyId);
      return ok(all.filter(({ id }) => reaches(actor, id)).map(({ id, name }) => ({ id, name })));
    },

    async getDepartment(call) {
      const { id, name } = await openTenant(call);
      return ok({ id, name });
    },

    async createDepartment({ actor, body }) {
      requireWholeCompany(actor);
      return created((await tenants.create(actor, department(body, 'body'))).id);
    },

    async updateDepartment(call) {
      const { id } = await openTenant(call);
      await tenants.rename(call.actor, id, department(call.body, 'body').name);
      return noContent;
    },

    async addDepartmentUser(call) {
      const tenant = await openTenant(call);
      requireWholeCompany(call.actor);
      await users.setMembership(call.actor, call.id('userId'), { tenantId: tenant.id });
      return noContent;
    },

    async removeDepartmentUser(call) {
      const tenant = await openTenant(call);
      requireWholeCompany(call.actor);
      await users.removeMembership(call.actor, call.id('userId'), tenant.id);
      return noContent;
    },

    async getDepartmentGroupsAvailability(call) {
      const { id, companyId } = await openTenant(call);
      return ok(availabilityModel(await routing.groupLoads(companyId, id)));
    },

    getDepartmentSettings: settings.get,
    setDepartmentSettings: settings.put,
  };
}
