import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttempt } from '../../components/problem-text.ts';

interface ConfirmProps {
  title: string;
  text: string;
  done: string;
  color?: string;
  run(): Promise<unknown>;
  then?: (() => void) | undefined;
  onClose(): void;
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, text, done, color, run, then, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    const worked = await attempt(run);
    setBusy(false);
    if (!worked) return;
    onClose();
    then?.();
  }

  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <Text>{text}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button {...(color && { color })} loading={busy} onClick={() => void confirm()}>
            {done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
