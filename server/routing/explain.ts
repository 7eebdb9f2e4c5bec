import type { RoutingTimelineType } from '@hovor/protocol/enums';
import type {
  CandidateSeen,
  Named,
  RoutingExplained,
  RoutingSearch,
  RoutingStep,
  RuleSeen,
} from '@hovor/protocol/routing-explained';
import type { Queryable } from '../foundation/database/database.ts';
import type { SearchRow, StepRow } from './explain-queries.ts';
import * as queries from './explain-queries.ts';
import type { CandidateLooked, Reason, RuleLooked } from './schema.ts';

/** Turns the timeline of a session into what people read: names for ids, seconds for moments, offers with their ends. */
export async function explain(db: Queryable, companyId: number, sessionId: number): Promise<RoutingExplained> {
  const [searches, rows] = await Promise.all([
    queries.searches(db, companyId, sessionId),
    queries.steps(db, companyId, sessionId),
  ]);
  return { searches: explained(searches, rows, await namesFor(db, companyId, rows)) };
}

/** Steps that are in no timeline (trials). */
export async function explainSteps(db: Queryable, companyId: number, rows: readonly StepRow[]): Promise<RoutingStep[]> {
  const names = await namesFor(db, companyId, rows);
  return rows.map((row) => stepOf(row, names));
}

async function namesFor(db: Queryable, companyId: number, rows: readonly StepRow[]): Promise<Names> {
  const ids = mentioned(rows);
  const [groups, users, chatbots] = await Promise.all([
    queries.groupNames(db, companyId, [...ids.groups]),
    queries.userNames(db, companyId, [...ids.users]),
    queries.chatbotNames(db, companyId, [...ids.chatbots]),
  ]);
  return { groups, users, chatbots };
}

export interface Names {
  groups: ReadonlyMap<number, string>;
  users: ReadonlyMap<number, string>;
  chatbots: ReadonlyMap<number, string>;
}

function mentioned(
  rows: readonly { groupId: number | null; userId: number | null; byUserId: number | null; reason: Partial<Reason> }[],
) {
  const groups = new Set<number>();
  const users = new Set<number>();
  const chatbots = new Set<number>();
  const add = (ids: Set<number>, id: number | null | undefined) => typeof id === 'number' && ids.add(id);
  for (const { groupId, userId, byUserId, reason } of rows) {
    add(groups, groupId);
    add(users, userId);
    add(users, byUserId);
    add(chatbots, reason.chatbotId);
    for (const rule of rulesOf(reason)) add(groups, rule.groupId);
    for (const candidate of reason.candidates ?? []) add(users, candidate.userId);
    for (const left of reason.leftOut ?? []) for (const id of left.userIds) add(users, id);
  }
  return { groups, users, chatbots };
}

/** Pure: rows and names in, explanation out. */
export function explained(searches: readonly SearchRow[], rows: readonly StepRow[], names: Names): RoutingSearch[] {
  const byRequest = Map.groupBy(rows, ({ requestId }) => requestId);
  return searches.map(({ id, created, ended, routingId, routingName }) => {
    const mine = byRequest.get(id) ?? [];
    const taken = mine.find(({ type }) => type === 'AcceptedByOperator');
    return {
      requestId: id,
      begun: created.toISOString(),
      ended: ended?.toISOString() ?? null,
      routing: routingId === null ? null : { id: routingId, name: routingName },
      outcome: ended === null ? 'searching' : outcomeOf(mine),
      operator: named(names.users, taken?.userId ?? null),
      steps: mine.map((row) => stepOf(row, names)),
    };
  });
}

/** How a search that is over ended: its last reason says so. */
function outcomeOf(rows: readonly StepRow[]): RoutingSearch['outcome'] {
  if (rows.some(({ type }) => type === 'InvitedUser' || type === 'InvitedGroup')) return 'invited';
  if (rows.some(({ type }) => type === 'AcceptedByOperator')) return 'accepted';
  const last = rows.findLast(({ type }) => type === 'RoutingEnded');
  switch (last?.reason.because) {
    case 'a chatbot took it':
      return 'chatbot';
    case 'forwarded':
      return 'forwarded';
    case 'session no longer waits':
    case undefined:
      return 'over';
    default:
      return 'failed';
  }
}

function stepOf(row: StepRow, names: Names): RoutingStep {
  const { reason } = row;
  return {
    at: row.at.toISOString(),
    type: row.type as RoutingTimelineType,
    because: reason.because ?? null,
    group: named(names.groups, row.groupId),
    operator: named(names.users, row.userId),
    by: named(names.users, row.byUserId),
    chatbot: named(names.chatbots, reason.chatbotId ?? null),
    rules: rulesOf(reason).map((rule) => ruleOf(rule, names)),
    candidates: (reason.candidates ?? []).map((candidate) => candidateOf(candidate, row.at.getTime(), names)),
    decidedBy: reason.decidedBy ?? null,
    leftOut: (reason.leftOut ?? []).map(({ because, count, userIds }) => ({
      because,
      count,
      users: userIds.flatMap((id) => named(names.users, id) ?? []),
    })),
    members: reason.members ?? null,
    ready: reason.ready ?? null,
    waited: reason.waited === undefined ? null : seconds(reason.waited),
    offer: row.expires && {
      expires: row.expires.toISOString(),
      ended: row.ended?.toISOString() ?? null,
      outcome: row.outcome ?? 'open',
      because: row.endedReason,
    },
  };
}

/** A fall back to the first group comes after a look at the rules that follow: both are told, in this order. */
const rulesOf = ({ lookedAt, rules }: Partial<Reason>): RuleLooked[] => [...(lookedAt ?? []), ...(rules ?? [])];

const ruleOf = ({ position, groupId, holds, conditions, closed, taken }: RuleLooked, names: Names): RuleSeen => ({
  position,
  group: { id: groupId, name: names.groups.get(groupId) ?? null },
  holds,
  conditions: conditions.map(({ param, operator, value = null, found, holds }) => ({
    ...{ param, operator, value, found, holds },
  })),
  closed,
  taken,
});

const candidateOf = (candidate: CandidateLooked, at: number, names: Names): CandidateSeen => ({
  user: { id: candidate.userId, name: names.users.get(candidate.userId) ?? null },
  active: candidate.active,
  idle: seconds(Math.max(0, at - candidate.idleSince)),
  sinceOffer: candidate.lastOffered === 0 ? null : seconds(Math.max(0, at - candidate.lastOffered)),
  skill: candidate.skill,
  lastOperator: candidate.lastOperator,
});

const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);

const named = (names: ReadonlyMap<number, string>, id: number | null): Named | null =>
  id === null ? null : { id, name: names.get(id) ?? null };
