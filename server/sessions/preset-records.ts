import type { WidgetButtonType, WidgetConfigType } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { panelTextKeys } from '@hovor/protocol/panel-texts';
import { invalid } from '../foundation/errors.ts';
import { checkValue, formParts, presetDefaults, refuseHidden } from './preset-config.ts';
import type { BoundForms, FormPart, Preset, PresetChanges, PresetConfig } from './schema.ts';
import { storable } from './text.ts';

/**
 * A package as the flat records of the Public API (AD-PK-9, MOD-WID-2, MOD-WID-3). Our reading of the four parts:
 * BUTTON and WINDOW are looks and texts of button and panel, PRESET_PUBLIC are its forms, PRESET_PRIVATE is what pages
 * never see. We have one kind of button, CHAT_MLUVII. Pure.
 */
export interface PresetRecord {
  configType: WidgetConfigType;
  buttonType: WidgetButtonType | null;
  propertyName: string;
  language: string | null;
  /** null: the panel's own text. */
  defaultValue: string | null;
  currentValue: string | null;
  /** With the name of a part a form can be bound to: the form. */
  formId: number | null;
}

export interface RecordChange {
  configType: WidgetConfigType;
  buttonType: WidgetButtonType | null;
  propertyName: string;
  language: string | null;
  /** null = back to the default. */
  value: string | null;
}

/** The columns and the stored changes after a list of records. */
export interface PresetDraft {
  buttonVisible: boolean;
  active: boolean;
  description: string | null;
  domains: string[];
  config: PresetChanges;
  forms: BoundForms;
}

interface Property {
  configType: WidgetConfigType;
  name: string;
  /** Text that differs per language; the key in `config.texts`. Without a language it belongs to no one. */
  textKey?: string;
  /** The value without a language. */
  value?: {
    default: string | null;
    current(preset: Preset): string | null;
    /** undefined = back to the default. @throws invalid-input */
    write(draft: PresetDraft, text: string | null, at: string): void;
  };
}

type ValuePart = Exclude<keyof PresetConfig, 'texts'>;

/** A member of the stored configuration as text and back. */
function member(configType: WidgetConfigType, part: ValuePart, key: string, name = key): Property {
  const preset = presetDefaults[part] as Record<string, unknown>;
  const standard = preset[key];
  return {
    configType,
    name,
    value: {
      default: asText(standard),
      current: ({ config }) => asText((config[part] as Record<string, unknown>)[key]),
      write({ config, forms }, text, at) {
        refuseHidden(forms, part, at);
        const members: Record<string, unknown> = { ...config[part] };
        if (text === null) delete members[key];
        else {
          members[key] = parsed(standard, text, at);
          checkValue(at, key, preset, members[key]);
        }
        (config as Record<string, unknown>)[part] = members;
      },
    },
  };
}

const asText = (value: unknown) => (value === null || value === undefined ? null : String(value));

function parsed(standard: unknown, text: string, at: string): unknown {
  const given = storable(at, text, limits.urlLength);
  if (typeof standard === 'boolean') return readFlag(given, at);
  if (typeof standard !== 'number') return given;
  if (!/^-?\d{1,10}$/.test(given.trim())) throw invalid(at, 'must be a whole number.');
  return Number(given);
}

function readFlag(text: string, at: string): boolean {
  const value = { true: true, false: false }[text.trim().toLowerCase()];
  if (value === undefined) throw invalid(at, 'must be true or false.');
  return value;
}

const members = (configType: WidgetConfigType, part: ValuePart, prefix = '') =>
  Object.keys(presetDefaults[part]).map((key) => member(configType, part, key, `${prefix}${key}`));

const text = (configType: WidgetConfigType, name: string, textKey: string): Property => ({ configType, name, textKey });

/** Every property there is, in the order it is listed. */
const properties: readonly Property[] = [
  {
    configType: 'BUTTON',
    name: 'visible',
    value: {
      default: 'true',
      current: ({ buttonVisible }) => String(buttonVisible),
      write(draft, value, at) {
        draft.buttonVisible = value === null || readFlag(value, at);
      },
    },
  },
  ...members('BUTTON', 'button'),
  ...['online', 'busy', 'offline'].map((state) => text('BUTTON', `texts.${state}`, `button.${state}`)),
  ...members('WINDOW', 'window').map((one) => (one.name === 'title' ? { ...one, textKey: 'window.title' } : one)),
  ...panelTextKeys.map((key) => text('WINDOW', `texts.${key}`, key)),
  ...formParts.flatMap((part) => members('PRESET_PUBLIC', part, `${part}.`)),
  {
    configType: 'PRESET_PRIVATE',
    name: 'active',
    value: {
      default: 'true',
      current: ({ active }) => String(active),
      write(draft, value, at) {
        draft.active = value === null || readFlag(value, at);
      },
    },
  },
  {
    configType: 'PRESET_PRIVATE',
    name: 'description',
    value: {
      default: null,
      current: ({ description }) => description,
      write(draft, value, at) {
        draft.description = value === null ? null : storable(at, value, limits.urlLength);
      },
    },
  },
  {
    configType: 'PRESET_PRIVATE',
    name: 'domains',
    value: {
      default: '',
      current: ({ domains }) => domains.join(','),
      write(draft, value, at) {
        const given = (value ?? '').split(',').map((domain) => domain.trim().toLowerCase());
        draft.domains = given.filter((domain) => domain !== '');
        if (draft.domains.some((domain) => domain.length > 253 || /[\s\0]/.test(domain))) {
          throw invalid(at, 'must be names of sites, with commas between.');
        }
      },
    },
  },
];

/** Languages the panel speaks by itself; texts are listed in these and in those an administrator added. */
const ownLanguages = ['cs', 'en'];

/** All settings of a package with default and present value; texts once per language. */
export function recordsOf(preset: Preset): PresetRecord[] {
  const languages = [...new Set([...ownLanguages, ...Object.keys(preset.config.texts)])].sort();
  const settings = properties.flatMap(({ configType, name, value, textKey }) => {
    const about = { configType, buttonType: buttonOf(configType), propertyName: name, formId: null };
    const plain = value && {
      ...about,
      language: null,
      defaultValue: value.default,
      currentValue: value.current(preset),
    };
    const texts = textKey
      ? languages.map((language) => ({
          ...about,
          language,
          defaultValue: null,
          currentValue: preset.config.texts[language]?.[textKey] ?? null,
        }))
      : [];
    return [...(plain ? [plain] : []), ...texts];
  });
  return [...settings, ...formParts.map((part) => binding(part, preset.forms[part]))];
}

/** Which form is bound to a part; written by its own operation (API-WID-5). */
const binding = (part: FormPart, formId: number | null): PresetRecord => ({
  ...{ configType: 'PRESET_PUBLIC', buttonType: null, propertyName: part, language: null },
  ...{ defaultValue: null, currentValue: null, formId },
});

/** The part a property of `WidgetFormsModel` names, in any case. */
export const formPartOf = (propertyName: string): FormPart | undefined =>
  formParts.find((part) => part.toLowerCase() === propertyName.trim().toLowerCase());

const buttonOf = (configType: WidgetConfigType): WidgetButtonType | null =>
  configType === 'BUTTON' ? 'CHAT_MLUVII' : null;

/** Writes one record into the draft; `at` names it in refusals. @throws invalid-input */
export function applyRecord(draft: PresetDraft, change: RecordChange, at: string): void {
  const { configType, buttonType, propertyName, value } = change;
  if (buttonType !== null && buttonType !== buttonOf(configType)) {
    throw invalid(`${at}.buttonType`, 'this package has no such button; its only one is CHAT_MLUVII.');
  }
  const wanted = propertyName.toLowerCase();
  const property = properties.find((one) => one.configType === configType && one.name.toLowerCase() === wanted);
  const part = configType === 'PRESET_PUBLIC' ? formPartOf(wanted) : undefined;
  if (part) {
    if (value !== null) throw invalid(`${at}.propertyName`, 'forms are bound by PUT /Widgets/{id}/forms.');
    draft.forms = { ...draft.forms, [part]: null };
    return;
  }
  if (!property) throw invalid(`${at}.propertyName`, `${configType} has no such setting. GET lists them all.`);
  const language = change.language || null;
  if (language === null) {
    if (!property.value) throw invalid(`${at}.language`, 'this is a text; say in which language.');
    property.value.write(draft, value, `${at}.value`);
    return;
  }
  if (!property.textKey) throw invalid(`${at}.language`, 'this setting is the same in all languages; leave it out.');
  writeText(draft, property.textKey, language, value, at);
}

function writeText({ config }: PresetDraft, key: string, given: string, value: string | null, at: string) {
  const language = given.trim().replaceAll('_', '-');
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language)) {
    throw invalid(`${at}.language`, 'must be a language such as cs or en-GB.');
  }
  const texts = { ...config.texts };
  const known = Object.keys(texts).find((name) => name.toLowerCase() === language.toLowerCase()) ?? language;
  const inLanguage = { ...texts[known] };
  if (value === null) delete inLanguage[key];
  else inLanguage[key] = storable(`${at}.value`, value, limits.urlLength);
  if (Object.keys(inLanguage).length > 0) texts[known] = inLanguage;
  else delete texts[known];
  config.texts = texts;
}
