import { limits } from '@hovor/protocol/limits';
import type { WebhookHour } from '../../../api/webhooks.ts';

const hour = 3_600_000;

export interface Bar {
  /** Beginning of the hour, milliseconds. */
  hour: number;
  /** Heights. */
  delivered: number;
  failed: number;
}

/** A bar for every hour of the last day, the present one last, scaled so that the highest fills `height`. */
export function barsOf(hours: readonly WebhookHour[], now: number, height: number): Bar[] {
  const last = Math.floor(now / hour) * hour;
  const byHour = new Map(hours.map((each) => [Date.parse(each.hour), each]));
  const highest = Math.max(1, ...hours.map(({ delivered, failed }) => delivered + failed));
  // One attempt of many is still seen.
  const scaled = (count: number) => (count === 0 ? 0 : Math.max(1, (count / highest) * (height - 1)));
  return Array.from({ length: limits.webhookChartHours }, (_, index) => {
    const at = last - (limits.webhookChartHours - 1 - index) * hour;
    const found = byHour.get(at);
    return { hour: at, delivered: scaled(found?.delivered ?? 0), failed: scaled(found?.failed ?? 0) };
  });
}
