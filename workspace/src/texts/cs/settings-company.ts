import type {
  awayReasons as enAwayReasons,
  company as enCompany,
  fileTypes as enFileTypes,
  permissions as enPermissions,
  security as enSecurity,
  tenants as enTenants,
} from '../en/settings-company.ts';
import type { Translation } from '../translation.ts';

export const company: Translation<typeof enCompany> = {
  general: 'Obecné',
  name: 'Název společnosti',
  nameHelp: 'Vidí ho operátoři a lidé při přihlášení.',
  language: 'Jazyk',
  languageHelp: 'Vidí ho klienti, když jejich vlastní jazyk není k dispozici, a začínají s ním noví uživatelé.',
  timezone: 'Časové pásmo',
  timezoneHelp: 'Řídí se jím otevírací doba a denní údaje.',
  guid: 'GUID',
  guidHelp: 'Podle něj společnost poznává kód na stránce a integrace.',
};

export const permissions: Translation<typeof enPermissions> = {
  title: 'Oprávnění operátorů',
  subtitle: 'Administrátoři to vše smějí tak jako tak.',
  operatorsMaySwitchChannels: 'Zapínat a vypínat své kanály',
  operatorsMaySwitchChannelsHelp: 'Když je kanál vypnutý, noví klienti z něj k operátorovi nepřicházejí.',
  operatorsMayEditProfile: 'Měnit své jméno a fotku',
  operatorsMayEditProfileHelp: 'Obojí vidí klienti v konverzaci.',
  operatorsMayDeleteContacts: 'Mazat kontakty',
  operatorsMayDeleteContactsHelp: 'Smazaný kontakt zmizí všem, konverzace zůstanou.',
};

export const security: Translation<typeof enSecurity> = {
  title: 'Přihlášení a hesla',
  idle: 'Odhlášení při nečinnosti',
  idleHelp: 'Kvůli sdíleným počítačům a aby nikdo nedržel licenci, když nepracuje.',
  logoutWhenIdle: 'Odhlašovat ty, kdo nic nedělají',
  minutes: 'Po kolika minutách',
  minutesHelp: 'Činnost je pohyb myši, psaní nebo dotek v kterékoli kartě Hovoru.',
  logoutWhenLocked: 'Také při zamčení obrazovky',
  logoutWhenLockedHelp:
    'Hned. Poznají to Chrome a Edge a každého požádají o svolení; v jiných prohlížečích platí minuty.',
  logoutWhenLockedMissing: 'Hned. Tento váš prohlížeč to nepozná, Chrome a Edge ano; v ostatních platí minuty.',
  passwords: 'Nová hesla',
  passwordsHelp: 'Hesla, která lidé už mají, platí dál.',
  minLength: 'Nejméně znaků',
  kinds: 'Druhů znaků',
  kindsHelp: 'Kolik z těchto druhů heslo musí mít: malá písmena, velká písmena, číslice, jiné znaky.',
};

export const fileTypes: Translation<typeof enFileTypes> = {
  title: 'Povolené typy souborů',
  subtitle: 'Co smějí posílat klienti a operátoři. Kontroluje se i obsah souboru, nejen přípona.',
  documents: 'Dokumenty',
  pictures: 'Obrázky',
  media: 'Zvuk a film',
  none: 'Nechte aspoň jeden. Nechcete-li soubory vůbec, vypněte nahrávání v balíčku.',
};

export const awayReasons: Translation<typeof enAwayReasons> = {
  title: 'Důvody nepřítomnosti',
  subtitle: 'Z čeho operátoři vybírají, když tu nejsou pro klienty, v tomto pořadí.',
  add: 'Přidat důvod',
  newTitle: 'Nový důvod nepřítomnosti',
  empty: 'Nejsou tu žádné důvody nepřítomnosti.',
  emptyHelp: 'Bez nich mohou být operátoři pryč jen bez udání důvodu. Přidejte třeba Oběd nebo Školení.',
  paid: 'Počítá se jako placený čas',
  paidHelp: 'Přehledy rozlišují placený a neplacený čas.',
  color: 'Barva',
  active: 'Operátoři ho mohou zvolit',
  activeHelp: 'Vypnutý zůstává v historii.',
};

export const tenants: Translation<typeof enTenants> = {
  title: 'Tenanty',
  subtitle: 'Části společnosti s vlastními klienty, skupinami a nastavením.',
  add: 'Přidat tenant',
  newTitle: 'Nový tenant',
  newHelp: 'Začíná se skupinou všech svých operátorů.',
  empty: 'Zatím tu nejsou žádné tenanty.',
  id: 'Číslo {{id}}',
};
