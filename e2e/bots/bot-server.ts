import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What bots written against the original have in common; each has its own habits (CB-TB). */

export type Event = Record<string, unknown>;

export interface Platform {
  url: string;
  chatbotId: number;
  clientId: string;
  secret: string;
}

/** Sends commands with a new token before each, and raises on any status but 200 and 201 (CB-TR-7, API-BOT-2). */
export function commandsTo({ url, chatbotId, clientId, secret }: Platform) {
  return async (command: object): Promise<void> => {
    const got = await fetch(`${url}/login/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret }),
    });
    const { access_token: token } = (await got.json()) as { access_token: string };
    const sent = await fetch(`${url}/api/v1/Chatbot/${chatbotId}/activity`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    const body = await sent.text();
    if (sent.status !== 200 && sent.status !== 201) throw new Error(`${sent.status} ${body}`);
  };
}

/** A web server that hands each event to the bot; GET says OK (CB-TR-10). `handle` resolves to the status it answers. */
export async function startBotServer(path: string, handle: (event: Event) => Promise<number>) {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.end('OK');
    let body = '';
    for await (const part of request) body += part;
    const status = request.url === path ? await handle(JSON.parse(body)) : 404;
    response.writeHead(status).end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
