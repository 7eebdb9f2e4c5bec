import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

export interface KnownGuest {
  guestId: number;
  companyId: number;
  guestGuid: string;
}

/** The guests these tokens belong to, by hex of the hash. The company of a request comes from here (invariant 5). */
export async function guestsByToken(db: Queryable, hashes: Buffer[]): Promise<Map<string, KnownGuest>> {
  const rows = await db
    .selectFrom('guests')
    .select(['id', 'companyId', 'trackedId', 'tokenHash'])
    .where('tokenHash', '=', sql<Buffer>`any(${hashes}::bytea[])`)
    .execute();
  return new Map(
    rows.map((row) => [
      row.tokenHash.toString('hex'),
      { guestId: row.id, companyId: row.companyId, guestGuid: row.trackedId },
    ]),
  );
}

export async function insertGuest(
  db: Queryable,
  guest: { companyId: number; trackedId: string; tokenHash: Buffer; now: Date },
) {
  await db
    .insertInto('guests')
    .values({
      companyId: guest.companyId,
      trackedId: guest.trackedId,
      tokenHash: guest.tokenHash,
      created: guest.now,
      lastSeen: guest.now,
    })
    .execute();
}

/** Notes a visit; written at most once an hour, for nobody needs it finer. */
export async function touchGuest(db: Queryable, companyId: number, guestId: number, now: Date) {
  await db
    .updateTable('guests')
    .set({ lastSeen: now })
    .where('companyId', '=', companyId)
    .where('id', '=', guestId)
    .where('lastSeen', '<', new Date(now.getTime() - 3_600_000))
    .execute();
}

export interface OwnSession {
  id: number;
  companyId: number;
  tenantId: number;
  presetId: number | null;
  scope: string;
  ended: Date | null;
  guestLost: Date | null;
  lastSeq: number;
}

/** The running session of a guest and package, whatever its scope; there is at most one (invariant 3). */
export async function runningSession(
  db: Queryable,
  companyId: number,
  guestId: number,
  presetId: number,
): Promise<OwnSession | undefined> {
  return db
    .selectFrom('sessions')
    .select(['id', 'companyId', 'tenantId', 'presetId', 'scope', 'ended', 'guestLost', 'lastSeq'])
    .where('companyId', '=', companyId)
    .where('guestId', '=', guestId)
    .where('presetId', '=', presetId)
    .where('ended', 'is', null)
    .executeTakeFirst();
}

export interface Place {
  companyId: number;
  guestId: number;
  presetId: number;
  scope: string;
}

/**
 * For many guests at once, by `placeKey`: the running session of package and scope, else the newest one that ended
 * after `endedSince` with an operator and without a rating (OP-ES-12).
 */
export async function sessionsToRestore(
  db: Queryable,
  places: Place[],
  endedSince: Date,
): Promise<Map<string, OwnSession>> {
  const { rows } = await sql<OwnSession & { guestId: number }>`
    select s.*
    from unnest(${places.map((place) => place.companyId)}::int[], ${places.map((place) => place.guestId)}::bigint[],
                ${places.map((place) => place.presetId)}::int[], ${places.map((place) => place.scope)}::text[])
           as p (company_id, guest_id, preset_id, scope)
    cross join lateral (
      select id, company_id, tenant_id, guest_id, preset_id, scope, ended, guest_lost, last_seq
      from sessions
      where company_id = p.company_id and guest_id = p.guest_id and preset_id = p.preset_id and scope = p.scope
        and (ended is null
             or (ended > ${endedSince} and feedback_stars is null and feedback_text is null
                 and exists (select from session_operators o where o.session_id = sessions.id)))
      order by ended is null desc, id desc
      limit 1
    ) s`.execute(db);
  return new Map(rows.map((row) => [placeKey({ ...row, presetId: row.presetId ?? 0 }), row]));
}

export const placeKey = (place: Place) => `${place.guestId}/${place.presetId}/${place.scope}`;

/** Whether a package leads to a chatbot first that opens its conversations by itself, and takes them now (AD-CB-2). */
export async function opensByItself(db: Queryable, companyId: number, presetId: number): Promise<boolean> {
  const { rows } = await sql<{ autoStart: boolean }>`
    select c.auto_start and c.state = 'enabled' and c.callback_url is not null as auto_start
    from presets p
    join routing_rules r on r.company_id = p.company_id and r.routing_id = p.routing_id
    left join chatbots c on c.company_id = r.company_id and c.group_id = r.group_id
    where p.company_id = ${companyId} and p.id = ${presetId}
    order by r.position
    limit 1`.execute(db);
  return rows[0]?.autoStart ?? false;
}
