import type { GuestBrowser, GuestSystem } from '@hovor/protocol/enums';

const browsers: Record<GuestBrowser, string | null> = {
  OTHER: null,
  IE_LOW: 'Internet Explorer',
  IE_8: 'Internet Explorer 8',
  IE_9: 'Internet Explorer 9',
  IE_10: 'Internet Explorer 10',
  IE_11: 'Internet Explorer 11',
  IE_HI: 'Internet Explorer',
  CHROME: 'Chrome',
  OPERA: 'Opera',
  FF: 'Firefox',
  SAFARI: 'Safari',
  EDGE: 'Edge',
  CHROMIUM_EDGE: 'Edge',
};

const systems: Record<GuestSystem, string | null> = {
  OTHER: null,
  WINDOWS: 'Windows',
  OSX: 'macOS',
  LINUX: 'Linux',
  ANDROID: 'Android',
  IOS: 'iOS',
};

/** "Chrome, Windows", or less when less is known. */
export const deviceText = (session: { browser: GuestBrowser; os: GuestSystem }): string =>
  [browsers[session.browser], systems[session.os]].filter(Boolean).join(', ');

/** "cs-CZ" → "Czech" in the reader's language; the code itself when nobody knows it. */
export function languageName(code: string | null, reader: string): string | null {
  if (!code) return null;
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
}
