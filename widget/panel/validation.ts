import type { WordKey } from '../../protocol/panel-words/en.ts';

export type Need = 'hidden' | 'optional' | 'required';

/** What is wrong with what the client typed, as the key of the words that say so; null = nothing. */
export const checkName = (value: string, need: Need): WordKey | null =>
  need === 'required' && !value.trim() ? 'needName' : null;

/** Loose on purpose: only what can be no address at all is refused, the rest the mail itself will show. */
export function checkEmail(value: string, need: Need): WordKey | null {
  const email = value.trim();
  if (!email) return need === 'required' ? 'needEmail' : null;
  return /^[^\s@<>()[\],;:"]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email) ? null : 'wrongEmail';
}

export function checkPhone(value: string, need: Need): WordKey | null {
  const phone = value.trim();
  if (!phone) return need === 'required' ? 'needPhone' : null;
  const digits = phone.replace(/\D/g, '').length;
  return /^\+?[\d\s().\-/]+$/.test(phone) && digits >= 5 && digits <= 15 ? null : 'wrongPhone';
}
