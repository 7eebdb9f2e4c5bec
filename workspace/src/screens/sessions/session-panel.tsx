import type { SessionDetail } from '@hovor/protocol/session';
import { ActionIcon, Badge, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLink, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../../api/queries.ts';
import { GuestName } from '../../components/guest-name.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Tip } from '../../components/tip.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { ContactSection } from '../client/contact-section.tsx';
import { NotesSection } from '../client/notes-section.tsx';
import { isOwnLine } from '../client/param-names.ts';
import { ParamsSection } from '../client/params-section.tsx';
import { TagField } from '../client/tag-field.tsx';
import { SupervisorActions } from '../session-actions/supervisor-actions.tsx';
import { StaticTranscript } from '../transcript/static-transcript.tsx';
import classes from './panel.module.css';
import { RoutingTab } from './routing-tab.tsx';
import { SessionFacts } from './session-facts.tsx';
import type { TableSearch } from './table-search.ts';

/** A session beside the list (AD-SE-6). One that runs stays up to date, and who looks after it can act (AD-SE-7). */
export function SessionPanel({ sessionId, onClose }: { sessionId: number; onClose(): void }) {
  const { t } = useTranslation();
  const { watching } = useWorkplace();
  const queries = useQueryClient();
  const session = useQuery(sessionQuery(sessionId));

  useEffect(
    () =>
      watching.listen('sessions', (ids) => {
        if (ids === null || ids.includes(sessionId)) {
          void queries.invalidateQueries({ queryKey: sessionQuery(sessionId).queryKey });
        }
      }),
    [watching, queries, sessionId],
  );

  async function copyLink() {
    await navigator.clipboard.writeText(location.href);
    notifications.show({ message: t('history.linkCopied') });
  }

  return (
    <section
      className={classes.panel}
      aria-label={t('history.detail', { id: sessionId })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
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

const tabNames = ['transcript', 'about', 'params', 'notes', 'routing'] as const;

function Body({ session }: { session: SessionDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const search: TableSearch = useSearch({ strict: false });
  const tab = tabNames.find((name) => name === search.tab) ?? 'transcript';
  const params = session.params.filter(({ name }) => isOwnLine(name)).length;
  const notes = session.notes.length;

  function show(next: string | null) {
    const { tab: _, ...rest } = search;
    const to = next === null || next === 'transcript' ? rest : { ...rest, tab: next };
    void navigate({ to: '.', search: to as never, replace: true });
  }

  return (
    <>
      {session.ended === null && (
        <div className={classes.actions}>
          <SupervisorActions
            session={session}
            onChanged={() => void queries.invalidateQueries({ queryKey: sessionQuery(session.id).queryKey })}
          />
        </div>
      )}
      <Tabs value={tab} onChange={show} className={classes.tabs} classNames={{ tab: classes.tab }} keepMounted={false}>
        <Tabs.List px="xs" aria-label={t('sessionTable.tabs')}>
          <Tabs.Tab value="transcript">{t('sessionTable.tabTranscript')}</Tabs.Tab>
          <Tabs.Tab value="about">{t('sessionTable.tabAbout')}</Tabs.Tab>
          <Tabs.Tab value="params" rightSection={<Count count={params} />}>
            {t('sessionTable.tabParams')}
          </Tabs.Tab>
          <Tabs.Tab value="notes" rightSection={<Count count={notes} />}>
            {t('sessionTable.tabNotes')}
          </Tabs.Tab>
          <Tabs.Tab value="routing">{t('sessionTable.tabRouting')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="transcript" className={classes.tabBody}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys */}
          <div className={classes.scroller} tabIndex={0}>
            <StaticTranscript sessionId={session.id} lastSeq={session.lastSeq} receipts={session.receipts} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.tabBody}>
          <div className={classes.facts}>
            <SessionFacts session={session} />
            <h3 className={classes.sectionTitle}>{t('client.tags')}</h3>
            <TagField sessionId={session.id} tags={session.tags} />
            <h3 className={classes.sectionTitle}>{t('client.contact')}</h3>
            <ContactSection sessionId={session.id} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="params" className={classes.tabBody}>
          <div className={classes.facts}>
            <ParamsSection detail={session} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="notes" className={classes.tabBody}>
          <div className={classes.facts}>
            <NotesSection detail={session} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="routing" className={classes.tabBody}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys */}
          <div className={classes.facts} tabIndex={0}>
            <RoutingTab sessionId={session.id} lastSeq={session.lastSeq} />
          </div>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Count({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Badge size="xs" variant="light" circle={count < 10}>
      {count}
    </Badge>
  );
}
