import { limits } from '@hovor/protocol/limits';
import { Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/queries.ts';
import { type Company, settingsApi } from '../../../api/settings.ts';
import { languages } from '../../../texts/language.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';

const queryKey = ['settings', 'company-data'];

/** Name, language and time zone of the company (AD-CO-8). */
export default function GeneralPage() {
  const found = useQuery({ queryKey, queryFn: settingsApi.company });
  return <Loaded found={found}>{(company) => <GeneralForm company={company} />}</Loaded>;
}

function GeneralForm({ company }: { company: Company }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const form = useSettingsForm({
    values: { name: company.name, language: company.language, timezone: company.timezone },
    validate: { name: required },
    async save(values) {
      queries.setQueryData(queryKey, await settingsApi.changeCompany(values));
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  const spoken = Object.entries(languages).map(([value, label]) => ({ value, label }));
  const known = spoken.some(({ value }) => value === form.values.language);

  return (
    <Editor title={t('company.general')} form={form} alone>
      <TextInput
        label={t('company.name')}
        description={t('company.nameHelp')}
        required
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('company.language')}
        description={t('company.languageHelp')}
        data={known ? spoken : [...spoken, form.values.language]}
        allowDeselect={false}
        {...form.getInputProps('language')}
      />
      <Select
        label={t('company.timezone')}
        description={t('company.timezoneHelp')}
        data={zonesWith(company.timezone)}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('settings.noneHelp')}
        {...form.getInputProps('timezone')}
      />
      <CopyField label={t('company.guid')} description={t('company.guidHelp')} value={company.guid} />
    </Editor>
  );
}

/** The browser's list does not hold every name that is valid, such as UTC. */
const zonesWith = (own: string): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', own])].sort();
