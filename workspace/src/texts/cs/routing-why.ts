import type * as en from '../en/routing-why.ts';
import type { Translation } from '../translation.ts';

export const routingWhy: Translation<typeof en.routingWhy> = {
  none: 'Tato relace se nesměrovala: nikdo se nehledal.',
  search: 'Hledání {{number}}, {{time}}',
  by: 'Pravidla: {{name}}',
  rule: 'Pravidlo {{number}} → {{group}}',
  ruleTaken: 'vybráno',
  ruleHolds: 'platí, ale skupina nikoho nepřijímá: {{why}}',
  ruleFails: 'neplatí',
  always: 'platí vždy',
  condition: '{{param}} {{operator}} {{value}}',
  found: 'bylo „{{found}}“',
  foundNothing: 'nemělo hodnotu',
  candidates: 'Kdo ji mohl převzít, první na řadě první',
  candidate: '{{name}}: {{active}} běžících, volno {{idle}}',
  lastOperator: 'obsluhoval tohoto klienta naposledy',
  skill: 'dovednost {{level}}',
  decided: '{{first}} měl přednost před {{second}}: {{why}}',
  leftOut: 'Nedotázáni:',
  waited: 'po {{time}} čekání',
  offer: 'Nabídka pro {{name}}: {{outcome}}',
  somebody: 'někdo, kdo tu už není',
};

export const routingOutcome: Translation<typeof en.routingOutcome> = {
  searching: 'stále hledá',
  accepted: 'přijato',
  chatbot: 'převzal chatbot',
  forwarded: 'předáno dál',
  failed: 'nikdo nemohl převzít',
  over: 'relace skončila dřív',
  invited: 'byli přizváni kolegové',
  open: 'otevřená',
  declined: 'odmítnuta',
  expired: 'vypršel čas',
  withdrawn: 'stažena',
};

export const routingStep: Translation<typeof en.routingStep> = {
  RoutingRequestCreated: 'Hledání začalo',
  EnteredGroupQueue: 'Do fronty skupiny {{group}}',
  GroupQueueTimeoutExpired: 'Čas ve frontě skupiny {{group}} vypršel',
  LeftGroupQueue: 'Opustila frontu skupiny {{group}}',
  AssignedToOperator: 'Nabídnuto: {{operator}}',
  OperatorTimeoutExpired: '{{operator}} nepřijal včas',
  AcceptedByOperator: 'Přijal {{operator}}',
  ForwardedToGroup: 'Předáno skupině {{group}}',
  ForwardedToUser: 'Předáno: {{operator}}',
  ForwardedToPhone: 'Předáno na vnější telefon',
  RoutingEnded: 'Hledání skončilo',
  InvitedGroup: 'Přizvána skupina {{group}}',
  InvitedUser: 'Přizván: {{operator}}',
};

export const routingDecision: Translation<typeof en.routingDecision> = {
  lastOperator: 'obsluhoval klienta naposledy',
  fewestActive: 'méně běžících relací',
  longestIdle: 'déle volno',
  skill: 'lepší dovednost',
  roundRobin: 'na řadě',
  'order of creation': 've všem stejní, starší účet',
};
