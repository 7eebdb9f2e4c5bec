import { channels, type RoutingTimelineType, routingTimelineTypes } from './enums.ts';
import { limits } from './limits.ts';
import { fallbacks, RoutingRuleBody } from './routing.ts';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from './schema.ts';

/**
 * Why a session went where it did (AD-RT-11):
 *   GET /app-api/sessions/:sessionId/routing → RoutingExplained
 *
 * A session is searched for once, or again after each forward. A search is a row of steps; a step that was a decision says
 * what was looked at: rules with their conditions and the values they saw, operators in their order and what put the first
 * before the second, who was left out and why. Reasons are words of closed lists, so that each has a text in every language.
 */

/** Why a step was taken. */
export const becauses = [
  // A search begins.
  'client entered the queue',
  'forwarded',
  'taken over',
  'the client came by an invitation',
  // A group is chosen.
  'first rule that holds',
  'first rule that holds, nobody is here',
  'first rule that holds, waits until it opens',
  'time in queue over',
  'opening hours are over',
  'fallback to the first group',
  'the rules changed',
  'forwarded by a user',
  'forwarded by an integration',
  'forwarded to a chatbot',
  'taken over by a supervisor',
  'invited as a collaborator',
  // An operator is asked.
  'next in turn',
  'time to accept over, one more is asked',
  'nobody else, asked again',
  'offered to the whole group',
  // An offer ends.
  'time to accept is over',
  'declined by the operator',
  'rejected by the operator',
  'the invitation was canceled',
  'not an operator',
  'not here',
  'away',
  'channel off',
  'not in the group',
  'moved to another group',
  'no group',
  'the forward comes back',
  'session is over',
  'taken by somebody else',
  // A forward comes back.
  'the group is gone',
  'the operator did not accept',
  'nobody accepted in time',
  // A search ends.
  'accepted by the operator',
  'accepted by auto pick-up',
  'a chatbot took it',
  'no routing',
  'no rule holds',
  'outside opening hours',
  'time in queue over, no further group',
  'opening hours are over, no further group',
  'session no longer waits',
] as const;
export type Because = (typeof becauses)[number];

/** Why a group took no new client of the channel; null = it did. */
export const closedBecauses = [
  'group is gone',
  'outside opening hours',
  'nobody is here',
  'queue is full',
  'chatbot is off',
  'chatbot handed it on',
] as const;
export type ClosedBecause = (typeof closedBecauses)[number];

/** Why a member of a group was not asked. */
export const leftOutBecauses = [
  'not an operator',
  'not here',
  'away',
  'channel off',
  'no free slot',
  'asked already',
] as const;
export type LeftOutBecause = (typeof leftOutBecauses)[number];

/** What decided between two operators, strongest first in each group (AD-GR-12). */
export const decisiveFacts = [
  'lastOperator',
  'fewestActive',
  'longestIdle',
  'skill',
  'roundRobin',
  'order of creation',
] as const;
export type DecisiveFact = (typeof decisiveFacts)[number];

const Named = Closed({ id: Id, name: Nullable(Type.String()) });
/** Null names are those of groups and users that are gone. */
export type Named = Static<typeof Named>;

export const ConditionSeen = Closed({
  param: Type.String(),
  operator: Type.String(),
  value: Nullable(Type.String()),
  /** What the session had; null = nothing. */
  found: Nullable(Type.String()),
  holds: Type.Boolean(),
});

/** A rule that was looked at. The first condition that fails ends the look at its rule. */
export const RuleSeen = Closed({
  /** From 0, as in the routing at that time. */
  position: Type.Integer(),
  group: Named,
  holds: Type.Boolean(),
  conditions: Type.Array(ConditionSeen),
  closed: Nullable(OneOf(closedBecauses)),
  /** This rule it was. */
  taken: Type.Boolean(),
});
export type RuleSeen = Static<typeof RuleSeen>;

/** An operator who could take it; in the order of the group's priorities. */
export const CandidateSeen = Closed({
  user: Named,
  /** Open offers and running sessions at that moment. */
  active: Type.Integer(),
  /** Seconds without a new session. */
  idle: Type.Integer(),
  /** Seconds since anything was offered; null = never. */
  sinceOffer: Nullable(Type.Integer()),
  /** Highest level for the session's language or tags, 0 = none; null = the group does not ask for it. */
  skill: Nullable(Type.Integer()),
  lastOperator: Type.Boolean(),
});
export type CandidateSeen = Static<typeof CandidateSeen>;

export const LeftOut = Closed({
  because: OneOf(leftOutBecauses),
  count: Type.Integer(),
  /** The first of them by name. */
  users: Type.Array(Named),
});
export type LeftOut = Static<typeof LeftOut>;

export const offerEnds = ['open', 'accepted', 'declined', 'expired', 'withdrawn'] as const;

export const RoutingStep = Closed({
  at: Time,
  type: OneOf<readonly RoutingTimelineType[]>(routingTimelineTypes),
  because: Nullable(OneOf(becauses)),
  group: Nullable(Named),
  operator: Nullable(Named),
  /** Who forwarded, took over or declined. */
  by: Nullable(Named),
  chatbot: Nullable(Named),
  /** Rules from the top as far as they were looked at; empty for a step that looked at none. */
  rules: Type.Array(RuleSeen),
  /** The first of them was asked. Of a large group only the first few. */
  candidates: Type.Array(CandidateSeen),
  /** What put the first candidate before the second; null = there was one only. */
  decidedBy: Nullable(OneOf(decisiveFacts)),
  leftOut: Type.Array(LeftOut),
  /** Members of the group, and how many of them were ready for the channel; null for a step that asked nobody. */
  members: Nullable(Type.Integer()),
  ready: Nullable(Type.Integer()),
  /** Seconds the client had waited. */
  waited: Nullable(Type.Integer()),
  /** Of an operator who was asked: until when, and what came of it. */
  offer: Nullable(
    Closed({
      expires: Time,
      ended: Nullable(Time),
      outcome: OneOf(offerEnds),
      because: Nullable(OneOf(becauses)),
    }),
  ),
});
export type RoutingStep = Static<typeof RoutingStep>;

/** `invited`: no search, colleagues were asked into the running conversation. */
export const searchOutcomes = ['searching', 'accepted', 'chatbot', 'forwarded', 'failed', 'over', 'invited'] as const;

export const RoutingSearch = Closed({
  requestId: Id,
  begun: Time,
  ended: Nullable(Time),
  routing: Nullable(Named),
  outcome: OneOf(searchOutcomes),
  /** Who took it. */
  operator: Nullable(Named),
  steps: Type.Array(RoutingStep),
});
export type RoutingSearch = Static<typeof RoutingSearch>;

/** Searches of one session, oldest first. */
export const RoutingExplained = Closed({ searches: Type.Array(RoutingSearch) });
export type RoutingExplained = Static<typeof RoutingExplained>;

/**
 * What would happen (AD-RT-12): POST /app-api/tenants/:tenantId/routing-trial → RoutingTrial. Nothing is written. Rules that
 * are not saved yet can be tried; without `at` it is now, with the operators and queues as they are.
 */
export const RoutingTrialBody = Closed({
  /** A saved routing, or rules as they stand in the editor. */
  routingId: Type.Optional(Id),
  rules: Type.Optional(Type.Array(RoutingRuleBody, { maxItems: limits.rulesPerRouting })),
  fallback: Type.Optional(OneOf(fallbacks)),
  channel: OneOf(channels),
  /** Session facts and parameters by name. */
  params: Type.Record(
    Type.String({ maxLength: limits.paramNameLength }),
    Type.String({ maxLength: limits.paramValueLength }),
    { maxProperties: limits.paramsPerSession },
  ),
  /** Names of tags, for groups that look at skills. */
  tags: Type.Optional(Type.Array(Type.String({ maxLength: limits.tagNameLength }), { maxItems: 50 })),
  /** Another moment. Who will be there then nobody knows: every operator counts as Online and free, every queue as empty. */
  at: Type.Optional(Time),
});
export type RoutingTrialBody = Static<typeof RoutingTrialBody>;

/** `waits`: it would still wait when the look ahead ends. */
export const trialOutcomes = ['accepted', 'chatbot', 'failed', 'waits'] as const;

export const RoutingTrial = Closed({
  at: Time,
  /** Operators and queues were assumed, because the moment is not now. */
  assumed: Type.Boolean(),
  outcome: OneOf(trialOutcomes),
  /** What would happen in turn if nobody accepted, each step at its time. */
  steps: Type.Array(RoutingStep),
  /** Groups that played a part, with their state at that moment. */
  groups: Type.Array(
    Closed({
      group: Named,
      open: Type.Boolean(),
      waiting: Type.Integer(),
      ready: Type.Integer(),
      free: Type.Integer(),
    }),
  ),
});
export type RoutingTrial = Static<typeof RoutingTrial>;
