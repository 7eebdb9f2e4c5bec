import type * as en from '../en/routing-steps.ts';
import type { Translation } from '../translation.ts';

export const trial: Translation<typeof en.trial> = {
  client: 'Vymyšlený klient',
  clientHelp: 'Pravidla jsou ta, která tu vidíte, uložená i neuložená. Nic se nezapíše a nikoho se neptáme.',
  notGiven: 'nevyplněno',
  addValue: 'Další hodnota',
  when: 'Kdy',
  now: 'Teď',
  at: 'V jiný čas',
  moment: 'Den a čas',
  nowHelp: 'S operátory a frontami, jak teď jsou.',
  atHelp:
    'Kdo tu tehdy bude, nikdo neví: všichni operátoři se počítají jako online a volní, všechny fronty jako prázdné.',
  run: 'Vyzkoušet',
  result: 'Co by se stalo',
  assumed: 'Operátoři a fronty jsou předpokládaní.',
  wrongRules: 'Některé pravidlo není dokončené. Nejdřív se podívejte na pravidla.',
};

export const trialOutcome: Translation<typeof en.trialOutcome> = {
  accepted: 'Klient je hned u operátora.',
  chatbot: 'Klienta převezme chatbot.',
  failed: 'Hledání skončí bez operátora.',
  waits: 'Operátorů se ptáme v tomto pořadí; klient čeká, až někdo přijme.',
};

export const because: Translation<typeof en.because> = {
  'client entered the queue': 'klient vstoupil do fronty',
  forwarded: 'rozhovor byl předán',
  'taken over': 'převzetí supervizorem',
  'the client came by an invitation': 'klient přišel na pozvání',
  'first rule that holds': 'první pravidlo, které platí a jehož skupina přijímá klienty',
  'first rule that holds, nobody is here':
    'první pravidlo, které platí; v žádné skupině pravidel nikdo není nebo není místo',
  'first rule that holds, waits until it opens': 'první pravidlo, které platí; čeká se, až skupina otevře',
  'time in queue over': 'nejdelší čas ve frontě vypršel a nebylo koho oslovit; další pravidlo, které platí',
  'opening hours are over': 'otevírací doba skončila, zatímco klient čekal',
  'fallback to the first group': 'žádná další skupina klienta nepřijala; pravidla pak říkají: zpět do první skupiny',
  'the rules changed': 'někdo mezitím změnil pravidla',
  'forwarded by a user': 'někdo rozhovor předal',
  'forwarded by an integration': 'rozhovor předala integrace',
  'forwarded to a chatbot': 'rozhovor byl předán chatbotu',
  'taken over by a supervisor': 'rozhovor převzal supervizor',
  'invited as a collaborator': 'kolega dostal pozvánku k rozhovoru',
  'next in turn': 'další na řadě',
  'time to accept over, one more is asked':
    'čas na přijetí vypršel, proto nabídku dostává další člověk; kdo přijme první, ten relaci má',
  'nobody else, asked again': 'nikdo další tu nebyl, proto dostává nabídku znovu tentýž člověk',
  'offered to the whole group': 'skupina oslovuje všechny najednou',
  'time to accept is over': 'čas na přijetí vypršel',
  'declined by the operator': 'operátor odmítl',
  'rejected by the operator': 'operátor se nechtěl připojit',
  'the invitation was canceled': 'pozvánka byla stažena',
  'not an operator': 'už tu není operátorem',
  'not here': 'spojení se ztratilo',
  away: 'už není ve stavu Online',
  'channel off': 'kanál je vypnutý',
  'not in the group': 'už není ve skupině',
  'moved to another group': 'klient přešel do jiné skupiny',
  'no group': 'klienta už nepřijala žádná skupina',
  'the forward comes back': 'předání se vrátilo',
  'session is over': 'relace skončila',
  'taken by somebody else': 'přijal někdo jiný',
  'the group is gone': 'skupina už neexistuje',
  'the operator did not accept': 'operátor, jemuž byl rozhovor předán, ho nepřijal',
  'nobody accepted in time': 'nikdo nepřijal včas',
  'accepted by the operator': 'operátor přijal',
  'accepted by auto pick-up': 'skupina přijímá sama (automatické přijetí)',
  'a chatbot took it': 'převzal chatbot',
  'no routing': 'balíček nemá pravidla',
  'no rule holds': 'žádné pravidlo neplatí',
  'outside opening hours': 'všechny skupiny, jejichž pravidla platí, jsou mimo otevírací dobu',
  'time in queue over, no further group': 'nejdelší čas ve frontě vypršel a žádná další skupina klienta nepřijala',
  'opening hours are over, no further group': 'otevírací doba skončila a žádná další skupina klienta nepřijala',
  'session no longer waits': 'relace už nečeká',
};

export const closedBecause: Translation<typeof en.closedBecause> = {
  'group is gone': 'skupina už neexistuje',
  'outside opening hours': 'bylo mimo otevírací dobu skupiny',
  'nobody is here': 'nikdo ze skupiny tu nebyl',
  'queue is full': 'fronta skupiny byla plná',
  'chatbot is off': 'chatbot byl vypnutý',
  'chatbot handed it on': 'chatbot relaci už jednou předal dál',
};

export const leftOutBecause: Translation<typeof en.leftOutBecause> = {
  'not an operator': 'není operátor',
  'not here': 'není tu',
  away: 'není Online',
  'channel off': 'má vypnutý kanál',
  'no free slot': 'nemá volný slot',
  'asked already': 'nabídku už má nebo měl',
};
