import type { GroupType } from '@hovor/protocol/enums';
import type { Static } from '@hovor/protocol/schema';
import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';
import type * as schema from '../schema.ts';

/** What differs for a channel family (AD-GR-5). */
export type GroupTermsByFamily = Static<typeof schema.GroupTermsByFamily>;

export interface GroupRecord {
  id: number;
  companyId: number;
  tenantId: number;
  name: string;
  /** Grows with every change of the group or its members. */
  version: number;
  type: GroupType;
  distribution: 'utilization' | 'whole';
  queueSize: number;
  timeToAcceptS: number;
  maxQueueTimeS: number;
  maxAcwS: number;
  autoPickup: boolean;
  priorities: string[];
  byFamily: GroupTermsByFamily;
  calendarId: number | null;
  created: Date;
  /** Users in the group, by id; disabled ones included. */
  memberIds: number[];
}

export type GroupSettings = Partial<
  Pick<
    GroupRecord,
    | 'distribution'
    | 'queueSize'
    | 'timeToAcceptS'
    | 'maxQueueTimeS'
    | 'maxAcwS'
    | 'autoPickup'
    | 'priorities'
    | 'byFamily'
    | 'calendarId'
  >
>;

export const insertGroup = (
  db: Queryable,
  group: { companyId: number; tenantId: number; name: string; type: GroupType; created: Date } & GroupSettings,
) => db.insertInto('groups').values(columns(group)).returning('id').executeTakeFirstOrThrow();

/** An object goes into the database as text; what is missing stays missing. */
const columns = <T extends GroupSettings>({ byFamily, ...rest }: T) => ({
  ...rest,
  ...(byFamily && { byFamily: JSON.stringify(byFamily) }),
});

const withMembers = (db: Queryable) =>
  db
    .selectFrom('groups')
    .selectAll('groups')
    .select(
      sql<number[]>`array(select user_id from group_members m where m.group_id = groups.id order by user_id)`.as(
        'memberIds',
      ),
    );

export const selectGroups = (db: Queryable, companyId: number, tenantId: number | null) =>
  withMembers(db)
    .where('companyId', '=', companyId)
    .$if(tenantId !== null, (query) => query.where('tenantId', '=', tenantId))
    .orderBy('tenantId')
    .orderBy(sql`lower(name)`)
    .execute() as Promise<GroupRecord[]>;

export const selectGroup = (db: Queryable, companyId: number, groupId: number) =>
  withMembers(db).where('companyId', '=', companyId).where('id', '=', groupId).executeTakeFirst() as Promise<
    GroupRecord | undefined
  >;

export const updateGroup = (
  db: Queryable,
  companyId: number,
  groupId: number,
  change: { name?: string } & GroupSettings,
) =>
  db.updateTable('groups').set(columns(change)).where('companyId', '=', companyId).where('id', '=', groupId).execute();

export const deleteGroup = (db: Queryable, companyId: number, groupId: number) =>
  db.deleteFrom('groups').where('companyId', '=', companyId).where('id', '=', groupId).execute();

/** True while a client waits in the group. */
export const someoneWaits = async (db: Queryable, companyId: number, groupId: number) =>
  (await db
    .selectFrom('routingRequests')
    .select('id')
    .where('companyId', '=', companyId)
    .where('groupId', '=', groupId)
    .where('ended', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Those of the users who belong to the tenant. */
export const selectTenantUsers = async (
  db: Queryable,
  companyId: number,
  tenantId: number,
  userIds: readonly number[],
) => {
  if (userIds.length === 0) return [];
  const rows = await db
    .selectFrom('memberships')
    .select('userId')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('userId', 'in', [...userIds])
    .execute();
  return rows.map((row) => row.userId);
};

/** A change of its members is a change of the group: its version grows by itself. */
export const touchGroup = (db: Queryable, companyId: number, groupId: number) =>
  db
    .updateTable('groups')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('companyId', '=', companyId)
    .where('id', '=', groupId)
    .execute();

export const deleteMembers = (db: Queryable, companyId: number, groupId: number) =>
  db.deleteFrom('groupMembers').where('companyId', '=', companyId).where('groupId', '=', groupId).execute();

export const insertMembers = (db: Queryable, companyId: number, groupId: number, userIds: readonly number[]) =>
  db
    .insertInto('groupMembers')
    .values(userIds.map((userId) => ({ companyId, groupId, userId })))
    .execute();

/** Groups of a tenant with members chosen by people: those of all operators fill themselves. */
export const selectChosenGroups = async (db: Queryable, companyId: number, tenantId: number): Promise<number[]> => {
  const rows = await db
    .selectFrom('groups')
    .select('id')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('type', '=', 'NORMAL')
    .execute();
  return rows.map((row) => row.id);
};

/** Puts a user into these groups and out of the others that are named. */
export async function changeGroupsOf(
  db: Queryable,
  { companyId, userId }: { companyId: number; userId: number },
  change: { join: readonly number[]; leave: readonly number[] },
): Promise<void> {
  if (change.leave.length > 0) {
    await db
      .deleteFrom('groupMembers')
      .where('companyId', '=', companyId)
      .where('userId', '=', userId)
      .where('groupId', 'in', [...change.leave])
      .execute();
  }
  if (change.join.length > 0) {
    await db
      .insertInto('groupMembers')
      .values(change.join.map((groupId) => ({ companyId, groupId, userId })))
      .execute();
  }
}

/** Takes a user out of the groups of a tenant they no longer belong to. */
export const leaveGroups = (db: Queryable, companyId: number, userId: number, tenantId: number) =>
  db
    .deleteFrom('groupMembers')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('groupId', 'in', (eb) =>
      eb.selectFrom('groups').select('id').where('companyId', '=', companyId).where('tenantId', '=', tenantId),
    )
    .execute();

/** Sets the members of all ALL_OPERATORS groups of the company (0010_directory.sql). */
export const syncAllOperators = (db: Queryable, companyId: number) =>
  sql`select sync_all_operators(${companyId})`.execute(db);
