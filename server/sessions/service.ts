import type { Readable } from 'node:stream';
import type { MySession } from '@hovor/protocol/desk';
import type { TerminationReason } from '@hovor/protocol/enums';
import type { GuestSession, OfflineMessage as OfflineForm } from '@hovor/protocol/guest';
import type { Activity, Param, Receipts, SessionDetail, SessionNote, SessionRow, Tag } from '@hovor/protocol/session';
import type { Static } from 'typebox';
import type { Contact } from '../contacts/schema.ts';
import type { FileStore } from '../foundation/files/store.ts';
import type { Actor, GuestActor, SystemActor, UserActor } from '../foundation/security/actor.ts';
import type { Store, Unit } from '../foundation/transact.ts';
import { lockSession, lockSessions } from './access.ts';
import { createAcw } from './acw.ts';
import type { BotContent } from './bot-message.ts';
import {
  askLocation,
  type BotOutcome,
  chatbotHere,
  chatbotSays,
  createBotSide,
  joinChatbot,
  leaveChatbot,
  switchForChatbot,
} from './bots.ts';
import { createClientData } from './client-data.ts';
import type { EndedAsk, NewAsk } from './collaborator-queries.ts';
import { answerInvite, askCollaborators, cancelInvite, kick, lockToCollaborate } from './collaborators.ts';
import { createSessionContacts, type SessionContact } from './contacts.ts';
import { createFiles } from './files.ts';
import { createGuestSide } from './guest-side.ts';
import {
  closeWithin,
  createLifecycle,
  endWithin,
  handOver,
  join,
  lockToErase,
  lockToForward,
  lockToTakeOver,
  toQueue,
  toWaiting,
} from './lifecycle.ts';
import { createListening } from './listening.ts';
import { createMessageWriter } from './messages.ts';
import { createOffline, type OfflineMessageRow } from './offline.ts';
import { createReads } from './reads.ts';
import type {
  ActivityData,
  AcwForm,
  BotStay,
  BotSwitches,
  FileRemoval,
  GivenFeedback,
  Handover,
  OpenedFile,
  Page,
  SessionRecord,
  SetParamsOptions,
  StartInput,
  Stored,
} from './schema.ts';
import { createStart } from './start.ts';
import { createTimers } from './timers.ts';

/** The conversations of a company: life cycle, transcript, client data. One transaction for each use case. */
export interface Sessions {
  /**
   * Puts the guest into the queue of a package (OP-SS-5). A guest has at most one running session per package
   * (invariant 3): with `created: false` the id is that of the running one.
   */
  start(actor: GuestActor, input: StartInput): Promise<{ id: number; created: boolean }>;

  // In the transaction of another room (routing). All of them need the record `lockSession` gave in the same unit.
  /** Locks a session for this unit; the order of the event log rests on it. @throws not-found outside the company */
  lockSession(unit: Unit, companyId: number, sessionId: number): Promise<SessionRecord>;
  /** Several of one company, those that exist, in the order of their ids. */
  lockSessions(unit: Unit, companyId: number, sessionIds: readonly number[]): Promise<Map<number, SessionRecord>>;
  /** Offered to somebody now: IN_QUEUE → WAITING. */
  toWaiting(unit: Unit, sessions: readonly SessionRecord[]): Promise<void>;
  /** Nobody holds an offer any more: WAITING → IN_QUEUE. */
  toQueue(unit: Unit, sessions: readonly SessionRecord[]): Promise<void>;
  /** An operator is in; the first makes the session ACTIVE. Joining twice is joining once. @throws session-ended */
  join(unit: Unit, session: SessionRecord, userId: number, how?: { autoAccepted?: boolean }): Promise<void>;
  /** Locks a session for who may send it on. @throws not-found, not-permitted, session-ended */
  lockToForward(unit: Unit, sessionId: number): Promise<SessionRecord>;
  /** Locks a session for a supervisor who becomes its operator. @throws not-found, not-permitted, session-ended, conflict */
  lockToTakeOver(unit: Unit, sessionId: number): Promise<SessionRecord>;
  /** Forwarded: everybody who is here is concluded, the session is IN_QUEUE again. @throws session-ended */
  handOver(unit: Unit, session: SessionRecord, handover: Handover): Promise<void>;
  /** The same as `end`, inside a unit that already holds the lock. */
  endWithin(unit: Unit, session: SessionRecord, reason: TerminationReason): Promise<void>;

  /** Locks a conversation for who brings others in. @throws not-found, not-permitted, session-ended, conflict */
  lockToCollaborate(unit: Unit, sessionId: number): Promise<SessionRecord>;
  /** Asks operators in, as one invitation; `data` names them in its line. */
  askCollaborators(
    unit: Unit,
    session: SessionRecord,
    asked: NewAsk & { userIds: readonly number[]; data: ActivityData },
  ): Promise<void>;
  /** Takes an invitation back. @returns who had not answered yet; empty = it was over */
  cancelInvite(unit: Unit, session: SessionRecord, inviteId: number, userId: number): Promise<EndedAsk[]>;
  /** An operator's yes or no to being asked in; a yes is followed by `join`. null = nobody asks (any more) */
  answerInvite(
    unit: Unit,
    session: SessionRecord,
    userId: number,
    outcome: 'accepted' | 'rejected',
  ): Promise<EndedAsk | null>;
  /** Sends a collaborator away. @throws not-found, not-permitted, session-ended; conflict for who leads it */
  kick(unit: Unit, sessionId: number, userId: number): Promise<void>;

  /** A chatbot takes the session: ACTIVE. @throws session-ended; conflict when a bot is in it already */
  joinChatbot(unit: Unit, session: SessionRecord, chatbotId: number): Promise<void>;
  /** The bot goes; after handOff and failed the session is IN_QUEUE. null = no bot was there. */
  leaveChatbot(unit: Unit, session: SessionRecord, outcome: BotOutcome): Promise<BotStay | null>;
  /** The bot that is in it now. */
  chatbotHere(unit: Unit, session: SessionRecord): Promise<BotStay | null>;
  /** Writes the bot's line. */
  chatbotSays(unit: Unit, session: SessionRecord, stay: BotStay, content: BotContent): Promise<Stored>;
  switchForChatbot(unit: Unit, session: SessionRecord, stay: BotStay, set: BotSwitches): Promise<void>;
  askLocation(unit: Unit, session: SessionRecord, stay: BotStay, text: string | null): Promise<void>;
  /** The client's answer to what the bot asks for: the position, or null = no. */
  answerChatbot(
    actor: GuestActor,
    sessionId: number,
    position: { latitude: number; longitude: number } | null,
  ): Promise<void>;

  /** Locks a session for anonymisation: integrations and the program. @throws not-found */
  lockToErase(unit: Unit, sessionId: number): Promise<SessionRecord>;
  /** CLOSED whatever it was: ends it when it runs, and ACW of all who are in it. */
  closeWithin(unit: Unit, session: SessionRecord, reason: TerminationReason): Promise<void>;

  /** The client, an operator of it, the API or the system ends the session. Ending twice is ending once. */
  end(actor: Actor, sessionId: number, reason?: TerminationReason): Promise<void>;
  /** An operator goes while others stay; the last one to go ends the session. */
  leave(actor: UserActor, sessionId: number): Promise<void>;
  /** ACW over for this operator (OP-ES-9). null = keep what the draft says. */
  conclude(actor: UserActor, sessionId: number, form: AcwForm | null): Promise<void>;
  saveAcwDraft(actor: UserActor, sessionId: number, form: AcwForm): Promise<void>;
  feedback(actor: GuestActor, sessionId: number, given: GivenFeedback): Promise<void>;

  /** Text sets, null removes. @returns all parameters afterwards */
  setParams(
    actor: Actor,
    sessionId: number,
    params: Record<string, string | null>,
    options?: SetParamsOptions,
  ): Promise<Param[]>;
  removeParams(actor: Actor, sessionId: number, names: string[]): Promise<Param[]>;
  /** By id of a known tag, or by name: then it is created when the tenant allows it (OP-CT-6). @returns the tag */
  addTag(actor: Actor, sessionId: number, tag: { id: number } | { name: string }): Promise<Tag>;
  removeTag(actor: Actor, sessionId: number, tagId: number): Promise<void>;
  /** Id of a tag of the session's tenant, given by id or by name (API-SES-5). @throws not-found */
  findTag(actor: Actor, sessionId: number, idOrName: string): Promise<number>;
  /** The note of the session itself; null or nothing but spaces removes it (API-SES-11). */
  setNote(actor: Actor, sessionId: number, note: string | null): Promise<void>;
  addNote(actor: UserActor, sessionId: number, text: string): Promise<SessionNote>;

  /** The contact of the session's client, and who it could be as long as there is none, the likeliest first (OP-CT-3). */
  contactCandidates(actor: Actor, sessionId: number): Promise<SessionContact>;
  /** Links the client with a contact of the tenant; later sessions of the client carry it too. @throws not-found */
  linkContact(actor: Actor, sessionId: number, contactId: number): Promise<Contact>;
  unlinkContact(actor: Actor, sessionId: number): Promise<void>;
  /** Makes a contact of what the session knows of the client, and links it. @throws conflict when one is linked */
  contactFromSession(actor: Actor, sessionId: number): Promise<Contact>;

  /** Everything up to seq is on the reader's screen; never goes back. */
  markRead(actor: Actor, sessionId: number, seq: number): Promise<void>;
  /** Everything up to seq has reached the client's device; never goes back. */
  markDelivered(actor: GuestActor, sessionId: number, seq: number): Promise<void>;
  /** The client is back (OP-WC-10). Who holds the sockets decides when that is so. */
  guestConnected(actor: GuestActor | SystemActor, sessionId: number): Promise<void>;
  /**
   * The client has no connection left: lost while the session runs, and given up after AD-AP-11; after the end the
   * client has left.
   */
  guestDisconnected(actor: GuestActor | SystemActor, sessionId: number): Promise<void>;

  /**
   * Stores a message; resolved = on disk. The same messageId again stores nothing and answers the same (R1).
   * @throws session-ended, not-permitted, not-found, conflict (messageId used for something else), unavailable
   */
  send(actor: Actor, message: { sessionId: number; messageId: string; text: string }): Promise<Stored>;
  /** Waits until all accepted messages are stored. */
  flush(): Promise<void>;

  /** What the desk shows of a session. @throws not-found when the actor may not see it */
  detail(actor: Actor, sessionId: number): Promise<SessionDetail>;
  /** Notes in the event log that somebody without a part in it reads a running conversation. @throws not-found */
  noteListening(actor: UserActor, sessionId: number): Promise<void>;
  /** Throws not-found unless the actor may see the session; cheap. For subscriptions and typing. */
  mayTakePart(actor: Actor, sessionId: number): Promise<{ companyId: number; tenantId: number; participant: boolean }>;
  /** Rows in the order of the ids; ids of other companies are left out. */
  rows(companyId: number, sessionIds: readonly number[]): Promise<SessionRow[]>;
  /** Sessions of a tenant in which the operator is now, ACW included, oldest first; only these ids when given. */
  mySessions(companyId: number, userId: number, tenantId: number, sessionIds?: readonly number[]): Promise<MySession[]>;
  /** One page of the transcript, ascending; file addresses fit the actor. `more`: older lines exist before it. */
  activities(actor: Actor, sessionId: number, page: Page): Promise<{ activities: Activity[]; more: boolean }>;
  receipts(companyId: number, sessionId: number): Promise<Static<typeof Receipts> | null>;
  /** The client's view; place and estimated wait are null here, routing knows them. */
  guestSession(companyId: number, sessionId: number): Promise<GuestSession | null>;
  /** The guest's own sessions, newest first. */
  guestOwn(actor: GuestActor, filter: { scope: string; presetId?: number; limit?: number }): Promise<GuestSession[]>;
  /** Sessions of this guest before this one, newest first (OP-CT-9). */
  guestSessions(actor: Actor, sessionId: number): Promise<SessionRow[]>;
  /** Ended sessions of a tenant below `before` (a session id), newest first; operators see their own. */
  history(
    actor: UserActor,
    tenantId: number,
    filter: { before?: number; search?: string; contactId?: number; limit?: number },
  ): Promise<SessionRow[]>;
  /** Text of the client's lines so far, oldest first: the preview in the queue (AD-AP-1). */
  preview(companyId: number, sessionIds: readonly number[]): Promise<Map<number, string[]>>;
  /** Parameters an operator sees before accepting: the defined ones marked for the queue (AD-PA-2). */
  queueParams(
    companyId: number,
    sessionIds: readonly number[],
  ): Promise<Map<number, { name: string; label: string; value: string }[]>>;
  params(companyId: number, sessionIds: readonly number[]): Promise<Map<number, Param[]>>;

  /** Stores a file as a line of the conversation; the stream is read to its end or destroyed. Idempotent by messageId. */
  addFile(
    actor: Actor,
    sessionId: number,
    messageId: string,
    file: { name: string; stream: Readable },
  ): Promise<Stored>;
  /** Removes content of files for good; the lines stay. One answer for each id, in their order (API-SES-8). */
  removeFiles(actor: Actor, sessionId: number, fileIds: readonly number[]): Promise<FileRemoval[]>;
  openFile(actor: Actor, sessionId: number, fileId: number): Promise<OpenedFile>;

  /** Stores what a visitor left while nobody was there (AD-PK-8). */
  leaveOfflineMessage(actor: GuestActor, message: OfflineForm): Promise<{ id: number }>;
  /** Newest first, below `before`. */
  offlineMessages(
    actor: UserActor,
    tenantId: number,
    filter?: { handled?: boolean; before?: number },
  ): Promise<OfflineMessageRow[]>;
  /** @throws not-found outside the tenant */
  handleOfflineMessage(actor: UserActor, tenantId: number, messageId: number): Promise<void>;

  /** Ends ACW that ran out and gives up clients who stayed away too long. Safe on several nodes at once. */
  sweep(now: Date): Promise<void>;
  /** Sweeps by itself, about once a second. */
  startTimers(): void;
  stopTimers(): Promise<void>;
}

export interface SessionsOptions {
  files: FileStore;
  /** Tells about failures nobody waits for (timers). */
  onUnexpected?: (error: unknown) => void;
}

export function createSessions(store: Store, { files, onUnexpected = () => {} }: SessionsOptions): Sessions {
  const writer = createMessageWriter(store);
  const lifecycle = createLifecycle(store);
  return {
    start: createStart(store),
    lockSession,
    lockSessions,
    toWaiting,
    toQueue,
    join,
    lockToForward,
    lockToTakeOver,
    lockToErase,
    closeWithin,
    handOver,
    endWithin: (unit, session, reason) => endWithin(unit, session, reason),
    ...lifecycle,
    lockToCollaborate,
    askCollaborators,
    cancelInvite,
    answerInvite,
    kick,
    joinChatbot,
    leaveChatbot,
    chatbotHere,
    chatbotSays,
    switchForChatbot,
    askLocation,
    ...createBotSide(store),
    ...createAcw(store),
    ...createClientData(store),
    ...createSessionContacts(store),
    ...createGuestSide(store),
    ...createOffline(store),
    send: writer.send,
    flush: writer.flush,
    ...createReads(store),
    ...createListening(store),
    ...createFiles(store, files),
    ...createTimers(store, onUnexpected),
  };
}

export { type BotContent, membersOf, readBotMessage, readCardList } from './bot-message.ts';
export { webUrl } from './bot-text.ts';
export type { BotOutcome } from './bots.ts';
export type { Catalogue, PresetInput, TagInput } from './catalogue.ts';
export { createCatalogue } from './catalogue.ts';
export type { SessionContact } from './contacts.ts';
export type { OfflineMessageRow } from './offline.ts';
export { forGuest } from './presenter.ts';
export type * from './schema.ts';
