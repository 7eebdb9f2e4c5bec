import { once } from 'node:events';
import { createServer } from 'node:http';

export interface ReceivedEvent {
  /** Stable id of the event: the same on every retry. */
  webhookId: string;
  eventType: string;
  data: Record<string, unknown>;
}

/** An integration's web server: takes webhooks, answers 200, remembers all. */
export async function startReceiver() {
  const received: ReceivedEvent[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ webhookId: String(request.headers['webhook-id']), ...JSON.parse(body) });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** Each event once, in the order of its first arrival. */
    distinct: () => [...new Map(received.map((event) => [event.webhookId, event])).values()],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
