import type { GroupType } from '@hovor/protocol/enums';
import { refusing } from '../../foundation/database/duplicates.ts';
import { invalid, notFound, Problem } from '../../foundation/errors.ts';
import { type Actor, companyOf } from '../../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import { selectTenant } from '../company/queries.ts';
import { lockCompany } from '../locks.ts';
import { requiredName } from '../names.ts';
import { isBound } from '../settings/bound.ts';
import { announceSettings } from '../settings/changes.ts';
import type { GroupRecord, GroupSettings } from './queries.ts';
import * as queries from './queries.ts';

export type { GroupRecord, GroupSettings } from './queries.ts';

export interface NewGroup extends GroupSettings {
  tenantId: number;
  name: string;
  type?: GroupType;
  memberIds?: number[];
}

export interface GroupChange extends GroupSettings {
  name?: string;
  version?: number;
  memberIds?: number[];
}

const refusals = {
  groups_name: ['name', 'is taken by another group of this tenant.'],
  groups_calendar: ['calendarId', 'is no calendar of this tenant.'],
  chatbots_company_id_group_id_fkey: ['group', 'belongs to a chatbot.'],
  routing_rules_company_id_group_id_fkey: ['group', 'is the target of a routing. Change the routing first.'],
} as const;

/** Groups of operators (AD-GR). All changes need the group to be in the actor's company. */
export function createGroups(store: Store) {
  const within = <T>(actor: Actor, work: (unit: Unit, companyId: number) => Promise<T>) =>
    refusing(refusals, () =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        return work(unit, companyId);
      }),
    );

  return {
    /** Groups of a tenant, or of the whole company with null, by name. */
    list: (companyId: number, tenantId: number | null) => queries.selectGroups(store.db, companyId, tenantId),

    /** @throws not-found outside the company, and outside the tenant if one is named */
    load: (companyId: number, groupId: number, tenantId?: number) => load(store, companyId, groupId, tenantId),

    create: (actor: Actor, { memberIds = [], name, type = 'NORMAL', tenantId, ...settings }: NewGroup) =>
      within(actor, async (unit, companyId) => {
        if (!(await selectTenant(unit.db, companyId, tenantId))) throw notFound();
        const { id } = await queries.insertGroup(unit.db, {
          ...settings,
          companyId,
          tenantId,
          type,
          name: requiredName('name', name),
          created: unit.now,
        });
        announce(unit, { companyId, tenantId, id }, 'group.created', { type });
        if (type === 'ALL_OPERATORS') await queries.syncAllOperators(unit.db, companyId);
        else await setMembers(unit, { companyId, tenantId, id, type }, memberIds);
        return { id };
      }),

    /**
     * What is left out stays. `version` is the one the change was made from, `memberIds` makes exactly these its members.
     * @throws conflict with the field `version` when somebody else saved since: nothing is changed then
     */
    update: (actor: Actor, groupId: number, { version, memberIds, ...change }: GroupChange) =>
      within(actor, async (unit, companyId) => {
        const group = await load({ db: unit.db }, companyId, groupId);
        if (version !== undefined && version !== group.version) {
          throw new Problem('conflict', {
            detail: 'Somebody else saved this group meanwhile. Nothing of yours is lost; look at their change first.',
            fields: { version: 'is no longer the present one.' },
          });
        }
        if (memberIds) await setMembers(unit, group, memberIds);
        const name = change.name === undefined ? group.name : requiredName('name', change.name);
        await queries.updateGroup(unit.db, companyId, groupId, { ...change, name });
        announce(unit, group, 'group.updated', { fields: Object.keys(change) });
        const names = Object.keys(change).filter((key) => isBound('group', key));
        announceSettings(unit, { companyId, tenantId: group.tenantId, scope: 'group', scopeId: groupId }, names);
      }),

    /** Refused while clients wait in it or a routing leads to it. */
    remove: (actor: Actor, groupId: number) =>
      within(actor, async (unit, companyId) => {
        const group = await load({ db: unit.db }, companyId, groupId);
        if (await queries.someoneWaits(unit.db, companyId, groupId)) {
          throw new Problem('conflict', { detail: 'Clients wait in this group. Try again when its queue is empty.' });
        }
        await queries.deleteGroup(unit.db, companyId, groupId);
        announce(unit, group, 'group.removed', {});
      }),

    /** Makes exactly these users its members (API-GRP: UpdateGroupModel). They must belong to the group's tenant. */
    setMembers: (actor: Actor, groupId: number, memberIds: readonly number[]) =>
      within(actor, async (unit, companyId) => {
        const group = await load({ db: unit.db }, companyId, groupId);
        await setMembers(unit, group, memberIds);
      }),

    /**
     * Makes one user a member of exactly these groups of a tenant (AD-US-6); groups that fill themselves, with all
     * operators or a chatbot, stay as they are. @throws not-found unless the user belongs to the tenant
     */
    setGroupsOf: (actor: Actor, userId: number, tenantId: number, groupIds: readonly number[]) =>
      within(actor, async (unit, companyId) => {
        const [member] = await queries.selectTenantUsers(unit.db, companyId, tenantId, [userId]);
        if (member === undefined) throw notFound();
        const chosen = await queries.selectChosenGroups(unit.db, companyId, tenantId);
        const wanted = new Set(groupIds);
        const strange = groupIds.find((id) => !chosen.includes(id));
        if (strange !== undefined) throw invalid('groupIds', `${strange} is no group to join in this tenant.`);
        const held = (await queries.selectGroups(unit.db, companyId, tenantId))
          .filter((group) => chosen.includes(group.id) && group.memberIds.includes(userId))
          .map((group) => group.id);
        const join = [...wanted].filter((id) => !held.includes(id));
        const leave = held.filter((id) => !wanted.has(id));
        await queries.changeGroupsOf(unit.db, { companyId, userId }, { join, leave });
        for (const id of [...join, ...leave]) {
          announce(unit, { companyId, tenantId, id }, 'group.membersChanged', { userId, joined: wanted.has(id) });
        }
      }),
  };
}

/** A group another room stands behind (a chatbot), made in its unit. The tenant is the actor's. */
export async function addGroup(
  unit: Unit,
  { companyId, tenantId, name, type }: { companyId: number; tenantId: number; name: string; type: GroupType },
): Promise<{ id: number }> {
  await lockCompany(unit, companyId);
  const { id } = await queries.insertGroup(unit.db, {
    ...{ companyId, tenantId, type, created: unit.now },
    name: requiredName('name', name),
  });
  announce(unit, { companyId, tenantId, id }, 'group.created', { type });
  return { id };
}

export async function renameGroup(
  unit: Unit,
  group: Pick<GroupRecord, 'id' | 'companyId' | 'tenantId'>,
  name: string,
): Promise<void> {
  await queries.updateGroup(unit.db, group.companyId, group.id, { name: requiredName('name', name) });
  announce(unit, group, 'group.updated', { fields: ['name'] });
}

async function load({ db }: Pick<Store, 'db'>, companyId: number, groupId: number, tenantId?: number) {
  const group = await queries.selectGroup(db, companyId, groupId);
  if (!group || (tenantId !== undefined && group.tenantId !== tenantId)) throw notFound();
  return group;
}

async function setMembers(
  unit: Unit,
  group: Pick<GroupRecord, 'id' | 'companyId' | 'tenantId' | 'type'>,
  memberIds: readonly number[],
) {
  if (group.type === 'ALL_OPERATORS') {
    throw new Problem('conflict', {
      detail: 'All operators of the tenant are in this group; its members follow by themselves.',
    });
  }
  const wanted = [...new Set(memberIds)].sort((a, b) => a - b);
  const known = await queries.selectTenantUsers(unit.db, group.companyId, group.tenantId, wanted);
  const strangers = wanted.filter((userId) => !known.includes(userId));
  if (strangers.length > 0) throw invalid('userIds', `no users of this tenant: ${strangers.slice(0, 10).join(', ')}.`);
  await queries.deleteMembers(unit.db, group.companyId, group.id);
  if (wanted.length > 0) await queries.insertMembers(unit.db, group.companyId, group.id, wanted);
  await queries.touchGroup(unit.db, group.companyId, group.id);
  announce(unit, group, 'group.membersChanged', { userIds: wanted });
}

/** Who routes and who shows packages look again: a changed group can change who is reachable. */
function announce(
  unit: Unit,
  group: Pick<GroupRecord, 'id' | 'companyId' | 'tenantId'>,
  kind: string,
  payload: Record<string, unknown>,
) {
  const { companyId, tenantId, id } = group;
  unit.record({ companyId, tenantId, kind, subject: `group:${id}`, payload: { id, tenantId, ...payload } });
  unit.touch({ companyId, tenantId, topic: 'group', id });
  unit.touch({ companyId, tenantId, topic: 'availability', id: tenantId });
}
