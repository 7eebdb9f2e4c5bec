import type { MySession } from '@hovor/protocol/desk';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGuestName } from '../../components/guest-name.tsx';
import { useSessionActions } from './use-session-actions.ts';

interface EndDialogProps {
  opened: boolean;
  session: MySession;
  /** Some of my messages are still on their way. */
  unsent: boolean;
  onClose(): void;
}

/** Ends only after a confirmation (OP-ES-7), and says when something is still unanswered or unsent. */
export function EndDialog({ opened, session, unsent, onClose }: EndDialogProps) {
  const { t } = useTranslation();
  const { end } = useSessionActions();
  const name = useGuestName()(session);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    const done = await end(session.id);
    setBusy(false);
    if (done) onClose();
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('conversation.endTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text>{t('conversation.endText')}</Text>
        {session.unansweredSince && <Alert color="orange">{t('conversation.endUnanswered')}</Alert>}
        {unsent && <Alert color="orange">{t('conversation.endUnsent')}</Alert>}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('conversation.keep')}
          </Button>
          <Button data-autofocus loading={busy} onClick={() => void confirm()}>
            {t('conversation.endConfirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
