import { randomUUID } from 'node:crypto';
import type { GuestCredentials, GuestSession, GuestWelcome, WidgetConfig } from '@hovor/protocol/guest';
import type { Activity } from '@hovor/protocol/session';
import { connectSocket, Refused, type SocketClient } from '../../server/testing/socket-client.ts';
import { Transcript } from './transcript.ts';

export const demoCompany = 'd3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f';

export interface SentMessage {
  messageId: string;
  text: string;
  /** The place the server acknowledged. */
  seq: number;
}

/** A client with a stubborn browser: whatever happens to the server, it reconnects, catches up and sends again. */
export async function guestArrives(server: string, params: Record<string, string> = {}) {
  const address = { company: demoCompany, language: 'en' };
  const query = new URLSearchParams(address);
  const config = await json<WidgetConfig>(fetch(`${server}/widget/config?${query}`));
  const { token } = await json<GuestCredentials>(post(`${server}/widget/guest`, address));
  const authorization = { authorization: `Bearer ${token}` };
  const start = {
    presetId: config.presetId,
    language: 'en',
    scope: '',
    url: 'https://shop.test/',
    name: 'Eva',
    params,
  };
  const session = await json<GuestSession>(post(`${server}/widget/sessions`, start, authorization));

  const transcript = new Transcript();
  const sent: SentMessage[] = [];
  let left = false;
  let connection: Promise<SocketClient> | undefined;

  async function connect(): Promise<SocketClient> {
    const socket = await connectSocket(`${server.replace('http', 'ws')}/widget/socket`, {
      onPush: (name, data) => name === 'activities' && transcript.add(data as Activity[]),
    });
    const welcome = await socket.request<GuestWelcome>('hello', {
      ...address,
      token,
      scope: '',
      after: { sessionId: session.id, seq: transcript.lastSeq },
    });
    transcript.add(welcome.activities);
    socket.closed.then(() => {
      connection = undefined;
      if (!left) again(online).catch(() => {});
    });
    return socket;
  }

  async function online() {
    connection ??= connect().catch((error) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  await online();
  return {
    session,
    token,
    transcript,
    sent,
    /** Types a message and does not give up until it is acknowledged. */
    async say(text: string): Promise<SentMessage> {
      const messageId = randomUUID();
      const { seq } = await again(async () =>
        (await online()).request<{ seq: number }>('send', { sessionId: session.id, messageId, text }),
      );
      const message = { messageId, text, seq };
      sent.push(message);
      return message;
    },
    async catchUp() {
      await again(online);
    },
    async leave() {
      left = true;
      (await connection)?.close();
    },
  };
}
export type Guest = Awaited<ReturnType<typeof guestArrives>>;

/** Tries until it works or the server refuses: only a lost connection is worth another try. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const hopeless = error instanceof Refused && !['internal', 'unavailable'].includes(error.code);
      if (hopeless || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

export async function json<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${await response.text()}`);
  return (await response.json()) as T;
}
