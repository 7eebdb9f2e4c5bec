import { randomUUID } from 'node:crypto';
import type { ConversationPage, DeskSnapshot, Me, MySession, Offer } from '@hovor/protocol/desk';
import type { Activity } from '@hovor/protocol/session';
import { connectSocket, type SocketClient } from '../../server/testing/socket-client.ts';
import { again, json, post, type SentMessage } from './guest.ts';
import { Transcript } from './transcript.ts';

/** An operator who accepts everybody, keeps every conversation on screen and reconnects by itself. */
export async function operatorLogsIn(server: string, login: string, password: string) {
  const answer = await post(`${server}/app-api/login`, { login, password });
  if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const me = await json<Me>(fetch(`${server}/app-api/me`, { headers: { cookie } }));
  const tenantId = me.tenants[0]?.id ?? 0;

  const transcripts = new Map<number, Transcript>();
  const sent = new Map<number, SentMessage[]>();
  let connection: Promise<SocketClient> | undefined;
  let gone = false;

  const call = (path: string, body: unknown = {}) => post(`${server}/app-api/${path}`, body, { cookie });

  async function connect() {
    const socket = await connectSocket(`${server.replace('http', 'ws')}/app-api/socket`, {
      headers: { cookie, origin: server },
      onPush(name, data) {
        if (name === 'offer') accept((data as Offer).session.id);
        if (name === 'session') open(socket, (data as MySession).id);
        if (name === 'activities') {
          const { sessionId, activities } = data as { sessionId: number; activities: Activity[] };
          transcripts.get(sessionId)?.add(activities);
        }
      },
    });
    socket.closed.then(() => {
      connection = undefined;
      if (!gone) again(online).catch(() => {});
    });
    const snapshot = await socket.request<DeskSnapshot>('hello', { tenantId });
    for (const offer of snapshot.offers) accept(offer.session.id);
    await Promise.all(snapshot.sessions.map((session) => open(socket, session.id, true)));
    return socket;
  }

  async function accept(sessionId: number) {
    await call(`sessions/${sessionId}/accept`).catch(() => {});
  }

  async function open(socket: SocketClient, sessionId: number, again = false) {
    if (transcripts.has(sessionId) && !again) return;
    const transcript = transcripts.get(sessionId) ?? new Transcript();
    transcripts.set(sessionId, transcript);
    const page = await socket
      .request<ConversationPage>('open', { sessionId, after: transcript.lastSeq })
      .catch(() => undefined);
    if (page) transcript.add(page.activities);
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
    me,
    cookie,
    transcripts,
    sent,
    call,
    async say(sessionId: number, text: string) {
      const messageId = randomUUID();
      const { seq } = await again(async () =>
        (await online()).request<{ seq: number }>('send', { sessionId, messageId, text }),
      );
      const mine = sent.get(sessionId) ?? [];
      mine.push({ messageId, text, seq });
      sent.set(sessionId, mine);
    },
    /** Brings every conversation on screen to its present end. */
    async catchUp() {
      const socket = await again(online);
      await Promise.all([...transcripts.keys()].map((sessionId) => open(socket, sessionId, true)));
    },
    async leave() {
      gone = true;
      (await connection)?.close();
    },
  };
}
export type OperatorAtDesk = Awaited<ReturnType<typeof operatorLogsIn>>;
