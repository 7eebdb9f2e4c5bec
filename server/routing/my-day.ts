import type { MyDay, NoRequestsReason } from '@hovor/protocol/desk';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import { openDesk } from './candidates.ts';
import { type Family, familyOf, isClosed, type Snapshot } from './schema.ts';

/** What an operator asks about the own day: time in each state, and why nobody comes. */

interface SpanRow {
  kind: string;
  awayReasonId: number | null;
  awayReason: string | null;
  paid: boolean | null;
  seconds: number;
}

/** Time of an operator in each state since midnight in the company's zone, longest first (OP-PR-6). */
export async function readMyDay(db: Queryable, companyId: number, userId: number, now: Date): Promise<MyDay> {
  const { rows } = await sql<SpanRow & { since: Date }>`
    with day as (
      select date_trunc('day', ${now}::timestamptz at time zone timezone) at time zone timezone as since
      from companies where id = ${companyId}
    ), steps as (
      select kind, away_reason_id, greatest(changed, day.since) as began,
             lead(changed, 1, ${now}::timestamptz) over (order by changed, l.id) as ended
      from operator_state_log l cross join day
      where l.company_id = ${companyId} and l.user_id = ${userId} and changed >= coalesce(
        (select max(before.changed) from operator_state_log before
         where before.user_id = ${userId} and before.changed <= day.since), day.since)
    )
    select day.since, s.kind, s.away_reason_id, r.name as away_reason, r.paid,
           sum(extract(epoch from s.ended - s.began))::int as seconds
    from steps s
    cross join day
    left join away_reasons r on r.company_id = ${companyId} and r.id = s.away_reason_id
    where s.kind <> 'OFFLINE' and s.ended > s.began
    group by day.since, s.kind, s.away_reason_id, r.name, r.paid
    order by seconds desc`.execute(db);
  const breaks = (paid: boolean) =>
    rows.filter((row) => row.paid === paid).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    states: rows.map(({ since: _, ...row }) => row as MyDay['states'][number]),
    paidBreaks: breaks(true),
    unpaidBreaks: breaks(false),
  };
}

/** Why an operator is offered nothing now (OP-HE-3), most telling first; empty = somebody may come any moment. */
export function whyNoRequests(
  { operators, groups, ruleSets }: Pick<Snapshot, 'operators' | 'groups' | 'ruleSets'>,
  userId: number,
): NoRequestsReason[] {
  const facts = operators.get(userId);
  if (!facts) return ['no-group'];
  const reasons: NoRequestsReason[] = [];
  if (facts.state !== 'ONLINE') reasons.push('away');
  if (facts.channels.size === 0) reasons.push('channel-off');
  const families = new Set<Family>([...facts.channels].map(familyOf));
  const { free } = openDesk(facts);
  if (families.size > 0 && [...families].every((family) => free[family] <= 0)) reasons.push('no-slot');

  const mine = [...groups.values()].filter(({ chatbot, members }) => !chatbot && members.includes(userId));
  if (mine.length === 0) return [...reasons, 'no-group'];
  const targets = new Set([...ruleSets.values()].flatMap(({ rules }) => rules.map(({ groupId }) => groupId)));
  const targeted = mine.filter(({ id }) => targets.has(id));
  if (targeted.length === 0) reasons.push('not-targeted');
  else if (targeted.every(isClosed)) reasons.push('group-closed');
  return reasons;
}
