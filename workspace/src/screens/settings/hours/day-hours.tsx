import type { Interval } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../../components/tip.tsx';
import { RemoveButton } from '../parts/remove-button.tsx';
import own from './hours.module.css';
import { clockOf, faultOf, minutesOf, nextInterval } from './intervals.ts';

interface DayHoursProps {
  /** The day they are of, for those who hear the page. */
  day: string;
  value: readonly Interval[];
  onChange(next: Interval[]): void;
}

/** The open hours of one day: any number of intervals from – to; none means closed. */
export function DayHours({ day, value, onChange }: DayHoursProps) {
  const { t } = useTranslation();
  const more = nextInterval(value);
  const fault = faultOf(value);
  return (
    <div className={own.hours}>
      {value.length === 0 && <span className={own.closed}>{t('hours.closed')}</span>}
      {value.map((interval, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: intervals have no other identity than their place
        <div key={index} className={own.interval}>
          <TimeInput
            label={t('hours.from', { day, number: index + 1 })}
            value={interval.from}
            isWrong={fault !== null}
            onChange={(from) => onChange(value.with(index, { ...interval, from }))}
          />
          <span aria-hidden>–</span>
          <TimeInput
            label={t('hours.to', { day, number: index + 1 })}
            value={interval.to}
            isWrong={fault !== null}
            onChange={(to) => onChange(value.with(index, { ...interval, to: to === 0 ? 1440 : to }))}
          />
          <RemoveButton
            label={t('hours.removeInterval', { day, from: clockOf(interval.from), to: clockOf(interval.to) })}
            onClick={() => onChange(value.toSpliced(index, 1))}
          />
        </div>
      ))}
      {more && value.length < limits.intervalsPerDay && (
        <Tip label={t('hours.addInterval', { day })}>
          <ActionIcon size="sm" aria-label={t('hours.addInterval', { day })} onClick={() => onChange([...value, more])}>
            <IconPlus size={16} />
          </ActionIcon>
        </Tip>
      )}
      {fault && (
        <span className={own.fault} role="alert">
          {t(fault === 'backwards' ? 'hours.backwards' : 'hours.overlap')}
        </span>
      )}
    </div>
  );
}

interface TimeInputProps {
  label: string;
  value: number;
  isWrong: boolean;
  onChange(minutes: number): void;
}

function TimeInput({ label, value, isWrong, onChange }: TimeInputProps) {
  return (
    <TextInput
      type="time"
      size="xs"
      w={118}
      aria-label={label}
      error={isWrong}
      value={clockOf(value)}
      onChange={(event) => {
        const minutes = minutesOf(event.currentTarget.value);
        if (minutes !== null) onChange(minutes);
      }}
    />
  );
}
