import type * as en from '../en/routing-why.ts';
import type { Translation } from '../translation.ts';

export const routingWhy: Translation<typeof en.routingWhy> = {
  none: 'Tato relace se nesměrovala: nikoho nebylo třeba hledat.',
  search: 'Hledání {{number}}: {{why}}',
  searchOnly: 'Hledání {{number}}',
  by: 'Podle pravidel „{{name}}“, {{time}}',
  byUser: '({{name}})',
  value: '„{{value}}“',
  rules: 'Prohlédnutá pravidla, odshora',
  rule: 'Pravidlo {{number}} → {{group}}',
  ruleTaken: 'vybráno',
  ruleWaits: 'vybráno k čekání, přestože {{why}}',
  ruleHolds: 'platí, ale {{why}}',
  ruleSkipped: 'platí, nebylo třeba',
  ruleFails: 'neplatí',
  always: 'Platí pro každého.',
  found: 'bylo „{{found}}“',
  foundNothing: 'hodnota chyběla',
  candidates: 'Koho šlo oslovit, v tomto pořadí',
  candidate: '{{name}}: rozpracováno {{active}}, bez nové relace {{idle}}',
  lastOperator: 'obsluha tohoto klienta naposledy',
  skill: 'dovednost {{level}}',
  sinceOffer: 'naposledy na řadě před {{time}}',
  neverOffered: 'dosud nebyl na řadě',
  decided: '{{first}} má přednost, na druhém místě {{second}}. Důvod: {{why}}.',
  leftOut: 'Bez nabídky:',
  nobody: 'Nebylo koho oslovit:',
  ready: 'Připraveno {{ready}} z {{members}} členů skupiny.',
  waited: 'po {{time}} čekání',
  cameOf: 'Výsledek: {{outcome}}',
  somebody: 'někdo, kdo tu už není',
};

export const routingSummary: Translation<typeof en.routingSummary> = {
  searching: 'Zatím relaci nikdo nepřevzal.',
  accepted: 'Relaci převzal operátor {{operator}}, trvalo to {{time}}.',
  chatbot: 'Relaci převzal chatbot {{operator}}, trvalo to {{time}}.',
  forwarded: 'Po {{time}} předáno dál, než relaci někdo převzal.',
  failed: 'Relaci nikdo nepřevzal. Hledání skončilo po {{time}}.',
  over: 'Relace skončila po {{time}}, než ji někdo převzal.',
  invited: 'Nikoho nebylo třeba hledat: rozhovor běžel dál a kolegové dostali pozvánku, aby se připojili.',
};

export const routingOutcome: Translation<typeof en.routingOutcome> = {
  open: 'zatím bez odpovědi',
  accepted: 'přijato',
  declined: 'odmítnuto',
  expired: 'nepřijato včas',
  withdrawn: 'nabídka stažena',
};

export const routingStep: Translation<typeof en.routingStep> = {
  RoutingRequestCreated: 'Hledání začalo',
  EnteredGroupQueue: 'Do fronty skupiny {{group}}',
  Moved: 'Ze skupiny {{from}} do skupiny {{group}}',
  GroupQueueTimeoutExpired: 'Čas ve frontě skupiny {{group}} vypršel',
  LeftGroupQueue: 'Odchod z fronty skupiny {{group}}',
  AssignedToOperator: 'Nabídnuto: {{operator}}',
  OperatorTimeoutExpired: 'Nepřijato včas: {{operator}}',
  Declined: 'Odmítnuto: {{operator}}',
  TakenBack: 'Nabídka stažena: {{operator}}',
  AcceptedByOperator: 'Přijato: {{operator}}',
  Joined: 'K rozhovoru se připojuje {{operator}}',
  TakenOver: 'Převzato: {{operator}}',
  ForwardedToGroup: 'Předáno skupině {{group}}',
  ForwardedToUser: 'Předáno: {{operator}}',
  CameBackToGroup: 'Zpět do skupiny {{group}}',
  CameBackToUser: 'Zpět: {{operator}}',
  GivenToChatbot: 'Předáno chatbotu {{operator}}',
  ForwardedToPhone: 'Předáno na vnější telefon',
  RoutingEnded: 'Hledání skončilo',
  InvitedGroup: 'Pozvána skupina {{group}}',
  InvitedUser: 'Pozvánka: {{operator}}',
};

export const routingDecision: Translation<typeof en.routingDecision> = {
  lastOperator: 'obsluha tohoto klienta naposledy',
  fewestActive: 'má rozpracováno méně',
  longestIdle: 'déle bez nové relace',
  skill: 'lepší dovednost',
  roundRobin: 'naposledy na řadě dříve',
  'order of creation': 've všem stejní, starší účet',
};
