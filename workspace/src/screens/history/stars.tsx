import { IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './history.module.css';

/** A rating as one star and its number: readable at any scale. */
export function Stars({ stars }: { stars: number | null }) {
  const { t } = useTranslation();
  if (stars === null) return null;
  return (
    <span className={`${classes.stars} numbers`} role="img" aria-label={`${t('history.rating')}: ${stars}`}>
      <IconStarFilled size={12} aria-hidden /> {stars}
    </span>
  );
}
