import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/**
 * Checks values against a model of the contract (server/public-api/v1/contract): types, enumerations, nested models. On
 * top of it every member the contract lists must be there, because clients rely on written nulls (API-CONV-8).
 */

type Json = Record<string, unknown>;

const file = join(import.meta.dirname, '../public-api/v1/contract/public-api.openapi.json');
const { components } = JSON.parse(readFileSync(file, 'utf8')) as { components: { schemas: Record<string, Json> } };
const prefix = '#/components/schemas/';

const isObject = (name: string) =>
  components.schemas[name]?.type === 'object' || 'allOf' in (components.schemas[name] ?? {});

/** Local names for references; a member that is a model may be null where the models chapter says `?`. */
function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { $ref?: string };
  if (typeof $ref === 'string') return { $ref: $ref.slice(prefix.length) };
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    name === 'properties' ? nullableModels(inner as Json) : rewritten(inner),
  ]);
  return Object.fromEntries(entries);
}

function nullableModels(properties: Json): Json {
  const entries = Object.entries(properties).map(([name, inner]) => {
    const { $ref } = inner as { $ref?: string };
    const model = $ref?.slice(prefix.length);
    return [name, model && isObject(model) ? { anyOf: [{ $ref: model }, { type: 'null' }] } : rewritten(inner)];
  });
  return Object.fromEntries(entries);
}

const schemas = Object.fromEntries(
  Object.entries(components.schemas).map(([name, schema]) => [name, rewritten(schema)]),
) as Record<string, TSchema>;

/** Members of a model, those it inherits included. */
function members(model: string): Map<string, Json> {
  const found = new Map<string, Json>();
  const collect = (schema: Json) => {
    const { $ref } = schema as { $ref?: string };
    if ($ref) collect(components.schemas[$ref.slice(prefix.length)] ?? {});
    for (const part of (schema.allOf as Json[] | undefined) ?? []) collect(part);
    for (const [name, inner] of Object.entries((schema.properties as Record<string, Json> | undefined) ?? {})) {
      found.set(name, inner);
    }
  };
  collect(components.schemas[model] ?? {});
  if (found.size === 0) throw new Error(`The contract has no model ${model} with members`);
  return found;
}

/** Members missing from the value or its nested models, as paths. */
function missing(model: string, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...members(model)].flatMap(([name, schema]) => {
    if (!(name in value)) return [`${at}${name}`];
    const inner = (value as Json)[name];
    const itemsRef = (schema.items as { $ref?: string } | undefined)?.$ref;
    const ref = ((schema as { $ref?: string }).$ref ?? itemsRef)?.slice(prefix.length);
    if (!ref || !isObject(ref)) return [];
    if (Array.isArray(inner)) return inner.flatMap((item, index) => missing(ref, item, `${at}${name}[${index}].`));
    return missing(ref, inner, `${at}${name}.`);
  });
}

/** What is wrong with the value as this model of the contract; empty = it fits. */
export function contractFaults(model: string, value: unknown): string[] {
  const check = Compile(schemas as never, { $ref: model } as never) as unknown as ReturnType<typeof Compile>;
  const wrong = [...check.Errors(value)].map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [...wrong, ...missing(model, value, '').map((path) => `${path} is missing`)];
}

interface Described {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema?: Json }> }>;
}

const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Described>> };
const described = new Map(
  Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .map((operation) => [operation.operationId, operation]),
);

/**
 * What is wrong with an answer of an operation: a status the contract does not name, a body that does not fit its
 * schema, a body where there is none, a content type clients would not decode (API-CONV-18). Empty = it fits.
 */
export function answerFaults(
  operationId: string,
  { status, type, text }: { status: number; type: string; text: string },
): string[] {
  const response = described.get(operationId)?.responses[status];
  if (!response) return [`the contract names no answer ${status}`];
  const schema = response.content?.['application/json']?.schema;
  if (!schema) return text === '' ? [] : [`a body where the contract has none: ${text.slice(0, 100)}`];
  if (Object.keys(schema).length === 0) return [];
  if (!type.startsWith('application/json')) return [`content type ${type}`];
  const value: unknown = JSON.parse(text);
  const check = Compile(schemas as never, rewritten(schema) as never) as unknown as ReturnType<typeof Compile>;
  const wrong = [...check.Errors(value)].map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [...wrong, ...missingIn(schema, value)];
}

function missingIn(schema: Json, value: unknown): string[] {
  const { $ref, items } = schema as { $ref?: string; items?: Json };
  if (items && Array.isArray(value)) return value.flatMap((item) => missingIn(items, item));
  const model = $ref?.slice(prefix.length);
  if (!model || !isObject(model) || !('properties' in (components.schemas[model] ?? {}))) return [];
  return missing(model, value, '').map((path) => `${path} is missing`);
}
