import type { WebhookEventType } from '@hovor/protocol/enums';

/** A registration as its owner sees it (MOD-WHK-2). */
export interface Webhook {
  id: number;
  eventTypes: WebhookEventType[];
  /** Exactly as it was registered, byte for byte (API-CMP-8). */
  callbackUrl: string;
}

/** With the only tenants whose events it gets. */
export interface OwnedWebhook extends Webhook {
  tenantIds: number[] | null;
}

export interface WebhookChange {
  eventTypes: WebhookEventType[];
  callbackUrl: string;
}

/** What a webhook is sent: one body for one event. */
export interface Message {
  eventType: WebhookEventType;
  data: Record<string, unknown>;
}

/** Which tenants a caller's registrations are about; null = all of the company. */
export type Scope = readonly number[] | null;

/** One attempt to be made now: claimed by this process until its lease runs out. */
export interface Attempt {
  id: number;
  webhookId: number;
  companyId: number;
  eventId: number;
  subject: string;
  body: string;
  /** 1 for the first. */
  attempt: number;
  /** Since when it waits; the three days count from here. */
  since: Date;
  callbackUrl: string;
  /** The present one, and the one before it while both sign. */
  secrets: string[];
  /** The webhook has only failed since its last success. */
  failing: boolean;
}

/** How an attempt ended, as the delivery log shows it. */
export interface Outcome {
  /** Status of the answer; null = none came. */
  status: number | null;
  /** In words; null after success. */
  error: string | null;
  /** Milliseconds the receiver asks to be left alone (`Retry-After`). */
  retryAfter: number | null;
  at: Date;
  /** Milliseconds until the answer was read, or until there was none. */
  took: number;
  /** Beginning of the answer; null = none came. */
  response: string | null;
}

/** Which deliveries of one webhook; what is left out does not narrow. */
export interface LogFilter {
  companyId: number;
  webhookId: number;
  state?: 'pending' | 'delivered' | 'failed' | undefined;
  eventType?: string | undefined;
  /** When the event was taken up, from and before. */
  from?: Date | undefined;
  to?: Date | undefined;
}

/** One attempt as the log keeps it. */
export interface AttemptEntry {
  at: string;
  took: number;
  status: number | null;
  error: string | null;
  response: string | null;
}

/** A line of the delivery log. */
export interface DeliveryRow {
  id: number;
  eventId: number;
  eventType: string;
  subject: string;
  state: 'pending' | 'delivered' | 'failed';
  attempts: number;
  created: Date;
  finished: Date | null;
  replayed: Date | null;
  lastStatus: number | null;
  lastError: string | null;
  lastTook: number | null;
  nextAttempt: Date | null;
}
