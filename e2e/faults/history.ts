import { type Kysely, sql } from 'kysely';
import type { DB } from '../../server/foundation/database/tables.ts';

/**
 * A witness inside the database that does not know the product's own checks: it writes down, in the transaction that does
 * it, every slot an operator takes and gives back. Slots are taken under the operator's lock, so the order of the lines is
 * the order of the takings, and whatever was given back before stands before (the taker waited for it).
 */
export async function watchHistory(db: Kysely<DB>): Promise<void> {
  await sql`
    create table witness (
      nth bigint generated always as identity primary key,
      user_id integer not null, session_id bigint not null, what text not null, slots integer not null
    )`.execute(db);
  await sql`
    create function witness_offer() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into witness (user_id, session_id, what, slots) values (new.user_id, new.session_id, 'offered', 1);
      elsif old.ended is null and new.ended is not null then
        insert into witness (user_id, session_id, what, slots) values (new.user_id, new.session_id, new.outcome, -1);
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create function witness_stay() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into witness (user_id, session_id, what, slots) values (new.user_id, new.session_id, 'joined', 1);
      elsif old.concluded is null and new.concluded is not null then
        insert into witness (user_id, session_id, what, slots) values (new.user_id, new.session_id, 'concluded', -1);
      end if;
      return null;
    end $$`.execute(db);
  await sql`create trigger witness after insert or update on offers for each row execute function witness_offer()`.execute(
    db,
  );
  await sql`create trigger witness after insert or update on session_operators
            for each row execute function witness_stay()`.execute(db);
}

interface Line {
  userId: number;
  sessionId: number;
  what: string;
  slots: number;
}

/** Replays what the witness wrote and compares the tables with each other. @returns what was broken, in words */
export async function checkHistory(db: Kysely<DB>, companyId: number) {
  const faults: string[] = [];
  const { rows: lines } = await sql<Line>`select user_id, session_id, what, slots from witness order by nth`.execute(
    db,
  );
  const { rows: limits } = await sql<{ userId: number; slots: number }>`
    select u.id as user_id, coalesce(s.slots, 3) as slots
    from users u left join user_slots s on s.user_id = u.id and s.family = 'live'
    where u.company_id = ${companyId}`.execute(db);
  const most = new Map(limits.map(({ userId, slots }) => [userId, slots]));
  const held = new Map<number, number>();
  const inside = new Map<number, number>();
  for (const [nth, { userId, sessionId, what, slots }] of lines.entries()) {
    const now = (held.get(userId) ?? 0) + slots;
    held.set(userId, now);
    if (now > (most.get(userId) ?? 0))
      faults.push(`line ${nth}: operator ${userId} holds ${now} of ${most.get(userId)}`);
    if (now < 0) faults.push(`line ${nth}: operator ${userId} gave back a slot twice`);
    if (what === 'joined') {
      if (inside.has(sessionId))
        faults.push(`line ${nth}: session ${sessionId} won by ${inside.get(sessionId)} and ${userId}`);
      inside.set(sessionId, userId);
    }
  }

  const broken = async (what: string, query: ReturnType<typeof sql<{ id: number }>>) => {
    const { rows } = await query.execute(db);
    if (rows.length > 0)
      faults.push(
        `${what}: ${rows
          .slice(0, 5)
          .map(({ id }) => id)
          .join(', ')}`,
      );
  };
  await broken(
    'searches won by two offers',
    sql`select request_id as id from offers where company_id = ${companyId} and outcome = 'accepted'
        group by request_id having count(*) > 1`,
  );
  await broken(
    'searches that are over and say so not exactly once',
    sql`select r.id from routing_requests r where r.company_id = ${companyId} and r.ended is not null
        and 1 <> (select count(*) from routing_timeline t where t.request_id = r.id and t.type = 'RoutingEnded')`,
  );
  await broken(
    'offers without their line in the timeline',
    sql`select o.id from offers o where o.company_id = ${companyId} and not exists
        (select from routing_timeline t where t.request_id = o.request_id and t.user_id = o.user_id
           and t.type = 'AssignedToOperator')`,
  );
  await broken(
    'open offers of searches that are over',
    sql`select o.id from offers o join routing_requests r on r.id = o.request_id
        where o.company_id = ${companyId} and o.ended is null and r.ended is not null`,
  );
  await broken(
    'sessions whose operator was never asked',
    sql`select so.session_id as id from session_operators so where so.company_id = ${companyId} and not exists
        (select from offers o where o.session_id = so.session_id and o.user_id = so.user_id and o.outcome = 'accepted')`,
  );
  await broken(
    'sessions that began without exactly one event of their beginning',
    sql`select s.id from sessions s where s.company_id = ${companyId}
        and 1 <> (select count(*) from events e where e.subject = 'session:' || s.id and e.kind = 'session.started')`,
  );
  return {
    faults,
    totals: {
      sessions: new Set(lines.map(({ sessionId }) => sessionId)).size,
      offers: lines.filter(({ what }) => what === 'offered').length,
      joined: inside.size,
    },
  };
}
