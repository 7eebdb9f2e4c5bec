import type { WebhookEventType } from '@hovor/protocol/enums';
import { type EndpointRow, type HourRow, waitingCounted } from './endpoint-queries.ts';
import { healthOf } from './health.ts';

const hour = 3_600_000;
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** An endpoint with its state and the figures of its chart. */
export function presentEndpoint(row: EndpointRow, hours: readonly HourRow[], now: Date) {
  const thisHour = Math.floor(now.getTime() / hour) * hour;
  const recent = hours.filter((each) => each.hour.getTime() >= thisHour - hour);
  const sum = (name: 'delivered' | 'failed' | 'took') => recent.reduce((total, each) => total + each[name], 0);
  const { state, failingSince } = row;
  return {
    id: row.id,
    callbackUrl: row.callbackUrl,
    eventTypes: row.eventTypes as WebhookEventType[],
    tenantIds: row.tenantIds,
    created: row.created.toISOString(),
    health: healthOf({ state, failingSince, delivered: sum('delivered'), failed: sum('failed'), took: sum('took') }),
    enabled: state === 'enabled',
    failingSince: iso(failingSince),
    disabled: iso(row.disabled),
    disabledReason: row.disabledReason,
    previousSecretUntil: iso(row.previousUntil),
    waiting: Math.min(row.waiting, waitingCounted - 1),
    waitingMore: row.waiting === waitingCounted,
    oldestWaiting: iso(row.oldestWaiting),
    lastEvent: iso(row.lastEvent),
    lastState: row.lastState,
    hours: hours.map((each) => ({
      hour: each.hour.toISOString(),
      delivered: each.delivered,
      failed: each.failed,
      average: Math.round(each.took / Math.max(1, each.delivered + each.failed)),
      slowest: each.slowest,
    })),
  };
}
