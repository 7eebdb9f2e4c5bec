import type { CalendarView } from '@hovor/protocol/calendar';
import { useTranslation } from 'react-i18next';
import classes from '../settings.module.css';
import own from './hours.module.css';

/** Open or closed now, and when that changes, by the clock of the calendar. */
export function OpenNow({ calendar }: { calendar: Pick<CalendarView, 'open' | 'changes' | 'timeZone'> }) {
  const { t, i18n } = useTranslation();
  const { open, changes, timeZone } = calendar;
  const when =
    changes &&
    new Intl.DateTimeFormat(i18n.language, {
      ...{ weekday: 'short', day: 'numeric', month: 'numeric', hour: 'numeric', minute: '2-digit' },
      timeZone,
    }).format(new Date(changes));
  return (
    <span className={classes.small}>
      <span className={own.state} data-open={open || undefined}>
        {t(open ? 'hours.open' : 'hours.closed')}
      </span>
      {' · '}
      {when ? t(open ? 'hours.closesAt' : 'hours.opensAt', { when }) : t('hours.noChange')}
    </span>
  );
}
