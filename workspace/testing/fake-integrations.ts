import type { WebhookEventType } from '@hovor/protocol/enums';
import type { ApiKey } from '../src/api/api-keys.ts';
import type { Chatbot } from '../src/api/chatbots.ts';
import type { Notice } from '../src/api/notices.ts';
import type { DeliveryDetail, Webhook } from '../src/api/webhooks.ts';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRequest } from './fake-routes.ts';

type Handler = (ids: number[], request: FakeRequest) => unknown;
type Route = [method: string, path: RegExp, handler: Handler];

const hour = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const types: WebhookEventType[] = ['SessionStarted', 'SessionEnded', 'SessionActivityChatMessage'];

/** Webhooks, keys, chatbots and what administrators are told, on the fake server. */
export function fakeIntegrations() {
  const webhooks = [
    webhook(1, 'https://me:secret@crm.example/hovor/events?tenant=3', {}),
    webhook(2, 'https://warehouse.example/in', { health: 'slow' }),
    webhook(3, 'https://old.example/hook', {
      ...{ health: 'disabled', enabled: false, disabled: ago(hour), waiting: 318, oldestWaiting: ago(70 * hour) },
      disabledReason: 'Every delivery failed for three days. Answered 500.',
    }),
  ];
  const deliveries = Array.from({ length: 12 }, (_, index) => delivery(100 - index));
  const keys: ApiKey[] = [key(1, 'CRM'), { ...key(2, 'Old reports'), revoked: ago(20 * hour) }];
  const chatbots: Chatbot[] = [chatbot(1, 'Robo'), { ...chatbot(2, 'Night shift'), callbackUrl: null }];
  const notices: Notice[] = [
    {
      ...{ id: 5, kind: 'webhook.disabled', tenantId: null, about: 3, name: 'old.example/hook' },
      ...{ reason: 'Every delivery failed for three days. Answered 500.', created: ago(hour) },
      ...{ resolved: null, seen: false },
    },
  ];
  const replays: Record<string, unknown>[] = [];
  return {
    ...{ webhooks, deliveries, keys, chatbots, notices, replays },
    routes: [
      ...webhookRoutes(webhooks, deliveries, replays),
      ...keyRoutes(keys),
      ...chatbotRoutes(chatbots),
      ['GET', /^\/notices$/, () => notices] satisfies Route,
      [
        'PUT',
        /^\/notices\/seen$/,
        () => {
          for (const notice of notices) notice.seen = true;
        },
      ] satisfies Route,
    ],
  };
}

function one<T extends { id: number }>(items: T[], id: number | undefined): T {
  const found = items.find((item) => item.id === id);
  if (!found) throw new FakeProblem(404, 'not-found');
  return found;
}

function webhookRoutes(webhooks: Webhook[], deliveries: DeliveryDetail[], replays: Record<string, unknown>[]): Route[] {
  return [
    ['GET', /^\/webhooks$/, () => webhooks],
    [
      'POST',
      /^\/webhooks$/,
      (_ids, { body }) => {
        if (webhooks.some(({ callbackUrl }) => callbackUrl === body.callbackUrl)) {
          throw new FakeProblem(400, 'invalid-input', { callbackUrl: 'Webhook 1 has this address already.' });
        }
        const made = webhook(10, String(body.callbackUrl), { eventTypes: body.eventTypes as WebhookEventType[] });
        webhooks.push({ ...made, hours: [], lastEvent: null, lastState: null });
        return { id: 10, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
      },
    ],
    ['PUT', /^\/webhooks\/(\d+)$/, ([id], { body }) => Object.assign(one(webhooks, id), body)],
    [
      'PUT',
      /^\/webhooks\/(\d+)\/state$/,
      ([id], { body }) =>
        Object.assign(one(webhooks, id), { enabled: body.enabled, health: body.enabled ? 'healthy' : 'disabled' }),
    ],
    [
      'DELETE',
      /^\/webhooks\/(\d+)$/,
      ([id]) => {
        webhooks.splice(webhooks.indexOf(one(webhooks, id)), 1);
      },
    ],
    [
      'POST',
      /^\/webhooks\/(\d+)\/secret$/,
      ([id]) => {
        one(webhooks, id).previousSecretUntil = ago(-24 * hour);
        return { secret: 'whsec_AfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx', previousUntil: ago(-24 * hour) };
      },
    ],
    [
      'POST',
      /^\/webhooks\/\d+\/test$/,
      (_ids, { body }) => ({
        ...{ ok: false, status: 500, error: 'Answered 500.', took: 42, response: 'Out of order' },
        body: JSON.stringify({ eventType: body.eventType, data: { id: 1, tenantId: 3 } }),
      }),
    ],
    [
      'GET',
      /^\/webhooks\/\d+\/deliveries$/,
      (_ids, { query }) => deliveries.filter(({ state }) => !query.get('state') || state === query.get('state')),
    ],
    ['GET', /^\/webhooks\/\d+\/deliveries\/(\d+)$/, ([id]) => one(deliveries, id)],
    [
      'POST',
      /^\/webhooks\/\d+\/replay$/,
      (_ids, { body }) => {
        replays.push(body);
        const ids = (body.ids as number[] | undefined) ?? deliveries.map(({ id }) => id);
        for (const id of ids) Object.assign(one(deliveries, id), { state: 'pending', attempts: 0, replayed: ago(0) });
        return { count: ids.length, next: null };
      },
    ],
  ];
}

function keyRoutes(keys: ApiKey[]): Route[] {
  return [
    ['GET', /^\/api-keys$/, () => keys],
    [
      'POST',
      /^\/api-keys$/,
      (_ids, { body }) => {
        keys.unshift({ ...key(10, String(body.name)), ...body, lastUsed: null });
        return { id: 10, clientId: 'key_10', secret: 'wxGqvT0n2LZk5Yf8' };
      },
    ],
    [
      'PUT',
      /^\/api-keys\/(\d+)$/,
      ([id], { body }) => {
        Object.assign(one(keys, id), body);
      },
    ],
    [
      'POST',
      /^\/api-keys\/(\d+)\/revoke$/,
      ([id]) => {
        one(keys, id).revoked = ago(0);
      },
    ],
  ];
}

function chatbotRoutes(chatbots: Chatbot[]): Route[] {
  return [
    ['GET', /^\/tenants\/\d+\/chatbots$/, () => chatbots],
    [
      'POST',
      /^\/tenants\/\d+\/chatbots$/,
      (_ids, { body }) => {
        chatbots.push({ ...chatbot(10, ''), ...body });
        return { id: 10 };
      },
    ],
    ['PUT', /^\/tenants\/\d+\/chatbots\/(\d+)$/, ([id], { body }) => Object.assign(one(chatbots, id), body)],
    [
      'POST',
      /^\/tenants\/\d+\/chatbots\/(\d+)\/check$/,
      ([id]) => ({ ok: true, took: 17, error: null, chatbot: one(chatbots, id) }),
    ],
    [
      'PUT',
      /^\/tenants\/\d+\/chatbots\/(\d+)\/state$/,
      ([id], { body }) => Object.assign(one(chatbots, id), { state: body.enabled ? 'enabled' : 'disabled' }),
    ],
  ];
}

function webhook(id: number, callbackUrl: string, about: Partial<Webhook>): Webhook {
  const thisHour = Math.floor(Date.now() / hour) * hour;
  return {
    ...{ id, callbackUrl, eventTypes: types, tenantIds: null, created: ago(900 * hour), health: 'healthy' },
    ...{ enabled: true, failingSince: null, disabled: null, disabledReason: null, previousSecretUntil: null },
    ...{ waiting: 0, waitingMore: false, oldestWaiting: null, lastEvent: ago(60_000), lastState: 'delivered' },
    hours: Array.from({ length: 20 }, (_, index) => ({
      hour: new Date(thisHour - (19 - index) * hour).toISOString(),
      delivered: 40 + ((index * 37) % 60) + id,
      failed: index % 6 === 0 ? 9 * id : 0,
      average: 120 * id,
      slowest: 900 * id,
    })),
    ...about,
  };
}

function delivery(id: number): DeliveryDetail {
  const state = id % 5 === 0 ? 'failed' : id % 7 === 0 ? 'pending' : 'delivered';
  const bad = state !== 'delivered';
  const at = ago((101 - id) * 400_000);
  const tries = bad ? 3 : 1;
  const data = { sessionId: id, activityId: 1, type: 'ChatMessage', text: 'Is my parcel on the way?' };
  return {
    ...{ id, eventType: types[id % 3] ?? '', subject: `session:${880_000 + id}`, state, attempts: tries, created: at },
    ...{ finished: state === 'pending' ? null : at, replayed: null, lastStatus: bad ? 500 : 204, lastTook: 87 },
    ...{ lastError: bad ? 'Answered 500.' : null, nextAttempt: state === 'pending' ? ago(-600_000) : null },
    messageId: `evt_${id}`,
    body: JSON.stringify({ eventType: types[id % 3], data }),
    log: Array.from({ length: tries }, (_, index) => ({
      at: new Date(Date.parse(at) + index * 5_000).toISOString(),
      ...{ took: 80 + index, status: bad ? 500 : 204, error: bad ? 'Answered 500.' : null },
      response: bad ? 'Database is locked' : '',
    })),
  };
}

const key = (id: number, name: string): ApiKey => ({
  ...{ id, clientId: `key_${id}b7Fq2`, name, permissions: ['sessions.read', 'contacts.read', 'contacts.write'] },
  ...{ tenantIds: null, created: ago(500 * hour), expires: null, perMinute: 600, lastUsed: ago(hour), revoked: null },
});

const chatbot = (id: number, name: string): Chatbot => ({
  ...{ id, groupId: 50 + id, name, callbackUrl: 'https://bot.example/hovor', state: 'enabled', autoStart: false },
  ...{ sessions: 2, failingSince: null, lastError: null, lastErrorAt: null, lastSeen: ago(30_000) },
  ...{ disabledReason: null, created: ago(100 * hour) },
});
