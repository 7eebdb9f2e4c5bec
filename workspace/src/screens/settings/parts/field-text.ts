import { useTranslation } from 'react-i18next';

/** The server says in English what is wrong with a field; these are its usual words. */
const known = [
  [/^must not be empty/, 'settings.mustNotBeEmpty'],
  [/is taken/, 'settings.isTaken'],
  [/^must be an e-mail address/, 'settings.mustBeEmail'],
  [/^must not contain blanks/, 'settings.noBlanks'],
  [/^This is the last administrator/, 'settings.lastAdministrator'],
  [/^You cannot disable yourself/, 'settings.notYourself'],
  [/must be endings such as/, 'settings.mustBeEndings'],
] as const;

/** What is wrong with a field in the reader's language where we know the sentence, else in the server's words. */
export function useFieldText(): (text: string) => string {
  const { t } = useTranslation();
  return (text) => {
    const found = known.find(([pattern]) => pattern.test(text));
    return found ? t(found[1]) : text;
  };
}

/** Checks made when a field is left, before the server is asked. */
export function useFieldRules() {
  const { t } = useTranslation();
  return {
    required: (value: string) => (value.trim() === '' ? t('settings.mustNotBeEmpty') : null),
    email: (value: string) => (/^\s*\S+@\S+\.\S+\s*$/.test(value) ? null : t('settings.mustBeEmail')),
  };
}
