import { Anchor, Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeftMessage } from '../../api/offline-messages.ts';
import { useFormats } from '../../components/formats.ts';
import { GuestName } from '../../components/guest-name.tsx';
import { LinkedText } from '../../components/linked-text.tsx';
import { PageLink } from '../client/page-link.tsx';
import classes from './messages.module.css';

/** One message left behind, with the ways to answer it. */
export function MessageCard({ message, onHandle }: { message: LeftMessage; onHandle(): Promise<unknown> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [busy, setBusy] = useState(false);

  async function handle() {
    setBusy(true);
    await onHandle();
    setBusy(false);
  }

  return (
    <article className={classes.card}>
      <header className={classes.head}>
        <strong className="one-line">
          <GuestName name={message.name} />
        </strong>
        <time className={`${classes.small} numbers`} dateTime={message.created} title={formats.full(message.created)}>
          {formats.dateTime(message.created)}
        </time>
      </header>
      <p className={classes.text} dir="auto">
        <LinkedText text={message.message} />
      </p>
      {message.url && (
        <p className={`${classes.small} one-line`}>
          {t('messages.page')}: <PageLink url={message.url} />
        </p>
      )}
      <footer className={classes.foot}>
        {message.email && (
          <Anchor href={`mailto:${encodeURIComponent(message.email)}`} size="sm">
            {message.email}
          </Anchor>
        )}
        {message.phone && (
          <Anchor href={`tel:${message.phone.replaceAll(/[^\d+]/g, '')}`} size="sm">
            {message.phone}
          </Anchor>
        )}
        {!message.email && !message.phone && <span className={classes.small}>{t('messages.noContact')}</span>}
        <span style={{ flex: 1 }} />
        {message.handled ? (
          <span className={`${classes.small} numbers`}>
            {t('messages.handled', { time: formats.dateTime(message.handled) })}
          </span>
        ) : (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconCheck size={14} aria-hidden />}
            loading={busy}
            onClick={() => void handle()}
          >
            {t('messages.handle')}
          </Button>
        )}
      </footer>
    </article>
  );
}
