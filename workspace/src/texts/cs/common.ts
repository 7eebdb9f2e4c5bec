import type { common as enCommon, errors as enErrors } from '../en/common.ts';
import type { Translation } from '../translation.ts';

export const common: Translation<typeof enCommon> = {
  product: 'Hovor',
  visitor: 'Návštěvník',
  save: 'Uložit',
  saved: 'Uloženo',
  cancel: 'Zrušit',
  close: 'Zavřít',
  retry: 'Zkusit znovu',
  discard: 'Zahodit',
  loading: 'Načítám…',
  loadMore: 'Zobrazit další',
  find: 'Najít…',
  today: 'Dnes',
  yesterday: 'Včera',
  system: 'Systém',
  chatbot: 'Chatbot',
};

export const errors: Translation<typeof enErrors> = {
  offline: 'Server neodpovídá. Zkontrolujte připojení a zkuste to znovu.',
  'not-logged-in': 'Už nejste přihlášeni. Přihlaste se znovu.',
  'wrong-login': 'Uživatelské jméno nebo heslo nesouhlasí.',
  'not-permitted': 'K tomuto nemáte oprávnění.',
  'not-found': 'Už to neexistuje, nebo k tomu nemáte přístup.',
  conflict: 'Mezitím se něco změnilo. Podívejte se a zkuste to znovu.',
  'offer-gone': 'Někdo byl rychlejší, nebo klient odešel.',
  'session-ended': 'Tato konverzace už skončila.',
  'no-free-slot': 'Nemáte volné místo. Nejdřív některou konverzaci ukončete.',
  'too-large': 'Tohle je větší, než je povoleno.',
  'file-type': 'Soubory tohoto typu nepřijímáme.',
  'too-many-requests': 'To bylo moc rychle. Chvíli počkejte a zkuste to znovu.',
  'account-locked': 'Příliš mnoho chybných hesel. Přihlášení je na čas zamčené.',
  'not-built': 'V této verzi to není k dispozici.',
  unavailable: 'Server teď není připraven. Zkuste to za chvíli.',
  internal: 'Na serveru se něco pokazilo. Chyba je zaznamenaná.',
  crashed: 'Na této stránce se něco pokazilo.',
  crashedHelp: 'Nic z toho, co jste napsali, se neztratilo. Pokračujte obnovením stránky.',
  reload: 'Obnovit stránku',
};
