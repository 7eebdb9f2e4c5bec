import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeliveryState, LogFilter } from '../../../api/webhooks.ts';
import { instantOf, localText } from './local-time.ts';
import classes from './webhooks.module.css';

interface LogFilterBarProps {
  filter: LogFilter;
  eventTypes: readonly string[];
  onChange(filter: LogFilter): void;
}

const states = ['pending', 'delivered', 'failed'] as const;

/** Which deliveries are listed: state, event, time. */
export function LogFilterBar({ filter, eventTypes, onChange }: LogFilterBarProps) {
  const { t } = useTranslation();
  const { state, eventType, from, to } = filter;
  const wrong = from !== undefined && to !== undefined && to <= from;
  return (
    <div className={classes.filters}>
      <SegmentedControl
        className={classes.states}
        size="xs"
        aria-label={t('deliveries.state')}
        data={[
          { value: '', label: t('deliveries.all') },
          ...states.map((value) => ({ value, label: t(`deliveries.${value}`) })),
        ]}
        value={state ?? ''}
        onChange={(value) => onChange({ ...filter, state: value === '' ? undefined : (value as DeliveryState) })}
      />
      <NativeSelect
        size="xs"
        label={t('deliveries.eventType')}
        data={[
          { value: '', label: t('deliveries.allEvents') },
          ...eventTypes.map((value) => ({ value, label: value })),
        ]}
        value={eventType ?? ''}
        onChange={(event) => onChange({ ...filter, eventType: event.currentTarget.value || undefined })}
      />
      <TextInput
        size="xs"
        type="datetime-local"
        label={t('deliveries.from')}
        value={localText(from)}
        onChange={(event) => onChange({ ...filter, from: instantOf(event.currentTarget.value) })}
      />
      <TextInput
        size="xs"
        type="datetime-local"
        label={t('deliveries.to')}
        error={wrong && t('deliveries.rangeWrong')}
        value={localText(to)}
        onChange={(event) => onChange({ ...filter, to: instantOf(event.currentTarget.value) })}
      />
    </div>
  );
}
