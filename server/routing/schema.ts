import type { Channel, OperatorStateKind, TenantRole } from '@hovor/protocol/enums';
import type { Because, ClosedBecause, DecisiveFact, LeftOutBecause } from '@hovor/protocol/routing-explained';
import type { Checked } from './conditions.ts';

/** What routing decides about, and what it decides. Times are milliseconds since 1970. */

export const families = ['live', 'asynchronous', 'email'] as const;
/** The unit of capacity (GL-32). */
export type Family = (typeof families)[number];

const familyByChannel: Record<Channel, Family> = {
  Mluvii: 'live',
  Phone: 'live',
  Email: 'email',
  Facebook: 'asynchronous',
  WhatsApp: 'asynchronous',
  VK: 'asynchronous',
  Apple: 'asynchronous',
};
/** Channel family of a routing channel (GL-32); `routing_family` of migration 0020 says the same in SQL. */
export const familyOf = (channel: Channel): Family => familyByChannel[channel];

/** The right an operator needs to be given sessions of a channel (SEC-RO-3). */
export const rightFor: Record<Channel, TenantRole> = {
  Mluvii: 'MluviiOperator',
  Phone: 'Telephonist',
  Email: 'EmailOperator',
  Facebook: 'FacebookOperator',
  WhatsApp: 'WhatsAppOperator',
  VK: 'VkOperator',
  Apple: 'AppleOperator',
};

/** Every channel once: those an administrator ranked, then the others in the usual order (AD-RT-10). */
export function ranksOf(given: readonly Channel[] | null): Channel[] {
  const first = given ?? [];
  return [...first, ...defaultChannelRanks.filter((channel) => !first.includes(channel))];
}

/** Channels by rank, strongest first (AD-RT-10). */
export const defaultChannelRanks: readonly Channel[] = [
  'Phone',
  'Mluvii',
  'WhatsApp',
  'Facebook',
  'Apple',
  'VK',
  'Email',
];

export const priorityKinds = ['lastOperator', 'fewestActive', 'longestIdle', 'skill', 'roundRobin'] as const;
/** How a group chooses among the operators who could take a session (AD-GR-11, AD-GR-12). */
export type PriorityKind = (typeof priorityKinds)[number];

/** A condition of a routing rule; all of a rule must hold (AD-RT-3). */
export interface Condition {
  param: string;
  operator: string;
  value?: string | null;
}

export interface RoutingRule {
  position: number;
  conditions: readonly Condition[];
  groupId: number;
}

/** An ordered set of rules (GL-16). */
export interface RuleSet {
  id: number;
  fallback: 'first' | 'stay' | 'end';
  /** Strongest first; without it the usual order (AD-RT-10). */
  channelRanks?: readonly Channel[];
  /** Ascending by position. */
  rules: readonly RoutingRule[];
}

/** How a group distributes sessions (AD-GR-5). */
export interface GroupTerms {
  distribution: 'utilization' | 'whole';
  timeToAccept: number;
  maxQueueTime: number;
  autoPickup: boolean;
  priorities: readonly PriorityKind[];
}

export interface GroupFacts extends GroupTerms {
  id: number;
  name: string;
  queueSize: number;
  members: readonly number[];
  /** What differs for a channel family. */
  byFamily?: Readonly<Partial<Record<Family, Partial<GroupTerms>>>>;
  /** Opening hours (AD-OH-2); without them it is always open. `changes`: when it opens or closes next. */
  hours?: { open: boolean; changes: number | null } | null;
  /** Of a group that stands for a chatbot (AD-CB-1): which, and whether it takes sessions now. */
  chatbot?: { id: number; takes: boolean } | null;
}

/** Outside its opening hours a group takes no new clients; those who are in a conversation go on. */
export const isClosed = ({ hours }: Pick<GroupFacts, 'hours'>): boolean => hours?.open === false;

/** The group as it distributes sessions of a family. */
export function inFamily(group: GroupFacts, family: Family): GroupFacts {
  const terms = group.byFamily?.[family];
  return terms ? { ...group, ...terms } : group;
}

export interface OperatorFacts {
  userId: number;
  state: OperatorStateKind;
  /** A presence lease is alive. */
  present: boolean;
  /** Channels this operator has the right to and has not switched off. */
  channels: ReadonlySet<Channel>;
  slots: Readonly<Record<Family, number>>;
  /** Open offers and conversations not concluded. */
  used: Readonly<Record<Family, number>>;
  /** Since when without a new session: the latest of state change, last offer, last conclusion. */
  idleSince: number;
  /** Last time anything was offered; 0 = never. */
  lastOffered: number;
  /** Levels by `language cs`, `tag loans` (AD-US-11). */
  skills?: ReadonlyMap<string, number>;
}

/** An offer of a request, open or past. */
export interface OfferFacts {
  id: number;
  userId: number;
  groupId: number;
  offered: number;
  /** End of the time to accept. */
  expires: number;
  timedOut: boolean;
  ended: number | null;
  outcome: 'accepted' | 'declined' | 'expired' | 'withdrawn' | null;
}

/** What a forwarded session looks for, and what becomes of it when nobody accepts (OP-ES-2). */
export interface ForwardFacts {
  /** `out`: on its way to the target. `back`: the one who forwarded is asked again. */
  stage: 'out' | 'back';
  /** The only operator who is asked; null = the whole group the request is in. */
  userId: number | null;
  /** Who forwarded it; null = nobody it could go back to. */
  returnUserId: number | null;
  /** Where it goes when that operator is gone too; null = to the rules. */
  returnGroupId: number | null;
  /** Where nobody has a free slot, slots do not count (CB-CM-16). */
  pastCapacity?: boolean;
}

/** A session that looks for an operator. */
export interface RequestFacts {
  id: number;
  sessionId: number;
  routingId: number | null;
  channel: Channel;
  created: number;
  /** Rule that led to the present group; null = not in a group yet. */
  rulePosition: number | null;
  groupId: number | null;
  enteredGroup: number | null;
  lastUserId: number | null;
  /** Null = an ordinary search by the rules. */
  forward: ForwardFacts | null;
  offers: readonly OfferFacts[];
  /** Chatbots the session had already: it does not come back to them by a rule. */
  botsBefore?: readonly number[];
  /** The rules of its routing changed since it was looked at (AD-RT-5). */
  rulesChanged?: boolean;
  /** The skills it asks for: its language and its tags. */
  wants?: readonly string[];
  /** Value of a session fact or parameter a condition asks for. */
  param(name: string): string | null;
}

/** Everything one decision looks at: one tenant at one moment. */
export interface Snapshot {
  ruleSets: ReadonlyMap<number, RuleSet>;
  groups: ReadonlyMap<number, GroupFacts>;
  operators: ReadonlyMap<number, OperatorFacts>;
  requests: readonly RequestFacts[];
  channelRanks: readonly Channel[];
}

/** A rule that was looked at, with what its conditions saw. */
export interface RuleLooked {
  position: number;
  groupId: number;
  holds: boolean;
  conditions: readonly Checked[];
  closed: ClosedBecause | null;
  taken: boolean;
}

/** An operator who could take it. Times as in `OperatorFacts`. */
export interface CandidateLooked {
  userId: number;
  active: number;
  idleSince: number;
  lastOffered: number;
  /** Null = the group does not ask for skills. */
  skill: number | null;
  lastOperator: boolean;
}

export interface LeftOutLooked {
  because: LeftOutBecause;
  count: number;
  /** The first of them. */
  userIds: number[];
}

/** Why something was decided, as data for the session's routing timeline (AD-RT-11); explain.ts reads it. */
export interface Reason {
  because: Because;
  /** Rules looked at for the group that was chosen, or for none. */
  rules?: readonly RuleLooked[];
  /** Rules that were looked at before, in vain. */
  lookedAt?: readonly RuleLooked[];
  members?: number;
  ready?: number;
  candidates?: readonly CandidateLooked[];
  decidedBy?: DecisiveFact | null;
  leftOut?: readonly LeftOutLooked[];
  /** Milliseconds the client had waited. */
  waited?: number;
  routingId?: number | null;
  lastUserId?: number | null;
  chatbotId?: number | null;
  returnUserId?: number | null;
  /** Why a forward does not come back to who forwarded it; `here` = it does. */
  returnUser?: string;
  othersAsked?: readonly number[];
  /** Of the session when its search was over. */
  status?: string | undefined;
}

export interface NewOffer {
  requestId: number;
  sessionId: number;
  groupId: number;
  userId: number;
  channel: Channel;
  expires: number;
  /** Slots do not count: distribution to the whole group (AD-GR-10). */
  whole: boolean;
  /** Accepted at once without a click (AD-GR-9). */
  autoAccept: boolean;
  reason: Reason;
}

export interface Move {
  requestId: number;
  sessionId: number;
  /** The group it leaves; null when it enters its first. The same group: it stays, by another rule than before. */
  fromGroupId: number | null;
  groupId: number;
  rulePosition: number;
  reason: Reason;
}

export interface Withdrawal {
  offerId: number;
  requestId: number;
  sessionId: number;
  userId: number;
  groupId: number;
  outcome: 'withdrawn' | 'expired';
  reason: Reason;
}

/** An open offer whose time to accept is over: it stays open, the circle may grow. */
export interface TimeOut {
  offerId: number;
  requestId: number;
  sessionId: number;
  userId: number;
  groupId: number;
}

/** A forward nobody accepted goes back: to an operator, or to a group (null = to the rules) as an ordinary search. */
export interface Return {
  requestId: number;
  sessionId: number;
  fromStage: 'out' | 'back';
  fromGroupId: number | null;
  fromUserId: number | null;
  userId: number | null;
  groupId: number | null;
  reason: Reason;
}

/** A chatbot takes the session; the search for an operator is over until it hands it on (AD-RT-2). */
export interface BotTurn {
  requestId: number;
  sessionId: number;
  groupId: number;
  chatbotId: number;
  /** The group it leaves. */
  fromGroupId: number | null;
  reason: Reason;
}

/** The search ends without an operator (`FailedRouting`). */
export interface Failure {
  requestId: number;
  sessionId: number;
  groupId: number | null;
  reason: Reason;
}

export interface Decisions {
  moves: Move[];
  bots: BotTurn[];
  returns: Return[];
  withdrawals: Withdrawal[];
  timeOuts: TimeOut[];
  offers: NewOffer[];
  failures: Failure[];
  /** When to decide again even if nothing changes; null = only after a change. */
  nextWakeAt: number | null;
}
