import type { BotWordKey } from '../../../protocol/panel-words/bots.ts';
import { cs } from '../../../protocol/panel-words/cs.ts';
import { en, type WordKey } from '../../../protocol/panel-words/en.ts';

type Spoken = 'cs' | 'en';

export interface Words {
  /** The text of a key with its `{…}` filled in. */
  say(key: WordKey | BotWordKey, values?: Record<string, string | number>): string;
  language: Spoken;
  /** For dates and numbers: the language as the page named it, so that `en-GB` keeps its dates. */
  locale: string;
  /** Texts of a part of the panel that was loaded later. */
  learn(more: Record<Spoken, Record<string, string>>): void;
}

/** Czech for Czech and Slovak readers, else English. Texts an administrator changed win. */
export function createWords(language: string, changed: Record<string, string> = {}): Words {
  const tag = language.replace('_', '-');
  const spoken = /^(cs|sk)\b/i.test(tag) ? 'cs' : 'en';
  let own: Record<string, string> = spoken === 'cs' ? cs : en;
  return {
    language: spoken,
    locale: spoken === 'cs' ? 'cs' : /^en\b/i.test(tag) && isLocale(tag) ? tag : 'en',
    say: (key, values = {}) =>
      (changed[key] ?? own[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`),
    learn(more) {
      own = { ...own, ...more[spoken] };
    },
  };
}

function isLocale(tag: string) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
