/** Živé přehledy vedoucích. */
export const live = {
  operators: 'Operátoři',
  operatorsHelp: 'Kdo je teď tady. Vše se mění samo.',
  queues: 'Fronty',
  queuesHelp: 'Co teď čeká v každé skupině a jaký byl dnešek. Nejnaléhavější nahoře.',
  openWallboard: 'Otevřít nástěnku',
  fullScreen: 'Celá obrazovka',
  lost: 'Bez spojení už {{time}}. Čísla jsou stará. Zkouší se to znovu samo.',
  noQueues: 'Žádné fronty k zobrazení',
  noQueuesHelp: 'Skupiny zakládá správce v Nastavení, Skupiny.',
  noChosen: 'Žádná ze skupin v adrese nepatří do tohoto tenantu.',
  noOperators: 'Nikdo tu neobsluhuje klienty',
  noOperatorsHelp: 'Právo Operátor dává uživatelům správce v Nastavení, Uživatelé.',
  noneFound: 'Nikdo takový',
  noneFoundHelp: 'Uberte filtr a uvidíte více operátorů.',
  findName: 'Jméno',
  groups: 'Skupiny',
  allGroups: 'Všechny skupiny',
  state: 'Stav',
  allStates: 'Všechny stavy',
  sortBy: 'Řadit podle',
  forced: '(nastavil vedoucí)',
  channelOn: '{{channel}}: zapnuto',
  channelOff: '{{channel}}: vypnuto',
  slotsFree: '{{used}} z {{total}}, volno {{free}}',
  plusAcw: '+ {{count}} v dokončování',
  actionsFor: 'Akce: {{name}}',
  setState: 'Nastavit stav',
  setStateAbsent: 'Nastavit stav: teď není připojen',
  setStateAsk: '{{name}}: nastavit {{state}}?',
  setOnlineHelp: 'Od teď se nabízejí noví klienti. Operátor uvidí, že stav nastavil někdo jiný.',
  setAwayHelp:
    'Otevřené nabídky přejdou na jiné, běžící rozhovory pokračují. Operátor uvidí, že stav nastavil někdo jiný.',
  openSessions: 'Otevřít sezení',
  logOut: 'Odhlásit',
  logOutAsk: 'Odhlásit {{name}}?',
  logOutHelp: 'Všechna přihlášení této osoby hned skončí, na všech zařízeních a ve všech tenantech.',
  logOutRunning_one: '{{count}} rozhovor přijde o operátora.',
  logOutRunning_few: '{{count}} rozhovory přijdou o operátora.',
  logOutRunning_many: '{{count}} rozhovoru přijde o operátora.',
  logOutRunning_other: '{{count}} rozhovorů přijde o operátora.',
  waiting: 'Čeká',
  longest: 'Nejdelší čekání',
  offered: 'Nabízeno',
  active: 'Běží',
  acw: 'Dokončování',
  online: 'Online',
  busy: 'Obsazeno',
  away: 'Pryč',
  closes: 'Zavírá {{time}}',
  opens: 'Otevírá {{time}}',
  inTime: 'Dnes do {{seconds}} s',
  noneYet: 'Zatím nikdo',
  abandoned: 'Dnes odešlo',
  averageWait: 'Průměrné čekání',
  course: 'Posledních 12 hodin',
  lastHours: 'Klienti za posledních 12 hodin po hodinách: {{counts}}',
};

export const boardColumn = {
  operator: 'Operátor',
  state: 'Stav',
  groups: 'Skupiny',
  channels: 'Kanály',
  slots: 'Sloty',
  sessions: 'Sezení',
  actions: 'Akce',
};

export const boardSort = {
  trouble: 'Nejdřív potíže',
  name: 'Jméno',
  state: 'Stav',
  since: 'Nejdéle ve stavu',
  sessions: 'Nejvíce sezení',
};

export const stateFilter = {
  here: 'Přihlášení',
  online: 'Online',
  away: 'Pryč',
  disconnected: 'Odpojení',
  offline: 'Offline',
};

export const slotFamily = { live: 'živé', asynchronous: 'zprávy', email: 'e-mail' };

/** Proč se operátorovi nic nenabízí, jak to čte vedoucí. */
export const noRequests = {
  'channel-off': 'Všechny kanály vypnuté.',
  'no-slot': 'Žádný volný slot.',
  'no-group': 'V žádné skupině.',
  'not-targeted': 'Do skupin nevede žádné směrování.',
  'group-closed': 'Skupiny mají zavřeno.',
};

export const queueState = {
  ready: 'Připraveno',
  full: 'Všichni obsazení',
  away: 'Všichni pryč',
  nobody: 'Nikdo tu není',
  closed: 'Zavřeno',
};

export const waitMark = { good: 'včas', warn: 'pozdě', bad: 'příliš dlouho' };
export const shareMark = { good: 'dobré', warn: 'slabší', bad: 'nízké' };
