import { limits } from '@hovor/protocol/limits';
import { NumberInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ApiKeyChange } from '../../../api/api-keys.ts';
import { serverNow } from '../../../state/server-time.ts';
import { useFieldRules } from '../parts/field-text.ts';
import settings from '../settings.module.css';
import { PermissionTable } from './permission-table.tsx';

/** What can be changed of a key, as the form holds it. */
export interface KeyValues extends Record<string, unknown> {
  name: string;
  permissions: string[];
  /** A day as a date field writes it; empty = no end. */
  expires: string;
  perMinute: number | '';
}

export function valuesOf({ name, permissions, expires, perMinute }: ApiKeyChange): KeyValues {
  return { name, permissions, expires: dayOf(expires), perMinute: perMinute ?? '' };
}

/** `stored` keeps its time of day when the day was not touched. */
export function changeOf({ name, permissions, expires, perMinute }: KeyValues, stored: string | null): ApiKeyChange {
  const end = expires === dayOf(stored) ? stored : expires === '' ? null : new Date(`${expires}T00:00`).toISOString();
  return { name: name.trim(), permissions, expires: end, perMinute: perMinute === '' ? null : Number(perMinute) };
}

/** The day of an instant in the reader's zone. */
function dayOf(instant: string | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Checks of the form before the server is asked; a day that is stored already may lie in the past. */
export function useKeyRules(stored: string | null) {
  const { t } = useTranslation();
  const { required } = useFieldRules();
  return {
    name: required,
    expires: (value: string) => {
      const past = value !== '' && value !== dayOf(stored) && new Date(`${value}T00:00`).getTime() <= serverNow();
      return past ? t('apiKeys.expiresPast') : null;
    },
  };
}

interface KeyFieldsProps<T extends KeyValues> {
  form: Pick<UseFormReturnType<T>, 'getInputProps' | 'values' | 'setFieldValue'>;
  readOnly?: boolean;
  autoFocus?: boolean;
}

export function KeyFields<T extends KeyValues>({ form, readOnly = false, autoFocus = false }: KeyFieldsProps<T>) {
  const { t } = useTranslation();
  const variant = readOnly ? 'filled' : 'default';
  return (
    <>
      <TextInput
        label={t('settings.name')}
        description={t('apiKeys.nameHelp')}
        required={!readOnly}
        autoFocus={autoFocus}
        maxLength={limits.nameLength}
        readOnly={readOnly}
        variant={variant}
        {...form.getInputProps('name')}
      />
      <PermissionTable
        value={form.values.permissions}
        readOnly={readOnly}
        onChange={(permissions) => form.setFieldValue('permissions' as never, permissions as never)}
      />
      <div className={settings.pair}>
        <TextInput
          type="date"
          label={t('apiKeys.expires')}
          description={t('apiKeys.expiresHelp')}
          readOnly={readOnly}
          variant={variant}
          {...form.getInputProps('expires')}
        />
        <NumberInput
          label={t('apiKeys.perMinute')}
          description={t('apiKeys.perMinuteHelp')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          readOnly={readOnly}
          variant={variant}
          {...form.getInputProps('perMinute')}
        />
      </div>
    </>
  );
}
