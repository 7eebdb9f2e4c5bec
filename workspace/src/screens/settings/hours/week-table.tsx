import type { Interval } from '@hovor/protocol/calendar';
import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../../components/tip.tsx';
import { DayHours } from './day-hours.tsx';
import own from './hours.module.css';

export type Weekly = (Interval & { day: number })[];

const days = [1, 2, 3, 4, 5, 6, 7] as const;
const working = [1, 2, 3, 4, 5];

/** Monday 2024-01-01 begins a week. */
export const useDayName = () => {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' });
  return (day: number) => format.format(Date.UTC(2024, 0, day));
};

/** Open hours of each day of the week, with the day as a bar to see at a glance. */
export function WeekTable({ value, onChange }: { value: Weekly; onChange(next: Weekly): void }) {
  const { t } = useTranslation();
  const dayName = useDayName();
  const hoursOf = (day: number): Interval[] =>
    value.filter((item) => item.day === day).map(({ from, to }) => ({ from, to }));
  const set = (changed: readonly number[], hours: readonly Interval[]) =>
    onChange(
      days.flatMap((day) => (changed.includes(day) ? hours : hoursOf(day)).map((interval) => ({ day, ...interval }))),
    );

  return (
    <div className={own.week}>
      {days.map((day) => {
        const hours = hoursOf(day);
        return (
          <div key={day} className={own.day} data-weekend={day > 5 || undefined}>
            <span className={own.dayName}>{dayName(day)}</span>
            <div className={own.bar} aria-hidden>
              {hours
                .filter(({ from, to }) => from < to)
                .map(({ from, to }) => (
                  <span key={`${from} ${to}`} style={{ left: `${from / 14.4}%`, width: `${(to - from) / 14.4}%` }} />
                ))}
            </div>
            <DayHours day={dayName(day)} value={hours} onChange={(next) => set([day], next)} />
            <Menu position="bottom-end">
              <Menu.Target>
                <Tip label={t('hours.copyFrom', { day: dayName(day) })}>
                  <ActionIcon size="sm" aria-label={t('hours.copyFrom', { day: dayName(day) })}>
                    <IconCopy size={16} />
                  </ActionIcon>
                </Tip>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => set(working, hours)}>{t('hours.copyWorking')}</Menu.Item>
                <Menu.Item onClick={() => set(days, hours)}>{t('hours.copyAll')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </div>
        );
      })}
    </div>
  );
}
