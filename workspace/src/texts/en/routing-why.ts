/** Why a session went where it did, step by step. Keys that are sentences are the protocol's own words. */
export const routingWhy = {
  none: 'This session was not routed: nobody had to be looked for.',
  search: 'Search {{number}}, {{time}}',
  by: 'Rules: {{name}}',
  rule: 'Rule {{number}} → {{group}}',
  ruleTaken: 'chosen',
  ruleHolds: 'holds, but the group takes nobody: {{why}}',
  ruleFails: 'does not hold',
  always: 'always holds',
  condition: '{{param}} {{operator}} {{value}}',
  found: 'it was “{{found}}”',
  foundNothing: 'it had no value',
  candidates: 'Who could take it, first in turn first',
  candidate: '{{name}}: {{active}} running, free for {{idle}}',
  lastOperator: 'served this client last',
  skill: 'skill {{level}}',
  decided: '{{first}} came before {{second}} because of: {{why}}',
  leftOut: 'Not asked:',
  waited: 'after {{time}} of waiting',
  offer: 'Offer to {{name}}: {{outcome}}',
  somebody: 'somebody who is gone',
};

export const routingOutcome = {
  searching: 'still searching',
  accepted: 'accepted',
  chatbot: 'taken by a chatbot',
  forwarded: 'forwarded on',
  failed: 'nobody could take it',
  over: 'the session ended first',
  invited: 'colleagues were invited',
  open: 'open',
  declined: 'declined',
  expired: 'time ran out',
  withdrawn: 'withdrawn',
};

export const routingStep = {
  RoutingRequestCreated: 'The search began',
  EnteredGroupQueue: 'Into the queue of {{group}}',
  GroupQueueTimeoutExpired: 'Time in the queue of {{group}} was over',
  LeftGroupQueue: 'Left the queue of {{group}}',
  AssignedToOperator: 'Offered to {{operator}}',
  OperatorTimeoutExpired: '{{operator}} did not accept in time',
  AcceptedByOperator: 'Accepted by {{operator}}',
  ForwardedToGroup: 'Forwarded to {{group}}',
  ForwardedToUser: 'Forwarded to {{operator}}',
  ForwardedToPhone: 'Forwarded to an outside phone',
  RoutingEnded: 'The search ended',
  InvitedGroup: 'Group {{group}} invited',
  InvitedUser: '{{operator}} invited',
};

export const routingDecision = {
  lastOperator: 'served this client last',
  fewestActive: 'fewer running sessions',
  longestIdle: 'free for longer',
  skill: 'the better skill',
  roundRobin: 'next in turn',
  'order of creation': 'equal in everything, the older account',
};
