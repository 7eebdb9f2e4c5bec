import { useTranslation } from 'react-i18next';
import type { Contact } from '../../api/contacts.ts';
import { contactFields, contactTitle } from './contact-fields.ts';

/** What a contact is called. Isolated, so that odd writing directions stay inside the name. */
export function ContactName({ contact }: { contact: Pick<Contact, 'name' | 'data'> }) {
  return <bdi>{useContactName()(contact)}</bdi>;
}

export function useContactName(): (contact: Pick<Contact, 'name' | 'data'>) => string {
  const { t } = useTranslation();
  return (contact) => contactTitle(contact) ?? t('contacts.nameless');
}

/** The label of a field: words for the main ones, else the name the company gave it. */
export function useFieldLabel(): (field: string) => string {
  const { t } = useTranslation();
  return (field) => {
    switch (field) {
      case contactFields.email:
        return t('contacts.email');
      case contactFields.phone:
        return t('contacts.phone');
      case contactFields.address:
        return t('contacts.address');
      default:
        return field;
    }
  };
}
