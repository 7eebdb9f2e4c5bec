import { ActionIcon, Anchor, Button, Group, Loader, Menu, Modal } from '@mantine/core';
import { IconAddressBook, IconDots, IconExternalLink, IconPlus, IconTrash, IconUnlink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsApi } from '../../api/contacts.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useMayDeleteContacts, useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';
import { contactLines } from '../contacts/contact-fields.ts';
import { ContactName } from '../contacts/contact-name.tsx';
import { ContactPicker } from '../contacts/contact-picker.tsx';
import { DeleteDialog } from '../contacts/delete-dialog.tsx';
import classes from './client-tab.module.css';
import { ContactDetails } from './contact-details.tsx';

/** Who of the contact directory the client is (OP-CT-3): add, select, edit in place, disconnect. */
export function ContactSection({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const key = ['session-contact', sessionId];
  const found = useQuery({ queryKey: key, queryFn: () => contactsApi.ofSession(sessionId) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['session-contact'] });
  const run = (task: () => Promise<unknown>) =>
    attempt(async () => {
      await task();
      await refresh();
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      void queries.invalidateQueries({ queryKey: ['contact-sessions'] });
    });

  if (found.error) return <ProblemView problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loader size="xs" role="status" aria-label={t('common.loading')} />;
  const { contact, candidates } = found.data;
  return contact ? (
    <Linked contact={contact} onUnlink={() => run(() => contactsApi.unlink(sessionId))} onChanged={refresh} />
  ) : (
    <Unlinked
      candidates={candidates}
      onAdd={() => run(() => contactsApi.addFromSession(sessionId))}
      onLink={(id) => run(() => contactsApi.link(sessionId, id))}
    />
  );
}

interface UnlinkedProps {
  candidates: readonly Contact[];
  onAdd(): Promise<boolean>;
  onLink(contactId: number): Promise<boolean>;
}

function Unlinked({ candidates, onAdd, onLink }: UnlinkedProps) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState(false);
  const [busy, setBusy] = useState(false);

  async function add() {
    setBusy(true);
    await onAdd();
    setBusy(false);
  }

  return (
    <>
      {candidates.length > 0 && <p className={classes.quiet}>{t('client.contactMaybe')}</p>}
      {candidates.map((contact) => (
        <div key={contact.id} className={classes.candidate}>
          <div style={{ flex: 1, minWidth: 0 }}>
            <div className="one-line">
              <ContactName contact={contact} />
            </div>
            <div className={`${classes.quiet} one-line`} dir="auto">
              {contactLines(contact).slice(0, 2).join(' · ')}
            </div>
          </div>
          <Button size="compact-xs" variant="light" onClick={() => void onLink(contact.id)}>
            {t('client.contactSelect')}
          </Button>
        </div>
      ))}
      <Group gap={6} mt={candidates.length > 0 ? 6 : 0}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          loading={busy}
          onClick={() => void add()}
        >
          {t('client.contactAdd')}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconAddressBook size={14} aria-hidden />}
          onClick={() => setPicking(true)}
        >
          {t('client.contactExisting')}
        </Button>
      </Group>
      <Modal
        opened={picking}
        onClose={() => setPicking(false)}
        title={t('client.contactExisting')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <ContactPicker
          onPick={(contact) => {
            setPicking(false);
            void onLink(contact.id);
          }}
        />
      </Modal>
    </>
  );
}

interface LinkedProps {
  contact: Contact;
  onUnlink(): Promise<boolean>;
  onChanged(): Promise<unknown>;
}

function Linked({ contact, onUnlink, onChanged }: LinkedProps) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const deletable = useMayDeleteContacts();
  const [deleting, setDeleting] = useState(false);
  const to = `${placePath(me, tenant.id, 'contacts')}/${contact.id}`;
  return (
    <>
      <Group gap={4} wrap="nowrap" mb={4}>
        <Anchor
          size="sm"
          fw={600}
          className="one-line"
          style={{ flex: 1 }}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          <ContactName contact={contact} />
        </Anchor>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={t('contacts.options')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconExternalLink size={16} aria-hidden />} onClick={() => void navigate({ to })}>
              {t('client.contactOpen')}
            </Menu.Item>
            <Menu.Item leftSection={<IconUnlink size={16} aria-hidden />} onClick={() => void onUnlink()}>
              {t('client.contactDisconnect')}
            </Menu.Item>
            {deletable && (
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setDeleting(true)}
              >
                {t('client.contactRemove')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </Group>
      <ContactDetails contact={contact} onChanged={onChanged} />
      <DeleteDialog
        opened={deleting}
        contact={contact}
        onClose={() => setDeleting(false)}
        onDeleted={() => void onChanged()}
      />
    </>
  );
}
