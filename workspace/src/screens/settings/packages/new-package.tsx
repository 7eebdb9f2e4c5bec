import { limits } from '@hovor/protocol/limits';
import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { packagesApi } from '../../../api/packages.ts';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';
import { packageQueries, useRefreshPackages } from './queries.ts';

type Way = 'known' | 'new' | 'none';

/** Name, and a routing that is there or is made with it by name (AD-PK-2); the rest when the package is there. */
export function NewPackageEditor() {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const refresh = useRefreshPackages(tenantId);
  const { required } = useFieldRules();
  const { data: terms } = useQuery({
    queryKey: packageQueries.terms(tenantId),
    queryFn: () => packagesApi.terms(tenantId),
  });
  const routings = terms?.routings ?? [];
  const form = useSettingsForm({
    values: { name: '', way: 'known' as Way, routingId: null as string | null, newRouting: '' },
    validate: {
      name: required,
      routingId: (id, { way }) => (way === 'known' && id === null ? t('packages.chooseRouting') : null),
      newRouting: (name, { way }) => (way === 'new' ? required(name) : null),
    },
    async save({ name, way, routingId, newRouting }) {
      const made = await packagesApi.add(tenantId, {
        name,
        ...(way === 'known' && { routingId: Number(routingId) }),
        ...(way === 'new' && { newRouting }),
      });
      await refresh();
      return made.id;
    },
    onSaved: show,
  });
  const { way } = form.values;
  return (
    <Editor title={t('packages.newTitle')} form={form} saveLabel={t('settings.create')}>
      <TextInput
        label={t('settings.name')}
        description={t('packages.nameHelp')}
        required
        autoFocus
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <Radio.Group label={t('packages.routing')} description={t('packages.routingHelp')} {...form.getInputProps('way')}>
        <Stack gap="xs" mt="xs" mb="xs">
          <Radio value="known" label={t('packages.routingKnown')} />
          <Radio value="new" label={t('packages.routingNew')} />
          <Radio value="none" label={t('packages.routingNone')} />
        </Stack>
      </Radio.Group>
      {way === 'known' && (
        <Select
          label={t('packages.routing')}
          placeholder={t('packages.choose')}
          nothingFoundMessage={t('packages.noRouting')}
          data={routings.map(({ id, name }) => ({ value: String(id), label: name }))}
          searchable
          {...form.getInputProps('routingId')}
        />
      )}
      {way === 'new' && (
        <TextInput
          label={t('packages.newRouting')}
          description={t('packages.newRoutingHelp')}
          maxLength={limits.nameLength}
          {...form.getInputProps('newRouting')}
        />
      )}
    </Editor>
  );
}
