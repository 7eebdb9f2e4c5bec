import type { Holiday } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import { Alert, Button, FileButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarsApi } from '../../../api/routing.ts';
import { useAttempt } from '../../../components/problem-text.ts';
import { useWorkplace } from '../../../frame/desk-context.ts';
import { administersCompany } from '../../../state/places.ts';
import { RemoveButton } from '../parts/remove-button.tsx';
import classes from '../settings.module.css';
import own from './hours.module.css';

/** How many years ahead days of a file are taken. */
const yearsAhead = 5;
const largestFile = 1024 * 1024;

/** The company's holidays: calendars that follow them are closed then. Every step is kept at once. */
export function HolidaysDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t, i18n } = useTranslation();
  const { me, tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const mayEdit = administersCompany(me);
  const found = useQuery({ queryKey: ['settings', 'holidays'], queryFn: calendarsApi.holidays, enabled: opened });
  const [read, setRead] = useState<{ holidays: Holiday[]; fault: string | null } | null>(null);
  const [draft, setDraft] = useState({ day: '', name: '' });
  const holidays = found.data ?? [];
  const shown = new Intl.DateTimeFormat(i18n.language, {
    ...{ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  });

  const keep = (task: () => Promise<Holiday[]>) =>
    attempt(async () => {
      queries.setQueryData(['settings', 'holidays'], await task());
      await queries.invalidateQueries({ queryKey: ['settings', 'calendars', tenant.id] });
    });

  async function choose(file: File | null) {
    if (!file) return;
    if (file.size > largestFile) return setRead({ holidays: [], fault: t('hours.fileTooLarge') });
    try {
      const { holidaysIn } = await import('./ical.ts');
      const year = new Date().getFullYear();
      const days = holidaysIn(await file.text(), { from: year, to: year + yearsAhead });
      setRead({ holidays: days, fault: days.length === 0 ? t('hours.fileEmpty') : null });
    } catch {
      setRead({ holidays: [], fault: t('hours.fileWrong') });
    }
  }

  async function add(event: FormEvent) {
    event.preventDefault();
    const name = draft.name.trim();
    if (draft.day === '' || name === '') return;
    if (await keep(() => calendarsApi.importHolidays([{ day: draft.day, name }]))) setDraft({ day: '', name: '' });
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('hours.holidaysTitle', { company: me.companyName })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(mayEdit ? 'hours.holidaysHelp' : 'hours.holidaysReadOnly')}
        </Text>
        {holidays.length === 0 && found.data && <p className={classes.help}>{t('hours.noHolidays')}</p>}
        <ul className={own.holidays} aria-label={t('hours.holidays')}>
          {holidays.map(({ day, name }) => (
            <li key={day} className={own.holiday}>
              <span className={own.holidayDay}>{shown.format(Date.parse(day))}</span>
              <span className={`${own.holidayName} one-line`}>{name}</span>
              {mayEdit && (
                <RemoveButton
                  label={t('order.remove', { name: `${name} ${day}` })}
                  onClick={() => void keep(() => calendarsApi.setHolidays(holidays.filter((one) => one.day !== day)))}
                />
              )}
            </li>
          ))}
        </ul>
        {mayEdit && (
          <>
            <form className={own.newHoliday} onSubmit={(event) => void add(event)}>
              <TextInput
                type="date"
                aria-label={t('hours.holidayDay')}
                value={draft.day}
                onChange={(event) => setDraft({ ...draft, day: event.currentTarget.value })}
              />
              <TextInput
                className={own.exceptionName}
                aria-label={t('hours.holidayName')}
                placeholder={t('hours.holidayName')}
                maxLength={limits.nameLength}
                value={draft.name}
                onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              />
              <Button
                type="submit"
                variant="default"
                leftSection={<IconPlus size={14} aria-hidden />}
                disabled={draft.day === '' || draft.name.trim() === ''}
              >
                {t('hours.addHoliday')}
              </Button>
            </form>
            <Group gap="xs">
              <FileButton accept=".ics,text/calendar" onChange={(file) => void choose(file)}>
                {(props) => (
                  <Button variant="default" leftSection={<IconFileImport size={16} aria-hidden />} {...props}>
                    {t('hours.import')}
                  </Button>
                )}
              </FileButton>
              <Text size="sm" c="dimmed">
                {t('hours.importHelp')}
              </Text>
            </Group>
            {read?.fault && (
              <Alert color="red" role="alert">
                {read.fault}
              </Alert>
            )}
            {read && !read.fault && (
              <Alert color="indigo">
                <Group justify="space-between">
                  <span>{t('hours.importFound', { count: read.holidays.length })}</span>
                  <Button
                    size="compact-sm"
                    onClick={async () => {
                      if (await keep(() => calendarsApi.importHolidays(read.holidays))) setRead(null);
                    }}
                  >
                    {t('hours.importAdd')}
                  </Button>
                </Group>
              </Alert>
            )}
          </>
        )}
      </Stack>
    </Modal>
  );
}
