import { limits } from '@hovor/protocol/limits';
import { Autocomplete, Button, Group, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsApi } from '../../api/contacts.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { contactFields } from '../contacts/contact-fields.ts';
import { useFieldLabel } from '../contacts/contact-name.tsx';
import classes from './client-tab.module.css';
import { InlineField } from './inline-field.tsx';

interface ContactDetailsProps {
  contact: Contact;
  onChanged(): Promise<unknown>;
}

/** The contact's data, edited where it stands; details are added even where there are some (OP-CT-3). */
export function ContactDetails({ contact, onChanged }: ContactDetailsProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const label = useFieldLabel();
  const values = Object.entries(contact.data).filter(([field]) => field !== contactFields.guid);

  async function save(change: Partial<Pick<Contact, 'name' | 'data'>>) {
    await contactsApi.change(tenant.id, contact.id, { name: contact.name, data: {}, ...change });
    await onChanged();
  }

  return (
    <>
      <div className={classes.fields}>
        <InlineField
          label={t('contacts.name')}
          value={contact.name ?? ''}
          maxLength={limits.nameLength}
          save={(name) => save({ name: name || null })}
        />
        {values.flatMap(([field, list]) =>
          list.map((value, index) => (
            <InlineField
              key={`${field} ${value}`}
              label={label(field)}
              value={value}
              maxLength={limits.contactValueLength}
              save={(next) =>
                save({ data: { [field]: next === '' ? list.toSpliced(index, 1) : list.with(index, next) } })
              }
            />
          )),
        )}
      </div>
      <AddDetail onAdd={(field, value) => save({ data: { [field]: [...(contact.data[field] ?? []), value] } })} />
    </>
  );
}

function AddDetail({ onAdd }: { onAdd(field: string, value: string): Promise<void> }) {
  const { t } = useTranslation();
  const label = useFieldLabel();
  const attempt = useAttempt();
  const known = [contactFields.phone, contactFields.email, contactFields.address];
  const [form, setForm] = useState<{ field: string; value: string } | null>(null);
  if (form === null) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setForm({ field: label(contactFields.phone), value: '' })}
      >
        {t('client.contactDetails')}
      </Button>
    );
  }
  const ready = form.field.trim() !== '' && form.value.trim() !== '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!form || !ready) return;
    const field = known.find((each) => label(each) === form.field.trim()) ?? form.field.trim();
    if (await attempt(() => onAdd(field, form.value.trim()))) setForm(null);
  }

  return (
    <form onSubmit={submit}>
      <Group gap={4} grow>
        <Autocomplete
          size="xs"
          aria-label={t('contacts.filterField')}
          data={known.map(label)}
          maxLength={limits.paramNameLength}
          value={form.field}
          onChange={(field) => setForm({ ...form, field })}
        />
        <TextInput
          size="xs"
          autoFocus
          aria-label={t('contacts.filterValue')}
          placeholder={t('contacts.filterValue')}
          maxLength={limits.contactValueLength}
          value={form.value}
          onChange={(event) => setForm({ ...form, value: event.currentTarget.value })}
        />
      </Group>
      <Group gap={4} mt={6}>
        <Button size="compact-xs" type="submit" disabled={!ready}>
          {t('common.save')}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => setForm(null)}>
          {t('common.cancel')}
        </Button>
      </Group>
    </form>
  );
}
