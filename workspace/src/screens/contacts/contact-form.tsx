import { limits } from '@hovor/protocol/limits';
import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contact, ContactChange } from '../../api/contacts.ts';
import { Tip } from '../../components/tip.tsx';
import { changeOf, contactFields, type Draft, draftOf } from './contact-fields.ts';
import { useFieldLabel } from './contact-name.tsx';
import classes from './contacts.module.css';

interface ContactFormProps {
  contact: Pick<Contact, 'name' | 'data'>;
  readOnly?: boolean;
  /** Resolves with whether it was stored. */
  onSave(change: ContactChange): Promise<boolean>;
  onChanged(changed: boolean): void;
}

/** The card (AD-CD-2): one name, any number of values in each other field, own fields. Saves only what changed. */
export function ContactForm({ contact, readOnly = false, onSave, onChanged }: ContactFormProps) {
  const { t } = useTranslation();
  const label = useFieldLabel();
  const [draft, setDraft] = useState<Draft>(() => draftOf(contact));
  const [busy, setBusy] = useState(false);
  const change = changeOf(contact, draft);
  const isChanged = change !== null;
  useEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  function setValues(field: string, values: string[]) {
    setDraft({ ...draft, fields: draft.fields.map((each) => (each.field === field ? { field, values } : each)) });
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!change) return;
    setBusy(true);
    await onSave(change);
    setBusy(false);
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.formBody}>
        <TextInput
          label={t('contacts.name')}
          dir="auto"
          autoComplete="off"
          maxLength={limits.nameLength}
          readOnly={readOnly}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        {draft.fields
          .filter(({ values }) => !readOnly || values.some((value) => value !== ''))
          .map(({ field, values }) => (
            <FieldValues
              key={field}
              label={label(field)}
              type={typeOf(field)}
              values={values}
              readOnly={readOnly}
              onChange={(next) => setValues(field, next)}
            />
          ))}
        {!readOnly && (
          <NewField
            taken={draft.fields.map(({ field }) => field)}
            onAdd={(field) => setDraft({ ...draft, fields: [...draft.fields, { field, values: [''] }] })}
          />
        )}
      </div>
      {isChanged && (
        <Group className={classes.formFoot} gap="xs" justify="end">
          <Button variant="default" onClick={() => setDraft(draftOf(contact))}>
            {t('common.discard')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('common.save')}
          </Button>
        </Group>
      )}
    </form>
  );
}

const typeOf = (field: string) =>
  field === contactFields.email ? 'email' : field === contactFields.phone ? 'tel' : 'text';

interface FieldValuesProps {
  label: string;
  type: 'email' | 'tel' | 'text';
  values: string[];
  readOnly: boolean;
  onChange(values: string[]): void;
}

function FieldValues({ label, type, values, readOnly, onChange }: FieldValuesProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>
        <bdi>{label}</bdi>
      </legend>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity than their place
        <div key={index} className={classes.line}>
          <TextInput
            style={{ flex: 1 }}
            // The server decides what is an address; the browser's own check would only stand in the way.
            type={type === 'email' ? 'text' : type}
            inputMode={type}
            dir="auto"
            autoComplete="off"
            aria-label={values.length > 1 ? `${label} ${index + 1}` : label}
            maxLength={limits.contactValueLength}
            readOnly={readOnly}
            value={value}
            onChange={(event) => onChange(values.with(index, event.currentTarget.value))}
          />
          {!readOnly && (values.length > 1 || value !== '') && (
            <Tip label={t('contacts.removeValue')}>
              <ActionIcon
                aria-label={`${t('contacts.removeValue')}: ${label} ${value}`}
                onClick={() => onChange(values.length > 1 ? values.toSpliced(index, 1) : [''])}
              >
                <IconX size={16} />
              </ActionIcon>
            </Tip>
          )}
        </div>
      ))}
      {!readOnly && values.at(-1) !== '' && values.length < limits.contactValues && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-label={`${t('contacts.addAnother')}: ${label}`}
          onClick={() => onChange([...values, ''])}
        >
          {t('contacts.addAnother')}
        </Button>
      )}
    </fieldset>
  );
}

/** A field of the company's own (AD-CD-4). */
function NewField({ taken, onAdd }: { taken: readonly string[]; onAdd(field: string): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        style={{ alignSelf: 'start' }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setName('')}
      >
        {t('contacts.addField')}
      </Button>
    );
  }
  const wanted = name.trim();
  const isTaken = taken.some((field) => field.toLowerCase() === wanted.toLowerCase());
  const isReserved = /^(id$|oo1_)/i.test(wanted);
  const error = isTaken ? t('contacts.fieldTaken') : isReserved ? t('contacts.fieldReserved') : null;

  function add() {
    if (wanted === '' || error) return;
    onAdd(wanted);
    setName(null);
  }

  return (
    <div className={classes.line}>
      <TextInput
        style={{ flex: 1 }}
        autoFocus
        aria-label={t('contacts.fieldName')}
        placeholder={t('contacts.fieldName')}
        maxLength={limits.paramNameLength}
        error={error}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Enter') add();
          else setName(null);
        }}
      />
      <Button variant="default" disabled={wanted === '' || error !== null} onClick={add}>
        {t('contacts.addFieldConfirm')}
      </Button>
    </div>
  );
}
