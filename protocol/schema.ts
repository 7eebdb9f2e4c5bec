import Type, { type Static, type TSchema } from 'typebox';
import { limits } from './limits.ts';

/** Building blocks of all schemas. Times travel as ISO 8601 text in UTC; ids as JSON numbers. */

export const Time = Type.String({ format: 'date-time' });
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const Uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});
export const Language = Type.String({ pattern: '^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$', maxLength: 35 });
/** Text a person typed: at least one character that is not white space. */
export const MessageText = Type.String({ minLength: 1, maxLength: limits.messageLength, pattern: '\\S' });
export const Note = Type.String({ maxLength: limits.noteLength });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A closed list of words with the type of its members. */
export const OneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

/** An object that refuses members it does not list. */
export const Closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export type { Static, TSchema };
export { Type };
