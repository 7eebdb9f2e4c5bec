import { sql } from 'kysely';
import type { Database } from '../../../foundation/database/database.ts';
import type { Condition } from '../../../foundation/filters/filters.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import type { FileAddress } from '../downloads.ts';
import { apiSession, sessionModel } from './model.ts';

export interface Portion {
  conditions: readonly Condition[];
  /** Sessions with a higher id only. */
  after: number;
  offset: number;
  limit: number;
}

export interface SessionRow {
  id: number;
  /** `SessionModel` as JSON text. */
  model: string;
}

/** Sessions the key may see, by ascending id (API-CONV-21). */
export function selectSessions(
  db: Database,
  actor: ApiKeyActor,
  { zone, address }: { zone: string; address: FileAddress },
  { conditions, after, offset, limit }: Portion,
): Promise<SessionRow[]> {
  const scope = [
    sql<boolean>`s.company_id = ${actor.companyId}`,
    ...(actor.tenantIds ? [sql<boolean>`s.tenant_id = any(${[...actor.tenantIds]}::int[])`] : []),
    sql<boolean>`s.id > ${after}`,
  ];
  return db.transaction().execute(async (transaction) => {
    await apiSession(zone).execute(transaction);
    // The page is cut before its models are made: what is skipped costs no more than its index entry.
    const { rows } = await sql<SessionRow>`
      select s.id, ${sessionModel(address)} as model
      from sessions s
      join guests g on g.id = s.guest_id
      left join presets p on p.id = s.preset_id
      where s.id in (
        select s.id from sessions s left join presets p on p.id = s.preset_id
        where ${sql.join([...scope, ...conditions], sql` and `)}
        order by s.id offset ${offset} limit ${limit})
      order by s.id`.execute(transaction);
    return rows;
  });
}
