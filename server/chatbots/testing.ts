import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { buildAdmin, buildApiKey, buildGuest, buildPreset, buildRouting, buildScene } from '../testing/build.ts';
import { answer, type Behaviour, type Received, startReceiver } from '../testing/receiver.ts';
import { startServer, type TestServer, type TestServerOptions } from '../testing/server.ts';

export interface BotEvent {
  activity: string;
  sessionId: number;
  [member: string]: unknown;
}

/** Waits for what is written or sent a moment later. */
export async function eventually<T>(look: () => Promise<T | undefined | false | null> | T | undefined | false | null) {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error('did not come true within ten seconds');
    await delay(15);
  }
}

export async function tokenOf(server: TestServer, key: { clientId: string; secret: string }): Promise<string> {
  const got = await fetch(`${server.url}/login/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: key.clientId,
      client_secret: key.secret,
    }),
  });
  return ((await got.json()) as { access_token: string }).access_token;
}

/** The whole product, a bot on a real port, and a package whose clients meet the bot first and operators after it. */
export async function botStage(behaviour: Behaviour = answer(200), options: TestServerOptions = {}) {
  const server = await startServer(options);
  const { store, rooms } = server;
  const receiver = await startReceiver(behaviour);
  const scene = await buildScene(store, { operators: 2 });
  const { company, tenantId, group } = scene;
  const admin = await buildAdmin(store, company);
  const key = await buildApiKey(store, company, { permissions: ['chatbot', 'sessions.read'] });
  const token = await tokenOf(server, key);
  const { id: botId } = await rooms.chatbots.create(admin.actor, tenantId, { name: 'Robo', callbackUrl: receiver.url });
  const bot = (await rooms.chatbots.list(company.id, tenantId)).find(({ id }) => id === botId);
  if (!bot) throw new Error('the bot is not listed');
  const routing = await buildRouting(store, company, { groups: [{ id: bot.groupId }, group] });
  const preset = await buildPreset(store, company, { routing });

  const events = (sessionId?: number) =>
    receiver.received
      .map(({ json }) => json as unknown as BotEvent)
      .filter((event) => sessionId === undefined || event.sessionId === sessionId);

  return {
    server,
    store,
    rooms,
    receiver,
    scene,
    company,
    tenantId,
    admin,
    key,
    token,
    bot,
    preset,
    events,
    /** A client comes and says something at once. */
    async arrive(text?: string) {
      const guest = await buildGuest(store, company);
      const { id } = await rooms.sessions.start(guest.actor, {
        presetId: preset.id,
        language: 'cs',
        scope: '',
        url: 'https://shop.example/',
        params: {},
        ip: null,
        userAgent: null,
      });
      const say = (line: string) =>
        rooms.sessions.send(guest.actor, { sessionId: id, messageId: randomUUID(), text: line });
      if (text) await say(text);
      return { id, guest, say };
    },
    /** The n-th event of this kind the bot was told of a session. */
    event: (sessionId: number, activity: string, nth = 1) =>
      eventually(() => events(sessionId).filter((event) => event.activity === activity)[nth - 1]),
    send: (command: unknown, { as = token, to = botId }: { as?: string; to?: number } = {}) =>
      fetch(`${server.url}/api/v1/Chatbot/${to}/activity`, {
        method: 'POST',
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        body: JSON.stringify(command),
      }),
    lines: async (sessionId: number) =>
      (await rooms.sessions.activities(admin.actor, sessionId, {})).activities.filter(
        ({ type }) => type !== 'Joined' && type !== 'Left',
      ),
    status: async (sessionId: number) => (await rooms.sessions.rows(company.id, [sessionId]))[0]?.status,
    async stop() {
      await server.stop();
      await receiver.kill();
    },
  };
}
export type BotStage = Awaited<ReturnType<typeof botStage>>;
export type { Received };
