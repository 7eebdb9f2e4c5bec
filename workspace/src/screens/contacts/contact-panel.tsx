import { ActionIcon, Menu, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowMerge, IconDots, IconLink, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, type ContactChange, contactsApi, type SavedContact } from '../../api/contacts.ts';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { useAttempt } from '../../components/problem-text.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { Tip } from '../../components/tip.tsx';
import { useMayDeleteContacts, useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { mayEditContacts } from '../../state/places.ts';
import { ContactForm } from './contact-form.tsx';
import { ContactName } from './contact-name.tsx';
import { ContactSessions } from './contact-sessions.tsx';
import classes from './contacts.module.css';
import { DeleteDialog } from './delete-dialog.tsx';
import { Duplicates } from './duplicates.tsx';
import { MergeDialog } from './merge-dialog.tsx';

interface ContactPanelProps {
  contactId: number;
  onClose(): void;
  /** The contact is not there any more. */
  onGone(): void;
  onShow(id: number): void;
}

/** One contact beside the list: its card, and what was talked about with it (AD-CD-9). */
export function ContactPanel({ contactId, onClose, onGone, onShow }: ContactPanelProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const key = ['contact', tenant.id, contactId];
  const found = useQuery({ queryKey: key, queryFn: () => contactsApi.get(tenant.id, contactId) });
  const [dialog, setDialog] = useState<'delete' | 'merge' | null>(null);
  const [other, setOther] = useState<Contact | null>(null);
  const saved = found.data;
  const editable = mayEditContacts(tenant);
  const deletable = useMayDeleteContacts();

  function keep(next: SavedContact) {
    queries.setQueryData(key, next);
    void queries.invalidateQueries({ queryKey: ['contacts', tenant.id] });
  }

  async function copyLink() {
    await navigator.clipboard.writeText(location.href);
    notifications.show({ message: t('history.linkCopied') });
  }

  function merge(contact: Contact | null) {
    setOther(contact);
    setDialog('merge');
  }

  return (
    <section className={classes.panel} aria-label={t('contacts.card', { id: contactId })}>
      <header className={classes.panelHead}>
        <div style={{ flex: 1, minWidth: 0 }}>
          <h2 className={`${classes.panelTitle} one-line`}>{saved ? <ContactName contact={saved.contact} /> : '…'}</h2>
          <span className={`${classes.small} numbers`}>{t('contacts.card', { id: contactId })}</span>
        </div>
        <Tip label={t('history.copyLink')}>
          <ActionIcon aria-label={t('history.copyLink')} onClick={() => void copyLink()}>
            <IconLink size={18} />
          </ActionIcon>
        </Tip>
        {saved && editable && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t('contacts.options')}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={() => merge(null)}>
                {t('contacts.mergeWith')}
              </Menu.Item>
              {deletable && (
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} aria-hidden />}
                  onClick={() => setDialog('delete')}
                >
                  {t('contacts.delete')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
        <Tip label={t('common.close')}>
          <ActionIcon aria-label={t('common.close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </Tip>
      </header>
      {found.error ? (
        <ProblemView problem={found.error} onRetry={() => void found.refetch()} />
      ) : saved ? (
        <Body saved={saved} editable={editable} onSaved={keep} onMerge={merge} />
      ) : (
        <Waiting />
      )}
      {saved && (
        <>
          <DeleteDialog
            opened={dialog === 'delete'}
            contact={saved.contact}
            onClose={() => setDialog(null)}
            onDeleted={onGone}
          />
          <MergeDialog
            key={`${other?.id}-${dialog}`}
            opened={dialog === 'merge'}
            contact={saved.contact}
            other={other}
            onClose={() => setDialog(null)}
            onMerged={(result) => {
              keep(result);
              setDialog(null);
              onShow(result.contact.id);
            }}
          />
        </>
      )}
    </section>
  );
}

interface BodyProps {
  saved: SavedContact;
  editable: boolean;
  onSaved(saved: SavedContact): void;
  onMerge(other: Contact): void;
}

function Body({ saved: { contact, duplicates }, editable, onSaved, onMerge }: BodyProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const attempt = useAttempt();
  const [changed, setChanged] = useState(false);

  const save = (change: ContactChange) =>
    attempt(async () => {
      onSaved(await contactsApi.change(tenant.id, contact.id, change));
      notifications.show({ message: t('common.saved') });
    });

  return (
    <Tabs defaultValue="card" className={classes.tabs}>
      <Tabs.List px="xs">
        <Tabs.Tab value="card">{t('contacts.data')}</Tabs.Tab>
        <Tabs.Tab value="sessions">{t('contacts.sessions')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="card" className={classes.tabBody}>
        {editable && <Duplicates duplicates={duplicates} onMerge={onMerge} />}
        <ContactForm
          key={contact.updated}
          contact={contact}
          readOnly={!editable}
          onSave={save}
          onChanged={setChanged}
        />
      </Tabs.Panel>
      <Tabs.Panel value="sessions" className={classes.tabBody}>
        <ContactSessions contactId={contact.id} />
      </Tabs.Panel>
      <LeaveGuard active={changed} />
    </Tabs>
  );
}
