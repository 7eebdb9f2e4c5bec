import type { Words } from './words/words.ts';

const englishEndings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const englishOrder = new Intl.PluralRules('en', { type: 'ordinal' });

/** `first`, `2nd`; `první`, `2.` */
export const ordinal = (place: number, language: Words['language']) => {
  if (place === 1) return language === 'cs' ? 'první' : 'first';
  return language === 'cs' ? `${place}.` : `${place}${englishEndings[englishOrder.select(place)] ?? 'th'}`;
};

/** A waiting time as people say it: never seconds, nothing more exact than we know. */
export function waitingTime(seconds: number, words: Words): string {
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return words.say('minute');
  const rounded = minutes > 20 ? Math.round(minutes / 5) * 5 : minutes;
  return new Intl.NumberFormat(words.locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(rounded);
}

/**
 * What a waiting client reads. `place` counts from 1, null while we do not know it; `estimatedWait` is in seconds, null
 * = we cannot tell, and then we say so.
 */
export function queueText(place: number | null, estimatedWait: number | null, words: Words): string {
  if (place === null) return words.say('waiting');
  const inLine = ordinal(place, words.language);
  if (estimatedWait === null) return words.say('placeNoTime', { place: inLine });
  return words.say('placeAndTime', { place: inLine, time: waitingTime(estimatedWait, words) });
}
