import { useTranslation } from 'react-i18next';
import { Tip } from '../components/tip.tsx';
import classes from './corner.module.css';
import { useDeskState } from './desk-context.ts';

/** Up to this many slots are drawn as pips; more would be longer than the number. */
const mostPips = 6;

/** Free places for further live conversations (GL-30). */
export function Slots() {
  const { t } = useTranslation();
  const { used, total } = useDeskState((state) => state.slots.live);
  const free = Math.max(0, total - used);
  return (
    <Tip label={t('status.slotsLong', { free, total })}>
      <span className={classes.mark} role="img" aria-label={t('status.slotsLong', { free, total })}>
        {total <= mostPips && (
          <span className={classes.pips} aria-hidden>
            {Array.from({ length: total }, (_, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pips are alike and never move
              <span key={place} data-used={place < used || undefined} />
            ))}
          </span>
        )}
        <span className={`${classes.wide} numbers`} aria-hidden>
          {t('status.slots', { free, total })}
        </span>
      </span>
    </Tip>
  );
}
