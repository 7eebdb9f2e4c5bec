import { ActionIcon } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactChange, contactsApi } from '../../api/contacts.ts';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { useAttempt } from '../../components/problem-text.ts';
import { Tip } from '../../components/tip.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { ContactForm } from './contact-form.tsx';
import classes from './contacts.module.css';

const empty = { name: null, data: {} };

/** An empty card; saving it opens the contact. */
export function NewContact({ onClose, onSaved }: { onClose(): void; onSaved(id: number): void }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [changed, setChanged] = useState(false);

  const save = (change: ContactChange) =>
    attempt(async () => {
      const saved = await contactsApi.add(tenant.id, change);
      queries.setQueryData(['contact', tenant.id, saved.contact.id], saved);
      void queries.invalidateQueries({ queryKey: ['contacts', tenant.id] });
      notifications.show({ message: t('common.saved') });
      onSaved(saved.contact.id);
    });

  return (
    <section className={classes.panel} aria-label={t('contacts.newTitle')}>
      <header className={classes.panelHead}>
        <h2 className={`${classes.panelTitle} one-line`}>{t('contacts.newTitle')}</h2>
        <Tip label={t('common.close')}>
          <ActionIcon aria-label={t('common.close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </Tip>
      </header>
      <ContactForm contact={empty} onSave={save} onChanged={setChanged} />
      <LeaveGuard active={changed} />
    </section>
  );
}
