import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../components/page-head.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { mayEditContacts, placePath } from '../../state/places.ts';
import { ContactPanel } from './contact-panel.tsx';
import classes from './contacts.module.css';
import { ContactsList } from './contacts-list.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { NewContact } from './new-contact.tsx';

/** The contact directory (AD-CD): a list with a search; a row opens the card beside it, each with its own address. */
export function ContactsScreen() {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const params = useParams({ strict: false });
  const isNew = params.contactId === 'new';
  const contactId = Number(params.contactId) || null;
  const [text, setText] = useState('');
  const [filterId, setFilterId] = useState<number | null>(null);
  const [search] = useDebouncedValue(text.trim(), 300);
  const base = placePath(me, tenant.id, 'contacts');
  const close = () => void navigate({ to: base });
  const gone = () => void navigate({ to: base, ignoreBlocker: true });
  const show = (id: number) => void navigate({ to: `${base}/${id}`, ignoreBlocker: true });

  return (
    <div className={classes.screen} data-detail={isNew || contactId !== null || undefined}>
      <section className={classes.list} aria-label={t('contacts.title')}>
        <PageHead title={t('contacts.title')} subtitle={t('contacts.subtitle')}>
          <FilterMenu chosen={filterId} onChoose={setFilterId} />
          <TextInput
            className={classes.search}
            type="search"
            aria-label={t('contacts.search')}
            placeholder={t('contacts.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={
              text && <CloseButton size="sm" aria-label={t('common.discard')} onClick={() => setText('')} />
            }
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {mayEditContacts(tenant) && (
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => void navigate({ to: `${base}/new` })}
            >
              {t('contacts.add')}
            </Button>
          )}
        </PageHead>
        <ContactsList search={search} filterId={filterId} current={contactId} base={base} />
      </section>
      {isNew && <NewContact onClose={close} onSaved={show} />}
      {contactId !== null && (
        <ContactPanel key={contactId} contactId={contactId} onClose={close} onGone={gone} onShow={show} />
      )}
    </div>
  );
}
