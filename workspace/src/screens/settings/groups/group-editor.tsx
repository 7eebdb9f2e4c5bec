import { limits } from '@hovor/protocol/limits';
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarsApi, type Group, type GroupForm, groupsApi } from '../../../api/routing.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { Editor, Fieldset } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useVersionedSave } from '../parts/use-versioned-save.ts';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { FamilyTerms } from './family-terms.tsx';
import { MembersField } from './members-field.tsx';
import { TermsFields } from './terms-fields.tsx';

/** AD-SET-18 and AD-SET-19. */
const fresh: GroupForm = {
  ...{ name: '', distribution: 'utilization', timeToAcceptS: 30, maxQueueTimeS: 120, autoPickup: false },
  priorities: ['lastOperator', 'fewestActive', 'longestIdle'],
  ...{ byFamily: {}, queueSize: 10, maxAcwS: 60, calendarId: null },
};

/** One group, or a new one. */
export function GroupEditor({ group }: { group: Group | null }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const [deleting, setDeleting] = useState(false);
  const calendars = useQuery({
    queryKey: ['settings', 'calendars', tenantId],
    queryFn: () => calendarsApi.list(tenantId),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['settings', 'groups', tenantId] });
  const versioned = useVersionedSave(group?.version ?? 1, async () => {
    await refresh();
    return (await groupsApi.list(tenantId)).find(({ id }) => id === group?.id)?.version ?? 1;
  });

  const { id: _, version: __, type: kind = 'NORMAL', userIds: members = [], ...stored } = group ?? (fresh as Group);
  const form = useSettingsForm({
    values: { ...pickForm(stored), type: kind as string, userIds: [...members] },
    validate: { name: required },
    async save({ type, userIds, ...rest }) {
      const shared = type === 'NORMAL' ? { ...rest, userIds } : rest;
      if (!group) {
        const made = await groupsApi.add(tenantId, { ...shared, type: type as 'NORMAL' | 'ALL_OPERATORS' });
        await refresh();
        return made.id;
      }
      await versioned.save((version) => groupsApi.change(tenantId, group.id, { ...shared, version }));
      await refresh();
      return group.id;
    },
    onSaved: (id) => group === null && show(id),
  });
  if (!form.isChanged) versioned.follow();
  const { values } = form;

  return (
    <Editor
      title={group?.name ?? t('groups.newTitle')}
      form={form}
      {...(!group && { saveLabel: t('settings.create') })}
      actions={group && <DeleteButton onClick={() => setDeleting(true)} />}
    >
      <TextInput
        label={t('settings.name')}
        required
        autoFocus={group === null}
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('groups.kind')}
        description={t(values.type === 'NORMAL' ? 'groups.kindNormalHelp' : 'groups.kindAllHelp')}
        allowDeselect={false}
        readOnly={group !== null}
        variant={group ? 'filled' : 'default'}
        data={[
          { value: 'NORMAL', label: t('groups.kindNormal') },
          { value: 'ALL_OPERATORS', label: t('groups.kindAll') },
        ]}
        {...form.getInputProps('type')}
      />
      {values.type === 'NORMAL' && (
        <MembersField value={values.userIds} onChange={(next) => form.setFieldValue('userIds', next)} />
      )}
      <Fieldset title={t('groups.distributionTitle')}>
        <TermsFields value={values} onChange={(change) => form.setValues(change)} />
      </Fieldset>
      <Fieldset title={t('groups.limitsTitle')}>
        <div className={classes.pair}>
          <NumberInput
            label={t('groups.queueSize')}
            description={t('groups.queueSizeHelp')}
            min={0}
            max={10_000}
            allowDecimal={false}
            {...form.getInputProps('queueSize')}
          />
          <NumberInput
            label={t('groups.maxAcw')}
            description={t('groups.maxAcwHelp')}
            suffix=" s"
            min={0}
            max={86_400}
            allowDecimal={false}
            {...form.getInputProps('maxAcwS')}
          />
        </div>
        <Select
          label={t('groups.calendar')}
          description={t('groups.calendarHelp')}
          allowDeselect={false}
          data={[
            { value: '', label: t('groups.alwaysOpen') },
            ...(calendars.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          value={values.calendarId === null ? '' : String(values.calendarId)}
          error={form.errors.calendarId}
          onChange={(id) => form.setFieldValue('calendarId', id ? Number(id) : null)}
        />
      </Fieldset>
      <FamilyTerms group={values} value={values.byFamily} onChange={(next) => form.setFieldValue('byFamily', next)} />
      {group && (
        <ConfirmDialog
          opened={deleting}
          title={t('groups.deleteTitle', { name: group.name })}
          action={t('settings.delete')}
          onConfirm={async () => {
            await groupsApi.remove(tenantId, group.id);
            show(null);
            await refresh();
          }}
          onClose={() => setDeleting(false)}
        >
          {t('groups.deleteText', { count: members.length })}
        </ConfirmDialog>
      )}
    </Editor>
  );
}

/** What the form edits, and nothing the server added. */
function pickForm(group: GroupForm): Omit<GroupForm, 'userIds'> {
  const { name, distribution, timeToAcceptS, maxQueueTimeS, autoPickup, priorities } = group;
  const { byFamily, queueSize, maxAcwS, calendarId } = group;
  return {
    ...{ name, distribution, timeToAcceptS, maxQueueTimeS, autoPickup, priorities },
    ...{ byFamily, queueSize, maxAcwS, calendarId },
  };
}
