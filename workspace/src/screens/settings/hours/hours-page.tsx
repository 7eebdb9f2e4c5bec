import { Button } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarsApi } from '../../../api/routing.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { CalendarEditor } from './calendar-editor.tsx';
import { HolidaysDialog } from './holidays-dialog.tsx';
import { OpenNow } from './open-now.tsx';

/** Calendars of opening hours, and the company's holidays (AD-OH). */
export default function HoursPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const [holidays, setHolidays] = useState(false);
  const found = useQuery({
    queryKey: ['settings', 'calendars', tenantId],
    queryFn: () => calendarsApi.list(tenantId),
    // Calendars open and close by themselves.
    refetchInterval: 60_000,
  });
  const open = found.data?.find(({ id }) => id === itemId);

  return (
    <SplitPage
      list={
        <ListPane
          title={t('hours.title')}
          subtitle={t('hours.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          row={(calendar) => (
            <span className={classes.rowWords}>
              <span className={`${classes.rowName} one-line`}>{calendar.name}</span>
              <OpenNow calendar={calendar} />
            </span>
          )}
          empty={{ title: t('hours.empty'), help: t('hours.emptyHelp') }}
          addLabel={t('hours.add')}
          foot={
            <div className={classes.more}>
              <Button
                variant="default"
                leftSection={<IconCalendarOff size={16} aria-hidden />}
                onClick={() => setHolidays(true)}
              >
                {t('hours.holidays')}
              </Button>
              <HolidaysDialog opened={holidays} onClose={() => setHolidays(false)} />
            </div>
          }
        />
      }
    >
      {isNew && <CalendarEditor key="new" calendar={null} />}
      {open && <CalendarEditor key={open.id} calendar={open} />}
    </SplitPage>
  );
}
