import { limits } from '@hovor/protocol/limits';

/** How long a reusable invitation is valid: preset lengths, or so many hours or days (OP-WS-13, OP-WS-17). */
export const presetLengths = ['3600', '86400', '604800', '2592000'] as const;
export type PresetLength = (typeof presetLengths)[number];

export const units = { hours: 3600, days: 86_400 } as const;
export type LengthUnit = keyof typeof units;

/** Seconds of a custom length; null when it is none, or out of bounds. */
export function customSeconds(amount: string | number, unit: LengthUnit): number | null {
  const number = Number(amount);
  if (amount === '' || !Number.isInteger(number)) return null;
  const seconds = number * units[unit];
  return seconds >= limits.invitationShortest && seconds <= limits.invitationLongest ? seconds : null;
}
