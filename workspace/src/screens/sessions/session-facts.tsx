import type { SessionDetail } from '@hovor/protocol/session';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.tsx';
import { useFormats } from '../../components/formats.ts';
import { formatDuration } from '../../state/durations.ts';
import classes from './panel.module.css';

/** General information on an ended session (AD-SE-6). */
export function SessionFacts({ session }: { session: SessionDetail }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const span = (from: string | null, to: string | null) =>
    from && to ? <span className="numbers">{formatDuration(Date.parse(to) - Date.parse(from))}</span> : null;
  const firstJoined = session.operators[0]?.joined ?? null;
  const stars = session.feedbackStars;
  return (
    <Facts
      facts={[
        {
          name: t('history.started'),
          value: (
            <span className="numbers" title={formats.full(session.created)}>
              {formats.dateTime(session.created)}
            </span>
          ),
        },
        { name: t('history.waited'), value: span(session.enteredQueue, firstJoined) },
        { name: t('history.duration'), value: span(session.started, session.ended) },
        { name: t('history.operators'), value: session.operators.map((operator) => operator.name).join(', ') },
        { name: t('history.package'), value: session.preset },
        {
          name: t('history.endedBy'),
          value: session.terminationReason && t(`termination.${session.terminationReason}`),
        },
        { name: t('history.result'), value: session.result },
        { name: t('history.note'), value: session.note && <span className={classes.prose}>{session.note}</span> },
        {
          name: t('history.rating'),
          value: stars !== null && t('history.ratingOf', { stars, of: session.feedbackScale === 'NPS' ? 10 : 5 }),
        },
        {
          name: t('history.ratingText'),
          value: session.feedbackText && <span className={classes.prose}>{session.feedbackText}</span>,
        },
      ]}
    />
  );
}
