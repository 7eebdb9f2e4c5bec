import { randomUUID } from 'node:crypto';
import { createContacts } from '../../../contacts/service.ts';
import { createPasswords } from '../../../directory/passwords.ts';
import { createDirectory } from '../../../directory/service.ts';
import { createForms } from '../../../forms/service.ts';
import { createHttpServer } from '../../../foundation/http/server.ts';
import { createLog } from '../../../foundation/log.ts';
import { type ApiKeyActor, anonymous } from '../../../foundation/security/actor.ts';
import { createInvitations } from '../../../invitations/service.ts';
import { createPrivacy } from '../../../privacy/service.ts';
import { createRouting, createRoutings } from '../../../routing/service.ts';
import { createCatalogue } from '../../../sessions/catalogue.ts';
import { createSessions } from '../../../sessions/service.ts';
import { createStatistics } from '../../../statistics/service.ts';
import type { TestDatabase } from '../../../testing/database.ts';
import { createWebhooks, forgetSession } from '../../../webhooks/service.ts';
import { registerPublicApi } from '../index.ts';

export const publicUrl = 'https://hovor.example';

/** The Public API on a test database; who asks is said by the test (`server/identity` has its own tests). */
export async function testApi(database: TestDatabase) {
  const http = createHttpServer({ log: createLog('silent'), publicUrl, trustedProxies: 0 });
  const actors = new Map<string, ApiKeyActor>();
  http.authenticateWith('api', async (request) => actors.get(request.headers.authorization ?? '') ?? anonymous);
  const webhooks = createWebhooks(database.store);
  const files = {
    async open(): Promise<never> {
      throw new Error('No file is opened in these tests.');
    },
  };
  const { store } = database;
  const onUnexpected = (error: unknown) => {
    throw error;
  };
  const directory = createDirectory(store, { publicUrl, passwords: createPasswords({ weak: true }) });
  const removed: string[] = [];
  const remove = async (key: string) => void removed.push(key);
  const nowhere = async (): Promise<never> => {
    throw new Error('No file is stored in these tests.');
  };
  const sessions = createSessions(store, { files: { receive: nowhere, open: nowhere, remove }, onUnexpected });
  const { settings } = directory;
  const routing = createRouting(store, { sessions, settings, databaseUrl: database.url, onUnexpected });
  const rooms = { directory, routing, routings: createRoutings(store), catalogue: createCatalogue(store) };
  const invitations = createInvitations(store, { routing, publicUrl });
  const [forms, statistics] = [createForms(store), createStatistics(store)];
  registerPublicApi(http.app, {
    ...rooms,
    ...{ forms, statistics, sessions, invitations },
    privacy: createPrivacy(store, { sessions, files: { remove }, forget: [forgetSession] }),
    store,
    webhooks,
    contacts: createContacts(store),
    // Chatbots have their own tests, against the whole product.
    chatbots: { activity: nowhere, setCallbackUrl: nowhere },
    files,
    publicUrl,
    zone: 'Europe/Prague',
  });
  await http.app.ready();

  /** Asks as this key; without one nobody asks. */
  const ask = (
    actor: ApiKeyActor | null,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const authorization = randomUUID();
    if (actor) actors.set(authorization, actor);
    return http.app.inject({
      method,
      url,
      headers: {
        accept: 'application/json',
        ...(actor && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };
  return { ask, ...rooms, sessions, removed, routeTable: http.routeTable, close: () => http.app.close() };
}
export type TestApi = Awaited<ReturnType<typeof testApi>>;
