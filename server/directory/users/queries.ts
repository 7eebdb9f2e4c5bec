import type { GlobalRole, TenantRole } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';
import type { SlotFamily } from '../rules.ts';

export interface Membership {
  tenantId: number;
  roles: TenantRole[];
  nickname: string | null;
  position: string | null;
  /** Key of the photo there, for its address. */
  photoKey: string | null;
}

/** A user as administrators see it; the password is not part of it. */
export interface UserRecord {
  id: number;
  companyId: number;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  note: string | null;
  language: string | null;
  openidProvider: string | null;
  globalRoles: GlobalRole[];
  enabled: boolean;
  created: Date;
  hasPassword: boolean;
  memberships: Membership[];
  groupIds: number[];
  /** Only the families that were set; the others have the default. */
  slots: Partial<Record<SlotFamily, number>>;
  /** Languages and tags the user is good at (AD-US-11), by kind and name. */
  skills: Skill[];
}

export interface Skill {
  kind: 'language' | 'tag';
  name: string;
  /** 1 to 5. */
  level: number;
}

const records = (db: Queryable) =>
  db
    .selectFrom('users')
    .select([
      'id',
      'companyId',
      'username',
      'email',
      'firstName',
      'lastName',
      'note',
      'language',
      'openidProvider',
      'globalRoles',
      'enabled',
      'created',
      sql<boolean>`password_hash is not null`.as('hasPassword'),
      sql<Membership[]>`coalesce((select json_agg(json_build_object('tenantId', m.tenant_id, 'roles', m.roles,
        'nickname', m.nickname, 'position', m.position, 'photoKey', f.storage_key) order by m.tenant_id)
        from memberships m
        left join files f on f.company_id = m.company_id and f.id = m.photo_file_id and f.deleted is null
        where m.user_id = users.id), '[]')`.as('memberships'),
      sql<number[]>`array(select group_id from group_members g where g.user_id = users.id order by group_id)`.as(
        'groupIds',
      ),
      sql<
        UserRecord['slots']
      >`coalesce((select json_object_agg(family, slots) from user_slots s where s.user_id = users.id), '{}')`.as(
        'slots',
      ),
      sql<Skill[]>`coalesce((select json_agg(json_build_object('kind', k.kind, 'name', k.name, 'level', k.level)
        order by k.kind, k.name) from user_skills k where k.user_id = users.id), '[]')`.as('skills'),
    ])
    .$narrowType<{ globalRoles: GlobalRole[] }>();

export interface UserFilter {
  enabled?: boolean;
  /** Part of a name, user name or address. */
  search?: string;
  /** Only users of one of these tenants; null = of the whole company. */
  tenantIds?: readonly number[] | null;
  /** Only users after this id. */
  after?: number;
  limit?: number;
}

export const selectUsers = (db: Queryable, companyId: number, filter: UserFilter): Promise<UserRecord[]> => {
  const { enabled, search, tenantIds = null, after = 0, limit } = filter;
  let query = records(db).where('companyId', '=', companyId).where('id', '>', after).orderBy('id');
  if (enabled !== undefined) query = query.where('enabled', '=', enabled);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(
      sql<boolean>`(first_name || ' ' || last_name || ' ' || username || ' ' || email) ilike ${pattern}`,
    );
  }
  if (tenantIds) {
    query = query.where(
      sql<boolean>`exists (select from memberships m where m.user_id = users.id and m.tenant_id = any (${[...tenantIds]}))`,
    );
  }
  if (limit !== undefined) query = query.limit(limit);
  return query.execute();
};

export const selectUser = (db: Queryable, companyId: number, userId: number): Promise<UserRecord | undefined> =>
  records(db).where('companyId', '=', companyId).where('id', '=', userId).executeTakeFirst();

export interface UserRow {
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  note?: string | null;
  language?: string | null;
  openidProvider?: string | null;
  passwordHash?: string | null;
  globalRoles?: GlobalRole[];
}

export const insertUser = (db: Queryable, user: UserRow & { companyId: number; created: Date; enabled: boolean }) =>
  db.insertInto('users').values(user).returning('id').executeTakeFirstOrThrow();

export const updateUser = (
  db: Queryable,
  companyId: number,
  userId: number,
  change: Partial<UserRow> & { enabled?: boolean; emailLogin?: boolean },
) => db.updateTable('users').set(change).where('companyId', '=', companyId).where('id', '=', userId).execute();

/** Enabled company and server administrators other than this user. */
export const countOtherAdministrators = async (db: Queryable, companyId: number, userId: number) => {
  const row = await db
    .selectFrom('users')
    .select(db.fn.countAll<number>().as('n'))
    .where('companyId', '=', companyId)
    .where('id', '<>', userId)
    .where('enabled', '=', true)
    .where(sql<boolean>`global_roles && array['CompanyAdmin', 'Admin']`)
    .executeTakeFirstOrThrow();
  return row.n;
};

/** Sets what is given of a membership and makes it if missing. */
export const upsertMembership = (
  db: Queryable,
  key: { companyId: number; userId: number; tenantId: number },
  change: { roles?: TenantRole[]; nickname?: string | null; position?: string | null },
) =>
  db
    .insertInto('memberships')
    .values({ ...key, ...change })
    .onConflict((conflict) =>
      conflict.columns(['userId', 'tenantId']).doUpdateSet({ companyId: key.companyId, ...change }),
    )
    .execute();

export const deleteMembership = (db: Queryable, companyId: number, userId: number, tenantId: number) =>
  db
    .deleteFrom('memberships')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('tenantId', '=', tenantId)
    .execute();

export const upsertSlots = (
  db: Queryable,
  companyId: number,
  userId: number,
  slots: Partial<Record<SlotFamily, number>>,
) =>
  db
    .insertInto('userSlots')
    .values(Object.entries(slots).map(([family, count]) => ({ companyId, userId, family, slots: count })))
    .onConflict((conflict) =>
      conflict.columns(['userId', 'family']).doUpdateSet({ slots: (eb) => eb.ref('excluded.slots') }),
    )
    .execute();

/** Makes these the skills of a user. */
export async function replaceSkills(db: Queryable, companyId: number, userId: number, skills: readonly Skill[]) {
  await db.deleteFrom('userSkills').where('companyId', '=', companyId).where('userId', '=', userId).execute();
  if (skills.length === 0) return;
  await db
    .insertInto('userSkills')
    .values(skills.map((skill) => ({ ...skill, companyId, userId })))
    .execute();
}

/** What faces and names are made of, for users of one company; those of other companies are left out. */
export const selectFaces = (db: Queryable, companyId: number, tenantId: number, userIds: readonly number[]) =>
  db
    .selectFrom('users')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.userId', '=', 'users.id').on('memberships.tenantId', '=', tenantId),
    )
    .leftJoin('files', (join) =>
      join
        .onRef('files.id', '=', 'memberships.photoFileId')
        .onRef('files.companyId', '=', 'users.companyId')
        .on('files.deleted', 'is', null),
    )
    .select([
      'users.id as userId',
      'users.firstName',
      'users.lastName',
      'memberships.nickname',
      'memberships.position',
      'files.storageKey as photoKey',
    ])
    .where('users.companyId', '=', companyId)
    .where('users.id', 'in', [...userIds])
    .execute();

/** The same for one user in all their tenants. */
export const selectOwnFaces = (db: Queryable, companyId: number, userId: number) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .leftJoin('files', (join) =>
      join
        .onRef('files.id', '=', 'memberships.photoFileId')
        .onRef('files.companyId', '=', 'memberships.companyId')
        .on('files.deleted', 'is', null),
    )
    .select([
      'memberships.tenantId',
      'memberships.userId',
      'users.firstName',
      'users.lastName',
      'memberships.nickname',
      'memberships.position',
      'files.storageKey as photoKey',
    ])
    .where('memberships.companyId', '=', companyId)
    .where('memberships.userId', '=', userId)
    .execute();
