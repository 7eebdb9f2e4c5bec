import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';
import type { NewNotice } from './service.ts';

/** One open notice of a kind about a thing; telling it again refreshes the words. */
export const insertNotice = (db: Queryable, notice: NewNotice, created: Date) =>
  db
    .insertInto('companyNotices')
    .values({ ...notice, created })
    .onConflict((conflict) =>
      conflict
        .columns(['companyId', 'kind', 'subject'])
        .where('resolved', 'is', null)
        .doUpdateSet({ name: notice.name, reason: notice.reason }),
    )
    .execute();

export const resolveNotice = (db: Queryable, companyId: number, kind: string, subject: string, at: Date) =>
  db
    .updateTable('companyNotices')
    .set({ resolved: at })
    .where('companyId', '=', companyId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('resolved', 'is', null)
    .returning('id')
    .executeTakeFirst();

export const deleteOldNotices = (db: Queryable, companyId: number, before: Date) =>
  db.deleteFrom('companyNotices').where('companyId', '=', companyId).where('created', '<', before).execute();

/** Newest first. `tenantIds` null = all of the company, else those of these tenants only. */
export const selectNotices = (
  db: Queryable,
  { companyId, tenantIds, limit }: { companyId: number; tenantIds: readonly number[] | null; limit: number },
) =>
  db
    .selectFrom('companyNotices')
    .select(['id', 'tenantId', 'kind', 'subject', 'name', 'reason', 'created', 'resolved'])
    .where('companyId', '=', companyId)
    .$if(tenantIds !== null, (query) => query.where(sql<SqlBool>`tenant_id = any(${[...(tenantIds ?? [])]}::int[])`))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const selectSeen = async (db: Queryable, companyId: number, userId: number): Promise<number> => {
  const row = await db
    .selectFrom('noticeReads')
    .select('seen')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row?.seen ?? 0;
};

/** Never back: a slower tab must not make old ones new. */
export const updateSeen = (db: Queryable, companyId: number, userId: number, seen: number) =>
  sql`
    insert into notice_reads (company_id, user_id, seen)
    select ${companyId}, ${userId}, least(${seen}, max(id)) from company_notices
    where company_id = ${companyId} having max(id) is not null
    on conflict (company_id, user_id) do update set seen = greatest(notice_reads.seen, excluded.seen)`.execute(db);
