import { limits } from '@hovor/protocol/limits';

/** Digits of a number somebody types in (WG-MS-1), and of one that is only ever clicked. */
export const typedDigits = 6;
export const linkDigits = 12;

/** A number of so many digits from bytes of a secure source; `random(n)` = an even choice from 0 to n - 1. */
export const numberOf = (digits: number, random: (below: number) => number): string =>
  Array.from({ length: digits }, () => random(10)).join('');

/** When an operator's invitation ends by itself. */
export function expiryOf({ once, seconds }: { once: boolean; seconds?: number | null | undefined }, now: Date): Date {
  const life = once ? limits.invitationOnceLife : (seconds ?? limits.invitationShortest);
  return new Date(now.getTime() + life * 1000);
}

/** A number as it was typed: the microsite lets through brackets, slashes, dots, dashes and spaces too. */
export const typedNumber = (text: string): string => text.trim().slice(0, limits.invitationNumberLength);
