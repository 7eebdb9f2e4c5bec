import { type Channel, channels, type OperatorStateKind, operatorStateKinds } from './enums.ts';
import { limits } from './limits.ts';
import { type BoardChange, boards } from './live.ts';
import type { OperatorState } from './operator-state.ts';
import { Closed, Id, MessageText, Note, Nullable, OneOf, type Static, Time, Type, Uuid } from './schema.ts';
import type { Activity, Receipts, SessionDetail, SessionRow } from './session.ts';

/**
 * What the operator's workspace says to the server and hears from it.
 *
 * HTTP below /app-api, cookie session, JSON. Each answers RFC 9457 problems. Those of the desk:
 *   GET  /app-api/me                                             Me
 *   POST /app-api/tenants/:tenantId/operator-state               SetOperatorState → OperatorState
 *   POST /app-api/tenants/:tenantId/channels                     SetChannel
 *   POST /app-api/sessions/:sessionId/accept                     → SessionDetail (409 offer-gone: somebody else was faster)
 *   POST /app-api/sessions/:sessionId/decline
 *   POST /app-api/sessions/:sessionId/forward                    ForwardSession
 *   GET  /app-api/tenants/:tenantId/forward-targets              ForwardTargets
 *   GET  /app-api/tenants/:tenantId/my-day                       MyDay
 *   GET  /app-api/tenants/:tenantId/no-requests                  NoRequestsReason[]
 *   POST /app-api/sessions/:sessionId/take-over                  → SessionDetail: a supervisor becomes the operator
 *   POST /app-api/sessions/:sessionId/invites                    InviteCollaborator: asked in, answered by accept and decline
 *   DELETE /app-api/sessions/:sessionId/invites/:inviteId        takes it back
 *   DELETE /app-api/sessions/:sessionId/collaborators/:userId    sends a collaborator away
 *   POST /app-api/sessions/:sessionId/leave                      goes while others stay
 *   POST /app-api/sessions/:sessionId/end                        → the session enters ACW for this operator
 *   POST /app-api/sessions/:sessionId/conclude                   Conclude → ACW over
 *   PUT  /app-api/sessions/:sessionId/acw                        Conclude, kept as a draft while ACW runs
 *   GET  /app-api/sessions/:sessionId                            SessionDetail
 *   GET  /app-api/sessions/:sessionId/activities?after=|before=  Activity[] (one page)
 *   GET  /app-api/sessions/:sessionId/guest-sessions             SessionRow[] earlier sessions of this guest
 *   PUT  /app-api/sessions/:sessionId/params                     SetParams → Param[]
 *   PUT/DELETE /app-api/sessions/:sessionId/tags/:tagId ; POST /app-api/sessions/:sessionId/tags {name}
 *   POST /app-api/sessions/:sessionId/notes                      AddNote → SessionNote
 *   POST /app-api/sessions/:sessionId/files                      multipart (messageId, file) → { seq }
 *   GET  /app-api/sessions/:sessionId/files/:fileId
 *   GET  /app-api/tenants/:tenantId/catalogue                    Catalogue
 *   GET  /app-api/tenants/:tenantId/sessions?view=history&before=&search=   SessionRow[]
 *   GET  /app-api/tenants/:tenantId/offline-messages ; POST …/offline-messages/:messageId/handle
 *
 * Socket /app-api/socket, authenticated by the cookie at the handshake; first command `hello`.
 */

/** Lists besides the own desk: sessions of the tenant, and one's own exports. */
export const watchTopics = ['sessions', 'exports'] as const;
export type WatchTopic = (typeof watchTopics)[number];

export const deskCommands = {
  /** Opens the desk in one tenant. `open` lists conversations on screen with the seq the client has. → DeskSnapshot */
  hello: Closed({ tenantId: Id }),
  /** Starts live updates of one conversation and brings the lines after `after`. → ConversationPage */
  open: Closed({ sessionId: Id, after: Type.Integer({ minimum: 0 }) }),
  /** Stops them. → null */
  close: Closed({ sessionId: Id }),
  /** Stores a message; idempotent by messageId. → { seq, at } */
  send: Closed({ sessionId: Id, messageId: Uuid, text: MessageText }),
  /** → null */
  typing: Closed({ sessionId: Id, typing: Type.Boolean() }),
  /** This operator has on screen everything up to seq. → null */
  read: Closed({ sessionId: Id, seq: Type.Integer({ minimum: 0 }) }),
  /** Replaces the lists whose changes this connection is told (`changed`); needs no `hello`. No topics ends it. → null */
  watch: Closed({ tenantId: Id, topics: Type.Array(OneOf(watchTopics), { maxItems: watchTopics.length }) }),
  /** Starts or ends one live board of a tenant on this connection (protocol/live.ts). → BoardChange with all rows, or null */
  board: Closed({ tenantId: Id, board: OneOf(boards), on: Type.Boolean() }),
  /** Proves to a quiet workspace that the line still works. → null */
  ping: Closed({}),
} as const;

export const SetOperatorState = Closed({
  kind: OneOf(['ONLINE', 'AWAY', 'BREAK']),
  /** With BREAK: the away reason. */
  awayReasonId: Type.Optional(Nullable(Id)),
  note: Type.Optional(Nullable(Type.String({ maxLength: 500 }))),
});

export const SetChannel = Closed({ channel: OneOf(channels), enabled: Type.Boolean() });

export const Conclude = Closed({
  result: Nullable(Type.String({ maxLength: limits.nameLength })),
  note: Nullable(Note),
});

/** To a group, one operator or a chatbot (OP-ES-2, OP-ES-6); exactly one of them. The note is for whoever takes it. */
export const ForwardSession = Closed({
  groupId: Type.Optional(Nullable(Id)),
  userId: Type.Optional(Nullable(Id)),
  chatbotId: Type.Optional(Nullable(Id)),
  note: Type.Optional(Nullable(Note)),
});

/** Asks an operator, or the members of a group who are here, into a running conversation (OP-CT-4); one of the two. */
export const InviteCollaborator = Closed({
  groupId: Type.Optional(Nullable(Id)),
  userId: Type.Optional(Nullable(Id)),
  note: Type.Optional(Nullable(Note)),
});

/** Who can be forwarded to: groups with somebody logged in, those operators, chatbots (OP-ES-3, OP-ES-4, OP-ES-6). */
export const ForwardTargets = Closed({
  groups: Type.Array(
    Closed({
      id: Id,
      name: Type.String(),
      online: Type.Integer(),
      /** Logged in, with no free slot. */
      busy: Type.Integer(),
      away: Type.Integer(),
      /** Clients in the group's queue. */
      waiting: Type.Integer(),
      operators: Type.Array(
        Closed({
          userId: Id,
          name: Type.String(),
          state: OneOf(['online', 'busy', 'away']),
          /** Clients forwarded to this operator who wait. */
          waiting: Type.Integer(),
        }),
      ),
    }),
  ),
  /** Those that take sessions now. */
  chatbots: Type.Array(Closed({ id: Id, name: Type.String() })),
});
export type ForwardTargets = Static<typeof ForwardTargets>;

export const SetParams = Closed({
  params: Type.Record(
    Type.String({ minLength: 1, maxLength: limits.paramNameLength }),
    Type.String({ maxLength: limits.paramValueLength }),
    { maxProperties: limits.paramsPerSession },
  ),
});

export const AddNote = Closed({ text: Type.String({ minLength: 1, maxLength: limits.noteLength, pattern: '\\S' }) });

/** Time of an operator in each state today (OP-PR-6). Seconds. */
export const MyDay = Closed({
  states: Type.Array(
    Closed({
      kind: OneOf(operatorStateKinds),
      awayReasonId: Nullable(Id),
      awayReason: Nullable(Type.String()),
      paid: Nullable(Type.Boolean()),
      seconds: Type.Integer(),
    }),
  ),
  paidBreaks: Type.Integer(),
  unpaidBreaks: Type.Integer(),
});
export type MyDay = Static<typeof MyDay>;

/** A session offered to this operator: a row of the waiting queue. */
export interface Offer {
  session: SessionRow;
  /** Null when a colleague asks this operator personally. */
  groupId: number | null;
  groupName: string | null;
  offered: string;
  /** End of this operator's time to accept; the circle then grows, the offer stays open. */
  expires: string;
  /** Client preview (AD-AP-1): parameters shown before accepting. Empty when the tenant switched the preview off. */
  params: { name: string; label: string; value: string }[];
  /** Text the client already wrote while waiting, newest last. */
  preview: string[];
  /** Names of the other operators it is offered to, when the tenant shows them (AD-AP-2). */
  others?: string[];
  /** When a colleague or an integration forwarded it: who (null = an integration), and the note. */
  forwarded?: { by: string | null; note: string | null };
  /** A forward of this operator's own that comes back: to whom it went, and why nobody there has it. */
  returned?: { to: string; why: 'not-accepted' | 'nobody-free' | 'target-gone' };
  /** A colleague asks this operator into a running conversation (OP-CT-4); `expires` says nothing then. */
  invite?: { by: string; note: string | null };
}

/** A session of mine: running or in ACW. */
export interface MySession extends SessionRow {
  /** Client messages after what I have read. */
  unread: number;
  /** ACW draft kept by the server. */
  acwDraft: Static<typeof Conclude> | null;
}

export interface DeskSnapshot {
  state: OperatorState;
  channels: { channel: Channel; enabled: boolean }[];
  slots: { live: { used: number; total: number } };
  offers: Offer[];
  sessions: MySession[];
}

export interface ConversationPage {
  session: SessionDetail;
  /** Ascending by seq: all after `after`, or the newest page when `after` is 0. */
  activities: Activity[];
  /** True when older lines exist before the first one here. */
  more: boolean;
}

/** Why a session left the list otherwise than by this operator's own hand. */
export interface TakenAway {
  why: 'takenOver' | 'rerouted' | 'kicked';
  /** Who did it; null = an integration. */
  by: string | null;
}

/** Pushes of the operator's socket: data by name. */
export interface DeskPushes {
  /** An offer appeared or changed. */
  offer: Offer;
  /** An offer is gone: accepted by me or by others, declined, withdrawn, client left. */
  offerGone: { sessionId: number; reason: 'accepted' | 'declined' | 'withdrawn' | 'taken' | 'ended' };
  /** One of my sessions appeared or changed. */
  session: MySession;
  /** A session left my list (concluded). */
  sessionGone: { sessionId: number; taken?: TakenAway };
  /** Detail of an open conversation changed (params, tags, notes, client data). */
  detail: SessionDetail;
  /** New lines of an open conversation, ascending and gapless from what this connection had. */
  activities: { sessionId: number; activities: Activity[] };
  receipts: { sessionId: number; receipts: Static<typeof Receipts> };
  /** The client (userId null) or another operator is typing. */
  typing: { sessionId: number; userId: number | null; typing: boolean };
  state: OperatorState;
  channels: DeskSnapshot['channels'];
  slots: DeskSnapshot['slots'];
  /** Of a watched list these members changed (null = any may have); who shows them reads them again. */
  changed: { topic: WatchTopic; ids: number[] | null };
  /** Rows of a live board that changed. */
  board: BoardChange;
}

/** The logged-in user, for the workspace's frame and menu. */
export interface Me {
  userId: number;
  companyId: number;
  companyName: string;
  username: string;
  firstName: string;
  lastName: string;
  email: string;
  language: string | null;
  timezone: string;
  globalRoles: string[];
  tenants: { id: number; name: string; roles: string[]; displayName: string; photoUrl: string | null }[];
  demo: boolean;
}

/** What the forms of a tenant's desk choose from. */
export interface Catalogue {
  awayReasons: { id: number; name: string; paid: boolean; color: string | null }[];
  results: { id: number; name: string }[];
  tags: { id: number; name: string; label: string | null; background: string | null; text: string | null }[];
  parameters: { name: string; label: string }[];
  groups: { id: number; name: string }[];
  operatorsMaySwitchChannels: boolean;
  operatorsMayCreateTags: boolean;
  operatorsMayDeleteContacts: boolean;
  /** Minutes without doing anything after which people are logged out; null = never (AD-CO-1). */
  logoutWhenIdleMinutes: number | null;
  /** And as soon as the screen is locked. */
  logoutWhenLocked: boolean;
  /** A conversation is closed with a session result only (AD-AP-13). */
  resultRequired: boolean;
}

export { type NoRequestsReason, noRequestsReasons, OperatorState } from './operator-state.ts';
export type { OperatorStateKind };
export { Time };
