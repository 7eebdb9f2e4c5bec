import type { MySession } from '@hovor/protocol/desk';
import { IconUnlink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { Elapsed } from '../../components/elapsed.tsx';
import { useFormats } from '../../components/formats.ts';
import { GuestName } from '../../components/guest-name.tsx';
import { serverNow } from '../../state/server-time.ts';
import classes from './rows.module.css';
import { useSessionPath } from './use-session-path.ts';

/** A running session of mine: the clock runs while the client waits for an answer. */
export function ActiveRow({ session, current }: { session: MySession; current: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const pathOf = useSessionPath();
  return (
    <article
      className={classes.session}
      data-current={current || undefined}
      data-unread={session.unread > 0 || undefined}
    >
      <Link to={pathOf(session.id)} className={classes.link} data-row aria-current={current || undefined}>
        <span className={classes.portrait}>
          <SourceIcon session={session} />
          {session.guestLost && (
            <span className={classes.lost} role="img" aria-label={t('lists.clientLost')} title={t('lists.clientLost')}>
              <IconUnlink size={13} aria-hidden />
            </span>
          )}
        </span>
        <span className={classes.body}>
          <span className={classes.line}>
            <span className={`${classes.name} one-line`}>
              <GuestName name={session.guestName} />
            </span>
            {session.unansweredSince ? (
              <Elapsed since={session.unansweredSince} className={classes.clock} />
            ) : (
              session.lastAt && (
                <span className={`${classes.clock} numbers`} data-quiet>
                  {formats.short(session.lastAt, serverNow())}
                </span>
              )
            )}
          </span>
          <span className={classes.line}>
            <span
              className={`${classes.text} ${session.unread > 0 ? '' : classes.quiet} one-line`}
              dir="auto"
              style={{ flex: 1 }}
            >
              {session.lastText ?? session.preset}
            </span>
            {session.unread > 0 && (
              <span
                className={`${classes.badge} numbers`}
                role="img"
                aria-label={t('lists.unread', { count: session.unread })}
              >
                {session.unread}
              </span>
            )}
          </span>
        </span>
      </Link>
    </article>
  );
}
