import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

/** What a login is judged by. The user name decides; the address works until the user name was changed (AD-US-4). */
export const selectByName = (db: Queryable, name: string) =>
  db
    .selectFrom('users')
    .select(['id', 'companyId', 'username', 'email', 'passwordHash', 'enabled', 'openidProvider'])
    .where((eb) =>
      eb.or([
        eb(sql`lower(username)`, '=', name.toLowerCase()),
        eb.and([eb(sql`lower(email)`, '=', name.toLowerCase()), eb('emailLogin', '=', true)]),
      ]),
    )
    .orderBy(sql`lower(username) = ${name.toLowerCase()}`, 'desc')
    .limit(1)
    .executeTakeFirst();

/** Locks the user, so that a login that begins and a user being disabled do not miss each other. */
export const lockUser = (db: Queryable, companyId: number, userId: number) =>
  db
    .selectFrom('users')
    .select([
      'id',
      'companyId',
      'username',
      'email',
      'firstName',
      'lastName',
      'passwordHash',
      'enabled',
      'openidProvider',
    ])
    .where('companyId', '=', companyId)
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();

/** The same without a lock, to check a password before the transaction begins. */
export const selectForPassword = (db: Queryable, companyId: number, userId: number) =>
  db
    .selectFrom('users')
    .select(['username', 'email', 'firstName', 'lastName', 'passwordHash'])
    .where('companyId', '=', companyId)
    .where('id', '=', userId)
    .executeTakeFirst();

export const setPasswordHash = (db: Queryable, companyId: number, userId: number, passwordHash: string) =>
  db.updateTable('users').set({ passwordHash }).where('companyId', '=', companyId).where('id', '=', userId).execute();

export const insertLogin = (
  db: Queryable,
  login: {
    companyId: number;
    userId: number;
    tokenHash: Buffer;
    created: Date;
    lastSeen: Date;
    /** Missing: idleness is not measured. */
    lastActive?: Date;
    expires: Date;
    ip: string | null;
    userAgent: string | null;
  },
) => db.insertInto('logins').values(login).returning('id').executeTakeFirstOrThrow();

/** No socket is opened with such a login, so nobody has to be told. */
export const deleteProgramLogin = (db: Queryable, loginId: number) =>
  db.deleteFrom('logins').where('id', '=', loginId).execute();

interface RunningLogin {
  id: number;
  companyId: number;
  userId: number;
  lastSeen: Date;
  lastActive: Date | null;
  /** Texts of the company's settings about idle logins; null = not set. */
  logoutWhenIdle: string | null;
  logoutWhenIdleMinutes: string | null;
  globalRoles: string[];
  memberships: { tenantId: number; roles: string[] }[];
  companyTenantIds: number[];
}

/**
 * The running login of a token (or of an id, for a socket that was opened with it) with the rights its user has now;
 * nothing when it ended, expired, idled too long, or its user is disabled. One statement, by unique index.
 */
export async function selectRunningLogin(
  db: Queryable,
  by: { tokenHash: Buffer } | { companyId: number; loginId: number },
  now: Date,
  idleSince: Date,
): Promise<RunningLogin | undefined> {
  const which =
    'tokenHash' in by
      ? sql`l.token_hash = ${by.tokenHash}`
      : sql`l.id = ${by.loginId} and l.company_id = ${by.companyId}`;
  const found = await sql<RunningLogin>`
    select l.id, l.company_id, l.user_id, l.last_seen, l.last_active, u.global_roles,
      (select value from settings where company_id = l.company_id and scope = 'company' and scope_id = l.company_id
        and key = 'logoutWhenIdle') as logout_when_idle,
      (select value from settings where company_id = l.company_id and scope = 'company' and scope_id = l.company_id
        and key = 'logoutWhenIdleMinutes') as logout_when_idle_minutes,
      coalesce((select json_agg(json_build_object('tenantId', m.tenant_id, 'roles', m.roles))
                from memberships m where m.user_id = u.id), '[]') as memberships,
      case when u.global_roles && array['CompanyAdmin', 'Admin']
           then array(select t.id from tenants t where t.company_id = u.company_id) else '{}' end as company_tenant_ids
    from logins l join users u on u.company_id = l.company_id and u.id = l.user_id
    where ${which} and l.expires > ${now} and l.last_seen > ${idleSince} and u.enabled`.execute(db);
  return found.rows[0];
}

export const noteLoginSeen = (db: Queryable, companyId: number, loginId: number, at: Date) =>
  db.updateTable('logins').set({ lastSeen: at }).where('companyId', '=', companyId).where('id', '=', loginId).execute();

export const noteLoginActive = (db: Queryable, companyId: number, loginId: number, at: Date) =>
  db
    .updateTable('logins')
    .set({ lastActive: at })
    .where('companyId', '=', companyId)
    .where('id', '=', loginId)
    .execute();

/** Running logins of a user, the latest used first. */
export const selectLogins = (db: Queryable, companyId: number, userId: number, now: Date, idleSince: Date) =>
  db
    .selectFrom('logins')
    .select(['id', 'created', 'lastSeen', 'ip', 'userAgent'])
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('expires', '>', now)
    .where('lastSeen', '>', idleSince)
    .orderBy('lastSeen', 'desc')
    .execute();

export const deleteLogin = (db: Queryable, companyId: number, userId: number, loginId: number) =>
  db
    .deleteFrom('logins')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('id', '=', loginId)
    .returning('id')
    .executeTakeFirst();

/** Ends the login a browser brought along when it logs in anew. */
export const deleteLoginByToken = (db: Queryable, tokenHash: Buffer) =>
  db.deleteFrom('logins').where('tokenHash', '=', tokenHash).returning(['companyId', 'userId']).executeTakeFirst();

export const deleteLogins = (db: Queryable, companyId: number, userId: number, exceptId?: number) =>
  db
    .deleteFrom('logins')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .$if(exceptId !== undefined, (query) => query.where('id', '<>', exceptId ?? 0))
    .execute();

/** Keeps the newest `keep` logins of a user. */
export const deleteOldestLogins = (db: Queryable, companyId: number, userId: number, keep: number) =>
  db
    .deleteFrom('logins')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('logins')
        .select('id')
        .where('companyId', '=', companyId)
        .where('userId', '=', userId)
        .orderBy('id', 'desc')
        .limit(keep),
    )
    .execute();

export const insertPasswordLink = (
  db: Queryable,
  link: { tokenHash: Buffer; companyId: number; userId: number; created: Date; expires: Date },
) => db.insertInto('passwordLinks').values(link).execute();

/** The user an unused, unexpired link belongs to. */
export const selectPasswordLink = (db: Queryable, tokenHash: Buffer, now: Date) =>
  db
    .selectFrom('passwordLinks')
    .innerJoin('users', (join) =>
      join.onRef('users.id', '=', 'passwordLinks.userId').onRef('users.companyId', '=', 'passwordLinks.companyId'),
    )
    .select(['passwordLinks.companyId', 'passwordLinks.userId', 'passwordLinks.expires', 'users.username'])
    .where('tokenHash', '=', tokenHash)
    .where('used', 'is', null)
    .where('expires', '>', now)
    .where('users.enabled', '=', true)
    .executeTakeFirst();

/** Marks a link used; undefined when somebody was faster. */
export const usePasswordLink = (db: Queryable, tokenHash: Buffer, now: Date) =>
  db
    .updateTable('passwordLinks')
    .set({ used: now })
    .where('tokenHash', '=', tokenHash)
    .where('used', 'is', null)
    .where('expires', '>', now)
    .returning('userId')
    .executeTakeFirst();

export const deletePasswordLinks = (db: Queryable, companyId: number, userId: number) =>
  db.deleteFrom('passwordLinks').where('companyId', '=', companyId).where('userId', '=', userId).execute();

/** Removes what can open nothing any more. */
export const deleteStale = (db: Queryable, now: Date, idleSince: Date, failuresBefore: Date) =>
  sql`with l as (delete from logins where expires <= ${now} or last_seen <= ${idleSince}),
           p as (delete from password_links where expires <= ${now})
      delete from login_failures where first < ${failuresBefore} and (locked_to is null or locked_to <= ${now})`.execute(
    db,
  );
