import type { SessionRow } from '@hovor/protocol/session';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { useFormats } from '../../components/formats.ts';
import { GuestName } from '../../components/guest-name.tsx';
import { TagPill } from '../../components/tag-pill.tsx';
import { formatDuration } from '../../state/durations.ts';
import classes from './history.module.css';
import { Stars } from './stars.tsx';

/** One ended session: who, about what, with whom, how long, how it was rated. */
export function HistoryRow({ session, current, to }: { session: SessionRow; current: boolean; to: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const operators = [...new Set(session.operators.map((operator) => operator.name))].join(', ');
  const lasted =
    session.started && session.ended ? formatDuration(Date.parse(session.ended) - Date.parse(session.started)) : null;
  return (
    <Link to={to} className={classes.row} data-current={current || undefined} aria-current={current || undefined}>
      <span className={classes.icon} title={t(`source.${session.source}`)}>
        <SourceIcon session={session} />
      </span>
      <span className={classes.who}>
        <span className={`${classes.name} one-line`}>
          <GuestName name={session.guestName} />
        </span>
        <span className={`${classes.small} one-line`} dir="auto">
          {session.lastText}
        </span>
      </span>
      <span className={classes.what}>
        <span className="one-line">{session.result}</span>
        <span className={classes.tags}>
          {session.tags.slice(0, 2).map((tag) => (
            <TagPill key={tag.id} tag={tag} />
          ))}
        </span>
      </span>
      <span className={classes.staff}>
        <span className="one-line">{operators}</span>
        <Stars stars={session.feedbackStars} />
      </span>
      <span className={`${classes.when} numbers`} title={formats.full(session.created)}>
        <span>{formats.date(session.created)}</span>
        <span className={classes.small}>
          {formats.time(session.created)}
          {lasted && ` · ${lasted}`}
        </span>
      </span>
    </Link>
  );
}
