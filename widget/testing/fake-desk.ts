import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { GuestSession, OfflineMessage, StartSession, WidgetConfig } from '../../protocol/guest.ts';
import type { Activity, OperatorFace } from '../../protocol/session.ts';

/** The other side of the conversation: what the fake server knows, and an operator the test plays. */
export type FakeDesk = ReturnType<typeof createFakeDesk>;

export const anna: OperatorFace = { userId: 7, name: 'Anna Nováková', position: 'Zákaznická péče', photoUrl: null };

export const demoConfig: WidgetConfig = {
  company: 'd3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f',
  tenantId: 1,
  presetId: 1,
  preset: 'Demo shop',
  language: 'en',
  state: 'online',
  button: {
    visible: true,
    position: 'right',
    offsetX: 24,
    offsetY: 24,
    zIndex: 2000,
    hideWhenOffline: false,
    color: '#0f6e5c',
  },
  window: { title: 'Kavárna Zrnko', color: '#0f6e5c', logoUrl: null, fileUpload: true, emoji: true, sound: false },
  entryForm: {
    enabled: true,
    name: 'required',
    email: 'required',
    phone: 'optional',
    consent: true,
    consentVersion: '1',
  },
  feedbackForm: { enabled: true, stars: 5 },
  offlineForm: { name: 'optional', email: 'required', phone: 'hidden' },
  texts: {},
  acceptedFileTypes: ['.png', '.jpg', '.pdf', '.txt'],
};

interface Peer {
  token: string | null;
}

export function createFakeDesk(changes: Partial<WidgetConfig>) {
  const config: WidgetConfig = { ...demoConfig, ...changes };
  const guests = new Map<string, string>();
  const sessions = new Map<number, GuestSession & { token: string }>();
  const lines = new Map<number, Activity[]>();
  const files = new Map<number, { type: string; content: Buffer }>();
  const peers = new Map<WebSocket, Peer>();
  const params = new Map<string, string | null>();
  const received: { cmd: string; args: Record<string, unknown> }[] = [];
  const offlineMessages: OfflineMessage[] = [];
  const feedbacks: unknown[] = [];
  const starts: StartSession[] = [];
  let counter = 0;
  let swallow: string | null = null;

  const push = (name: string, data: unknown, token?: string) => {
    for (const [socket, peer] of peers) {
      if (token === undefined || peer.token === token) socket.send(JSON.stringify({ push: name, data }));
    }
  };
  const latest = () => [...sessions.values()].at(-1);
  const current = () => {
    const session = latest();
    if (!session) throw new Error('there is no session');
    return session;
  };
  const seen = ({ token: _, ...session }: GuestSession & { token: string }): GuestSession => session;
  const changed = (session: GuestSession & { token: string }) => push('session', seen(session), session.token);

  const add = (sessionId: number, line: Partial<Activity> & Pick<Activity, 'type'>): number => {
    const session = sessions.get(sessionId);
    if (!session) throw new Error('no session');
    const all = lines.get(sessionId) ?? [];
    const known = line.messageId && all.find((one) => one.messageId === line.messageId);
    if (known) return known.seq;
    const activity: Activity = {
      id: ++counter,
      sessionId,
      seq: all.length + 1,
      at: new Date().toISOString(),
      client: null,
      userId: null,
      userName: null,
      messageId: null,
      text: null,
      file: null,
      terminationReason: null,
      ...line,
    };
    all.push(activity);
    lines.set(sessionId, all);
    session.lastSeq = activity.seq;
    push('activities', [activity], session.token);
    return activity.seq;
  };

  const byAnna = { client: 'User' as const, userId: anna.userId, userName: anna.name };

  const desk = {
    config,
    state: config.state as WidgetConfig['state'],
    params,
    received,
    offlineMessages,
    feedbacks,
    starts,
    files,
    lines,
    latest,
    /** Does what `cmd` asks but never answers it: the line dies at the worst moment. */
    swallow(cmd: string | null) {
      swallow = cmd;
    },
    /** Hides or shows the button on pages that are open. */
    showButton(buttonVisible: boolean) {
      config.button.visible = buttonVisible;
      push('button', { buttonVisible });
    },
    setState(state: WidgetConfig['state']) {
      desk.state = state;
      push('state', state);
    },
    guest({ token }: { token?: string | null }) {
      const known = token && guests.get(token);
      if (known) return { guestGuid: known, token };
      const fresh = { guestGuid: randomUUID(), token: randomUUID() };
      guests.set(fresh.token, fresh.guestGuid);
      return fresh;
    },
    knows: (token: string) => guests.has(token),
    session: (id: number) => sessions.get(id),
    sessionsOf: (token: string) => [...sessions.values()].filter((one) => one.token === token).map(seen),
    start(token: string, input: StartSession): GuestSession {
      const running = [...sessions.values()].find((one) => one.token === token && one.ended === null);
      if (running) return seen(running);
      starts.push(input);
      const id = ++counter;
      const now = new Date().toISOString();
      const session: GuestSession & { token: string } = {
        id,
        token,
        presetId: input.presetId,
        scope: input.scope,
        status: 'IN_QUEUE',
        created: now,
        started: now,
        ended: null,
        terminationReason: null,
        place: 2,
        estimatedWait: 170,
        operators: [],
        lastSeq: 0,
        receipts: { guestDelivered: 0, guestRead: 0, operatorRead: 0 },
        feedbackGiven: false,
      };
      sessions.set(id, session);
      changed(session);
      return seen(session);
    },
    place(place: number, estimatedWait: number | null) {
      Object.assign(current(), { place, estimatedWait });
      changed(current());
    },
    accept() {
      const session = current();
      Object.assign(session, { status: 'ACTIVE', place: null, estimatedWait: null, operators: [anna] });
      changed(session);
      add(session.id, { type: 'Joined', ...byAnna });
    },
    /** A line of anybody in the running conversation. */
    add: (line: Parameters<typeof add>[1]) => add(current().id, line),
    /** The running conversation changes. */
    change(patch: Partial<GuestSession>) {
      Object.assign(current(), patch);
      changed(current());
    },
    say: (text: string) => add(current().id, { type: 'ChatMessage', ...byAnna, text, messageId: randomUUID() }),
    /** Fills the transcript without pushing each line: an old, long conversation. */
    remember(count: number) {
      const session = current();
      const all = lines.get(session.id) ?? [];
      for (let index = 0; index < count; index++) {
        const own = index % 3 === 0;
        all.push({
          id: ++counter,
          sessionId: session.id,
          seq: all.length + 1,
          type: 'ChatMessage',
          at: new Date(Date.now() - (count - index) * 1000).toISOString(),
          client: own ? 'Guest' : 'User',
          userId: own ? null : anna.userId,
          userName: own ? null : anna.name,
          messageId: randomUUID(),
          text: `Line number ${all.length + 1}`,
          file: null,
          terminationReason: null,
        });
      }
      lines.set(session.id, all);
      session.lastSeq = all.length;
    },
    type: (typing: boolean, userId: number | null = anna.userId) =>
      push('typing', { sessionId: current().id, userId, typing }, current().token),
    readAll() {
      const session = current();
      session.receipts.operatorRead = session.lastSeq;
      changed(session);
    },
    addFile(
      sessionId: number,
      who: 'Guest' | 'User',
      messageId: string,
      name: string,
      contentType: string,
      content: Buffer,
    ) {
      const id = ++counter;
      files.set(id, { type: contentType, content });
      const file = {
        id,
        name,
        contentType,
        size: content.length,
        url: `/widget/sessions/${sessionId}/files/${id}`,
        isImage: contentType.startsWith('image/'),
        isDeleted: false,
      };
      return add(sessionId, {
        type: 'SharedFile',
        ...(who === 'User' ? byAnna : { client: 'Guest' as const }),
        messageId,
        file,
      });
    },
    end(reason: 'GuestLeft' | 'OperatorLeft') {
      const session = current();
      Object.assign(session, {
        status: 'ACW',
        ended: new Date().toISOString(),
        terminationReason: reason,
        place: null,
      });
      add(session.id, { type: 'SessionEnded', terminationReason: reason });
      changed(session);
    },
    feedback(sessionId: number, feedback: unknown) {
      feedbacks.push(feedback);
      const session = sessions.get(sessionId);
      if (session) session.feedbackGiven = true;
    },
    page(sessionId: number, query: URLSearchParams) {
      const all = lines.get(sessionId) ?? [];
      const before = query.get('before');
      if (before) return all.filter((line) => line.seq < Number(before)).slice(-200);
      return all.filter((line) => line.seq > Number(query.get('after') ?? 0)).slice(0, 200);
    },
    left: (socket: WebSocket) => peers.delete(socket),
    command(socket: WebSocket, cmd: string, args: Record<string, unknown>): unknown {
      received.push({ cmd, args });
      const answer = run(socket, cmd, args);
      return cmd === swallow ? undefined : answer;
    },
  };

  function run(socket: WebSocket, cmd: string, args: Record<string, unknown>): unknown {
    const sessionId = Number(args.sessionId);
    switch (cmd) {
      case 'hello': {
        const token = (args.token as string | null) ?? null;
        peers.set(socket, { token });
        const session = [...sessions.values()].filter((one) => one.token === token && one.scope === args.scope).at(-1);
        if (!session || (session.ended && session.feedbackGiven))
          return { state: desk.state, buttonVisible: config.button.visible, session: null, activities: [] };
        const after = args.after as { sessionId: number; seq: number } | undefined;
        const all = lines.get(session.id) ?? [];
        const missing =
          after?.sessionId === session.id ? all.filter((line) => line.seq > after.seq).slice(0, 200) : all.slice(-200);
        const { visible: buttonVisible } = config.button;
        return { state: desk.state, buttonVisible, session: seen(session), activities: missing };
      }
      case 'send': {
        const seq = add(sessionId, {
          type: 'ChatMessage',
          client: 'Guest',
          messageId: `${args.messageId}`,
          text: `${args.text}`,
        });
        return { seq, at: new Date().toISOString() };
      }
      case 'read': {
        const session = sessions.get(sessionId);
        if (session) session.receipts.guestRead = Number(args.seq);
        return null;
      }
      case 'setParams':
        for (const [name, value] of Object.entries(args.params as Record<string, string | null>))
          params.set(name, value);
        return null;
      default:
        return null;
    }
  }
  return desk;
}
