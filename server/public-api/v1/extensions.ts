/**
 * What this product adds to the contract (issue 3 §1), as parts of an OpenAPI document. Every part carries
 * `x-hovor-extension`, so that a reader of the description sees what other servers of the contract do not have.
 */
export type Json = Record<string, unknown>;

const mark = { 'x-hovor-extension': true } as const;
const problem = {
  description: 'See docs/integrators/errors.md',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/HovorProblem' } } },
};
const json = (schema: Json) => ({ description: 'OK', content: { 'application/json': { schema } } });
const refused = { 401: { description: 'No valid token' }, 403: { description: 'Not permitted' } };

/** Answers any operation may give. */
export const commonResponses: Json = {
  429: {
    ...problem,
    ...mark,
    description: 'More requests than this key may make (docs/integrators/public-api.md)',
    headers: { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } },
  },
};
/** Answers of operations that change something. */
export const changeResponses: Json = {
  409: { ...problem, ...mark, description: 'Not as things stand: the detail says why' },
};
export const notBuiltResponse: Json = { 501: { ...problem, ...mark, description: 'Not available in this version' } };
export const mismatchResponse: Json = {
  422: { ...problem, ...mark, description: 'The Idempotency-Key was used for another request' },
};

export const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and the same body within 24 hours get the same answer; the operation runs once.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  ...mark,
};

/** Lists that can be read on from the last id seen. */
export const keysetOperations: ReadonlySet<string> = new Set(['listSessions', 'listUsers', 'listContacts']);
export const afterParameter: Json = {
  name: 'after',
  in: 'query',
  required: false,
  description: 'Only rows with a higher id: the last id of the page before. Cheaper than offset.',
  schema: { type: 'integer', format: 'int64' },
  ...mark,
};

export const extensionPaths: Record<string, Json> = {
  '/api/v1/events': {
    get: {
      tags: ['Webhooks'],
      operationId: 'listEvents',
      summary: 'The event log: what webhooks send, to be read at any time',
      ...mark,
      parameters: [
        {
          name: 'after',
          in: 'query',
          required: false,
          description: '`next` of the page before; `now` for the end of the log; without it from its beginning.',
          schema: { type: 'string' },
        },
        { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 1000 } },
      ],
      responses: { 200: json({ $ref: '#/components/schemas/HovorEventPage' }), ...refused, 400: validation() },
    },
  },
  '/api/v1/MetricDashboards': {
    post: {
      tags: ['MetricDashboards'],
      operationId: 'createMetricDashboard',
      summary: 'A dashboard of metrics of the company',
      ...mark,
      parameters: [idempotencyKey],
      requestBody: { required: true, ...json({ $ref: '#/components/schemas/HovorNewDashboard' }) },
      responses: { 201: json({ type: 'integer', format: 'int32' }), ...refused, 400: validation() },
    },
  },
  '/api/v1/MetricDashboards/{id}': {
    delete: {
      tags: ['MetricDashboards'],
      operationId: 'deleteMetricDashboard',
      summary: 'Removes a dashboard; its metrics stay',
      ...mark,
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int32' } }],
      responses: { 204: { description: 'Removed' }, ...refused, 404: { description: 'Unknown id' } },
    },
  },
  '/api/v1/Webhooks/{id}/secret': {
    get: {
      tags: ['Webhooks'],
      operationId: 'getWebhookSecret',
      summary: 'The secret its requests are signed with',
      ...mark,
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int32' } }],
      responses: {
        200: json({ type: 'object', required: ['secret'], properties: { secret: { type: 'string' } } }),
        ...refused,
        404: { description: 'Unknown id' },
      },
    },
  },
};

function validation(): Json {
  const schema = { $ref: '#/components/schemas/ValidationErrors' };
  return { description: 'Invalid request', content: { 'application/json': { schema } } };
}

export const extensionSchemas: Record<string, Json> = {
  HovorProblem: {
    type: 'object',
    description: 'RFC 9457',
    required: ['type', 'title', 'status', 'code', 'detail'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      detail: { type: 'string' },
      errors: { type: 'object', additionalProperties: { type: 'string' } },
    },
    ...mark,
  },
  HovorNewDashboard: {
    type: 'object',
    required: ['name', 'key'],
    properties: {
      name: { type: 'string' },
      key: { type: 'string', description: 'Stands in the dashboard’s address: letters, digits, dots, - and _' },
      metricIds: { type: 'array', items: { type: 'integer', format: 'int32' } },
    },
    ...mark,
  },
  HovorEvent: {
    type: 'object',
    required: ['cursor', 'eventType', 'data'],
    properties: {
      cursor: { type: 'string' },
      eventType: { $ref: '#/components/schemas/WebhookEventType' },
      data: { type: 'object' },
    },
    ...mark,
  },
  HovorEventPage: {
    type: 'object',
    required: ['events', 'next', 'more'],
    properties: {
      events: { type: 'array', items: { $ref: '#/components/schemas/HovorEvent' } },
      next: { type: 'string', description: 'Send it as `after` to read on.' },
      more: { type: 'boolean', description: 'There is more to read now, even when this page is empty.' },
    },
    ...mark,
  },
};

/** Members our answers have beyond those of the contract. */
export const extraMembers: Record<string, Json> = {
  MetricDashboardModel: { id: { type: 'integer', format: 'int32', ...mark } },
};

export const extensionSecurity: Record<string, Json> = {
  openId: {
    type: 'openIdConnect',
    openIdConnectUrl: '/login/.well-known/openid-configuration',
    description: 'Programs of people (docs/integrators/public-api.md); the tokens are the same.',
    ...mark,
  },
};
