import type { Channel } from '@hovor/protocol/enums';
import { channels } from '@hovor/protocol/enums';
import { type Calendar, nextChange, openAt } from '../calendars/service.ts';
import type { Database } from '../foundation/database/database.ts';
import * as queries from './queries.ts';
import {
  defaultChannelRanks,
  type GroupFacts,
  type GroupTerms,
  type OfferFacts,
  type OperatorFacts,
  type PriorityKind,
  priorityKinds,
  type RequestFacts,
  type RuleSet,
  ranksOf,
  rightFor,
  type Snapshot,
} from './schema.ts';

/** Shortest time to accept and in a queue; zero would let a request run in circles without a pause. */
const shortest = 1_000;

/** A snapshot and what is not for the decision: requests whose session is no longer waiting. */
export interface Loaded {
  snapshot: Snapshot;
  over: { requestId: number; sessionId: number }[];
}

/** Reads what is needed to decide for one tenant. The number of statements does not depend on what is found. */
export async function loadSnapshot(db: Database, companyId: number, tenantId: number, now: Date): Promise<Loaded> {
  const [requestRows, offerRows, ruleRows, groupRows, operatorRows, calendarRows] = await Promise.all([
    queries.openRequests(db, companyId, tenantId),
    queries.offersOfOpenRequests(db, companyId, tenantId),
    queries.ruleSets(db, companyId, tenantId),
    queries.groups(db, companyId, tenantId),
    queries.operators(db, companyId, tenantId, now),
    queries.calendars(db, companyId, tenantId),
  ]);
  const waiting = requestRows.filter(isWaiting);
  const over = requestRows.filter((row) => !isWaiting(row)).map(({ id, sessionId }) => ({ requestId: id, sessionId }));
  const ruleSets = asRuleSets(ruleRows);
  const groups = new Map(groupRows.map((row) => [row.id, asGroup(row, operatorRows)]));
  const hours = new Map(calendarRows.map((row) => [row.id, hoursAt(row, now.getTime())]));
  for (const { id, calendarId } of groupRows) {
    const group = groups.get(id);
    if (group && calendarId !== null) group.hours = hours.get(calendarId) ?? null;
  }
  const [params, tags] = await Promise.all([
    loadParams(db, companyId, waiting, ruleSets),
    loadTags(db, companyId, waiting, groups.values()),
  ]);
  const offers = Map.groupBy(offerRows, (row) => row.requestId);
  return {
    over,
    snapshot: {
      ruleSets,
      groups,
      operators: new Map(operatorRows.map((row) => [row.userId, asOperator(row)])),
      requests: waiting.map((row) =>
        asRequest(row, offers.get(row.id) ?? [], params.get(row.sessionId), tags.get(row.sessionId)),
      ),
      channelRanks: defaultChannelRanks,
    },
  };
}

const isWaiting = (row: queries.RequestRow) => row.status === 'IN_QUEUE' || row.status === 'WAITING';

function asRuleSets(rows: queries.RuleRow[]): Map<number, RuleSet> {
  const sets = new Map<number, RuleSet & { rules: RuleSet['rules'][number][] }>();
  for (const { id, fallback, channelRanks, position, conditions, groupId } of rows) {
    const set = sets.get(id) ?? { id, fallback, channelRanks: ranksOf(channelRanks), rules: [] };
    sets.set(id, set);
    if (position !== null && groupId !== null) set.rules.push({ position, groupId, conditions: conditions ?? [] });
  }
  return sets;
}

const isPriority = (word: string): word is PriorityKind => priorityKinds.some((kind) => kind === word);

function asGroup(row: queries.GroupRow, operators: queries.OperatorRow[]): GroupFacts {
  return {
    id: row.id,
    name: row.name,
    ...asTerms(row),
    byFamily: Object.fromEntries(
      Object.entries(row.byFamily).map(([family, terms]) => [family, asTerms({ ...row, ...terms })]),
    ),
    queueSize: row.queueSize,
    members: row.type === 'ALL_OPERATORS' ? operators.map(({ userId }) => userId) : row.members,
    chatbot: row.chatbotId === null ? null : { id: row.chatbotId, takes: row.chatbotTakes === true },
  };
}

const asTerms = (row: Required<queries.TermsRow>): GroupTerms => ({
  distribution: row.distribution,
  timeToAccept: Math.max(shortest, row.timeToAcceptS * 1000),
  maxQueueTime: Math.max(shortest, row.maxQueueTimeS * 1000),
  autoPickup: row.autoPickup,
  priorities: row.priorities.filter(isPriority),
});

/** The calendar each group of a tenant follows; groups without one are always open. */
export async function calendarsOf(db: Database, companyId: number, tenantId: number): Promise<Map<number, Calendar>> {
  const [groupRows, rows] = await Promise.all([
    queries.groups(db, companyId, tenantId),
    queries.calendars(db, companyId, tenantId),
  ]);
  const byId = new Map(rows.map((row) => [row.id, { ...row, holidays: new Set(row.holidays) }]));
  return new Map(
    groupRows.flatMap(({ id, calendarId }) => {
      const calendar = calendarId === null ? undefined : byId.get(calendarId);
      return calendar ? [[id, calendar] as const] : [];
    }),
  );
}

/** Whether the calendar is open now, and when that changes. */
function hoursAt({ holidays, ...calendar }: queries.CalendarRow & { holidays: string[] }, now: number) {
  const whole = { ...calendar, holidays: new Set(holidays) };
  return { open: openAt(whole, now), changes: nextChange(whole, now) };
}

function asOperator(row: queries.OperatorRow): OperatorFacts {
  const times = [row.changed, row.lastOffered, row.lastConcluded].map((time) => time?.getTime() ?? 0);
  return {
    userId: row.userId,
    state: row.kind ?? 'OFFLINE',
    present: row.present,
    channels: new Set(channelsOf(row)),
    slots: { live: row.slotsLive, asynchronous: row.slotsAsynchronous, email: row.slotsEmail },
    used: { live: row.usedLive, asynchronous: row.usedAsynchronous, email: row.usedEmail },
    idleSince: Math.max(...times),
    lastOffered: row.lastOffered?.getTime() ?? 0,
    ...(row.skills && { skills: new Map(Object.entries(row.skills)) }),
  };
}

const channelsOf = ({ roles, channelsOff }: queries.OperatorRow): Channel[] =>
  channels.filter((channel) => roles.includes(rightFor[channel]) && !channelsOff.includes(channel));

function asRequest(
  row: queries.RequestRow,
  offers: queries.OfferRow[],
  params?: Map<string, string | null>,
  tags?: readonly string[],
): RequestFacts {
  const { id, sessionId, routingId, channel, rulePosition, groupId, lastUserId } = row;
  return {
    id,
    sessionId,
    routingId,
    channel,
    created: row.created.getTime(),
    rulePosition,
    groupId,
    enteredGroup: row.enteredGroup?.getTime() ?? null,
    lastUserId,
    forward: asForward(row),
    offers: offers.map(asOffer),
    botsBefore: row.botsBefore,
    wants: skillsFor(row.language, tags),
    rulesChanged: row.rulesChanged,
    param: paramReader(row, params),
  };
}

/** What conditions may ask of a session besides its parameters. */
export type SessionFacts = Pick<
  queries.RequestRow,
  'language' | 'url' | 'channel' | 'source' | 'os' | 'browser' | 'preset'
>;

/** Reads values for conditions: a parameter, else a fact of the session of that name. */
export function paramReader(row: SessionFacts, params?: ReadonlyMap<string, string | null>) {
  const facts: Record<string, string | null> = {
    language: row.language,
    url: row.url,
    channel: row.channel,
    source: row.source,
    os: row.os,
    browser: row.browser,
    package: row.preset,
  };
  return (name: string) => params?.get(name) ?? (Object.hasOwn(facts, name) ? (facts[name] ?? null) : null);
}

const asForward = ({ stage, targetUserId, returnUserId, returnGroupId, pastCapacity }: queries.RequestRow) =>
  stage && { stage, userId: targetUserId, returnUserId, returnGroupId, pastCapacity };

const asOffer = ({ requestId, offered, expires, timedOut, ended, ...row }: queries.OfferRow): OfferFacts => ({
  ...row,
  offered: offered.getTime(),
  expires: expires.getTime(),
  timedOut: timedOut !== null,
  ended: ended?.getTime() ?? null,
});

/** The skills a session asks for (AD-GR-12): its language, with and without the region, and its tags. */
export function skillsFor(language: string | null, tags: readonly string[] = []): string[] {
  const plain = language?.toLowerCase().replace('_', '-') ?? '';
  const languages = new Set([plain, plain.split('-')[0] ?? ''].filter((name) => name !== ''));
  return [...[...languages].map((name) => `language ${name}`), ...tags.map((name) => `tag ${name}`)];
}

/** Tags by session; none are read when no group looks at skills. */
async function loadTags(
  db: Database,
  companyId: number,
  waiting: queries.RequestRow[],
  groups: Iterable<GroupFacts>,
): Promise<Map<number, string[]>> {
  const bySession = new Map<number, string[]>();
  const asked = [...groups].some(({ priorities, byFamily = {} }) =>
    [{ priorities }, ...Object.values(byFamily)].some((terms) => terms.priorities?.includes('skill')),
  );
  if (!asked || waiting.length === 0) return bySession;
  const sessionIds = waiting.map(({ sessionId }) => sessionId);
  for (const { sessionId, name } of await queries.tagsOf(db, companyId, sessionIds)) {
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), name]);
  }
  return bySession;
}

/** Parameters by session; none are read when no rule asks for any. */
async function loadParams(db: Database, companyId: number, waiting: queries.RequestRow[], sets: Map<number, RuleSet>) {
  const names = new Set<string>();
  for (const { rules } of sets.values()) {
    for (const { conditions } of rules) for (const { param } of conditions) names.add(param);
  }
  const bySession = new Map<number, Map<string, string | null>>();
  if (names.size === 0 || waiting.length === 0) return bySession;
  const sessionIds = waiting.map(({ sessionId }) => sessionId);
  for (const { sessionId, name, value } of await queries.paramValues(db, companyId, sessionIds, [...names])) {
    const params = bySession.get(sessionId) ?? new Map<string, string | null>();
    params.set(name, value);
    bySession.set(sessionId, params);
  }
  return bySession;
}
