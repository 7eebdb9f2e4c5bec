import { BotInSession } from './bot.ts';
import { sessionStatuses, terminationReasons } from './enums.ts';
import { limits } from './limits.ts';
import { Closed, Id, Language, MessageText, Nullable, OneOf, type Static, Time, Type, Uuid } from './schema.ts';
import { type Activity, OperatorFace, PackageStateSchema, Receipts } from './session.ts';

/**
 * What the widget says to the server and hears from it.
 *
 * HTTP (all below /widget, CORS open, no cookies):
 *   GET  /widget/OOWidget.js                        the loader
 *   GET  /widget/config?company=&tenant=&preset=&language=   WidgetConfig
 *   POST /widget/guest          GuestRequest → GuestCredentials   a new or the known guest
 *   POST /widget/sessions       StartSession → GuestSession       enters the queue; the running session if there is one
 *   POST /widget/sessions/:sessionId/end                          the client leaves
 *   POST /widget/sessions/:sessionId/feedback   Feedback
 *   POST /widget/sessions/:sessionId/files      multipart (messageId, file) → { seq }
 *   GET  /widget/sessions/:sessionId/files/:fileId
 *   GET  /widget/sessions       ?scope=  → GuestSession[]         the guest's own sessions of this scope, newest first
 *   GET  /widget/sessions/:sessionId/activities?after=|before=    → Activity[]
 *   POST /widget/offline-messages   OfflineMessage
 * All but the first two carry `Authorization: Bearer {guest token}`.
 *
 * Socket /widget/socket; first command `hello` within 10 s.
 */

export const Guid = Type.String({ pattern: '^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$' });

/** Which package a page asked for by `init` (WG-JS-2). */
export const PackageAddress = Closed({
  company: Guid,
  tenant: Type.Optional(Nullable(Id)),
  preset: Type.Optional(Nullable(Type.String({ maxLength: limits.nameLength }))),
  language: Type.Optional(Nullable(Language)),
});
export type PackageAddress = Static<typeof PackageAddress>;

const Need = OneOf(['hidden', 'optional', 'required']);

export const FormSettings = Closed({
  enabled: Type.Boolean(),
  name: Need,
  email: Need,
  phone: Need,
  consent: Type.Boolean(),
  /** Version stored with the session (SEC-GD-2). */
  consentVersion: Type.String(),
});

/** What the button and the panel need to draw themselves, in one language. */
export const WidgetConfig = Closed({
  company: Guid,
  tenantId: Id,
  presetId: Id,
  preset: Type.String(),
  language: Type.String(),
  state: PackageStateSchema,
  button: Closed({
    visible: Type.Boolean(),
    position: OneOf(['right', 'left']),
    offsetX: Type.Integer(),
    offsetY: Type.Integer(),
    zIndex: Type.Integer(),
    hideWhenOffline: Type.Boolean(),
    color: Type.String(),
  }),
  window: Closed({
    title: Type.String(),
    color: Type.String(),
    logoUrl: Nullable(Type.String()),
    fileUpload: Type.Boolean(),
    emoji: Type.Boolean(),
    sound: Type.Boolean(),
  }),
  entryForm: FormSettings,
  feedbackForm: Closed({ enabled: Type.Boolean(), stars: Type.Integer() }),
  /** What is asked beside the message while nobody is here. When e-mail and phone are hidden, the e-mail is asked. */
  offlineForm: Closed({ name: Need, email: Need, phone: Need }),
  /** Texts an administrator changed; the panel has its own for all others. */
  texts: Type.Record(Type.String(), Type.String()),
  acceptedFileTypes: Type.Array(Type.String()),
  /** A click on the button opens the conversation at once, because a chatbot takes it (AD-CB-2). */
  autoStart: Type.Optional(Type.Boolean()),
});
export type WidgetConfig = Static<typeof WidgetConfig>;

export const GuestRequest = Closed({
  ...PackageAddress.properties,
  /** Credentials kept from an earlier visit; unknown ones are answered with a new guest, never with an error. */
  token: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
});

export const GuestCredentials = Closed({
  /** Value of the cookie `tgid`. */
  guestGuid: Uuid,
  /** Secret; never leaves the browser but to this server. */
  token: Type.String(),
});
export type GuestCredentials = Static<typeof GuestCredentials>;

export const StartSession = Closed({
  presetId: Id,
  language: Language,
  scope: Type.String({ maxLength: limits.scopeLength }),
  url: Type.String({ maxLength: limits.urlLength }),
  name: Type.Optional(Nullable(Type.String({ maxLength: limits.nameLength }))),
  email: Type.Optional(Nullable(Type.String({ maxLength: limits.emailLength }))),
  phone: Type.Optional(Nullable(Type.String({ maxLength: limits.phoneLength }))),
  consentVersion: Type.Optional(Nullable(Type.String({ maxLength: 50 }))),
  /** Number of the invitation the client came by (WG-JS-11): the session goes to its operator. */
  invitation: Type.Optional(Nullable(Type.String({ maxLength: limits.invitationNumberLength }))),
  /** Parameters the page added (`addCustomData`). */
  params: Type.Record(
    Type.String({ minLength: 1, maxLength: limits.paramNameLength }),
    Type.String({ maxLength: limits.paramValueLength }),
    { maxProperties: limits.paramsPerSession },
  ),
});
export type StartSession = Static<typeof StartSession>;

/** The client's view of a session. */
export const GuestSession = Closed({
  id: Id,
  presetId: Nullable(Id),
  scope: Type.String(),
  status: OneOf(sessionStatuses),
  created: Time,
  started: Nullable(Time),
  ended: Nullable(Time),
  terminationReason: Nullable(OneOf(terminationReasons)),
  /** Place in the queue from 1; null when not waiting. */
  place: Nullable(Type.Integer()),
  /** Estimated seconds to wait from the group's recent flow; null = we cannot tell. */
  estimatedWait: Nullable(Type.Integer()),
  operators: Type.Array(OperatorFace),
  lastSeq: Type.Integer(),
  receipts: Receipts,
  feedbackGiven: Type.Boolean(),
  /** The chatbot that talks with the client now, and what it allows and asks for. */
  bot: Type.Optional(Nullable(BotInSession)),
});
export type GuestSession = Static<typeof GuestSession>;

export const Feedback = Closed({
  stars: Nullable(Type.Integer({ minimum: 1, maximum: 10 })),
  text: Nullable(Type.String({ maxLength: limits.feedbackLength })),
});

export const OfflineMessage = Closed({
  presetId: Id,
  language: Language,
  url: Type.String({ maxLength: limits.urlLength }),
  name: Nullable(Type.String({ maxLength: limits.nameLength })),
  email: Nullable(Type.String({ maxLength: limits.emailLength })),
  phone: Nullable(Type.String({ maxLength: limits.phoneLength })),
  message: Type.String({ minLength: 1, maxLength: limits.offlineMessageLength, pattern: '\\S' }),
});
export type OfflineMessage = Static<typeof OfflineMessage>;

/** Commands of the guest's socket: arguments by name. */
export const guestCommands = {
  /**
   * Opens the connection for a package; with `token` also for a guest. `after` maps session ids to the highest seq the
   * client already has; the answer brings the rest. → GuestWelcome
   */
  hello: Closed({
    ...PackageAddress.properties,
    token: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
    scope: Type.Optional(Type.String({ maxLength: limits.scopeLength })),
    after: Type.Optional(Closed({ sessionId: Id, seq: Type.Integer({ minimum: 0 }) })),
  }),
  /** Stores a message. Sending the same messageId again stores nothing and answers the same. → { seq, at } */
  send: Closed({ sessionId: Id, messageId: Uuid, text: MessageText }),
  /** The client is typing (true) or stopped (false). Not stored. → null */
  typing: Closed({ sessionId: Id, typing: Type.Boolean() }),
  /** The client has on screen everything up to seq. → null */
  read: Closed({ sessionId: Id, seq: Type.Integer({ minimum: 0 }) }),
  /** Sets (text) or removes (null) session parameters while the session runs. → null */
  setParams: Closed({
    sessionId: Id,
    params: Type.Record(
      Type.String({ minLength: 1, maxLength: limits.paramNameLength }),
      Nullable(Type.String({ maxLength: limits.paramValueLength })),
      { maxProperties: limits.paramsPerSession },
    ),
  }),
  /** Answers what the bot asked for (`bot.asks`): the position, or no. A file is answered by its upload. → null */
  answerBot: Closed({
    sessionId: Id,
    position: Nullable(
      Closed({
        latitude: Type.Number({ minimum: -90, maximum: 90 }),
        longitude: Type.Number({ minimum: -180, maximum: 180 }),
      }),
    ),
  }),
  /** The client moved to another page of the site. → null */
  page: Closed({ sessionId: Id, url: Type.String({ maxLength: limits.urlLength }) }),
} as const;

export interface GuestWelcome {
  state: Static<typeof PackageStateSchema>;
  /** Whether the package shows its button now; the configuration may be older. */
  buttonVisible: boolean;
  /** The guest's running session of this package and scope, or its last one still open to feedback; else null. */
  session: GuestSession | null;
  /** Activities of that session after the seq the client named (all of the newest page if it named none). */
  activities: Activity[];
}

/** Pushes of the guest's socket: data by name. */
export interface GuestPushes {
  /** State of the package changed. */
  state: Static<typeof PackageStateSchema>;
  /** An administrator or an integration hid or showed the button (API-WID-2). */
  button: { buttonVisible: boolean };
  /** The session changed (status, place, operators, receipts). */
  session: GuestSession;
  /** New lines, ascending and gapless from what this connection had. */
  activities: Activity[];
  /** An operator is typing; null = the chatbot is. */
  typing: { sessionId: number; userId: number | null; typing: boolean };
}
