import { IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../state/durations.ts';
import classes from './live.module.css';
import { useClock } from './use-clock.ts';

/** Says that the figures stand still, and since when: nobody may take old numbers for present ones. */
export function LostLine({ since }: { since: number | null }) {
  const { t } = useTranslation();
  const now = useClock();
  if (since === null) return null;
  return (
    <div className={classes.lost} role="alert">
      <IconWifiOff size="1.25em" aria-hidden />
      <span className="numbers">{t('live.lost', { time: formatDuration(now - since) })}</span>
    </div>
  );
}
