import type { FormKind, FormSettings } from './schema.ts';

type Predefined = {
  [Kind in FormKind]: { key: string; kind: Kind; name: string; config: FormSettings[Kind] };
}[FormKind];

const asked = { name: 'required', email: 'required', phone: 'optional' } as const;
const entry = { enabled: true, name: 'optional', email: 'optional', phone: 'hidden', consent: false } as const;

/** The forms every company has (AD-FO-2). A key is for ever: rows of companies are found by it. */
export const predefinedForms: readonly Predefined[] = [
  { key: 'entry', kind: 'Entry', name: 'Entry: name and e-mail', config: { ...entry, consentVersion: '1' } },
  {
    key: 'entry-contact',
    kind: 'Entry',
    name: 'Entry: name, e-mail and phone',
    config: { ...entry, ...asked, consentVersion: '1' },
  },
  {
    key: 'entry-consent',
    kind: 'Entry',
    name: 'Entry: name, e-mail and consent',
    config: { ...entry, name: 'required', consent: true, consentVersion: '1' },
  },
  { key: 'feedback', kind: 'Feedback', name: 'Feedback: five stars', config: { enabled: true, stars: 5 } },
  { key: 'feedback-ten', kind: 'Feedback', name: 'Feedback: ten points', config: { enabled: true, stars: 10 } },
  {
    key: 'offline',
    kind: 'Offline',
    name: 'Offline: e-mail and message',
    config: { name: 'optional', email: 'required', phone: 'hidden' },
  },
  {
    key: 'offline-phone',
    kind: 'Offline',
    name: 'Offline: phone and message',
    config: { name: 'required', email: 'optional', phone: 'required' },
  },
];
