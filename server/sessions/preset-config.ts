import { limits } from '@hovor/protocol/limits';
import { invalid } from '../foundation/errors.ts';
import type { BoundForms, FormPart, Preset, PresetChanges, PresetConfig } from './schema.ts';
import { storable } from './text.ts';

/** Looks and behaviour of a package nobody changed (AD-PK-1, AD-PK-6). Texts: the panel has its own. */
export const presetDefaults: PresetConfig = {
  button: {
    position: 'right',
    offsetX: 24,
    offsetY: 24,
    zIndex: 2_147_483_000,
    hideWhenOffline: false,
    color: '#1f5fd0',
  },
  window: { title: '', color: '#1f5fd0', logoUrl: null, fileUpload: true, emoji: true, sound: true },
  entryForm: {
    enabled: true,
    name: 'optional',
    email: 'optional',
    phone: 'hidden',
    consent: false,
    consentVersion: '1',
  },
  feedbackForm: { enabled: true, stars: 5 },
  offlineForm: { name: 'optional', email: 'required', phone: 'hidden' },
  texts: {},
};

const parts = Object.keys(presetDefaults) as (keyof PresetConfig)[];

/** Which kind of form can be bound to which part. */
export const formKinds = { entryForm: 'Entry', feedbackForm: 'Feedback', offlineForm: 'Offline' } as const;
export const formParts = Object.keys(formKinds) as FormPart[];

/** What is stored (only what an administrator changed) over the defaults; a bound form in place of its whole part. */
export function withDefaults(stored: PresetChanges, bound: { [Part in FormPart]?: unknown } = {}): PresetConfig {
  const config = structuredClone(presetDefaults);
  for (const part of parts) Object.assign(config[part], stored[part]);
  for (const part of formParts) if (bound[part]) Object.assign(config, { [part]: bound[part] });
  return config;
}

/** Own settings that a bound form hides would change nothing anybody sees. @throws invalid-input */
export function refuseHidden(forms: BoundForms, part: string, at: string): void {
  const form = formParts.find((one) => one === part && forms[one] !== null);
  if (form) throw invalid(at, `form ${forms[form]} is bound to ${form} of this package; unbind it first.`);
}

/** New changes over earlier ones, part by part. Unknown parts and members and values of a wrong kind are refused. */
export function mergeChanges(stored: PresetChanges, changes: PresetChanges): PresetChanges {
  const merged: Record<string, object> = structuredClone(stored);
  for (const [part, members] of Object.entries(changes)) {
    const known = presetDefaults[part as keyof PresetConfig] as Record<string, unknown> | undefined;
    if (!known || !Object.hasOwn(presetDefaults, part)) throw invalid('config', `there is no part ${part}.`);
    for (const [name, value] of Object.entries(members ?? {})) {
      if (part !== 'texts') checkValue(`config.${part}.${name}`, name, known, value);
      for (const text of part === 'texts' ? Object.values(value ?? {}) : [value]) {
        if (typeof text === 'string') storable(`config.${part}.${name}`, text, limits.urlLength);
      }
    }
    merged[part] = { ...merged[part], ...members };
    // A language without texts of its own is none of the package's.
    if (part === 'texts') merged.texts = Object.fromEntries(Object.entries(merged.texts ?? {}).filter(hasTexts));
  }
  return merged;
}

/** As the database keeps it: it refuses halves of characters. */
export const configJson = (config: PresetChanges): string =>
  JSON.stringify(config, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value));

const hasTexts = ([, texts]: [string, object]) => Object.keys(texts).length > 0;

/** @throws invalid-input when the value is none this member of a part can have */
export function checkValue(field: string, name: string, known: Record<string, unknown>, value: unknown): void {
  if (!Object.hasOwn(known, name)) throw invalid(field, 'is not a setting of packages.');
  const allowed = choices[name];
  if (allowed && !allowed.includes(value)) throw invalid(field, `must be one of ${allowed.join(', ')}.`);
  const preset = known[name];
  const nullable = name === 'logoUrl';
  if (value === null && nullable) return;
  const kind = nullable ? 'string' : typeof preset;
  if (typeof value !== kind) throw invalid(field, `must be a ${kind}.`);
  if (kind === 'number' && !Number.isInteger(value)) throw invalid(field, 'must be a whole number.');
  if (name === 'stars' && ((value as number) < 2 || (value as number) > 10)) throw invalid(field, 'must be 2 to 10.');
  if (name === 'color' && !/^#[0-9a-f]{6}$/i.test(value as string)) throw invalid(field, 'must look like #1f5fd0.');
}

const choices: Record<string, readonly unknown[]> = {
  position: ['right', 'left'],
  name: ['hidden', 'optional', 'required'],
  email: ['hidden', 'optional', 'required'],
  phone: ['hidden', 'optional', 'required'],
};

/**
 * Texts of a package in the language asked for: the exact one (`cs-CZ`), its base (`cs`), the company's, English. What
 * a more fitting language does not have comes from the next.
 */
export function textsFor(preset: Preset, language: string | null): { language: string; texts: Record<string, string> } {
  const wanted = language?.replaceAll('_', '-') ?? preset.companyLanguage;
  const order = ['en', preset.companyLanguage, wanted.split('-')[0] ?? wanted, wanted];
  const texts = Object.assign({}, ...order.map((code) => preset.config.texts[code] ?? {}));
  return { language: wanted, texts };
}
