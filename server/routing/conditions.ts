import { matches } from './patterns.ts';
import type { Condition } from './schema.ts';

/** What one condition said, for the explanation of a decision. */
export interface Checked extends Condition {
  found: string | null;
  holds: boolean;
}

/** True when every condition holds; `checked` says what each one saw, up to the first that failed (AD-RT-3). */
export function checkConditions(conditions: readonly Condition[], param: (name: string) => string | null) {
  const checked: Checked[] = [];
  for (const condition of conditions) {
    const found = param(condition.param);
    const holds = conditionHolds(condition, found);
    checked.push({ ...condition, found: found === null ? null : found.slice(0, 200), holds });
    if (!holds) return { holds: false, checked };
  }
  return { holds: true, checked };
}

type Test = (found: string, wanted: string) => boolean;

/** The operators of AD-RT-8 that look at a value. Text is compared without regard to case. */
const tests: Record<string, Test> = {
  equals: (found, wanted) => compare(found, wanted) === 0,
  contains: (found, wanted) => fold(found).includes(fold(wanted)),
  'starts with': (found, wanted) => fold(found).startsWith(fold(wanted)),
  matches: (found, wanted) => matches(wanted, found),
  'in list': (found, wanted) => wanted.split(/[,;\n]/).some((item) => compare(found, item.trim()) === 0),
  'less than': (found, wanted) => compare(found, wanted) < 0,
  'greater than': (found, wanted) => compare(found, wanted) > 0,
};

/** A condition with an operator nobody knows does not hold: a typing error must not let everybody through. */
export function conditionHolds({ operator, value }: Condition, found: string | null): boolean {
  const wanted = value ?? '';
  switch (operator) {
    case 'is set':
      return found !== null && found !== '';
    case 'is not set':
      return found === null || found === '';
    case 'not equals':
      return found === null || compare(found, wanted) !== 0;
    default:
      return found !== null && Object.hasOwn(tests, operator) && (tests[operator] as Test)(found, wanted);
  }
}

/** Numbers and dates as such when both sides are, else text. */
function compare(left: string, right: string): number {
  for (const read of [asNumber, asDate]) {
    const [a, b] = [read(left), read(right)];
    if (a !== null && b !== null) return a - b;
  }
  const [a, b] = [fold(left), fold(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const fold = (text: string) => text.toLocaleLowerCase('en');
const asNumber = (text: string) => (/^\s*-?\d+([.,]\d+)?\s*$/.test(text) ? Number(text.replace(',', '.')) : null);
const asDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : null;
