import { limits } from '@hovor/protocol/limits';
import { useTranslation } from 'react-i18next';
import type { WebhookHour } from '../../../api/webhooks.ts';
import { serverNow } from '../../../state/server-time.ts';
import { barsOf } from './bars.ts';
import classes from './webhooks.module.css';

const bar = 4;
const gap = 1;

/** The last 24 hours as stacked bars: what was delivered, and attempts that failed on top. Zero-based. */
export function HoursChart({ hours, small = false }: { hours: readonly WebhookHour[]; small?: boolean }) {
  const { t } = useTranslation();
  const height = small ? 24 : 64;
  const width = limits.webhookChartHours * (bar + gap);
  const bars = barsOf(hours, serverNow(), height);
  const sum = (name: 'delivered' | 'failed') => hours.reduce((total, hour) => total + hour[name], 0);
  const label =
    hours.length === 0
      ? t('webhooks.chartNone')
      : t('webhooks.chartSum', { delivered: sum('delivered'), failed: sum('failed') });
  return (
    <svg
      className={classes.chart}
      data-small={small || undefined}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <line className={classes.axis} x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      {bars.map(({ hour, delivered, failed }, index) => {
        const x = index * (bar + gap);
        return (
          <g key={hour}>
            <rect className={classes.good} x={x} y={height - delivered} width={bar} height={delivered} />
            <rect className={classes.bad} x={x} y={height - delivered - failed} width={bar} height={failed} />
          </g>
        );
      })}
    </svg>
  );
}
