import type { DeskPushes, DeskSnapshot, MySession, Offer, TakenAway } from '@hovor/protocol/desk';
import { limits } from '@hovor/protocol/limits';
import type { Activity, SessionDetail, SharedFile } from '@hovor/protocol/session';
import type { Invitation } from '../src/api/invitations.ts';
import { activity, conversationLines, freshSession, guestLine, iso, me } from './fake-data.ts';

interface Talk {
  detail: SessionDetail;
  lines: Activity[];
  unread: number;
  acwDraft: MySession['acwDraft'];
}

export type Push = <Name extends keyof DeskPushes>(name: Name, data: DeskPushes[Name]) => void;

/** A refusal in the server's words. */
export class FakeProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string> | undefined;
  constructor(status: number, code: string, fields?: Record<string, string>, detail = code) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/**
 * The state of a desk in memory and everything that can happen to it: what the operator does comes in by HTTP and
 * socket, what clients do is called by tests. One operator, one tenant, no storage.
 */
export function createFakeDesk(push: Push) {
  const talks = new Map<number, Talk>();
  const offers = new Map<number, Offer>();
  const invitations: Invitation[] = [];
  const forwards: Record<string, unknown>[] = [];
  let nextId = 501;
  let state: DeskSnapshot['state'] = {
    userId: me.userId,
    kind: 'ONLINE',
    awayReasonId: null,
    awayReason: null,
    note: null,
    changed: iso(Date.now()),
    forced: false,
  };
  let channels: DeskSnapshot['channels'] = [
    { channel: 'Mluvii', enabled: true },
    { channel: 'WhatsApp', enabled: true },
  ];
  let acwLasts = 60_000;

  const talkOf = (id: number): Talk => {
    const talk = talks.get(id);
    if (!talk) throw new FakeProblem(404, 'not-found');
    return talk;
  };
  const isMine = ({ detail }: Talk) =>
    detail.status !== 'CLOSED' && detail.operators.some((operator) => operator.userId === me.userId);
  const row = ({ detail, unread, acwDraft }: Talk): MySession => ({ ...detail, unread, acwDraft });
  const slots = () => ({ live: { used: [...talks.values()].filter(isMine).length, total: 5 } });

  function changed(talk: Talk) {
    if (isMine(talk)) push('session', row(talk));
    push('detail', talk.detail);
    push('changed', { topic: 'sessions', ids: [talk.detail.id] });
  }

  function append(talk: Talk, about: Partial<Activity>): Activity {
    const line = activity(talk.detail.id, talk.lines.length + 1, Date.now(), about);
    talk.lines.push(line);
    const words = line.text ?? line.file?.name ?? null;
    talk.detail = { ...talk.detail, lastSeq: line.seq, ...(words && { lastText: words, lastAt: line.at }) };
    push('activities', { sessionId: talk.detail.id, activities: [line] });
    push('changed', { topic: 'sessions', ids: [talk.detail.id] });
    return line;
  }

  function say(talk: Talk, about: Partial<Activity>): Activity {
    const line = append(talk, about);
    const mine = line.client === 'User';
    talk.detail = { ...talk.detail, unansweredSince: mine ? null : (talk.detail.unansweredSince ?? line.at) };
    if (!mine) talk.unread++;
    if (isMine(talk)) push('session', row(talk));
    return line;
  }

  const desk = {
    snapshot: (): DeskSnapshot => ({
      state,
      channels,
      slots: slots(),
      offers: [...offers.values()],
      sessions: [...talks.values()].filter(isMine).map(row),
    }),
    detail: (id: number) => talkOf(id).detail,
    page(id: number, { after, before }: { after?: number; before?: number }): Activity[] {
      const { lines } = talkOf(id);
      if (after) return lines.filter((line) => line.seq > after).slice(0, limits.activitiesPage);
      return lines.filter((line) => before === undefined || line.seq < before).slice(-limits.activitiesPage);
    },
    firstPage: (id: number) => talkOf(id).lines.slice(0, limits.activitiesPage),
    all: () => [...talks.values()].map(({ detail }) => detail),
    ended: () => [...talks.values()].map(({ detail }) => detail).filter((detail) => detail.status === 'CLOSED'),
    guestSessions: (id: number) =>
      desk.ended().filter((detail) => detail.guestId === talkOf(id).detail.guestId && detail.id !== id),

    setState(kind: DeskSnapshot['state']['kind'], awayReasonId: number | null, awayReason: string | null) {
      state = { ...state, kind, awayReasonId, awayReason, changed: iso(Date.now()) };
      push('state', state);
      return state;
    },
    setChannel(channel: string, enabled: boolean) {
      channels = channels.map((each) => (each.channel === channel ? { ...each, enabled } : each));
      push('channels', channels);
      return channels;
    },
    accept(id: number): SessionDetail {
      if (!offers.delete(id)) throw new FakeProblem(409, 'offer-gone');
      const talk = talkOf(id);
      const operator = { userId: me.userId, name: 'Anna Nováková', joined: iso(Date.now()) };
      talk.detail = {
        ...talk.detail,
        status: 'ACTIVE',
        operators: [...talk.detail.operators, { ...operator, left: null, concluded: null, acwUntil: null }],
      };
      push('offerGone', { sessionId: id, reason: 'accepted' });
      append(talk, { type: 'Joined', client: 'User', userId: me.userId, userName: 'Anna Nováková' });
      changed(talk);
      push('slots', slots());
      return talk.detail;
    },
    decline(id: number) {
      if (!offers.delete(id)) throw new FakeProblem(409, 'offer-gone');
      push('offerGone', { sessionId: id, reason: 'declined' });
    },
    forward(id: number, body: Record<string, unknown>) {
      const talk = talkOf(id);
      forwards.push({ id, ...body });
      if (offers.delete(id)) push('offerGone', { sessionId: id, reason: 'declined' });
      talk.detail = { ...talk.detail, status: 'IN_QUEUE', operators: [] };
      push('sessionGone', { sessionId: id });
      push('slots', slots());
    },
    invite(id: number, { userId, note }: Record<string, unknown>) {
      const by = 'Anna Nováková';
      const operators = ['Boris Malý'];
      append(talkOf(id), {
        ...{ type: 'OperatorInvited', client: 'User', userId: me.userId, userName: by },
        colleague: { kind: 'operator', name: 'Boris Malý', note: note as string | null },
      });
      const invite = { inviteId: Number(userId), group: null, operators, by, at: iso(Date.now()) };
      desk.change(id, (detail) => ({ invites: [...detail.invites, invite] }));
    },
    cancelInvite(id: number, inviteId: number) {
      desk.change(id, (detail) => ({ invites: detail.invites.filter((each) => each.inviteId !== inviteId) }));
    },
    kick(id: number, userId: number) {
      desk.change(id, (detail) => ({ operators: detail.operators.filter((each) => each.userId !== userId) }));
    },
    invitations,
    makeInvitation({ once, seconds }: Record<string, unknown>) {
      const number = String(100_000 + Math.floor(Math.random() * 900_000));
      const life = once ? 2_592_000 : Number(seconds);
      const made = {
        ...{ id: nextId++, number, url: `https://hovor.example/CallShow/${number}`, once: once === true, uses: 0 },
        ...{ created: iso(Date.now()), expires: iso(Date.now() + life * 1000) },
      };
      invitations.unshift(made);
      return made;
    },
    /** What was forwarded, as the workspace asked for it. */
    forwards,
    end(id: number) {
      const talk = talkOf(id);
      const now = Date.now();
      append(talk, { type: 'SessionEnded', terminationReason: 'OperatorLeft' });
      const operators = talk.detail.operators.map((operator) => ({
        ...operator,
        left: iso(now),
        acwUntil: iso(now + acwLasts),
      }));
      talk.detail = {
        ...talk.detail,
        status: 'ACW',
        ended: iso(now),
        terminationReason: 'OperatorLeft',
        unansweredSince: null,
        operators,
      };
      changed(talk);
    },
    saveAcw(id: number, form: NonNullable<MySession['acwDraft']>) {
      talkOf(id).acwDraft = form;
    },
    conclude(id: number, form: NonNullable<MySession['acwDraft']>) {
      const talk = talkOf(id);
      const operators = talk.detail.operators.map((operator) => ({ ...operator, concluded: iso(Date.now()) }));
      talk.detail = { ...talk.detail, status: 'CLOSED', result: form.result, note: form.note, operators };
      push('sessionGone', { sessionId: id });
      push('slots', slots());
    },
    send(id: number, messageId: string, text: string) {
      const talk = talkOf(id);
      const known = talk.lines.find((line) => line.messageId === messageId);
      if (known) return { seq: known.seq, at: known.at };
      if (talk.detail.status !== 'ACTIVE') throw new FakeProblem(409, 'session-ended');
      const about = { client: 'User', userId: me.userId, userName: 'Anna Nováková', messageId, text } as const;
      const line = say(talk, about);
      return { seq: line.seq, at: line.at };
    },
    addFile(id: number, messageId: string, file: SharedFile) {
      const about = { client: 'User', userId: me.userId, userName: 'Anna Nováková', messageId, file } as const;
      return { seq: say(talkOf(id), { type: 'SharedFile', ...about }).seq };
    },
    read(id: number, seq: number) {
      const talk = talkOf(id);
      talk.unread = 0;
      talk.detail = { ...talk.detail, receipts: { ...talk.detail.receipts, operatorRead: seq } };
      if (isMine(talk)) push('session', row(talk));
    },
    change(id: number, part: (detail: SessionDetail) => Partial<SessionDetail>) {
      const talk = talkOf(id);
      talk.detail = { ...talk.detail, ...part(talk.detail) };
      changed(talk);
      return talk.detail;
    },

    /** A client enters the queue and is offered to the operator. */
    offer(about: Partial<SessionDetail> & { says?: string[]; waits?: number; toAccept?: number } = {}): number {
      const { says = [], waits = 0, toAccept = 30_000, ...part } = about;
      const id = nextId++;
      const since = iso(Date.now() - waits);
      const detail = freshSession(id, { enteredQueue: since, created: since, ...part });
      const talk: Talk = { detail, lines: [], unread: 0, acwDraft: null };
      talks.set(id, talk);
      append(talk, { type: 'Joined', client: 'Guest' });
      for (const text of says) say(talk, { client: 'Guest', text, messageId: crypto.randomUUID() });
      const offer: Offer = {
        session: talk.detail,
        groupId: 5,
        groupName: 'First line',
        offered: iso(Date.now() - Math.min(waits, toAccept)),
        expires: iso(Date.now() - Math.min(waits, toAccept) + toAccept),
        params: [{ name: 'orderNumber', label: 'Order', value: `2024-${11000 + id}` }],
        preview: says,
      };
      offers.set(id, offer);
      push('offer', offer);
      return id;
    },
    /** A conversation of the operator that has been going on. */
    running(messages: number, about: Partial<SessionDetail> = {}): number {
      const id = nextId++;
      const until = about.lastAt ? Date.parse(about.lastAt) : Date.now();
      const lines = conversationLines(id, messages, until);
      const last = lines.at(-1);
      const joined = iso(until - messages * 30_000);
      const detail = freshSession(id, {
        status: 'ACTIVE',
        started: joined,
        enteredQueue: joined,
        lastSeq: lines.length,
        lastText: last?.text ?? null,
        lastAt: last?.at ?? null,
        unansweredSince: last?.client === 'Guest' ? (last?.at ?? null) : null,
        operators: [{ userId: me.userId, name: 'Anna Nováková', joined, left: null, concluded: null, acwUntil: null }],
        receipts: { guestDelivered: lines.length, guestRead: lines.length, operatorRead: lines.length },
        ...about,
      });
      talks.set(id, { detail, lines, unread: last?.client === 'Guest' ? 1 + (id % 3) : 0, acwDraft: null });
      return id;
    },
    /** A conversation of the past. */
    past(messages: number, daysAgo: number, about: Partial<SessionDetail> = {}): number {
      const end = Date.now() - daysAgo * 86_400_000;
      const id = desk.running(messages, { lastAt: iso(end) });
      const talk = talkOf(id);
      talk.detail = {
        ...talk.detail,
        status: 'CLOSED',
        created: iso(end - messages * 30_000),
        ended: iso(end),
        terminationReason: 'OperatorLeft',
        unansweredSince: null,
        result: 'Solved',
        feedbackStars: id % 2 ? 5 : null,
        feedbackScale: 'Likert',
        ...about,
      };
      return id;
    },
    guestSays: (id: number, text: string) =>
      say(talkOf(id), { client: 'Guest', text, messageId: crypto.randomUUID() }).seq,
    guestPlace(id: number, position: string) {
      say(talkOf(id), { type: 'Location', client: 'Guest', text: position });
    },
    /** A line of a chatbot, from before the operator came. */
    botLine(id: number, about: Partial<Activity>) {
      say(talkOf(id), { client: 'Chatbot', ...about });
    },
    guestSends(id: number, file: SharedFile) {
      say(talkOf(id), { type: 'SharedFile', client: 'Guest', file, messageId: crypto.randomUUID() });
    },
    guestTypes: (id: number, typing: boolean) => push('typing', { sessionId: id, userId: null, typing }),
    guestReads(id: number) {
      const talk = talkOf(id);
      const receipts = { ...talk.detail.receipts, guestDelivered: talk.lines.length, guestRead: talk.lines.length };
      talk.detail = { ...talk.detail, receipts };
      push('receipts', { sessionId: id, receipts });
    },
    guestLost(id: number) {
      desk.change(id, () => ({ guestLost: iso(Date.now()) }));
    },
    /** A colleague asks the operator into a conversation. */
    invited(id: number, by: string, note: string | null) {
      const { detail } = talkOf(id);
      const now = iso(Date.now());
      const offer: Offer = {
        ...{ session: detail, groupId: null, groupName: null, offered: now, expires: now },
        ...{ params: [], preview: [], invite: { by, note } },
      };
      offers.set(id, offer);
      push('offer', offer);
    },
    /** The operator's own forward comes back. */
    comesBack(id: number, returned: NonNullable<Offer['returned']>) {
      const offer = { ...(offers.get(id) as Offer), returned };
      offers.set(id, offer);
      push('offer', offer);
    },
    /** Somebody takes a conversation of the operator away. */
    takenAway(id: number, taken: TakenAway) {
      const talk = talkOf(id);
      talk.detail = { ...talk.detail, operators: [] };
      push('sessionGone', { sessionId: id, taken });
    },
    /** Somebody else was faster. */
    taken(id: number) {
      offers.delete(id);
      push('offerGone', { sessionId: id, reason: 'taken' });
    },
    setAcw(milliseconds: number) {
      acwLasts = milliseconds;
    },
    lines: (id: number) => talkOf(id).lines,
    /** A believable morning: some wait, some talk, one is being finished, many are over. */
    fill() {
      for (let days = 1; days <= 130; days++) desk.past(4 + (days % 9), days / 3);
      desk.running(34);
      desk.running(12);
      desk.running(6);
      const finishing = desk.running(8);
      desk.end(finishing);
      desk.offer({ says: [guestLine(0), guestLine(1)], waits: 42_000 });
      desk.offer({ says: [], waits: 12_000 });
    },
  };
  return desk;
}

export type FakeDesk = ReturnType<typeof createFakeDesk>;
