import {
  type FormPart,
  formParts,
  type PackageChange,
  type PackageConfig,
  type PackageView,
} from '@hovor/protocol/packages';

/** A package as it is typed: choices are texts, '' = none. */
export interface PackageValues extends Record<string, unknown> {
  name: string;
  description: string;
  isDefault: boolean;
  routingId: string | null;
  domains: string[];
  buttonVisible: boolean;
  button: PackageConfig['button'];
  window: Omit<PackageConfig['window'], 'logoUrl'> & { logoUrl: string };
  entryForm: PackageConfig['entryForm'];
  feedbackForm: PackageConfig['feedbackForm'];
  offlineForm: PackageConfig['offlineForm'];
  forms: Record<FormPart, string | null>;
  texts: PackageConfig['texts'];
}

const asChoice = (id: number | null) => (id === null ? null : String(id));
const asId = (choice: string | null) => (choice === null ? null : Number(choice));

export function valuesOf(stored: PackageView): PackageValues {
  const { name, description, isDefault, routingId, domains, buttonVisible, config, forms } = stored;
  const { window, ...parts } = config;
  return {
    ...{ name, isDefault, domains, buttonVisible },
    description: description ?? '',
    routingId: asChoice(routingId),
    ...parts,
    window: { ...window, logoUrl: window.logoUrl ?? '' },
    forms: Object.fromEntries(formParts.map((part) => [part, asChoice(forms[part])])) as PackageValues['forms'],
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Members of `after` that differ; undefined when none does. */
function changed<T extends object>(before: T, after: T): Partial<T> | undefined {
  const entries = Object.entries(after).filter(([name, value]) => !same(value, before[name as keyof T]));
  return entries.length > 0 ? (Object.fromEntries(entries) as Partial<T>) : undefined;
}

/** Only what was typed differently, so that a colleague who changes something else at the same time loses nothing. */
export function changeOf(before: PackageValues, after: PackageValues): PackageChange {
  const { name, description, routingId, domains, buttonVisible } = changed(before, after) ?? {};
  const { logoUrl, ...window } = changed(before.window, after.window) ?? {};
  const forms = changed(before.forms, after.forms);
  const own = formParts.filter((part) => after.forms[part] === null);
  const config = defined({
    button: changed(before.button, after.button),
    window: some({ ...window, ...(logoUrl !== undefined && { logoUrl: logoUrl.trim() || null }) }),
    ...Object.fromEntries(own.map((part) => [part, changed(before[part], after[part])])),
    texts: textsChanged(before.texts, after.texts),
  });
  return defined({
    ...{ name, domains, buttonVisible },
    description: description === undefined ? undefined : description.trim() || null,
    routingId: routingId === undefined ? undefined : asId(routingId),
    isDefault: after.isDefault && !before.isDefault ? true : undefined,
    config: some(config),
    forms: forms && Object.fromEntries(Object.entries(forms).map(([part, choice]) => [part, asId(choice ?? null)])),
  }) as PackageChange;
}

/** Languages whose texts differ, each with all it has now; one that lost its last text has none. */
function textsChanged(before: PackageConfig['texts'], after: PackageConfig['texts']) {
  const languages = new Set([...Object.keys(before), ...Object.keys(after)]);
  const differ = [...languages].filter((language) => !same(before[language] ?? {}, after[language] ?? {}));
  return some(Object.fromEntries(differ.map((language) => [language, after[language] ?? {}])));
}

const defined = (object: object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const some = <T extends object>(object: T) => (Object.keys(object).length > 0 ? object : undefined);

/** Texts with one of them typed; '' = its default again. Keys stay in one order, so that back is no change. */
export function withText(texts: PackageConfig['texts'], language: string, key: string, text: string) {
  const { [key]: _, ...others } = texts[language] ?? {};
  const inLanguage = text === '' ? others : { ...others, [key]: text };
  const sorted = Object.fromEntries(Object.entries(inLanguage).sort(([one], [other]) => (one < other ? -1 : 1)));
  const { [language]: __, ...rest } = texts;
  const all = Object.keys(sorted).length > 0 ? { ...rest, [language]: sorted } : rest;
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A site as it is compared: of a pasted address the host alone. */
export function siteOf(typed: string): string {
  const text = typed.trim().toLowerCase();
  if (!/^https?:\/\//.test(text)) return text.replace(/\/.*$/, '');
  return URL.canParse(text) ? new URL(text).host : text;
}
