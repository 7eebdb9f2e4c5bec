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
  data?: { terminationReason?: TerminationReason } | null;
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
  texts: Record<string, Record<string, string>>;
}

/** What an administrator changed; members left out have their defaults. */
export type PresetChanges = { [Part in keyof PresetConfig]?: Partial<PresetConfig[Part]> };

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
  config: PresetConfig;
}
