import type { SessionDetail } from '@hovor/protocol/session';
import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ClientInfo } from './client-info.tsx';
import classes from './client-tab.module.css';
import { CollaboratorsSection } from './collaborators-section.tsx';
import { ContactSection } from './contact-section.tsx';
import { EarlierSessions } from './earlier-sessions.tsx';
import { NotesSection } from './notes-section.tsx';
import { ParamsSection } from './params-section.tsx';
import { TagField } from './tag-field.tsx';

/** Everything known of the client of this session (OP-CT-1); editable during the session and after it. */
export function ClientTab({ detail, onBack }: { detail: SessionDetail; onBack?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.tab}>
      {onBack && (
        <div className={classes.back}>
          <ActionIcon aria-label={t('conversation.messages')} onClick={onBack}>
            <IconArrowLeft size={20} />
          </ActionIcon>
          <span>{t('conversation.messages')}</span>
        </div>
      )}
      <Section title={t('client.info')}>
        <ClientInfo detail={detail} />
      </Section>
      <Section title={t('client.contact')}>
        <ContactSection sessionId={detail.id} />
      </Section>
      {!detail.ended && (
        <Section title={t('client.collaborators')}>
          <CollaboratorsSection detail={detail} />
        </Section>
      )}
      <Section title={t('client.tags')}>
        <TagField sessionId={detail.id} tags={detail.tags} />
      </Section>
      <Section title={t('client.params')}>
        <ParamsSection detail={detail} />
      </Section>
      <Section title={t('client.notes')}>
        <NotesSection detail={detail} />
      </Section>
      <Section title={t('client.earlier')}>
        <EarlierSessions sessionId={detail.id} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}
