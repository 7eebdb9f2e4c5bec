import { limits } from '@hovor/protocol/limits';
import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routingsApi } from '../../../api/routing.ts';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';

/** First its name; rules come when it is there (AD-PK-2, AD-RT-6). */
export function NewRouting() {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const form = useSettingsForm({
    values: { name: '' },
    validate: { name: required },
    async save({ name }) {
      const made = await routingsApi.add(tenantId, { name });
      await queries.invalidateQueries({ queryKey: ['settings', 'routings', tenantId] });
      return made.id;
    },
    onSaved: show,
  });
  return (
    <Editor title={t('routing.newTitle')} form={form} saveLabel={t('settings.create')}>
      <TextInput
        label={t('settings.name')}
        description={t('routing.newHelp')}
        required
        autoFocus
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
    </Editor>
  );
}
