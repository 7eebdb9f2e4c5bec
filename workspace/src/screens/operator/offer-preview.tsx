import type { Offer } from '@hovor/protocol/desk';
import { ActionIcon, Button, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { deviceText, languageName } from '../../components/device.ts';
import { Elapsed } from '../../components/elapsed.tsx';
import { Facts } from '../../components/facts.tsx';
import { useFormats } from '../../components/formats.ts';
import { GuestName, useGuestName } from '../../components/guest-name.tsx';
import { Tip } from '../../components/tip.tsx';
import { useActions } from '../../keys/use-actions.ts';
import { waitingSince } from '../../state/lists.ts';
import { PageLink } from '../client/page-link.tsx';
import { ForwardDialog } from '../session-actions/forward-dialog.tsx';
import { AcceptRing } from './accept-ring.tsx';
import classes from './conversation-pane.module.css';
import { OfferOrigin } from './offer-origin.tsx';
import { useSessionActions } from './use-session-actions.ts';

/** A look at a waiting client before accepting (OP-AC-4, AD-AP-1). */
export function OfferPreview({ offer, onBack }: { offer: Offer; onBack(): void }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const nameOf = useGuestName();
  const { accept, decline, open } = useSessionActions();
  const [busy, setBusy] = useState(false);
  const [forwarding, setForwarding] = useState(false);
  const acceptButton = useRef<HTMLButtonElement>(null);
  const { session } = offer;
  useActions({ forward: offer.invite ? undefined : () => setForwarding(true) });
  useEffect(() => acceptButton.current?.focus({ preventScroll: true }), []);

  async function run(task: Promise<boolean>, then?: () => void) {
    setBusy(true);
    if (await task) then?.();
    setBusy(false);
  }

  return (
    <article className={classes.pane} aria-label={t('lists.preview', { name: nameOf(session) })}>
      <header className={classes.header}>
        <ActionIcon className={classes.back} aria-label={t('conversation.back')} onClick={onBack}>
          <IconArrowLeft size={20} />
        </ActionIcon>
        <AcceptRing offer={offer}>
          <SourceIcon session={session} />
        </AcceptRing>
        <div className={classes.title}>
          <h2 className={`${classes.name} one-line`}>
            <GuestName name={session.guestName} />
          </h2>
          <div className={classes.about}>
            <span className="one-line">
              {t('conversation.previewTitle', { time: formats.time(waitingSince(offer)) })}
            </span>
            · <Elapsed since={waitingSince(offer)} />
          </div>
        </div>
        <Group gap={8} wrap="nowrap" className={classes.decide}>
          {!offer.invite && (
            <Tip label={t('keys.forward')} action="forward">
              <Button
                size="xs"
                variant="default"
                disabled={busy}
                onClick={() => setForwarding(true)}
                aria-keyshortcuts="Alt+R"
              >
                {t('handover.forward')}
              </Button>
            </Tip>
          )}
          <Tip label={t(offer.invite ? 'lists.rejectHelp' : 'lists.declineHelp')}>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              onClick={() => void run(decline(session.id), () => open(null))}
            >
              {t(offer.invite ? 'lists.reject' : 'lists.decline')}
            </Button>
          </Tip>
          <Button ref={acceptButton} size="xs" loading={busy} onClick={() => void run(accept(session.id))}>
            {t(offer.invite ? 'lists.join' : 'lists.accept')}
          </Button>
        </Group>
      </header>
      {forwarding && (
        <ForwardDialog session={session} onClose={() => setForwarding(false)} onForwarded={() => open(null)} />
      )}
      <div className={classes.preview}>
        <div className={classes.card}>
          <OfferOrigin offer={offer} />
          <Facts
            facts={[
              { name: t('client.package'), value: session.preset },
              { name: t('client.email'), value: session.guestEmail },
              { name: t('client.phone'), value: session.guestPhone },
              { name: t('client.language'), value: languageName(session.language, i18n.language) },
              { name: t('client.device'), value: deviceText(session) },
              { name: t('client.page'), value: session.url && <PageLink url={session.url} /> },
              ...offer.params.map((param) => ({ name: param.label, value: <bdi>{param.value}</bdi> })),
            ]}
          />
          <h3 style={{ fontSize: 13, margin: '16px 0 8px' }}>{t('conversation.previewWritten')}</h3>
          {offer.preview.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: texts only grow at the end
            <p key={index} className={classes.written} dir="auto">
              {text}
            </p>
          ))}
          {offer.preview.length === 0 && (
            <span style={{ color: 'var(--hv-muted)' }}>{t('conversation.previewNothing')}</span>
          )}
          <p style={{ margin: '16px 0 0', color: 'var(--hv-muted)', fontSize: 12 }}>{t('conversation.previewNote')}</p>
        </div>
      </div>
    </article>
  );
}
