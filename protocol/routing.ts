import { channels } from './enums.ts';
import { limits } from './limits.ts';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from './schema.ts';

/**
 * Routings as administrators define them (AD-RT): below /app-api/tenants/:tenantId
 *   GET    /routings                 RoutingRow[]
 *   POST   /routings                 NewRouting → { id }
 *   GET    /routings/:routingId      RoutingView
 *   PUT    /routings/:routingId      RoutingChange → RoutingView (409 with errors.version: somebody else saved meanwhile)
 *   DELETE /routings/:routingId      409 while packages use it
 *   GET    /routing-terms            what conditions can ask for, and the groups rules can lead to
 *   GET    /group-figures?after=     TenantFigures, as soon as they are other than `after`
 */

/** How a condition compares (AD-RT-8). Text is compared without regard to case, numbers and dates as such. */
export const conditionOperators = [
  'equals',
  'not equals',
  'contains',
  'starts with',
  'matches',
  'in list',
  'less than',
  'greater than',
  'is set',
  'is not set',
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

/** Operators that look at no value. */
export const takesValue = (operator: string): boolean => operator !== 'is set' && operator !== 'is not set';

/** What every session has, besides parameters somebody sent (AD-RT-6). */
export const sessionFacts = ['language', 'url', 'channel', 'source', 'os', 'browser', 'package'] as const;

export const RoutingCondition = Closed({
  param: Type.String({ minLength: 1, maxLength: limits.paramNameLength, pattern: '\\S' }),
  operator: OneOf(conditionOperators),
  value: Type.Optional(Nullable(Type.String({ maxLength: limits.conditionValueLength }))),
});
export type RoutingCondition = Static<typeof RoutingCondition>;

/** Leads to one target: a group (a chatbot is one too), or a phone number once there is telephony (AD-RT-2, AD-RT-3). */
export const RoutingRuleBody = Closed({
  conditions: Type.Array(RoutingCondition, { maxItems: limits.conditionsPerRule }),
  groupId: Type.Optional(Id),
  phoneNumber: Type.Optional(Type.String({ maxLength: limits.phoneLength })),
});
export type RoutingRuleBody = Static<typeof RoutingRuleBody>;

export const fallbacks = ['first', 'stay', 'end'] as const;

const routing = {
  name: Type.String({ minLength: 1, maxLength: limits.nameLength, pattern: '\\S' }),
  fallback: OneOf(fallbacks),
  /** Strongest first; channels that are left out follow in their usual order (AD-RT-10). */
  channelRanks: Type.Array(OneOf(channels), { maxItems: channels.length, uniqueItems: true }),
  rules: Type.Array(RoutingRuleBody, { maxItems: limits.rulesPerRouting }),
};

/** What is left out takes its default: back to the first group, the usual order, no rules. */
export const NewRouting = Closed({
  name: routing.name,
  fallback: Type.Optional(routing.fallback),
  channelRanks: Type.Optional(routing.channelRanks),
  rules: Type.Optional(routing.rules),
});
export type NewRouting = Static<typeof NewRouting>;

/** The whole routing as it shall be, and the version it was made from. */
export const RoutingChange = Closed({ ...routing, version: Id });
export type RoutingChange = Static<typeof RoutingChange>;

const Named = Closed({ id: Id, name: Type.String() });
const Rule = Closed({ conditions: Type.Array(RoutingCondition), groupId: Id });

export const RoutingView = Closed({
  id: Id,
  name: Type.String(),
  /** Grows with every change. */
  version: Id,
  fallback: OneOf(fallbacks),
  /** Every channel once. */
  channelRanks: Type.Array(OneOf(channels)),
  rules: Type.Array(Rule),
  packages: Type.Array(Named),
});
export type RoutingView = Static<typeof RoutingView>;

export const RoutingRow = Closed({
  id: Id,
  name: Type.String(),
  rules: Type.Integer(),
  packages: Type.Array(Named),
});
export type RoutingRow = Static<typeof RoutingRow>;

/** What conditions can ask for besides session facts, and the groups and chatbots rules can lead to. */
export const RoutingTerms = Closed({
  /** Parameters the tenant defined (AD-PA-2), by label. */
  parameters: Type.Array(Closed({ name: Type.String(), label: Type.String() })),
  groups: Type.Array(Closed({ id: Id, name: Type.String(), chatbot: Type.Boolean() })),
});
export type RoutingTerms = Static<typeof RoutingTerms>;

/** What is going on in a group now. */
export const GroupFigures = Closed({
  groupId: Id,
  members: Type.Integer(),
  /** Members at their desks; those of them who are Online; those of them with a free slot. */
  here: Type.Integer(),
  online: Type.Integer(),
  free: Type.Integer(),
  /** Clients in its queue, and since when the first of them waits. */
  waiting: Type.Integer(),
  oldest: Nullable(Time),
});
export type GroupFigures = Static<typeof GroupFigures>;

/** `tag` changes with the figures. Asked for with `after`, the answer waits until the tag is another, for a while. */
export const TenantFigures = Closed({ tag: Type.String(), groups: Type.Array(GroupFigures) });
export type TenantFigures = Static<typeof TenantFigures>;
