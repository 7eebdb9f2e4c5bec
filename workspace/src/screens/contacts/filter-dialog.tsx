import { limits } from '@hovor/protocol/limits';
import { ActionIcon, Autocomplete, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactCondition, type ContactFilter, contactsApi } from '../../api/contacts.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { contactFields } from './contact-fields.ts';
import { useFieldLabel } from './contact-name.tsx';

interface FilterDialogProps {
  /** null = a new one. */
  filter: ContactFilter | null;
  onClose(): void;
  /** null = it was deleted. */
  onSaved(filterId: number | null): void;
}

const operators: readonly ContactCondition['operator'][] = [
  'equals',
  'not equals',
  'contains',
  'starts with',
  'in list',
  'is set',
  'is not set',
];
const empty: ContactCondition = { field: contactFields.email, operator: 'contains', value: '' };
const needsValue = ({ operator }: ContactCondition) => operator !== 'is set' && operator !== 'is not set';
const isWhole = (condition: ContactCondition) =>
  condition.field.trim() !== '' && (!needsValue(condition) || condition.value.trim() !== '');

/** A saved filter: a name and conditions that must all hold. */
export function FilterDialog({ filter, onClose, onSaved }: FilterDialogProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [name, setName] = useState(filter?.name ?? '');
  const [conditions, setConditions] = useState(filter?.conditions ?? [empty]);
  const [busy, setBusy] = useState(false);
  const ready = name.trim() !== '' && conditions.every(isWhole);

  async function run(task: () => Promise<number | null>) {
    setBusy(true);
    await attempt(async () => {
      const id = await task();
      await queries.invalidateQueries({ queryKey: ['contact-filters', tenant.id] });
      void queries.invalidateQueries({ queryKey: ['contacts', tenant.id] });
      onSaved(id);
    });
    setBusy(false);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    const form = { name: name.trim(), conditions };
    void run(async () => {
      const saved = filter
        ? await contactsApi.changeFilter(tenant.id, { id: filter.id, ...form })
        : await contactsApi.addFilter(tenant.id, form);
      return saved.id;
    });
  }

  async function remove(id: number) {
    await run(async () => {
      await contactsApi.removeFilter(tenant.id, id);
      return null;
    });
  }

  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={filter ? t('contacts.filterTitle', { name: filter.name }) : t('contacts.filterNew')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('contacts.filterName')}
            maxLength={limits.nameLength}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {conditions.map((condition, index) => (
            <ConditionLine
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity than their place
              key={index}
              condition={condition}
              onChange={(next) => setConditions(conditions.with(index, next))}
              onRemove={conditions.length > 1 ? () => setConditions(conditions.toSpliced(index, 1)) : null}
            />
          ))}
          {conditions.length < limits.contactConditions && (
            <Button
              variant="subtle"
              size="compact-sm"
              style={{ alignSelf: 'start' }}
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setConditions([...conditions, empty])}
            >
              {t('contacts.filterAnd')}
            </Button>
          )}
          <Group gap="xs" justify="end">
            {filter && (
              <Button variant="subtle" color="red" mr="auto" disabled={busy} onClick={() => void remove(filter.id)}>
                {t('contacts.filterDelete')}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!ready}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface ConditionLineProps {
  condition: ContactCondition;
  onChange(condition: ContactCondition): void;
  onRemove: (() => void) | null;
}

function ConditionLine({ condition, onChange, onRemove }: ConditionLineProps) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const known = ['oo1_guest_ident', contactFields.email, contactFields.phone, contactFields.address];
  const label = (field: string) => (field === 'oo1_guest_ident' ? t('contacts.name') : labelOf(field));
  const fieldOf = (text: string) => known.find((field) => label(field) === text) ?? text;
  return (
    <Group gap={6} align="start" wrap="wrap">
      <Autocomplete
        style={{ flex: '1 1 140px' }}
        aria-label={t('contacts.filterField')}
        placeholder={t('contacts.filterField')}
        data={known.map(label)}
        maxLength={limits.paramNameLength}
        value={label(condition.field)}
        onChange={(text) => onChange({ ...condition, field: fieldOf(text) })}
      />
      <Select
        style={{ flex: '1 1 120px' }}
        aria-label={t('contacts.filterOperator')}
        allowDeselect={false}
        data={operators.map((operator) => ({ value: operator, label: t(`contactOperator.${operator}`) }))}
        value={condition.operator}
        onChange={(operator) => operator && onChange({ ...condition, operator })}
      />
      {needsValue(condition) && (
        <TextInput
          style={{ flex: '2 1 140px' }}
          aria-label={t('contacts.filterValue')}
          placeholder={t(condition.operator === 'in list' ? 'contacts.filterList' : 'contacts.filterValue')}
          maxLength={limits.contactValueLength}
          value={condition.value}
          onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
        />
      )}
      {onRemove && (
        <ActionIcon aria-label={t('contacts.filterRemove')} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}
