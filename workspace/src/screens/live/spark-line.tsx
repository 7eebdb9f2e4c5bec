import { useTranslation } from 'react-i18next';
import classes from './live.module.css';

const width = 96;
const height = 24;

/** Clients in each of the last hours; from zero, the running hour last. */
export function SparkLine({ hours }: { hours: readonly number[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...hours);
  const points = hours.map((count, index) => {
    const x = (index / Math.max(1, hours.length - 1)) * (width - 4) + 2;
    return `${x.toFixed(1)},${(height - 2 - (count / most) * (height - 4)).toFixed(1)}`;
  });
  const label = t('live.lastHours', { counts: hours.join(', ') });
  return (
    <svg className={classes.spark} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={points.join(' ')} />
    </svg>
  );
}
