export const company = {
  general: 'General',
  name: 'Name of the company',
  nameHelp: 'Operators and people who log in see it.',
  language: 'Language',
  languageHelp: 'Clients see it when their own language is not available, and new users begin with it.',
  timezone: 'Time zone',
  timezoneHelp: 'Opening hours and daily figures go by it.',
  guid: 'GUID',
  guidHelp: 'The page snippet and integrations know the company by it.',
};

export const permissions = {
  title: 'Operator permissions',
  subtitle: 'Administrators may do all of this anyway.',
  operatorsMaySwitchChannels: 'Switch their channels on and off',
  operatorsMaySwitchChannelsHelp: 'With a channel off, no new clients of that kind come to the operator.',
  operatorsMayEditProfile: 'Change their own name and photo',
  operatorsMayEditProfileHelp: 'Clients see both in the conversation.',
  operatorsMayDeleteContacts: 'Delete contacts',
  operatorsMayDeleteContactsHelp: 'A deleted contact is gone for everybody; the conversations stay.',
};

export const security = {
  title: 'Login and passwords',
  idle: 'Logout when idle',
  idleHelp: 'For shared computers, and so that nobody holds a licence without working.',
  logoutWhenIdle: 'Log out people who do nothing',
  minutes: 'After so many minutes',
  minutesHelp: 'Moving the mouse, typing or touching in any tab of Hovor counts as doing something.',
  logoutWhenLocked: 'Also when the screen is locked',
  logoutWhenLockedHelp:
    'At once. Chrome and Edge can tell, and ask each person for permission; in other browsers the minutes hold.',
  logoutWhenLockedMissing:
    'At once. This browser of yours cannot tell, Chrome and Edge can; in others the minutes hold.',
  passwords: 'New passwords',
  passwordsHelp: 'Passwords people have already stay valid.',
  minLength: 'Fewest characters',
  kinds: 'Kinds of characters',
  kindsHelp: 'How many of these must occur: small letters, capital letters, digits, other characters.',
};

export const fileTypes = {
  title: 'Accepted file types',
  subtitle: 'What clients and operators may send. What a file contains is checked, not only its ending.',
  documents: 'Documents',
  pictures: 'Pictures',
  media: 'Sound and film',
  none: 'Leave at least one. To take no files at all, switch uploads off in the package.',
};

export const awayReasons = {
  title: 'Away reasons',
  subtitle: 'What operators choose when they are not there for clients, in this order.',
  add: 'Add reason',
  newTitle: 'New away reason',
  empty: 'There are no away reasons.',
  emptyHelp: 'Without one, operators can only be away without a reason. Add such as Lunch or Training.',
  paid: 'Counts as paid time',
  paidHelp: 'Reports keep paid and unpaid time apart.',
  color: 'Colour',
  active: 'Operators can choose it',
  activeHelp: 'Switched off it stays in the history.',
};

export const tenants = {
  title: 'Tenants',
  subtitle: 'Parts of the company with their own clients, groups and settings.',
  add: 'Add tenant',
  newTitle: 'New tenant',
  newHelp: 'It begins with a group of all its operators.',
  empty: 'There are no tenants yet.',
  id: 'Number {{id}}',
};
