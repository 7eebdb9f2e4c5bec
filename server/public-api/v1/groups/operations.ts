import { limits } from '@hovor/protocol/limits';
import type { Directory, GroupRecord } from '../../../directory/service.ts';
import { invalid } from '../../../foundation/errors.ts';
import { readInteger } from '../../../foundation/filters/query.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import { formatTime } from '../../../foundation/zoned-time.ts';
import type { Routing } from '../../../routing/service.ts';
import type { Call, Handler } from '../call.ts';
import { created, noContent, ok } from '../conventions/answers.ts';
import { integer, list, object, optional, text } from '../conventions/body.ts';
import { askedTenants } from '../own-company.ts';
import { reaches, requireReach } from '../policies.ts';
import { settingsHandlers } from '../settings.ts';
import { availabilityModel } from './availability.ts';

const newGroup = object({ name: text({ min: 1, max: limits.nameLength }), departmentId: integer({ min: 1 }) });
const groupUpdate = object({ userIds: optional(list(integer({ min: 1 }), { max: 5_000 })) });

interface GroupParts {
  directory: Directory;
  routing: Pick<Routing, 'groupLoads'>;
  zone: string;
}

/** Groups of operators (API-GRP). */
export function groupOperations({ directory, routing, zone }: GroupParts): Record<string, Handler> {
  const { groups, tenants } = directory;

  const groupModel = ({ id, name, created: at, type, tenantId }: GroupRecord) => ({
    ...{ id, name, created: formatTime(at, zone), type },
    departmentId: tenantId,
  });

  async function openGroup({ actor, id }: Call) {
    const group = await groups.load(actor.companyId, id('groupId'));
    requireReach(actor, group.tenantId);
    return group;
  }

  async function visible(actor: ApiKeyActor, tenantIds: readonly number[] | null) {
    const all = await groups.list(actor.companyId, null);
    return all.filter(({ tenantId }) => tenantIds?.includes(tenantId) ?? true).sort((a, b) => a.id - b.id);
  }

  const settings = settingsHandlers(directory, {
    scope: 'group',
    member: 'operatorGroupId',
    find: async (call) => (await openGroup(call)).id,
  });

  return {
    listGroups: async ({ actor, query }) => ok((await visible(actor, askedTenants(actor, query))).map(groupModel)),

    getGroup: async (call) => ok(groupModel(await openGroup(call))),

    async createGroup({ actor, body }) {
      const { name, departmentId } = newGroup(body, 'body');
      const known = await tenants.list(actor.companyId);
      if (!reaches(actor, departmentId) || !known.some(({ id }) => id === departmentId)) {
        throw invalid('departmentId', 'There is no such department.');
      }
      return created((await groups.create(actor, { name, tenantId: departmentId })).id);
    },

    async updateGroup(call) {
      const { id } = await openGroup(call);
      const { userIds } = groupUpdate(call.body, 'body');
      if (userIds !== null) await groups.setMembers(call.actor, id, userIds);
      return noContent;
    },

    async deleteGroup(call) {
      const { id } = await openGroup(call);
      await groups.remove(call.actor, id);
      return noContent;
    },

    async getGroupsAvailability({ actor, query }) {
      const asked = query.all('groupIds').flatMap((text) => text.split(','));
      const ids = new Set(asked.filter((text) => text !== '').map((text) => readInteger('groupIds', text, 32)));
      const wanted = (await visible(actor, askedTenants(actor, query))).filter(
        ({ id }) => ids.size === 0 || ids.has(id),
      );
      const tenantIds = [...new Set(wanted.map(({ tenantId }) => tenantId))];
      const loads = await Promise.all(tenantIds.map((tenantId) => routing.groupLoads(actor.companyId, tenantId)));
      const all = new Map(loads.flatMap((of) => [...of]));
      return ok(availabilityModel(new Map([...all].filter(([id]) => wanted.some((group) => group.id === id)))));
    },

    getGroupSettings: settings.get,
    setGroupSettings: settings.put,
  };
}
