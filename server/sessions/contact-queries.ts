import type { Queryable } from '../foundation/database/database.ts';
import type { SessionRecord } from './schema.ts';

/** The identity the session is bound to and the contact behind it; both null without a binding. */
export async function readBinding(db: Queryable, { companyId, id }: Pick<SessionRecord, 'companyId' | 'id'>) {
  const row = await db
    .selectFrom('sessions as s')
    .leftJoin('channelIdentities as i', 'i.id', 's.channelIdentityId')
    .select(['s.channelIdentityId as identityId', 'i.contactId'])
    .where('s.companyId', '=', companyId)
    .where('s.id', '=', id)
    .executeTakeFirst();
  return { identityId: row?.identityId ?? null, contactId: row?.contactId ?? null };
}
