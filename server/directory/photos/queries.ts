import type { Queryable } from '../../foundation/database/database.ts';

/** The photo a user has in a tenant now; undefined outside the company and without membership. */
export const selectPhoto = (db: Queryable, companyId: number, userId: number, tenantId: number) =>
  db
    .selectFrom('memberships')
    .leftJoin('files', (join) =>
      join.onRef('files.id', '=', 'memberships.photoFileId').onRef('files.companyId', '=', 'memberships.companyId'),
    )
    .select(['files.id as fileId', 'files.storageKey'])
    .where('memberships.companyId', '=', companyId)
    .where('memberships.userId', '=', userId)
    .where('memberships.tenantId', '=', tenantId)
    .executeTakeFirst();

/** A photo by its random key, as long as it is somebody's; clients of any company may see it. */
export const selectPhotoByKey = (db: Queryable, storageKey: string) =>
  db
    .selectFrom('files')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.photoFileId', '=', 'files.id')
        .onRef('memberships.companyId', '=', 'files.companyId')
        .onRef('memberships.userId', '=', 'files.userId'),
    )
    .select(['files.name', 'files.contentType', 'files.size', 'files.storageKey'])
    .where('files.storageKey', '=', storageKey)
    .where('files.deleted', 'is', null)
    .executeTakeFirst();

export const insertPhoto = (
  db: Queryable,
  photo: {
    companyId: number;
    tenantId: number;
    userId: number;
    name: string;
    contentType: string;
    size: number;
    storageKey: string;
    created: Date;
  },
) => db.insertInto('files').values(photo).returning('id').executeTakeFirstOrThrow();

export const setPhoto = (db: Queryable, companyId: number, userId: number, tenantId: number, fileId: number | null) =>
  db
    .updateTable('memberships')
    .set({ photoFileId: fileId })
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('tenantId', '=', tenantId)
    .execute();

export const markDeleted = (db: Queryable, companyId: number, fileId: number, at: Date) =>
  db.updateTable('files').set({ deleted: at }).where('companyId', '=', companyId).where('id', '=', fileId).execute();
