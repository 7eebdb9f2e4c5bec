import type { SessionRow } from '@hovor/protocol/session';
import { Loader, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { guestSessionsQuery } from '../../api/queries.ts';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { useFormats } from '../../components/formats.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { StaticTranscript } from '../transcript/static-transcript.tsx';
import classes from './client-tab.module.css';

/** What this client talked about before, each transcript in place (OP-CT-9). */
export function EarlierSessions({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const sessions = useQuery(guestSessionsQuery(sessionId));
  if (sessions.error) return <ProblemView problem={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (!sessions.data) return <Loader size="xs" role="status" aria-label={t('common.loading')} />;
  const earlier = sessions.data.filter((session) => session.id !== sessionId);
  if (earlier.length === 0) return <p className={classes.quiet}>{t('client.earlierNone')}</p>;
  return earlier.map((session) => <EarlierSession key={session.id} session={session} />);
}

/** One session: a line that opens its transcript. */
export function EarlierSession({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const body = useId();
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.earlier} data-open={open || undefined}>
      <UnstyledButton
        className={classes.earlierHead}
        aria-expanded={open}
        aria-controls={body}
        aria-label={t('client.earlierOpen', { time: formats.dateTime(session.created) })}
        onClick={() => setOpen(!open)}
      >
        <Chevron size={16} aria-hidden />
        <SourceIcon session={session} size={16} />
        <span className="numbers">{formats.date(session.created)}</span>
        <span className="one-line" style={{ flex: 1, color: 'var(--hv-muted)' }} dir="auto">
          {session.result ?? session.lastText}
        </span>
      </UnstyledButton>
      <div id={body} className={classes.earlierBody} tabIndex={open ? 0 : undefined} hidden={!open}>
        {open && <StaticTranscript sessionId={session.id} lastSeq={session.lastSeq} receipts={session.receipts} />}
      </div>
    </div>
  );
}
