import { Problem } from '../../foundation/errors.ts';
import { defaultSlots } from '../rules.ts';

/**
 * The settings the program reads, by level, with their defaults (AD-SET). A setting is text in the database, so that
 * the open maps of the API (AD-CO-5) and these are one; text that cannot be read counts as not set.
 */
export interface Setting<T> {
  default: T;
  /** undefined = this text means nothing. */
  read(text: string): T | undefined;
  accepts: string;
}

const flag = (preset: boolean): Setting<boolean> => ({
  default: preset,
  read: (text) => ({ true: true, false: false })[text.trim().toLowerCase()],
  accepts: 'true or false',
});

const number = <T extends number | null>(preset: T, least: number, most: number): Setting<number | T> => ({
  default: preset,
  read(text) {
    const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  },
  accepts: `a whole number from ${least} to ${most}`,
});

const choice = <const T extends readonly string[]>(preset: T[number], values: T): Setting<T[number]> => ({
  default: preset,
  read: (text) => values.find((value) => value === text.trim()),
  accepts: `one of ${values.join(', ')}`,
});

/** Accepted file types as ".png,.pdf" (AD-CO-3); default IT-FI-1. */
const officeTypes = '.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.txt';
const imageTypes = '.png,.gif,.bmp,.jpg,.jpeg,.jpe,.jif,.jfif,.jfi';
const mediaTypes = '.mp4url,.videourl,.youtube,.mp4,.mp3,.m4a,.aac,.oga,.flac,.wav,.pcm,.aiff';

const fileTypes: Setting<readonly string[]> = {
  default: `${officeTypes},${imageTypes},.pdf,${mediaTypes}`.split(','),
  read(text) {
    const types = text.split(',').map((type) => type.trim().toLowerCase());
    return types.every((type) => /^\.[a-z0-9]{1,10}$/.test(type)) ? types : undefined;
  },
  accepts: 'endings such as .png,.pdf',
};

export const companySettings = {
  /** AD-SET-2 */
  operatorsMaySwitchChannels: flag(true),
  /** AD-CO-7 */
  operatorsMayEditProfile: flag(true),
  operatorsMayDeleteContacts: flag(false),
  /** AD-SET-3; minutes */
  logoutWhenIdle: flag(false),
  logoutWhenIdleMinutes: number(30, 1, 1_440),
  logoutWhenLocked: flag(false),
  /** AD-SET-4 */
  twoFactorLogin: flag(false),
  passwordMinLength: number(12, 8, 100),
  passwordKinds: number(3, 1, 4),
  /** AD-SET-5 */
  acceptedFileTypes: fileTypes,
  /** AD-SET-16; days, null = never */
  anonymiseAfterDays: number(null, 1, 36_500),
};

export const tenantSettings = {
  /** AD-SET-6 */
  clientPreview: flag(true),
  /** AD-SET-7 */
  showRoutedOperators: flag(false),
  /** AD-SET-8 */
  operatorsMayBan: flag(true),
  /** AD-AP-5 */
  operatorsMayCreateTags: flag(true),
  /** AD-SET-9 */
  stateWhenAllAway: choice('busy', ['busy', 'offline']),
  /** AD-SET-10 */
  avRecording: flag(false),
  /** AD-SET-11 */
  chooseOutboundNumber: flag(false),
  /** AD-SET-12 */
  emailOrder: choice('oldestFirst', ['oldestFirst', 'newestFirst']),
  /** AD-SET-13 */
  clientDisconnectedSeconds: number(300, 10, 86_400),
  /** AD-SET-14; minutes */
  offlineCallback: flag(false),
  offlineCallbackMinutes: number(60, 1, 10_080),
  /** AD-SET-15 */
  transcript: flag(true),
  transcriptTicked: flag(false),
  /** AD-SET-16; days, null = never */
  anonymiseAfterDays: number(null, 1, 36_500),
  /** AD-AP-13 */
  resultRequired: flag(false),
  /** ST-WB; seconds a client may wait for the service level to count it */
  serviceLevelSeconds: number(20, 1, 3_600),
};

/**
 * Settings that are columns of the thing itself and show in its editor; through the open maps they are the same values
 * (AD-SET-18, AD-SET-19, AD-SET-21, AD-RT-9). Where each is kept: bound.ts.
 */
export const boundSettings = {
  group: {
    distribution: choice('utilization', ['utilization', 'whole']),
    queueSize: number(10, 0, 10_000),
    /** Seconds. */
    timeToAcceptS: number(30, 5, 86_400),
    maxQueueTimeS: number(120, 5, 86_400),
    maxAcwS: number(60, 0, 86_400),
    autoPickup: flag(false),
  },
  user: {
    liveSlots: number(defaultSlots.live, 0, 1_000),
    asynchronousSlots: number(defaultSlots.asynchronous, 0, 1_000),
    emailSlots: number(defaultSlots.email, 0, 1_000),
  },
  routing: { fallback: choice('first', ['first', 'stay', 'end']) },
};

type Values<S extends Record<string, Setting<unknown>>> = { [K in keyof S]: S[K]['default'] };
export type CompanySettings = Values<typeof companySettings>;
export type TenantSettings = Values<typeof tenantSettings>;

/** Typed values of a map: what is set and readable, else the default. */
export function readSettings<S extends Record<string, Setting<unknown>>>(
  known: S,
  stored: Record<string, string>,
): Values<S> {
  const values = Object.entries(known).map(([key, setting]) => {
    const text = stored[key];
    return [key, (text === undefined ? undefined : setting.read(text)) ?? setting.default];
  });
  return Object.fromEntries(values) as Values<S>;
}

/** Settings of which the program knows the meaning, per scope; all other names are the customer's own. */
export const knownSettings: Record<string, Record<string, Setting<unknown>>> = {
  company: companySettings,
  tenant: tenantSettings,
  ...boundSettings,
};

/** Refuses text a known setting cannot mean, before it silently counts as not set. */
export function checkSetting(scope: string, key: string, text: string): void {
  const setting = Object.hasOwn(knownSettings[scope] ?? {}, key) ? knownSettings[scope]?.[key] : undefined;
  if (setting && setting.read(text) === undefined) {
    const why = `must be ${setting.accepts}.`;
    throw new Problem('invalid-input', { detail: `${key}: ${why}`, fields: { [key]: why } });
  }
}
