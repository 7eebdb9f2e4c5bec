import { limits } from '@hovor/protocol/limits';
import { Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Parameter, settingsApi } from '../../../api/settings.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';

const keyOf = (tenantId: number) => ['settings', 'parameters', tenantId];

/** Values about a conversation that pages, forms and integrations send, with the label operators see (AD-PA). */
export default function ParametersPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({ queryKey: keyOf(tenantId), queryFn: () => settingsApi.parameters(tenantId) });
  const open = found.data?.find(({ id }) => id === itemId);
  return (
    <SplitPage
      list={
        <ListPane
          title={t('parameters.title')}
          subtitle={t('parameters.subtitle')}
          found={found}
          nameOf={({ name, label }) => `${label} ${name}`}
          row={({ name, label }) => (
            <span className={classes.rowWords}>
              <span className="one-line">{label}</span>
              <code className={`${classes.small} one-line`}>{name}</code>
            </span>
          )}
          empty={{ title: t('parameters.empty'), help: t('parameters.emptyHelp') }}
          addLabel={t('parameters.add')}
        />
      }
    >
      {isNew && <ParameterEditor key="new" parameter={null} />}
      {open && <ParameterEditor key={open.id} parameter={open} />}
    </SplitPage>
  );
}

function ParameterEditor({ parameter }: { parameter: Parameter | null }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const [deleting, setDeleting] = useState(false);
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: keyOf(tenantId) }),
      queries.invalidateQueries({ queryKey: ['catalogue', tenantId] }),
    ]);
  const form = useSettingsForm({
    values: {
      name: parameter?.name ?? '',
      label: parameter?.label ?? '',
      inQueue: parameter?.inQueue ?? true,
    },
    validate: { name: required, label: required },
    async save({ name, label, inQueue }) {
      const made = parameter ? null : await settingsApi.addParameter(tenantId, { name, label, inQueue });
      if (parameter) await settingsApi.changeParameter(tenantId, parameter.id, { label, inQueue });
      await refresh();
      return made?.id ?? null;
    },
    onSaved: (id) => id !== null && show(id),
  });
  return (
    <Editor
      title={parameter?.label ?? t('parameters.newTitle')}
      form={form}
      {...(!parameter && { saveLabel: t('settings.create') })}
      actions={parameter && <DeleteButton onClick={() => setDeleting(true)} />}
    >
      <TextInput
        label={t('settings.name')}
        description={t('parameters.nameHelp')}
        readOnly={parameter !== null}
        variant={parameter ? 'filled' : 'default'}
        required={parameter === null}
        autoFocus={parameter === null}
        autoCapitalize="off"
        spellCheck={false}
        maxLength={limits.paramNameLength}
        classNames={{ input: classes.code }}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('parameters.label')}
        description={t('parameters.labelHelp')}
        required
        maxLength={limits.nameLength}
        {...form.getInputProps('label')}
      />
      <Switch
        label={t('parameters.inQueue')}
        description={t('parameters.inQueueHelp')}
        {...form.getInputProps('inQueue', { type: 'checkbox' })}
      />
      {parameter && (
        <ConfirmDialog
          opened={deleting}
          title={t('parameters.deleteTitle', { name: parameter.label })}
          action={t('settings.delete')}
          onConfirm={async () => {
            await settingsApi.removeParameter(tenantId, parameter.id);
            show(null);
            await refresh();
          }}
          onClose={() => setDeleting(false)}
        >
          {t('parameters.deleteText')}
        </ConfirmDialog>
      )}
    </Editor>
  );
}
