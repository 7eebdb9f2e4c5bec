import { Alert, Anchor, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Contact, SavedContact } from '../../api/contacts.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';
import { contactFields } from './contact-fields.ts';
import { ContactName } from './contact-name.tsx';
import classes from './contacts.module.css';

interface DuplicatesProps {
  duplicates: SavedContact['duplicates'];
  onMerge(other: Contact): void;
}

/** Others with the same phone or e-mail: said, never forbidden, because families share numbers (AD-CD-8). */
export function Duplicates({ duplicates, onMerge }: DuplicatesProps) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  if (duplicates.length === 0) return null;
  return (
    <Alert classNames={{ root: classes.alert, title: classes.alertTitle }} title={t('contacts.duplicates')}>
      {duplicates.map(({ contact, field }) => (
        <Group key={contact.id} gap="xs" wrap="nowrap" mt={4}>
          <Anchor
            size="sm"
            className="one-line"
            renderRoot={(props) => <Link to={`${placePath(me, tenant.id, 'contacts')}/${contact.id}`} {...props} />}
          >
            <ContactName contact={contact} />
          </Anchor>
          <span className={classes.small} style={{ flex: 1 }}>
            {t(field === contactFields.email ? 'contacts.sameEmail' : 'contacts.samePhone')}
          </span>
          <Button size="compact-xs" variant="default" onClick={() => onMerge(contact)}>
            {t('contacts.merge')}
          </Button>
        </Group>
      ))}
    </Alert>
  );
}
