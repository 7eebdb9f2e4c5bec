import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Instant = string | number;

/** Times and numbers as people of the chosen language read them, in the reader's zone. */
export function useFormats() {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const language = withRegion(i18n.language, navigator.languages);
    const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
    const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'numeric', year: 'numeric' });
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
    const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
    const sizes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    return {
      time: (at: Instant) => clock.format(new Date(at)),
      date: (at: Instant) => date.format(new Date(at)),
      /** Date and time with the zone, for hovering. */
      full: (at: Instant) => full.format(new Date(at)),
      /** Today, yesterday, or the weekday with its date. */
      day(at: Instant, now: number) {
        const days = dayNumber(now) - dayNumber(new Date(at).getTime());
        if (days === 0) return t('common.today');
        if (days === 1) return t('common.yesterday');
        return days > 300 ? date.format(new Date(at)) : weekday.format(new Date(at));
      },
      /** The time today, the date before. */
      short(at: Instant, now: number) {
        const when = new Date(at);
        return dayNumber(now) === dayNumber(when.getTime()) ? clock.format(when) : date.format(when);
      },
      dateTime: (at: Instant) => `${date.format(new Date(at))} ${clock.format(new Date(at))}`,
      size(bytes: number) {
        if (bytes < 1024) return `${bytes} B`;
        if (bytes < 1024 * 1024) return `${sizes.format(bytes / 1024)} KB`;
        return `${sizes.format(bytes / 1024 / 1024)} MB`;
      },
    };
  }, [t, i18n.language]);
}

/** The reader's own region decides 12 or 24 hours and the order of day and month, where its language is the one shown. */
export function withRegion(language: string, browser: readonly string[]): string {
  return browser.find((wish) => wish.startsWith(`${language}-`)) ?? (language === 'en' ? 'en-GB' : language);
}

/** Number of the calendar day in the reader's zone; the noon keeps days with a clock change apart. */
export function dayNumber(at: number): number {
  const day = new Date(at);
  return Math.round(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate(), 12) / 86_400_000);
}
