import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiKeysApi, type NewApiKey } from '../../../api/api-keys.ts';
import { Editor } from '../parts/editor.tsx';
import { TenantChoice } from '../parts/tenant-choice.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { changeOf, KeyFields, type KeyValues, useKeyRules } from './key-fields.tsx';

interface NewKeyValues extends KeyValues {
  tenantIds: number[];
}
const empty: NewKeyValues = { name: '', permissions: [], expires: '', perMinute: '', tenantIds: [] };

/** A key that is just being made; its secret is shown once it is stored. */
export function NewKey({ onMade }: { onMade(made: NewApiKey & { name: string }): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useSettingsForm<NewKeyValues, NewApiKey & { name: string }>({
    values: empty,
    validate: useKeyRules(null),
    async save({ tenantIds, ...values }) {
      const key = changeOf(values as KeyValues, null);
      const made = await apiKeysApi.add({ ...key, tenantIds: tenantIds.length > 0 ? tenantIds : null });
      await queries.invalidateQueries({ queryKey: ['settings', 'api-keys'] });
      return { ...made, name: key.name };
    },
    onSaved: onMade,
  });
  return (
    <Editor title={t('apiKeys.newTitle')} form={form} saveLabel={t('settings.create')}>
      <KeyFields form={form} autoFocus />
      <TenantChoice
        label={t('apiKeys.tenants')}
        description={t('apiKeys.tenantsHelp')}
        all={t('apiKeys.tenantsAll')}
        value={form.values.tenantIds}
        onChange={(tenantIds) => form.setFieldValue('tenantIds', tenantIds)}
      />
    </Editor>
  );
}
