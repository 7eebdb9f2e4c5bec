import type { CalendarBody } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RemoveButton } from '../parts/remove-button.tsx';
import { DayHours } from './day-hours.tsx';
import own from './hours.module.css';

export type Exception = NonNullable<CalendarBody['exceptions']>[number];

interface ExceptionsFieldProps {
  value: readonly Exception[];
  error: string | null;
  onChange(next: Exception[]): void;
}

const today = () => new Date().toLocaleDateString('sv-SE');

/** Single days that differ from the week, also from a holiday. */
export function ExceptionsField({ value, error, onChange }: ExceptionsFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={own.exceptions}>
      {value.map((exception, index) => {
        const change = (part: Partial<Exception>) => onChange(value.with(index, { ...exception, ...part }));
        const day = exception.day || t('hours.newDay');
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: days are edited here, so they are no identity
          <div key={index} className={own.exception}>
            <TextInput
              type="date"
              size="xs"
              aria-label={t('hours.exceptionDay', { number: index + 1 })}
              value={exception.day}
              onChange={(event) => change({ day: event.currentTarget.value })}
            />
            <TextInput
              className={own.exceptionName}
              size="xs"
              aria-label={t('hours.exceptionName', { day })}
              placeholder={t('hours.exceptionNameHint')}
              maxLength={limits.nameLength}
              value={exception.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <DayHours day={day} value={exception.intervals} onChange={(intervals) => change({ intervals })} />
            <RemoveButton
              label={t('order.remove', { name: day })}
              onClick={() => onChange(value.toSpliced(index, 1))}
            />
          </div>
        );
      })}
      {error && (
        <span className={own.fault} role="alert">
          {error}
        </span>
      )}
      {value.length < limits.calendarExceptions && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...value, { day: today(), name: '', intervals: [] }])}
        >
          {t('hours.addException')}
        </Button>
      )}
    </div>
  );
}
