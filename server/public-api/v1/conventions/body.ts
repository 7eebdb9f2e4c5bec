import { invalid } from '../../../foundation/errors.ts';
import { type Enumeration, readEnum, unknown } from '../../../foundation/filters/enumeration.ts';
import { gather, shown } from '../../../foundation/filters/query.ts';

/** Reads one value of a request body; `at` names it in errors (`eventTypes[2]`). @throws invalid-input */
export type Reader<T> = (given: unknown, at: string) => T;
type Shape = Record<string, Reader<unknown>>;
type Read<S extends Shape> = { [Name in keyof S]: S[Name] extends Reader<infer T> ? T : never };

/**
 * An object with these members, found without regard to case (API-CONV-6); members nobody knows are ignored
 * (API-CONV-25). A member that is missing reads as undefined, so its reader decides whether it may.
 */
export const object =
  <S extends Shape>(shape: S): Reader<Read<S>> =>
  (given, at) => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid(at, 'Send a JSON object.');
    const members = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
    const path = at === 'body' ? '' : `${at}.`;
    const entries = gather(
      Object.entries(shape).map(
        ([name, read]) =>
          () =>
            [name, read(members.get(name.toLowerCase()), `${path}${name}`)] as const,
      ),
    );
    return Object.fromEntries(entries) as Read<S>;
  };

/** A map whose names are the caller's own and are kept as they are (API-CONV-10); null and missing are refused. */
export const dictionary =
  <T>(value: Reader<T>, { max }: { max: number }): Reader<Record<string, T>> =>
  (given, at) => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid(at, 'Send a JSON object.');
    const entries = Object.entries(given);
    if (entries.length > max) throw invalid(at, `Send at most ${max} names.`);
    const read = gather(
      entries.map(
        ([name, one]) =>
          () =>
            [name, value(one, `${at}.${name}`)] as const,
      ),
    );
    return Object.fromEntries(read);
  };

/** An array; null and missing are refused. */
export const list =
  <T>(element: Reader<T>, { min = 0, max }: { min?: number; max: number }): Reader<T[]> =>
  (given, at) => {
    if (!Array.isArray(given)) throw invalid(at, 'Send a list.');
    if (given.length < min) throw invalid(at, `Send at least ${min}.`);
    if (given.length > max) throw invalid(at, `Send at most ${max}.`);
    return gather(given.map((value, index) => () => element(value, `${at}[${index}]`)));
  };

/** Text of `min` to `max` characters. */
export const text =
  ({ min = 0, max }: { min?: number; max: number }): Reader<string> =>
  (given, at) => {
    if (typeof given !== 'string') throw invalid(at, 'Send a text.');
    if (given.length < min)
      throw invalid(at, min === 1 ? 'This must not be empty.' : `Send at least ${min} characters.`);
    if (given.length > max) throw invalid(at, `Send at most ${max} characters.`);
    // PostgreSQL cannot hold the character zero in a text.
    if (given.includes('\0')) throw invalid(at, 'Remove the character U+0000.');
    return given;
  };

/** Text, or a number or switch meant as its text: clients of dictionaries of texts send those too. */
export const loose =
  (read: Reader<string>): Reader<string> =>
  (given, at) =>
    read(typeof given === 'number' || typeof given === 'boolean' ? String(given) : given, at);

/** A value of an enumeration, by word or number. `UNKNOWN` is never a choice here. */
export const oneOf =
  <T extends string>(values: Enumeration<T>): Reader<T> =>
  (given, at) => {
    const value = readEnum(values, given);
    if (value === undefined || value === unknown) {
      const said = typeof given === 'string' || typeof given === 'number' ? `“${shown(String(given))}”` : 'This';
      throw invalid(at, `${said} is none of ${values.values.join(', ')}.`);
    }
    return value;
  };

/** Missing and null read as null. */
export const optional =
  <T>(read: Reader<T>): Reader<T | null> =>
  (given, at) =>
    given === undefined || given === null ? null : read(given, at);

export const boolean: Reader<boolean> = (given, at) => {
  if (typeof given !== 'boolean') throw invalid(at, 'Send true or false.');
  return given;
};

export const integer =
  ({ min = -(2 ** 31), max = 2 ** 31 - 1 } = {}): Reader<number> =>
  (given, at) => {
    const value = typeof given === 'string' && /^-?\d{1,16}$/.test(given) ? Number(given) : given;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(at, 'Send a whole number.');
    if (value < min || value > max) throw invalid(at, `Send a number from ${min} to ${max}.`);
    return value;
  };

/** Missing reads as undefined, so that it can mean "leave as it is"; null is what `read` makes of it. */
export const maybe =
  <T>(read: Reader<T>): Reader<T | undefined> =>
  (given, at) =>
    given === undefined ? undefined : read(given, at);
