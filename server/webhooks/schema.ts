import type { WebhookEventType } from '@hovor/protocol/enums';

/** A registration as its owner sees it (MOD-WHK-2). */
export interface Webhook {
  id: number;
  eventTypes: WebhookEventType[];
  /** Exactly as it was registered, byte for byte (API-CMP-8). */
  callbackUrl: string;
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
  created: Date;
  callbackUrl: string;
  secret: string;
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
}
