import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from '@hovor/protocol/schema';

const Name = Type.String({ minLength: 1, maxLength: limits.nameLength, pattern: '\\S' });
const CallbackUrl = Nullable(Type.String({ minLength: 1, maxLength: limits.urlLength }));

/** A chatbot as administrators see it (AD-CB). The callback URL may hold credentials; only they see it. */
export const ChatbotView = Closed({
  id: Id,
  groupId: Id,
  name: Type.String(),
  callbackUrl: CallbackUrl,
  state: OneOf(['enabled', 'disabled']),
  autoStart: Type.Boolean(),
  /** Conversations it has now. */
  sessions: Type.Integer(),
  /** Since when nothing it was sent was answered as it should be; null = all is well. */
  failingSince: Nullable(Time),
  lastError: Nullable(Type.String()),
  lastErrorAt: Nullable(Time),
  /** When it last answered. */
  lastSeen: Nullable(Time),
  disabledReason: Nullable(Type.String()),
  created: Time,
});
export type ChatbotView = Static<typeof ChatbotView>;

export const NewChatbot = Closed({
  name: Name,
  callbackUrl: Type.Optional(CallbackUrl),
  autoStart: Type.Optional(Type.Boolean()),
});
export type NewChatbot = Static<typeof NewChatbot>;

export const ChatbotChange = Closed({
  name: Type.Optional(Name),
  callbackUrl: Type.Optional(CallbackUrl),
  autoStart: Type.Optional(Type.Boolean()),
});
export type ChatbotChange = Static<typeof ChatbotChange>;

export const ChatbotSwitch = Closed({ enabled: Type.Boolean() });

/** How a check ended (CB-TR-2). */
export const CheckResult = Closed({
  ok: Type.Boolean(),
  /** Milliseconds until the answer. */
  took: Type.Integer(),
  error: Nullable(Type.String()),
  chatbot: ChatbotView,
});
export type CheckResult = Static<typeof CheckResult>;

/** A row of the table, for the room itself. */
export interface Chatbot {
  id: number;
  companyId: number;
  tenantId: number;
  groupId: number;
  name: string;
  callbackUrl: string | null;
  state: 'enabled' | 'disabled';
  autoStart: boolean;
  failingSince: Date | null;
  lastError: string | null;
  lastErrorAt: Date | null;
  lastSeen: Date | null;
  disabledReason: string | null;
  created: Date;
  sessions: number;
}

/** One event on its way: claimed by this process until its lease runs out. */
export interface Attempt {
  id: number;
  chatbotId: number;
  companyId: number;
  sessionId: number;
  /** The session again, by the name lanes know it. */
  subject: string;
  activity: string;
  body: string;
  /** 1 for the first. */
  attempt: number;
  created: Date;
  callbackUrl: string;
  failing: boolean;
}

/** How an attempt ended. */
export interface Outcome {
  /** Status of the answer; null = none came. */
  status: number | null;
  /** In words; null after success. */
  error: string | null;
  retryAfter: null;
}

/** An event to be sent. */
export interface NewDelivery {
  companyId: number;
  chatbotId: number;
  sessionId: number;
  stayId: number;
  activity: string;
  body: string;
}
