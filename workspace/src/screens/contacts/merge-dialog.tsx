import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsApi, type SavedContact } from '../../api/contacts.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { useContactName } from './contact-name.tsx';
import { ContactPicker } from './contact-picker.tsx';

interface MergeDialogProps {
  opened: boolean;
  contact: Contact;
  /** The other one when it is known; else it is chosen first. */
  other: Contact | null;
  onClose(): void;
  onMerged(result: SavedContact): void;
}

/** Two contacts become one (AD-CD-7): choose the other, choose the name, confirm. */
export function MergeDialog({ opened, contact, other, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState(other);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('contacts.mergeTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {picked ? (
        <Confirm contact={contact} other={picked} onBack={() => setPicked(null)} onMerged={onMerged} />
      ) : (
        <ContactPicker except={contact.id} onPick={setPicked} />
      )}
    </Modal>
  );
}

interface ConfirmProps {
  contact: Contact;
  other: Contact;
  onBack(): void;
  onMerged(result: SavedContact): void;
}

function Confirm({ contact, other, onBack, onMerged }: ConfirmProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const nameOf = useContactName();
  const names = [...new Set([contact.name, other.name].filter((name) => name !== null))];
  const [name, setName] = useState(names[0] ?? null);
  const [busy, setBusy] = useState(false);

  async function merge() {
    setBusy(true);
    await attempt(async () => {
      const result = await contactsApi.merge(tenant.id, { into: contact.id, from: [other.id], name });
      queries.removeQueries({ queryKey: ['contact', tenant.id, other.id] });
      void queries.invalidateQueries({ queryKey: ['session-contact'] });
      onMerged(result);
    });
    setBusy(false);
  }

  return (
    <Stack gap="sm">
      <Text>{t('contacts.mergeText', { name: nameOf(contact), other: nameOf(other) })}</Text>
      {names.length > 1 && (
        <Radio.Group label={t('contacts.mergeName')} value={name} onChange={setName}>
          <Stack gap={6} mt={6}>
            {names.map((choice) => (
              <Radio key={choice} value={choice} label={<bdi>{choice}</bdi>} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onBack}>
          {t('contacts.mergeOther')}
        </Button>
        <Button data-autofocus loading={busy} onClick={() => void merge()}>
          {t('contacts.merge')}
        </Button>
      </Group>
    </Stack>
  );
}
