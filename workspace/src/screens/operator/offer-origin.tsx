import type { Offer } from '@hovor/protocol/desk';
import { useTranslation } from 'react-i18next';
import classes from './rows.module.css';

const reasons = {
  'not-accepted': 'handover.notAccepted',
  'nobody-free': 'handover.nobodyFree',
  'target-gone': 'handover.targetIsGone',
} as const;

/** How a client came here otherwise than by the queue: forwarded, come back, or a colleague who asks for help. */
export function OfferOrigin({ offer: { forwarded, returned, invite } }: { offer: Offer }) {
  const { t } = useTranslation();
  const note = invite?.note ?? forwarded?.note;
  const words = invite
    ? t('lists.invitedBy', { by: invite.by })
    : returned
      ? t('lists.returned', { to: returned.to, why: t(reasons[returned.why]) })
      : forwarded && (forwarded.by ? t('lists.forwardedBy', { by: forwarded.by }) : t('lists.forwardedByIntegration'));
  if (!words) return null;
  return (
    <span className={classes.origin}>
      {words}
      {note && (
        <span className={classes.originNote} dir="auto">
          {note}
        </span>
      )}
    </span>
  );
}
