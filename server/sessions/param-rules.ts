import type { CallParamSource } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { invalid } from '../foundation/errors.ts';
import type { Actor } from '../foundation/security/actor.ts';
import { optionalLine, storable } from './text.ts';

/** Parameters the company answers for; a page or a client cannot forge them (MOD-KEY-3, MOD-KEY-5, MOD-KEY-6). */
const ours = new Set(['oo1_business_result', 'oo1_dnid', 'oo1_guest_guid']);

/** Pages must not throw on what they send (WG-JS-8): what they may not set is left out in silence. */
export const guestMaySet = (name: string): boolean => !ours.has(name);

/** The parameters that show in lists as the client's name and contact; one line each, as a form would give them. */
const lines = new Map<string, number>([
  ['oo1_guest_ident', limits.nameLength],
  ['oo1_guest_email', limits.emailLength],
  ['oo1_guest_phone', limits.phoneLength],
]);

/** Names and values within their limits and fit to be stored. @throws invalid-input */
export function checkedParams<V extends string | null>(params: Record<string, V>): Record<string, V> {
  const entries = Object.entries(params);
  if (entries.length > limits.paramsPerSession) throw tooMany();
  const checked = entries.map(([name, value]) => {
    if (name.trim() === '') throw invalid('params', 'a parameter must have a name.');
    const field = `params.${name.slice(0, limits.paramNameLength)}`;
    const cleanName = storable(field, name, limits.paramNameLength);
    if (value === null) return [cleanName, value];
    const maxLength = lines.get(name);
    if (maxLength !== undefined) return [cleanName, optionalLine(field, value, maxLength) ?? ''];
    return [cleanName, storable(field, value, limits.paramValueLength)];
  });
  return Object.fromEntries(checked);
}

export const tooMany = () => invalid('params', `at most ${limits.paramsPerSession} parameters in one session.`);

/** Who a value comes from, when nothing more is said. */
export function sourceOf(actor: Actor): CallParamSource {
  if (actor.kind === 'user') return 'USER';
  return actor.kind === 'guest' ? 'WIDGET_API' : 'API';
}
