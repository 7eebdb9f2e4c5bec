import type { MySession } from '@hovor/protocol/desk';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { GuestName } from '../../components/guest-name.tsx';
import { AcwRing, useAcwTime } from './acw-ring.tsx';
import classes from './rows.module.css';
import { useSessionPath } from './use-session-path.ts';

/** A session that has ended and whose after-call work runs. */
export function AcwRow({ session, current }: { session: MySession; current: boolean }) {
  const { t } = useTranslation();
  const pathOf = useSessionPath();
  const time = useAcwTime(session);
  return (
    <article className={classes.session} data-current={current || undefined}>
      <Link to={pathOf(session.id)} className={classes.link} data-row aria-current={current || undefined}>
        <AcwRing time={time}>
          <SourceIcon session={session} />
        </AcwRing>
        <span className={classes.body}>
          <span className={`${classes.name} one-line`}>
            <GuestName name={session.guestName} />
          </span>
          <span className={`${classes.small} numbers`}>
            {time && !time.over ? t('lists.acwLeft', { time: time.left }) : t('acw.over')}
          </span>
        </span>
      </Link>
    </article>
  );
}
