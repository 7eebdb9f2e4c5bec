import type { SessionDetail } from '@hovor/protocol/session';
import { ActionIcon, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLink, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../../api/queries.ts';
import { GuestName } from '../../components/guest-name.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Tip } from '../../components/tip.tsx';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { ClientTab } from '../client/client-tab.tsx';
import { StaticTranscript } from '../transcript/static-transcript.tsx';
import classes from './history.module.css';
import { SessionFacts } from './session-facts.tsx';

/** An ended session beside the list (AD-SE-6): transcript, its data, the client; notes can still be added. */
export function SessionPanel({ sessionId, onClose }: { sessionId: number; onClose(): void }) {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery(sessionId));

  async function copyLink() {
    await navigator.clipboard.writeText(location.href);
    notifications.show({ message: t('history.linkCopied') });
  }

  return (
    <section className={classes.panel} aria-label={t('history.detail', { id: sessionId })}>
      <header className={classes.panelHead}>
        <div style={{ flex: 1, minWidth: 0 }}>
          <h2 className={`${classes.panelTitle} one-line`}>
            {session.data ? <GuestName name={session.data.guestName} /> : '…'}
          </h2>
          <span className={`${classes.small} numbers`}>{t('history.detail', { id: sessionId })}</span>
        </div>
        <Tip label={t('history.copyLink')}>
          <ActionIcon aria-label={t('history.copyLink')} onClick={() => void copyLink()}>
            <IconLink size={18} />
          </ActionIcon>
        </Tip>
        <Tip label={t('common.close')}>
          <ActionIcon aria-label={t('common.close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </Tip>
      </header>
      {session.error ? (
        <ProblemView problem={session.error} onRetry={() => void session.refetch()} />
      ) : session.data ? (
        <Body session={session.data} />
      ) : (
        <Waiting />
      )}
    </section>
  );
}

function Body({ session }: { session: SessionDetail }) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="transcript" className={classes.tabs} keepMounted={false}>
      <Tabs.List px="xs">
        <Tabs.Tab value="transcript">{t('history.transcript')}</Tabs.Tab>
        <Tabs.Tab value="about">{t('history.about')}</Tabs.Tab>
        <Tabs.Tab value="client">{t('client.info')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="transcript" className={classes.tabBody}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys */}
        <div className={classes.scroller} tabIndex={0}>
          <StaticTranscript sessionId={session.id} lastSeq={session.lastSeq} receipts={session.receipts} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="about" className={classes.tabBody}>
        <SessionFacts session={session} />
      </Tabs.Panel>
      <Tabs.Panel value="client" className={classes.tabBody}>
        <ClientTab detail={session} />
      </Tabs.Panel>
    </Tabs>
  );
}
