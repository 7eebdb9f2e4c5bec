import type { WebhookEventType } from '@hovor/protocol/enums';
import { query, request } from './http.ts';

export type Health = 'healthy' | 'slow' | 'failing' | 'disabled';
export type DeliveryState = 'pending' | 'delivered' | 'failed';

export interface WebhookHour {
  hour: string;
  delivered: number;
  failed: number;
  /** Milliseconds. */
  average: number;
  slowest: number;
}

/** A registration with how its deliveries stand (AD-CO-10). */
export interface Webhook {
  id: number;
  callbackUrl: string;
  eventTypes: WebhookEventType[];
  /** Null = of all tenants. */
  tenantIds: number[] | null;
  created: string;
  health: Health;
  enabled: boolean;
  failingSince: string | null;
  disabled: string | null;
  /** Null when a person switched it off. */
  disabledReason: string | null;
  previousSecretUntil: string | null;
  waiting: number;
  /** There are more than `waiting`. */
  waitingMore: boolean;
  oldestWaiting: string | null;
  lastEvent: string | null;
  lastState: DeliveryState | null;
  hours: WebhookHour[];
}

export interface WebhookChange {
  callbackUrl: string;
  eventTypes: WebhookEventType[];
}

export interface TestResult {
  ok: boolean;
  status: number | null;
  error: string | null;
  took: number;
  response: string | null;
  body: string;
}

/** A line of the delivery log. */
export interface Delivery {
  id: number;
  eventType: string;
  subject: string;
  state: DeliveryState;
  attempts: number;
  created: string;
  finished: string | null;
  replayed: string | null;
  lastStatus: number | null;
  lastError: string | null;
  lastTook: number | null;
  nextAttempt: string | null;
}

export interface DeliveryDetail extends Delivery {
  messageId: string;
  body: string;
  log: { at: string; took: number; status: number | null; error: string | null; response: string | null }[];
}

export interface LogFilter {
  state?: DeliveryState | undefined;
  eventType?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const base = '/webhooks';

export const webhooksApi = {
  list: () => request<Webhook[]>('GET', base),
  add: (webhook: WebhookChange & { tenantIds: number[] | null }) =>
    request<{ id: number; secret: string }>('POST', base, webhook),
  change: (id: number, change: WebhookChange) => request<Webhook>('PUT', `${base}/${id}`, change),
  remove: (id: number) => request<void>('DELETE', `${base}/${id}`),
  setEnabled: (id: number, enabled: boolean) => request<Webhook>('PUT', `${base}/${id}/state`, { enabled }),
  /** The only way to see a secret again: a new one. */
  rotate: (id: number) => request<{ secret: string; previousUntil: string }>('POST', `${base}/${id}/secret`),
  test: (id: number, eventType: string) => request<TestResult>('POST', `${base}/${id}/test`, { eventType }),

  deliveries: (id: number, filter: LogFilter, before: number | null) =>
    request<Delivery[]>('GET', `${base}/${id}/deliveries${query({ ...filter, before })}`),
  delivery: (id: number, deliveryId: number) =>
    request<DeliveryDetail>('GET', `${base}/${id}/deliveries/${deliveryId}`),
  /** `next` goes into `after` of the next call; null = all of them are on their way. */
  replay: (id: number, choice: LogFilter & { ids?: number[]; after?: number }) =>
    request<{ count: number; next: number | null }>('POST', `${base}/${id}/replay`, choice),
};
