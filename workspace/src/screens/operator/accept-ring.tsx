import type { Offer } from '@hovor/protocol/desk';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Ring } from '../../components/ring.tsx';
import { Tip } from '../../components/tip.tsx';
import { useNow } from '../../state/clock.ts';
import { elapsedShare, formatCountdown } from '../../state/durations.ts';

/** Time to accept as a ring; when it is over the offer stays open and the ring says so. */
export function AcceptRing({ offer, size = 36, children }: { offer: Offer; size?: number; children: ReactNode }) {
  const { t } = useTranslation();
  const now = useNow();
  const end = Date.parse(offer.expires);
  const late = now >= end;
  const words = late ? t('lists.acceptLate') : t('lists.toAccept', { time: formatCountdown(end - now) });
  return (
    <Tip label={words}>
      <span role="img" aria-label={words}>
        <Ring share={elapsedShare(Date.parse(offer.offered), end, now)} late={late} size={size}>
          {children}
        </Ring>
      </span>
    </Tip>
  );
}
