import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsApi } from '../../api/contacts.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { useContactName } from './contact-name.tsx';

interface DeleteDialogProps {
  opened: boolean;
  contact: Contact;
  onClose(): void;
  onDeleted(): void;
}

/** Destroying names what goes, and what stays. */
export function DeleteDialog({ opened, contact, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const name = useContactName()(contact);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    const done = await attempt(() => contactsApi.remove(tenant.id, contact.id));
    setBusy(false);
    if (!done) return;
    onClose();
    onDeleted();
    queries.removeQueries({ queryKey: ['contact', tenant.id, contact.id] });
    void queries.invalidateQueries({ queryKey: ['contacts', tenant.id] });
    void queries.invalidateQueries({ queryKey: ['session-contact'] });
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('contacts.deleteTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text>{t('contacts.deleteText')}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={busy} onClick={() => void confirm()}>
            {t('contacts.delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
