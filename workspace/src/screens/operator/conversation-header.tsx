import type { MySession } from '@hovor/protocol/desk';
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowForwardUp, IconArrowLeft, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SourceIcon } from '../../components/channel-icon.tsx';
import { Elapsed } from '../../components/elapsed.tsx';
import { GuestName } from '../../components/guest-name.tsx';
import { Tip } from '../../components/tip.tsx';
import classes from './conversation-pane.module.css';

interface ConversationHeaderProps {
  session: MySession;
  onBack(): void;
  onClient?: (() => void) | undefined;
  onForward?: (() => void) | undefined;
  /** Undefined while nobody else is in it. */
  onLeave?: (() => void) | undefined;
  /** Undefined when there is nothing to end any more. */
  onEnd?: (() => void) | undefined;
}

export function ConversationHeader({ session, onBack, onClient, onForward, onLeave, onEnd }: ConversationHeaderProps) {
  const { t } = useTranslation();
  return (
    <header className={classes.header}>
      <ActionIcon className={classes.back} aria-label={t('conversation.back')} onClick={onBack}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <div className={classes.title}>
        <h2 className={`${classes.name} one-line`}>
          <GuestName name={session.guestName} />
        </h2>
        <div className={classes.about}>
          <SourceIcon session={session} size={14} />
          <span className="one-line">{[session.preset, session.language].filter(Boolean).join(' · ')}</span>
          {onEnd && session.started && (
            <Tip label={t('conversation.running')}>
              <span>
                · <Elapsed since={session.started} />
              </span>
            </Tip>
          )}
        </div>
      </div>
      {onClient && (
        <Tip label={t('client.label')} action="goToClient">
          <ActionIcon className={classes.toClient} aria-label={t('client.label')} onClick={onClient}>
            <IconUser size={20} stroke={1.6} />
          </ActionIcon>
        </Tip>
      )}
      {onForward && (
        <Tip label={t('keys.forward')} action="forward">
          <Button
            size="xs"
            variant="default"
            className={classes.forward}
            leftSection={<IconArrowForwardUp size={16} aria-hidden />}
            onClick={onForward}
            aria-label={t('handover.forward')}
            aria-keyshortcuts="Alt+R"
          >
            {t('handover.forward')}
          </Button>
        </Tip>
      )}
      {onLeave && (
        <Button size="xs" variant="default" onClick={onLeave}>
          {t('handover.leave')}
        </Button>
      )}
      {onEnd && (
        <Tip label={t('keys.end')} action="end">
          <Button size="xs" variant="default" onClick={onEnd} aria-keyshortcuts="Alt+E">
            {t('conversation.end')}
          </Button>
        </Tip>
      )}
    </header>
  );
}
