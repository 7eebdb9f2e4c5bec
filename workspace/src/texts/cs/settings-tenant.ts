import type {
  application as enApplication,
  parameters as enParameters,
  results as enResults,
} from '../en/settings-tenant.ts';
import type { Translation } from '../translation.ts';

export const application: Translation<typeof enApplication> = {
  title: 'Aplikace',
  queue: 'Čekající klienti',
  conversation: 'Konverzace',
  button: 'Tlačítko na stránce',
  clientPreview: 'Náhled klienta',
  clientPreviewHelp: 'Operátoři vidí, co se o čekajícím klientovi ví, ještě než ho přijmou.',
  showRoutedOperators: 'Ukázat další operátory',
  showRoutedOperatorsHelp: 'Operátoři vidí, komu dalšímu je čekající klient nabídnut.',
  operatorsMayCreateTags: 'Operátoři smějí vytvářet štítky',
  operatorsMayCreateTagsHelp: 'Jinak vybírají ze štítků, které jste připravili.',
  resultRequired: 'Výsledek relace je povinný',
  resultRequiredHelp: 'Operátoři dokončí zpracování jen s výsledkem. Když čas vyprší, skončí bez něj.',
  clientDisconnectedSeconds: 'Klient, který vypadl, se smí vrátit do (sekund)',
  clientDisconnectedSecondsHelp: 'Do té doby konverzace pokračuje, potom končí.',
  boards: 'Živé přehledy',
  serviceLevelSeconds: 'Úroveň služeb: přijetí do (sekund)',
  serviceLevelSecondsHelp: 'Živé přehledy a nástěnka ukazují podíl klientů přijatých do této doby.',
  stateWhenAllAway: 'Když jsou všichni operátoři pryč',
  stateWhenAllAwayHelp: 'Zaneprázdněno: klienti mohou čekat. Offline: mohou nechat vzkaz.',
  busy: 'Zaneprázdněno',
  offline: 'Offline',
};

export const results: Translation<typeof enResults> = {
  title: 'Výsledky relací',
  subtitle: 'K čemu konverzace vedly. Operátoři na konci jeden vyberou, v tomto pořadí.',
  add: 'Přidat výsledek',
  newTitle: 'Nový výsledek relace',
  empty: 'Zatím tu nejsou žádné výsledky relací.',
  emptyHelp: 'Přidejte, k čemu konverzace vedou, třeba Vyřešeno, Zavolat zpět nebo Reklamace.',
  renameHelp: 'Už uzavřené konverzace mají dál dřívější název.',
  active: 'Operátoři ho mohou zvolit',
  activeHelp: 'Vypnutý zůstává u konverzací, které ho mají.',
};

export const parameters: Translation<typeof enParameters> = {
  title: 'Parametry',
  subtitle: 'Údaje o konverzaci, které posílají stránky, formuláře a integrace.',
  add: 'Přidat parametr',
  newTitle: 'Nový parametr',
  empty: 'Zatím nejsou definované žádné parametry.',
  emptyHelp:
    'Definujte ty, které posílají vaše stránky, třeba číslo objednávky. Uvidíte je ve frontě a použijete v routingu.',
  nameHelp: 'Název, pod kterým se posílá, přesně takto. Později se nemění.',
  label: 'Popisek',
  labelHelp: 'To, co vidí operátoři.',
  inQueue: 'Ukázat ve frontě',
  inQueueHelp: 'Operátoři vidí hodnotu ještě před přijetím.',
  deleteTitle: 'Smazat parametr „{{name}}“?',
  deleteText:
    'Hodnoty, které konverzace mají, u nich zůstanou pod holým názvem. Přestane se ukazovat ve frontě a nabízet v podmínkách.',
};
