import { readContract } from './contract.ts';
import {
  afterParameter,
  changeResponses,
  commonResponses,
  extensionPaths,
  extensionSchemas,
  extensionSecurity,
  extraMembers,
  idempotencyKey,
  type Json,
  keysetOperations,
  mismatchResponse,
  notBuiltResponse,
} from './extensions.ts';

export interface Document extends Json {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json>; securitySchemes: Record<string, Json> };
}

/** An operation of the contract that is not built, in the served description. */
export const unavailable = 'Not available in this version: answers 501.';

/**
 * The description of what this server does (API-CONV-3): the contract, word for word, with our extensions and with the
 * operations marked that are not built yet.
 */
export function describeApi(implemented: ReadonlySet<string>): Document {
  const contract = readContract() as unknown as Document;
  const paths: Document['paths'] = {};
  for (const [path, methods] of Object.entries(contract.paths)) {
    const described = Object.entries(methods).map(([method, operation]) => [
      method,
      path.startsWith('/api/v1/') ? describeOperation(method, operation, implemented) : operation,
    ]);
    paths[path] = Object.fromEntries(described);
  }
  for (const [path, methods] of Object.entries(extensionPaths)) {
    paths[path] = { ...paths[path], ...(methods as Record<string, Json>) };
  }
  return {
    ...contract,
    servers: [{ url: '/' }],
    paths,
    components: {
      ...contract.components,
      schemas: { ...contract.components.schemas, ...withExtraMembers(contract), ...extensionSchemas },
      securitySchemes: { ...contract.components.securitySchemes, ...extensionSecurity },
    },
  };
}

function withExtraMembers({ components: { schemas } }: Document): Record<string, Json> {
  const extended = Object.entries(extraMembers).map(([model, members]) => {
    const schema = schemas[model] ?? {};
    return [model, { ...schema, properties: { ...(schema.properties as Json), ...members } }];
  });
  return Object.fromEntries(extended);
}

function describeOperation(method: string, operation: Json, implemented: ReadonlySet<string>): Json {
  const id = String(operation.operationId);
  const built = implemented.has(id);
  const posts = method === 'post' && built;
  const parameters = [
    ...((operation.parameters as Json[] | undefined) ?? []),
    ...(posts ? [idempotencyKey] : []),
    ...(keysetOperations.has(id) && built ? [afterParameter] : []),
  ];
  return {
    ...operation,
    ...(!built && { summary: 'Not available in this version', description: unavailable }),
    'x-hovor-available': built,
    ...(parameters.length > 0 && { parameters }),
    responses: {
      ...commonResponses,
      ...(method !== 'get' && changeResponses),
      ...(operation.responses as Json),
      ...(posts && mismatchResponse),
      ...(!built && notBuiltResponse),
    },
  };
}

/** The second document: what a chatbot's program needs, with only the models these operations use (API-CONV-2). */
export function describeChatbotApi(whole: Document): Document {
  const paths = Object.fromEntries(
    Object.entries(whole.paths).filter(
      ([path]) => path.startsWith('/api/v1/Chatbot/') || path === '/login/connect/token',
    ),
  );
  const { schemas } = whole.components;
  // Events are sent to the chatbot's program, so no operation names their models.
  const used = new Set(Object.keys(schemas).filter((name) => name.startsWith('Chatbot')));
  const collect = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      collect(schemas[name]);
    }
  };
  for (const name of [...used]) collect(schemas[name]);
  collect(paths);
  return {
    ...whole,
    info: { ...(whole.info as Json), title: 'Chatbot API' },
    paths,
    components: {
      ...whole.components,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
    },
  };
}
