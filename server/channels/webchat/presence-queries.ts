import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

/** SQL of guests' presence (0025_webchat.sql): which node holds sockets of which session. */

export interface SessionOfGuest {
  id: number;
  companyId: number;
  guestId: number;
}

/** Starts or renews this node's lease. Returns true when the node was unknown, so its guests must be written again. */
export async function renewNode(db: Queryable, nodeId: string, leaseMs: number): Promise<boolean> {
  const { rows } = await sql<{ fresh: boolean }>`
    insert into webchat_nodes (id, expires) values (${nodeId}, now() + ${leaseMs} * interval '1 ms')
    on conflict (id) do update set expires = excluded.expires
    returning xmax = 0 as fresh`.execute(db);
  return rows[0]?.fresh ?? false;
}

export async function removeNode(db: Queryable, nodeId: string) {
  await db.deleteFrom('webchatNodes').where('id', '=', nodeId).execute();
}

/** Nodes that died without a good-bye, and with them who was connected to them. */
export async function removeDeadNodes(db: Queryable) {
  await sql`delete from webchat_nodes where expires < now()`.execute(db);
}

/** A session that is gone by now, or a node whose lease was taken meanwhile, is left out without an error. */
export async function insertPresence(db: Queryable, nodeId: string, sessions: SessionOfGuest[]) {
  await sql`
    insert into webchat_presence (company_id, session_id, node_id)
    select s.company_id, s.id, n.id
    from unnest(${sessions.map((session) => session.companyId)}::int[], ${sessions.map((session) => session.id)}::bigint[])
           as given (company_id, session_id)
    join sessions s on s.company_id = given.company_id and s.id = given.session_id
    join webchat_nodes n on n.id = ${nodeId}
    on conflict do nothing`.execute(db);
}

export async function deletePresence(db: Queryable, nodeId: string, sessionIds: number[]) {
  await sql`
    delete from webchat_presence where node_id = ${nodeId} and session_id = any(${sessionIds}::bigint[])`.execute(db);
}

/** Of these sessions those whose guest no node is connected to, and of whom that is not known yet. */
export async function leftAlone(db: Queryable, sessionIds: number[]): Promise<SessionOfGuest[]> {
  const { rows } = await sql<SessionOfGuest>`
    select s.id, s.company_id, s.guest_id from sessions s
    where s.id = any(${sessionIds}::bigint[]) and s.guest_left = 'StillConnected' and s.guest_lost is null
      and not exists (select from webchat_presence p where p.session_id = s.id)`.execute(db);
  return rows;
}

/** Open web chats older than `createdBefore` nobody is connected to: what dead nodes left behind. */
export async function forgotten(db: Queryable, createdBefore: Date, limit: number): Promise<SessionOfGuest[]> {
  const { rows } = await sql<SessionOfGuest>`
    select s.id, s.company_id, s.guest_id from sessions s
    where s.closed is null and s.guest_left = 'StillConnected' and s.guest_lost is null
      and s.channel = 'Chat' and s.source = 'Default' and s.created < ${createdBefore}
      and not exists (select from webchat_presence p where p.session_id = s.id)
    order by s.id limit ${limit}`.execute(db);
  return rows;
}

/** Sessions of this node's guests that count as lost although a socket is here. */
export async function wronglyLost(db: Queryable, nodeId: string): Promise<SessionOfGuest[]> {
  const { rows } = await sql<SessionOfGuest>`
    select s.id, s.company_id, s.guest_id from webchat_presence p join sessions s on s.id = p.session_id
    where p.node_id = ${nodeId} and s.ended is null and s.guest_lost is not null`.execute(db);
  return rows;
}
