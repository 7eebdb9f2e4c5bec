import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PasswordLink } from '../../../api/users.ts';
import { useFormats } from '../../../components/formats.ts';
import { CopyField } from '../parts/copy-field.tsx';

/** The link a user sets a password with (AD-US-3): it can be read here and now only. */
export function SetUpLink({ link, onClose }: { link: PasswordLink; onClose(): void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.linkTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text>{t('users.linkText', { time: formats.dateTime(link.expires) })}</Text>
        <CopyField label={t('users.link')} value={link.url} />
        <Group justify="end">
          <Button onClick={onClose}>{t('common.close')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
