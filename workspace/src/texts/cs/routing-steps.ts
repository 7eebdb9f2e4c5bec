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
  'client entered the queue': 'Přišel klient.',
  forwarded: 'Konverzace byla přesměrována.',
  'the client came by an invitation': 'Klient přišel na pozvání.',
  'taken over': 'Konverzace byla převzata.',
  'first rule that holds': 'První pravidlo, jehož podmínky platí a jehož skupina bere klienty.',
  'first rule that holds, nobody is here': 'První pravidlo, jehož podmínky platí; z jeho skupiny tu nikdo není.',
  'first rule that holds, waits until it opens':
    'První pravidlo, jehož podmínky platí; klient čeká, až skupina otevře.',
  'time in queue over': 'Čas ve frontě vypršel, dál vede další pravidlo.',
  'opening hours are over': 'Otevírací doba skupiny skončila.',
  'fallback to the first group': 'Další skupina nezbývá: zpět do první.',
  'the rules changed': 'Směrování se mezitím změnilo.',
  'forwarded by a user': 'Někdo ji přesměroval.',
  'forwarded by an integration': 'Přesměrovala ji integrace.',
  'forwarded to a chatbot': 'Byla přesměrována na chatbota.',
  'taken over by a supervisor': 'Převzal ji supervizor.',
  'invited as a collaborator': 'Pozván ke spolupráci.',
  'next in turn': 'Další na řadě.',
  'time to accept over, one more is asked': 'Čas na přijetí vypršel, ptáme se dalšího.',
  'nobody else, asked again': 'Nikdo jiný tu není, ptáme se znovu.',
  'offered to the whole group': 'Nabídnuto celé skupině.',
  'time to accept is over': 'Čas na přijetí vypršel.',
  'declined by the operator': 'Odmítnuto.',
  'rejected by the operator': 'Odmítnuto.',
  'the invitation was canceled': 'Pozvání bylo zrušeno.',
  'not an operator': 'Už není operátorem.',
  'not here': 'Už tu není.',
  away: 'Je pryč.',
  'channel off': 'Má kanál vypnutý.',
  'not in the group': 'Už není ve skupině.',
  'moved to another group': 'Klient přešel do jiné skupiny.',
  'no group': 'Skupina není.',
  'the forward comes back': 'Přesměrování se vrací.',
  'session is over': 'Konverzace skončila.',
  'taken by somebody else': 'Převzal ji někdo jiný.',
  'the group is gone': 'Skupina už neexistuje.',
  'the operator did not accept': 'Operátor nepřijal.',
  'nobody accepted in time': 'Nikdo nepřijal včas.',
  'accepted by the operator': 'Operátor přijal.',
  'accepted by auto pick-up': 'Přijato bez kliknutí.',
  'a chatbot took it': 'Převzal ji chatbot.',
  'no routing': 'Balíček nemá směrování.',
  'no rule holds': 'Žádné pravidlo neplatí.',
  'outside opening hours': 'Mimo otevírací dobu.',
  'time in queue over, no further group': 'Čas ve frontě vypršel a další skupina nezbývá.',
  'opening hours are over, no further group': 'Otevírací doba skončila a další skupina nezbývá.',
  'session no longer waits': 'Klient už nečeká.',
};

export const closedBecause: Translation<typeof en.closedBecause> = {
  'group is gone': 'skupina už neexistuje',
  'outside opening hours': 'mimo otevírací dobu',
  'nobody is here': 'nikdo tu není',
  'queue is full': 'fronta je plná',
  'chatbot is off': 'chatbot je vypnutý',
  'chatbot handed it on': 'chatbot ji předal dál',
};

export const leftOutBecause: Translation<typeof en.leftOutBecause> = {
  'not an operator': 'není operátor',
  'not here': 'není tu',
  away: 'je pryč',
  'channel off': 'má kanál vypnutý',
  'no free slot': 'nemá volný slot',
  'asked already': 'už jsme se ho ptali',
};
