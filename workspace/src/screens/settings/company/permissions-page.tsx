import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Editor } from '../parts/editor.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useCompanySettings } from './use-company-settings.ts';

const names = ['operatorsMaySwitchChannels', 'operatorsMayEditProfile', 'operatorsMayDeleteContacts'] as const;
type Permissions = Record<(typeof names)[number], boolean>;

/** What operators may do by themselves (AD-CO-7). */
export default function PermissionsPage() {
  const { found, save } = useCompanySettings();
  return <Loaded found={found}>{(settings) => <PermissionsForm settings={settings} save={save} />}</Loaded>;
}

function PermissionsForm({ settings, save }: { settings: Permissions; save(values: Permissions): Promise<unknown> }) {
  const { t } = useTranslation();
  const { operatorsMaySwitchChannels, operatorsMayEditProfile, operatorsMayDeleteContacts } = settings;
  const form = useSettingsForm({
    values: { operatorsMaySwitchChannels, operatorsMayEditProfile, operatorsMayDeleteContacts },
    save,
  });
  return (
    <Editor title={t('permissions.title')} subtitle={t('permissions.subtitle')} form={form} alone>
      {names.map((name) => (
        <Switch
          key={name}
          label={t(`permissions.${name}`)}
          description={t(`permissions.${name}Help`)}
          {...form.getInputProps(name, { type: 'checkbox' })}
        />
      ))}
    </Editor>
  );
}
