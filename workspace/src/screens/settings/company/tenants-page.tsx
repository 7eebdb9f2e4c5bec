import { limits } from '@hovor/protocol/limits';
import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/queries.ts';
import { settingsApi, type Tenant } from '../../../api/settings.ts';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { tenantsQuery } from '../parts/setting-queries.ts';
import { SplitPage } from '../parts/split-page.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';

/** Tenants of the company: made and renamed by its administrators. */
export default function TenantsPage() {
  const { t } = useTranslation();
  const { itemId, isNew } = useSettingsPage();
  const found = useQuery(tenantsQuery);
  const open = found.data?.find(({ id }) => id === itemId);
  return (
    <SplitPage
      list={
        <ListPane
          title={t('tenants.title')}
          subtitle={t('tenants.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          empty={{ title: t('tenants.empty'), help: t('tenants.subtitle') }}
          addLabel={t('tenants.add')}
        />
      }
    >
      {isNew && <TenantEditor key="new" tenant={null} />}
      {open && <TenantEditor key={open.id} tenant={open} />}
    </SplitPage>
  );
}

function TenantEditor({ tenant }: { tenant: Tenant | null }) {
  const { t } = useTranslation();
  const { show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const form = useSettingsForm({
    values: { name: tenant?.name ?? '' },
    validate: { name: required },
    async save({ name }) {
      const made = tenant ? null : await settingsApi.addTenant(name);
      if (tenant) await settingsApi.renameTenant(tenant.id, name);
      await queries.invalidateQueries({ queryKey: tenantsQuery.queryKey });
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
      return made?.id ?? null;
    },
    onSaved: (id) => id !== null && show(id),
  });
  return (
    <Editor
      title={tenant?.name ?? t('tenants.newTitle')}
      subtitle={tenant ? t('tenants.id', { id: tenant.id }) : t('tenants.newHelp')}
      form={form}
      {...(!tenant && { saveLabel: t('settings.create') })}
    >
      <TextInput
        label={t('settings.name')}
        required
        autoFocus={!tenant}
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
    </Editor>
  );
}
