import type { Offer } from '@hovor/protocol/desk';
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp, IconUsersPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { deviceText } from '../../components/device.ts';
import { Elapsed } from '../../components/elapsed.tsx';
import { GuestName, useGuestName } from '../../components/guest-name.tsx';
import { Tip } from '../../components/tip.tsx';
import { waitingSince } from '../../state/lists.ts';
import { AcceptRing } from './accept-ring.tsx';
import { OfferOrigin } from './offer-origin.tsx';
import classes from './rows.module.css';
import { useSessionActions } from './use-session-actions.ts';
import { useSessionPath } from './use-session-path.ts';

/** Parameters shown in a row; the preview has them all. */
const paramsShown = 3;

/** A waiting client: who, from where, how long, and one click to accept (OP-AC-2, OP-AC-3, OP-AC-7). */
export function OfferRow({ offer, current }: { offer: Offer; current: boolean }) {
  const { t } = useTranslation();
  const { accept, decline } = useSessionActions();
  const pathOf = useSessionPath();
  const nameOf = useGuestName();
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null);
  const { session } = offer;
  const name = nameOf(session);
  const about = [session.preset, session.language, deviceText(session)].filter(Boolean).join(' · ');
  const contact = [session.guestEmail, session.guestPhone].filter(Boolean).join(' · ');
  const last = offer.preview.at(-1);
  const others = offer.others ?? [];
  const acceptLabel = t(offer.invite ? 'lists.join' : 'lists.accept');

  async function run(kind: 'accept' | 'decline') {
    setBusy(kind);
    await (kind === 'accept' ? accept : decline)(session.id);
    setBusy(null);
  }

  return (
    <article className={classes.offer} data-current={current || undefined}>
      <Tip label={t('lists.alsoOffered', { names: others.join(', ') })} disabled={others.length === 0} position="right">
        <Link to={pathOf(session.id)} className={classes.link} data-row aria-current={current || undefined}>
          {offer.invite ? (
            <span className={classes.portrait}>
              <IconUsersPlus size={18} aria-hidden />
            </span>
          ) : (
            <AcceptRing offer={offer}>
              <SourceIcon session={session} />
            </AcceptRing>
          )}
          <span className={classes.body}>
            <span className={classes.line}>
              <span className={`${classes.name} one-line`}>
                <GuestName name={session.guestName} />
              </span>
              <Elapsed since={waitingSince(offer)} className={classes.clock} />
            </span>
            <OfferOrigin offer={offer} />
            <span className={`${classes.small} one-line`}>{about}</span>
            {contact && <span className={`${classes.small} one-line`}>{contact}</span>}
            {offer.params.length > 0 && (
              <span className={`${classes.small} one-line`}>
                {offer.params.slice(0, paramsShown).map((param) => (
                  <span key={param.name} className={classes.param}>
                    {param.label}: <bdi>{param.value}</bdi>
                  </span>
                ))}
              </span>
            )}
            {last && (
              <span className={`${classes.text} one-line`} dir="auto">
                {last}
              </span>
            )}
          </span>
        </Link>
      </Tip>
      <span className={classes.buttons}>
        <Tip label={acceptLabel} action="accept">
          <Button
            size="compact-sm"
            flex={1}
            loading={busy === 'accept'}
            disabled={busy === 'decline'}
            aria-label={`${acceptLabel}: ${name}`}
            onClick={() => void run('accept')}
          >
            {acceptLabel}
          </Button>
        </Tip>
        <Tip label={t(offer.invite ? 'lists.rejectHelp' : 'lists.declineHelp')}>
          <ActionIcon
            size={26}
            variant="default"
            loading={busy === 'decline'}
            aria-label={`${t(offer.invite ? 'lists.reject' : 'lists.decline')}: ${name}`}
            onClick={() => void run('decline')}
          >
            <IconArrowBackUp size={16} />
          </ActionIcon>
        </Tip>
      </span>
    </article>
  );
}
