import { BotMessage } from './bot.ts';
import {
  activityTypes,
  callParamSources,
  clientTypes,
  feedbackScales,
  guestBrowsers,
  guestLeftStates,
  guestSystems,
  packageStates,
  sessionChannels,
  sessionSources,
  sessionStatuses,
  terminationReasons,
} from './enums.ts';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type, Uuid } from './schema.ts';

/** Shapes of a conversation as workspace and widget see it. */

/** An operator as clients may see it: nickname or name, position, photo. */
export const OperatorFace = Closed({
  userId: Id,
  name: Type.String(),
  position: Nullable(Type.String()),
  photoUrl: Nullable(Type.String()),
});
export type OperatorFace = Static<typeof OperatorFace>;

export const SharedFile = Closed({
  id: Id,
  name: Type.String(),
  contentType: Type.String(),
  size: Type.Integer(),
  /** Address relative to the server's origin; answers only who may see the session. */
  url: Type.String(),
  isImage: Type.Boolean(),
  isDeleted: Type.Boolean(),
});
export type SharedFile = Static<typeof SharedFile>;

/**
 * One line of a transcript. `seq` is gapless within a session and gives the one order all readers see; `messageId` is
 * the id its sender made, so a sender recognises its own line and a retry stores nothing twice.
 */
export const Activity = Closed({
  id: Id,
  sessionId: Id,
  seq: Type.Integer({ minimum: 1 }),
  type: OneOf(activityTypes),
  at: Time,
  /** Kind of the sender; null = the system. */
  client: Nullable(OneOf(clientTypes)),
  userId: Nullable(Id),
  /** Name of the sending operator as clients see it; null for others. */
  userName: Nullable(Type.String()),
  messageId: Nullable(Uuid),
  text: Nullable(Type.String()),
  file: Nullable(SharedFile),
  /** With SessionEnded. */
  terminationReason: Nullable(OneOf(terminationReasons)),
  /** With SessionForwarded: to whom; clients do not get the note. */
  forward: Type.Optional(
    Closed({ to: OneOf(['group', 'operator', 'chatbot']), name: Type.String(), note: Nullable(Type.String()) }),
  ),
  /** With OperatorInvited, -InviteCanceled, -InviteRejected and -Kicked: whom it is about. Clients do not get it. */
  colleague: Type.Optional(
    Closed({ kind: OneOf(['group', 'operator']), name: Type.String(), note: Nullable(Type.String()) }),
  ),
  /** The chatbot that wrote, joined or left; `message` with ChatbotMessage. */
  chatbot: Type.Optional(Closed({ id: Id, name: Type.String(), message: Nullable(BotMessage) })),
});
export type Activity = Static<typeof Activity>;

/** How far the other side has received and read the transcript, as the highest `seq`. */
export const Receipts = Closed({
  guestDelivered: Type.Integer(),
  guestRead: Type.Integer(),
  operatorRead: Type.Integer(),
});
export type Receipts = Static<typeof Receipts>;

export const Param = Closed({
  name: Type.String(),
  /** Label an administrator gave the parameter; null for undefined names (AD-PA-4). */
  label: Nullable(Type.String()),
  value: Nullable(Type.String()),
  source: OneOf(callParamSources),
  readOnly: Type.Boolean(),
  updated: Time,
});
export type Param = Static<typeof Param>;

export const Tag = Closed({
  id: Id,
  name: Type.String(),
  label: Nullable(Type.String()),
  background: Nullable(Type.String()),
  text: Nullable(Type.String()),
});
export type Tag = Static<typeof Tag>;

export const SessionNote = Closed({
  id: Id,
  userId: Id,
  userName: Type.String(),
  text: Type.String(),
  at: Time,
});
export type SessionNote = Static<typeof SessionNote>;

export const SessionOperator = Closed({
  userId: Id,
  name: Type.String(),
  joined: Time,
  left: Nullable(Time),
  concluded: Nullable(Time),
  /** While this operator is in ACW: when it runs out. */
  acwUntil: Nullable(Time),
});
export type SessionOperator = Static<typeof SessionOperator>;

/** Colleagues asked into a running conversation who have not answered yet (OP-CT-4). */
export const Invite = Closed({
  inviteId: Id,
  /** The group that was asked; null = one operator. */
  group: Nullable(Type.String()),
  operators: Type.Array(Type.String()),
  by: Type.String(),
  at: Time,
});
export type Invite = Static<typeof Invite>;

/** A session in the operator's lists: what fits one row and one ring. */
export const SessionRow = Closed({
  id: Id,
  tenantId: Id,
  status: OneOf(sessionStatuses),
  channel: OneOf(sessionChannels),
  source: OneOf(sessionSources),
  guestId: Id,
  /** Name the client gave, else null. */
  guestName: Nullable(Type.String()),
  guestEmail: Nullable(Type.String()),
  guestPhone: Nullable(Type.String()),
  preset: Nullable(Type.String()),
  language: Nullable(Type.String()),
  os: OneOf(guestSystems),
  browser: OneOf(guestBrowsers),
  url: Nullable(Type.String()),
  created: Time,
  enteredQueue: Nullable(Time),
  started: Nullable(Time),
  ended: Nullable(Time),
  terminationReason: Nullable(OneOf(terminationReasons)),
  guestLeft: OneOf(guestLeftStates),
  /** Since when the client's connection is lost; null = connected or gone for good. */
  guestLost: Nullable(Time),
  operators: Type.Array(SessionOperator),
  lastSeq: Type.Integer(),
  lastText: Nullable(Type.String()),
  lastAt: Nullable(Time),
  /** Time of the oldest client message no operator has answered; null = nothing to answer. */
  unansweredSince: Nullable(Time),
  receipts: Receipts,
  result: Nullable(Type.String()),
  feedbackStars: Nullable(Type.Integer()),
  tags: Type.Array(Tag),
});
export type SessionRow = Static<typeof SessionRow>;

/** A session with everything the client tab shows. */
export const SessionDetail = Closed({
  ...SessionRow.properties,
  params: Type.Array(Param),
  notes: Type.Array(SessionNote),
  invites: Type.Array(Invite),
  /** The note of the session itself (`note` of the ACW form). */
  note: Nullable(Type.String()),
  ip: Nullable(Type.String()),
  feedbackScale: Nullable(OneOf(feedbackScales)),
  feedbackText: Nullable(Type.String()),
});
export type SessionDetail = Static<typeof SessionDetail>;

export const PackageStateSchema = OneOf(packageStates);
