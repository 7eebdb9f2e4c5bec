import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Asks before what was changed is left; the browser asks by itself when the tab is closed. */
export function LeaveGuard({ active }: { active: boolean }) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => active,
    enableBeforeUnload: active,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('common.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text>{t('common.leaveText')}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={() => proceed?.()}>
            {t('common.discard')}
          </Button>
          <Button data-autofocus onClick={() => reset?.()}>
            {t('common.goOn')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
