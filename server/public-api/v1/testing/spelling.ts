import { readContract } from '../contract.ts';

type Json = Record<string, unknown>;
const { components } = readContract() as unknown as { components: { schemas: Record<string, Json> } };

/** How a client writes names; every spelling must be understood (API-CONV-4 to API-CONV-6). */
export type Spelling = (name: string) => string;
export const spellings: Record<string, Spelling> = {
  'as the contract writes it': (name) => name,
  PascalCase: (name) => name.slice(0, 1).toUpperCase() + name.slice(1),
  'lower case': (name) => name.toLowerCase(),
};

/** A body with the members of its models respelled; names in maps are the caller's own and stay (API-CONV-10). */
export function respell(schema: Json | undefined, value: unknown, spell: Spelling): unknown {
  if (!schema || typeof value !== 'object' || value === null) return value;
  const {
    $ref,
    items,
    allOf = [],
    properties = {},
  } = schema as {
    $ref?: string;
    items?: Json;
    allOf?: Json[];
    properties?: Record<string, Json>;
  };
  if ($ref) return respell(components.schemas[$ref.split('/').at(-1) ?? ''], value, spell);
  if (Array.isArray(value)) return value.map((item) => respell(items, item, spell));
  const inherited = allOf.map((part) => resolved(part).properties as Record<string, Json> | undefined);
  const known: Record<string, Json> = Object.assign({}, ...inherited, properties);
  const entries = Object.entries(value).map(([name, inner]) => {
    const own = known[name];
    return own ? [spell(name), respell(own, inner, spell)] : [name, inner];
  });
  return Object.fromEntries(entries);
}

const resolved = (schema: Json): Json => {
  const { $ref } = schema as { $ref?: string };
  return $ref ? (components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
};
