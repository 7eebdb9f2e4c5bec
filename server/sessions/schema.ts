import type { Readable } from 'node:stream';
import type {
  ActivityType,
  CallParamSource,
  ClientType,
  GuestBrowser,
  GuestLeftState,
  GuestSystem,
  SessionChannel,
  SessionSource,
  SessionStatus,
  TerminationReason,
} from '@hovor/protocol/enums';
import type { WidgetConfig } from '@hovor/protocol/guest';
import type { Unit } from '../foundation/transact.ts';
import type { BotContent } from './bot-message.ts';

/** Types of this room that never leave the server; what clients see stands in protocol/session.ts. */

/** A session as its locked row says; commands decide on it. Times as of the row. */
export interface SessionRecord {
  id: number;
  companyId: number;
  tenantId: number;
  guestId: number;
  presetId: number | null;
  channel: SessionChannel;
  source: SessionSource;
  status: SessionStatus;
  scope: string;
  language: string | null;
  created: Date;
  enteredQueue: Date | null;
  /** First acceptance by an operator. */
  started: Date | null;
  ended: Date | null;
  closed: Date | null;
  terminationReason: TerminationReason | null;
  guestLeft: GuestLeftState;
  guestLost: Date | null;
  feedbackStars: number | null;
  feedbackText: string | null;
  result: string | null;
  lastSeq: number;
  /** The oldest client message no operator has answered. */
  unansweredSince: Date | null;
}

/** One stay of an operator in a session (OP-SS-2, OP-SS-3). */
export interface Stay {
  id: number;
  userId: number;
  joined: Date;
  left: Date | null;
  concluded: Date | null;
  acwUntil: Date | null;
  acwDraft: AcwForm | null;
}

/** What the operator fills in after the end (OP-ES-8). */
export interface AcwForm {
  result: string | null;
  note: string | null;
}

/** What a guest brings when a session starts. */
export interface StartInput {
  presetId: number;
  language: string;
  scope: string;
  url: string;
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  consentVersion?: string | null;
  /** Parameters of the page (`addCustomData`). */
  params: Record<string, string>;
  ip: string | null;
  userAgent: string | null;
  /** The client came by an invitation: `accept` uses it up and aims the search, in the unit that makes the session. */
  invitation?: { number: string; accept(unit: Unit, session: SessionRecord): Promise<void> };
}

export interface UserAgentFacts {
  os: GuestSystem;
  browser: GuestBrowser;
}

/** A line to be written; `at` is the time of the unit. */
export interface NewActivity {
  type: ActivityType;
  client: ClientType | null;
  userId?: number | null;
  messageId?: string | null;
  text?: string | null;
  fileId?: number | null;
  chatbotId?: number | null;
  data?: ActivityData | null;
}

/** What some kinds of lines carry besides; members have the names of the contract where it knows them. */
export interface ActivityData extends Partial<ForwardData> {
  terminationReason?: TerminationReason;
  chatbotMessageContent?: BotContent;
  /** A file the chatbot had asked for (CB-EV-6). */
  answersChatbot?: true;
  /** Of the client's position. */
  latitude?: number;
  longitude?: number;
}

/** What a chatbot may switch and ask while it is in a session (CB-CM-4 to CB-CM-6, CB-CM-22). */
export interface BotState {
  /** The client's text field is on. */
  input: boolean;
  /** The paper clip is on; null = as the package says. */
  upload: boolean | null;
  asks: 'file' | 'location' | null;
}
export type BotSwitches = Partial<BotState>;

/** The stay of the chatbot that is in a session now (bots.ts). */
export interface BotStay extends BotState {
  id: number;
  chatbotId: number;
  fromSeq: number;
  joinedSeq: number;
}

/** Members of a `SessionForwarded` line, named as in the contract (MOD-SES-11); one target is set. */
export interface ForwardData {
  toGroupId: number;
  toGroupName: string;
  toOperatorUserId: number;
  toOperatorFullName: string;
  /** As clients see the operator (OP-PR-3). */
  toOperatorFace: string;
  toChatbotId: number;
  toChatbotName: string;
  note: string;
}

/** A forward as the conversation keeps it (OP-ES-2, API-WHE-5). */
export interface Handover {
  /** The operator who forwards; null = an integration or the program. */
  byUserId: number | null;
  target: { userId: number } | { groupId: number } | { chatbotId: number };
  data: Partial<ForwardData>;
}

/** Where a line of a conversation got to. */
export interface Stored {
  activityId: number;
  seq: number;
  /** ISO 8601. */
  at: string;
}

export interface SetParamsOptions {
  /** Overrides the source that follows from the kind of actor. */
  source?: CallParamSource;
  /** Marks what is written as closed to operators (MOD-SES-2). Undefined keeps what it is. */
  readOnly?: boolean;
}

export interface GivenFeedback {
  stars: number | null;
  text: string | null;
}

export interface Page {
  /** Lines with seq above this, ascending from it. */
  after?: number;
  /** Lines with seq below this; the newest of them. Without both: the newest page. */
  before?: number;
  limit?: number;
}

/** MOD-SES-6; INACCESSIBLE = no file of this session. */
export interface FileRemoval {
  fileId: number;
  state: 'REMOVED' | 'ALREADY_REMOVED' | 'INACCESSIBLE';
}

export interface OpenedFile {
  name: string;
  contentType: string;
  size: number;
  /** Headers under which the content may be served to a browser. */
  headers: Record<string, string>;
  stream: Readable;
}

/** Settings of a package (AD-PK-4 to AD-PK-6) with all defaults filled in; texts per language. */
export interface PresetConfig {
  button: Omit<WidgetConfig['button'], 'visible'>;
  window: WidgetConfig['window'];
  entryForm: WidgetConfig['entryForm'];
  feedbackForm: WidgetConfig['feedbackForm'];
  offlineForm: WidgetConfig['offlineForm'];
  texts: Record<string, Record<string, string>>;
}

/** What an administrator changed; members left out have their defaults. */
export type PresetChanges = { [Part in keyof PresetConfig]?: Partial<PresetConfig[Part]> };

/** Parts of a package that a form can stand for. */
export type FormPart = 'entryForm' | 'feedbackForm' | 'offlineForm';
/** Id of the form bound to a part; null = the package's own settings hold. */
export type BoundForms = Record<FormPart, number | null>;

export interface Preset {
  id: number;
  companyId: number;
  companyGuid: string;
  companyLanguage: string;
  tenantId: number;
  name: string;
  description: string | null;
  routingId: number | null;
  isDefault: boolean;
  buttonVisible: boolean;
  /** Sites that may embed the package; empty = any. */
  domains: string[];
  active: boolean;
  /** What is in force: defaults, the package's changes over them, bound forms in place of their parts. */
  config: PresetConfig;
  forms: BoundForms;
  /** The package's own settings of the parts that forms can be bound to; they rest while one is. */
  own: Pick<PresetConfig, FormPart>;
}
