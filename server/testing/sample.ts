/** Minimal valid values for a JSON schema, so that a generated test gets past validation to what it attacks. */

interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minLength?: number;
  minItems?: number;
  minProperties?: number;
  minimum?: number;
  pattern?: string;
  format?: string;
}

/** Known shapes of text by a distinctive part of their pattern or by format. */
const texts: [test: (schema: Schema) => boolean, value: string][] = [
  [(schema) => schema.pattern?.includes('{8}-') ?? false, '00000000-0000-4000-8000-000000000000'],
  [(schema) => schema.format === 'date-time', '2026-01-02T03:04:05Z'],
  [(schema) => schema.format === 'uuid', '00000000-0000-4000-8000-000000000000'],
  [(schema) => schema.format === 'email', 'somebody@example.test'],
  [(schema) => schema.format === 'uri', 'https://example.test/'],
];

/** `override` may give a value for a member by its name; undefined leaves it to the schema. */
export function sample(schema: unknown, override: (name: string) => unknown = () => undefined): unknown {
  return build(schema as Schema, override);
}

function build(schema: Schema, override: (name: string) => unknown): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return build(schema.anyOf.find((option) => option.type !== 'null') ?? {}, override);
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {});
      const needed = new Set(schema.required ?? members.slice(0, schema.minProperties ?? 0).map(([name]) => name));
      return Object.fromEntries(
        members.flatMap(([name, member]) => {
          const given = override(name);
          if (given !== undefined) return [[name, given]];
          return needed.has(name) ? [[name, build(member, override)]] : [];
        }),
      );
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => build(schema.items ?? {}, override));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default: {
      const known = texts.find(([test]) => test(schema));
      return known ? known[1] : 'x'.repeat(Math.max(1, schema.minLength ?? 1));
    }
  }
}
