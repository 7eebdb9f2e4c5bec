/**
 * Enumerations on input (API-CONV-12, MOD-NO-5): the exact word in any case, or its number in declaration order as
 * JSON number or text. The zero member `UNKNOWN` may come in but matches no row and names nothing.
 */
export interface Enumeration<T extends string> {
  values: readonly T[];
  /** Number → value. */
  numbers: ReadonlyMap<number, T>;
  /** Lower-case word → value. */
  words: ReadonlyMap<string, T>;
}

export const unknown = Symbol('UNKNOWN');

interface Numbering<T extends string> {
  /** The list declares its zero member itself (SessionTerminationReason). */
  fromZero?: boolean;
  /** Numbers used until April 2023 in place of the order (MOD-NO-5). */
  numbers?: Readonly<Record<number, T>>;
}

export function enumeration<const T extends string>(
  values: readonly T[],
  { fromZero = false, numbers }: Numbering<T> = {},
): Enumeration<T> {
  const first = fromZero ? 0 : 1;
  const pairs = numbers
    ? Object.entries<T>(numbers).map(([number, value]) => [Number(number), value] as const)
    : values.map((value, index) => [index + first, value] as const);
  return {
    values,
    numbers: new Map(pairs),
    words: new Map(values.map((value) => [value.toLowerCase(), value])),
  };
}

/** The value meant, `unknown` for the zero member, undefined when it is none of the list. */
export function readEnum<T extends string>(list: Enumeration<T>, given: unknown): T | typeof unknown | undefined {
  if (typeof given === 'string') {
    const text = given.trim();
    if (/^\d{1,5}$/.test(text)) return byNumber(list, Number(text));
    const word = list.words.get(text.toLowerCase());
    if (word !== undefined) return word;
    return text.toLowerCase() === 'unknown' ? unknown : undefined;
  }
  return typeof given === 'number' ? byNumber(list, given) : undefined;
}

function byNumber<T extends string>(list: Enumeration<T>, number: number) {
  return list.numbers.get(number) ?? (number === 0 ? unknown : undefined);
}
