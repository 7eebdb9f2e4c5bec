import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { storageKeys } from '../state/storage-keys.ts';
import { cs } from './cs/index.ts';
import { en } from './en/index.ts';

export const languages = { en: 'English', cs: 'Čeština' } as const;
export type LanguageCode = keyof typeof languages;

export const isLanguage = (code: string | null | undefined): code is LanguageCode => code === 'en' || code === 'cs';

/** The language chosen on this computer, else the user's own, else the browser's, else English. */
export function chooseLanguage(
  stored: string | null,
  own: string | null | undefined,
  browser: readonly string[],
): LanguageCode {
  for (const wish of [stored, own, ...browser]) {
    const code = wish?.slice(0, 2).toLowerCase();
    if (isLanguage(code)) return code;
    if (code === 'sk') return 'cs';
  }
  return 'en';
}

/** Starts the texts before the first screen. */
export function startLanguage(): void {
  const language = chooseLanguage(localStorage.getItem(storageKeys.language), null, navigator.languages);
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, cs: { translation: cs } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
  i18next.on('languageChanged', (next) => {
    document.documentElement.lang = next;
  });
}

/** Changes the language now and, when `keep` is set, for the next visits on this computer. */
export function setLanguage(language: LanguageCode, keep: boolean): void {
  if (keep) localStorage.setItem(storageKeys.language, language);
  void i18next.changeLanguage(language);
}

/** The user's own language applies unless another was chosen on this computer. */
export function adoptLanguage(own: string | null): void {
  const language = chooseLanguage(localStorage.getItem(storageKeys.language), own, navigator.languages);
  if (language !== i18next.language) setLanguage(language, false);
}
