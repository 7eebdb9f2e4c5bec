import { Loader, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsApi } from '../../api/contacts.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { contactLines } from './contact-fields.ts';
import { ContactName } from './contact-name.tsx';
import classes from './contacts.module.css';

interface ContactPickerProps {
  /** Not to be chosen. */
  except?: number;
  onPick(contact: Contact): void;
}

/** Chooses one contact by a search (OP-CT-3 "Select existing"). */
export function ContactPicker({ except, onPick }: ContactPickerProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    queryKey: ['contacts', tenant.id, 'pick', search],
    queryFn: () => contactsApi.list(tenant.id, { search }),
    placeholderData: (before) => before,
  });
  const contacts = (found.data ?? []).filter(({ id }) => id !== except).slice(0, 50);
  return (
    <>
      <TextInput
        data-autofocus
        type="search"
        aria-label={t('contacts.search')}
        placeholder={t('contacts.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes.picks}>
        {found.error && <ProblemView problem={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <Loader size="sm" m="md" role="status" aria-label={t('common.loading')} />}
        {found.data && contacts.length === 0 && <li className={classes.quiet}>{t('contacts.pickNone')}</li>}
        {contacts.map((contact) => (
          <li key={contact.id}>
            <UnstyledButton className={classes.pick} onClick={() => onPick(contact)}>
              <span className={`${classes.name} one-line`}>
                <ContactName contact={contact} />
              </span>
              <span className={`${classes.small} one-line`} dir="auto">
                {contactLines(contact).slice(0, 3).join(' · ')}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}
