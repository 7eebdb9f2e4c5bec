import { invalid } from '../../../foundation/errors.ts';
import type { Reader } from '../conventions/body.ts';

/** A colour as the contract writes it: eight hex digits, opacity first (MOD-TAG-2). Ours is `#rrggbb`, always opaque. */
export const argb = (colour: string | null): string | null => colour && `FF${colour.slice(1).toUpperCase()}`;

/** Reads `FF1F5FD0` and `1F5FD0`, with or without `#`, and the number used before 2021. */
export const readArgb: Reader<string> = (given, at) => {
  const text = typeof given === 'number' && Number.isInteger(given) ? hexOf(given) : given;
  const found = typeof text === 'string' ? /^#?([0-9a-f]{2})?([0-9a-f]{6})$/i.exec(text.trim()) : null;
  if (!found) throw invalid(at, 'Send a colour such as FF1F5FD0.');
  const [, opacity = 'ff', colour = ''] = found;
  if (opacity.toLowerCase() !== 'ff') throw invalid(at, 'Send an opaque colour; the first two digits are FF.');
  return `#${colour.toLowerCase()}`;
};

const hexOf = (number: number) => (number >>> 0).toString(16).padStart(8, '0');
