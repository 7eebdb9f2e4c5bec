import { webhookEventTypes } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Nullable, OneOf, Time, Type } from '@hovor/protocol/schema';
import { healths } from './health.ts';

const EventType = OneOf(webhookEventTypes);
const CallbackUrl = Type.String({ minLength: 1, maxLength: limits.urlLength });
const EventTypes = Type.Array(EventType, { minItems: 1, maxItems: webhookEventTypes.length });
const State = OneOf(['pending', 'delivered', 'failed']);
const Milliseconds = Type.Integer();

export const WebhookBody = Closed({ callbackUrl: CallbackUrl, eventTypes: EventTypes });
export const NewWebhookBody = Closed({
  callbackUrl: CallbackUrl,
  eventTypes: EventTypes,
  tenantIds: Type.Optional(Nullable(Type.Array(Id, { maxItems: 1_000 }))),
});
/** One of the two answers that ever hold a secret. */
export const NewWebhook = Closed({ id: Id, secret: Type.String() });
export const NewSecret = Closed({ secret: Type.String(), previousUntil: Time });
export const Switch = Closed({ enabled: Type.Boolean() });

export const WebhookView = Closed({
  id: Id,
  /** As it was registered; it may hold a password, and only administrators of the company see it. */
  callbackUrl: Type.String(),
  eventTypes: Type.Array(EventType),
  tenantIds: Nullable(Type.Array(Id)),
  created: Time,
  health: OneOf(healths),
  enabled: Type.Boolean(),
  failingSince: Nullable(Time),
  disabled: Nullable(Time),
  /** Null when a person switched it off. */
  disabledReason: Nullable(Type.String()),
  /** Until when the secret before the present one signs too. */
  previousSecretUntil: Nullable(Time),
  /** Deliveries that wait, up to 10,000; `waitingMore` says that there are more. */
  waiting: Type.Integer(),
  waitingMore: Type.Boolean(),
  oldestWaiting: Nullable(Time),
  lastEvent: Nullable(Time),
  lastState: Nullable(State),
  /** The last 24 hours, those with attempts only. */
  hours: Type.Array(
    Closed({
      hour: Time,
      delivered: Type.Integer(),
      failed: Type.Integer(),
      average: Milliseconds,
      slowest: Milliseconds,
    }),
  ),
});

export const TestBody = Closed({ eventType: EventType });
export const TestResult = Closed({
  ok: Type.Boolean(),
  status: Nullable(Type.Integer()),
  error: Nullable(Type.String()),
  took: Milliseconds,
  response: Nullable(Type.String()),
  body: Type.String(),
});

export const LogQuery = Closed({
  state: Type.Optional(State),
  eventType: Type.Optional(EventType),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  before: Type.Optional(Id),
});

const delivery = {
  id: Id,
  eventType: Type.String(),
  /** `noun:id` of what the event is about; events of one are sent in order. */
  subject: Type.String(),
  state: State,
  attempts: Type.Integer(),
  created: Time,
  finished: Nullable(Time),
  replayed: Nullable(Time),
  lastStatus: Nullable(Type.Integer()),
  lastError: Nullable(Type.String()),
  lastTook: Nullable(Milliseconds),
  nextAttempt: Nullable(Time),
};
export const DeliveryView = Closed(delivery);
export const DeliveryDetail = Closed({
  ...delivery,
  messageId: Type.String(),
  body: Type.String(),
  log: Type.Array(
    Closed({
      at: Time,
      took: Milliseconds,
      status: Nullable(Type.Integer()),
      error: Nullable(Type.String()),
      response: Nullable(Type.String()),
    }),
  ),
});

export const ReplayBody = Closed({
  ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: limits.listPage * 10 })),
  state: Type.Optional(State),
  eventType: Type.Optional(EventType),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  after: Type.Optional(Id),
});
export const Replayed = Closed({ count: Type.Integer(), next: Nullable(Id) });
