import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../components/page-head.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';
import classes from './history.module.css';
import { HistoryList } from './history-list.tsx';
import { SessionPanel } from './session-panel.tsx';

/** Ended sessions with a search; a row opens its transcript beside the list, each with its own address (AD-SE). */
export function HistoryScreen() {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const params = useParams({ strict: false });
  const sessionId = Number(params.sessionId) || null;
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 300);
  const base = placePath(me, tenant.id, 'sessions');

  return (
    <div className={classes.screen} data-detail={sessionId !== null || undefined}>
      <section className={classes.list} aria-label={t('history.title')}>
        <PageHead title={t('history.title')} subtitle={t('history.subtitle')}>
          <TextInput
            className={classes.search}
            type="search"
            aria-label={t('history.search')}
            placeholder={t('history.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={
              text && <CloseButton size="sm" aria-label={t('common.discard')} onClick={() => setText('')} />
            }
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </PageHead>
        <HistoryList search={search} current={sessionId} base={base} />
      </section>
      {sessionId !== null && (
        <SessionPanel key={sessionId} sessionId={sessionId} onClose={() => void navigate({ to: base })} />
      )}
    </div>
  );
}
