import {
  type Decisions,
  defaultChannelRanks,
  type GroupFacts,
  type OfferFacts,
  type OperatorFacts,
  type RequestFacts,
  type RuleSet,
  type Snapshot,
} from './schema.ts';

/** Small worlds for the tests of the pure rules: every value defaulted, a test names what it is about. */

export const second = 1000;
export const start = Date.UTC(2026, 4, 4, 9);

export const operator = (userId: number, about: Partial<OperatorFacts> = {}): OperatorFacts => ({
  userId,
  state: 'ONLINE',
  present: true,
  channels: new Set(['Mluvii']),
  slots: { live: 3, asynchronous: 5, email: 10 },
  used: { live: 0, asynchronous: 0, email: 0 },
  idleSince: start - userId * second,
  lastOffered: 0,
  ...about,
});
export const busy = (live: number) => ({ used: { live, asynchronous: 0, email: 0 } });

export const group = (id: number, members: number[], about: Partial<GroupFacts> = {}): GroupFacts => ({
  id,
  name: `Group ${id}`,
  distribution: 'utilization',
  queueSize: 1000,
  timeToAccept: 30 * second,
  maxQueueTime: 120 * second,
  autoPickup: false,
  priorities: ['lastOperator', 'fewestActive', 'longestIdle'],
  members,
  ...about,
});

export const request = (id: number, about: Partial<RequestFacts> = {}): RequestFacts => ({
  id,
  sessionId: 1000 + id,
  routingId: 1,
  channel: 'Mluvii',
  created: start - (100 - id) * second,
  rulePosition: 0,
  groupId: 1,
  enteredGroup: start - (100 - id) * second,
  lastUserId: null,
  forward: null,
  offers: [],
  param: () => null,
  ...about,
});

export const offer = (id: number, userId: number, about: Partial<OfferFacts> = {}): OfferFacts => ({
  id,
  userId,
  groupId: 1,
  offered: start,
  expires: start + 30 * second,
  timedOut: false,
  ended: null,
  outcome: null,
  ...about,
});

export const toGroups = (...groupIds: number[]): RuleSet => ({
  id: 1,
  fallback: 'first',
  rules: groupIds.map((groupId, position) => ({ position, conditions: [], groupId })),
});

export const world = (about: {
  operators: OperatorFacts[];
  requests: RequestFacts[];
  groups?: GroupFacts[];
  ruleSet?: RuleSet;
}): Snapshot => {
  const groups = about.groups ?? [
    group(
      1,
      about.operators.map(({ userId }) => userId),
    ),
  ];
  return {
    ruleSets: new Map([[1, about.ruleSet ?? toGroups(...groups.map(({ id }) => id))]]),
    groups: new Map(groups.map((item) => [item.id, item])),
    operators: new Map(about.operators.map((item) => [item.userId, item])),
    requests: about.requests,
    channelRanks: defaultChannelRanks,
  };
};
export const pairs = (decisions: Decisions) => decisions.offers.map(({ requestId, userId }) => [requestId, userId]);
