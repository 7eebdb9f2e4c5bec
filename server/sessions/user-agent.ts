import type { GuestBrowser, GuestSystem } from '@hovor/protocol/enums';
import type { UserAgentFacts } from './schema.ts';

/** Longest header we look at and keep; real ones stay under 300 characters. */
export const userAgentLength = 500;

/** System and browser in the words of the contract (MOD-EN-2, MOD-EN-3). What is not recognised is OTHER. */
export function parseUserAgent(header: string | null): UserAgentFacts {
  const text = (header ?? '').slice(0, userAgentLength);
  return { os: systemOf(text), browser: browserOf(text) };
}

function systemOf(text: string): GuestSystem {
  if (/\b(iPhone|iPad|iPod)\b/.test(text)) return 'IOS';
  if (/\bAndroid\b/.test(text)) return 'ANDROID';
  if (/\bWindows\b/.test(text)) return 'WINDOWS';
  if (/\b(Mac OS X|Macintosh)\b/.test(text)) return 'OSX';
  return /\b(Linux|CrOS|X11)\b/.test(text) ? 'LINUX' : 'OTHER';
}

/** Order matters: most browsers also claim to be Chrome and Safari. */
function browserOf(text: string): GuestBrowser {
  const explorer = /\bMSIE (\d{1,2})\b/.exec(text);
  if (explorer) return explorerOf(Number(explorer[1]));
  if (/\bTrident\/7\b/.test(text)) return 'IE_11';
  if (/\bEdge\/\d/.test(text)) return 'EDGE';
  if (/\b(Edg|EdgA|EdgiOS)\/\d/.test(text)) return 'CHROMIUM_EDGE';
  if (/\b(OPR|Opera|OPiOS)\b/.test(text)) return 'OPERA';
  if (/\b(Firefox|FxiOS)\/\d/.test(text)) return 'FF';
  if (/\b(Chrome|Chromium|CriOS)\/\d/.test(text)) return 'CHROME';
  return /\bVersion\/[\d.]+.*\bSafari\/\d/.test(text) ? 'SAFARI' : 'OTHER';
}

function explorerOf(version: number): GuestBrowser {
  if (version < 8) return 'IE_LOW';
  switch (version) {
    case 8:
      return 'IE_8';
    case 9:
      return 'IE_9';
    case 10:
      return 'IE_10';
    case 11:
      return 'IE_11';
    default:
      return 'IE_HI';
  }
}
