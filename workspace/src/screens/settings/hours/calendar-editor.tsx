import type { CalendarView } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import { Select, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarsApi, groupsApi } from '../../../api/routing.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { Editor, Fieldset } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { ExceptionsField } from './exceptions-field.tsx';
import own from './hours.module.css';
import { faultOf } from './intervals.ts';
import { OpenNow } from './open-now.tsx';
import { type Weekly, WeekTable } from './week-table.tsx';

const zones = Intl.supportedValuesOf('timeZone');
const officeHours: Weekly = [1, 2, 3, 4, 5].map((day) => ({ day, from: 8 * 60, to: 17 * 60 }));

/** One calendar, or a new one. */
export function CalendarEditor({ calendar }: { calendar: CalendarView | null }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const [deleting, setDeleting] = useState(false);
  const groups = useQuery({ queryKey: ['settings', 'group-names', tenantId], queryFn: () => groupsApi.list(tenantId) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['settings', 'calendars', tenantId] });

  const form = useSettingsForm({
    values: {
      name: calendar?.name ?? '',
      timeZone: calendar?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      weekly: (calendar?.weekly ?? officeHours).map(({ day, from, to }) => ({ day, from, to })),
      exceptions: calendar?.exceptions ?? [],
      holidays: calendar?.holidays ?? true,
    },
    validate: {
      name: required,
      weekly: (weekly) => {
        const wrong = [1, 2, 3, 4, 5, 6, 7].some((day) => faultOf(weekly.filter((item) => item.day === day)));
        return wrong ? t('hours.correctFirst') : null;
      },
      exceptions: (exceptions) => {
        if (exceptions.some(({ day }) => day === '')) return t('hours.dayMissing');
        if (new Set(exceptions.map(({ day }) => day)).size < exceptions.length) return t('hours.dayTwice');
        return exceptions.some(({ intervals }) => faultOf(intervals)) ? t('hours.correctFirst') : null;
      },
    },
    async save(values) {
      const saved = calendar
        ? await calendarsApi.change(tenantId, calendar.id, values)
        : await calendarsApi.add(tenantId, values);
      await refresh();
      return saved.id;
    },
    onSaved: (id) => calendar === null && show(id),
  });
  const { values } = form;
  const users = (groups.data ?? []).filter(({ id }) => calendar?.groupIds.includes(id));

  return (
    <Editor
      title={calendar?.name ?? t('hours.newTitle')}
      {...(calendar && { subtitle: <OpenNow calendar={calendar} /> })}
      form={form}
      wide
      {...(!calendar && { saveLabel: t('settings.create') })}
      actions={calendar && <DeleteButton onClick={() => setDeleting(true)} />}
    >
      <TextInput
        label={t('settings.name')}
        required
        autoFocus={calendar === null}
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('hours.timeZone')}
        description={t('hours.timeZoneHelp')}
        searchable
        allowDeselect={false}
        limit={100}
        data={zones.includes(values.timeZone) ? zones : [values.timeZone, ...zones]}
        {...form.getInputProps('timeZone')}
      />
      <Fieldset title={t('hours.week')} help={t('hours.weekHelp')}>
        <WeekTable value={values.weekly} onChange={(weekly) => form.setFieldValue('weekly', weekly)} />
        {form.errors.weekly && (
          <span className={own.fault} role="alert">
            {form.errors.weekly}
          </span>
        )}
      </Fieldset>
      <Fieldset title={t('hours.exceptions')} help={t('hours.exceptionsHelp')}>
        <Switch
          label={t('hours.followHolidays')}
          description={t('hours.followHolidaysHelp')}
          {...form.getInputProps('holidays', { type: 'checkbox' })}
        />
        <ExceptionsField
          value={values.exceptions}
          error={form.errors.exceptions ? String(form.errors.exceptions) : null}
          onChange={(exceptions) => form.setFieldValue('exceptions', exceptions)}
        />
      </Fieldset>
      {calendar && (
        <p className={classes.help}>
          {users.length > 0
            ? t('hours.usedBy', { names: users.map(({ name }) => name).join(', ') })
            : t('hours.usedByNobody')}
        </p>
      )}
      {calendar && (
        <ConfirmDialog
          opened={deleting}
          title={t('hours.deleteTitle', { name: calendar.name })}
          action={t('settings.delete')}
          onConfirm={async () => {
            await calendarsApi.remove(tenantId, calendar.id);
            show(null);
            await refresh();
          }}
          onClose={() => setDeleting(false)}
        >
          {t('hours.deleteText')}
        </ConfirmDialog>
      )}
    </Editor>
  );
}
