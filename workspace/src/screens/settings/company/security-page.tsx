import { NumberInput, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CompanySettings } from '../../../api/settings.ts';
import { tellsScreenLock } from '../../../frame/use-screen-lock.ts';
import { Editor, Fieldset } from '../parts/editor.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useCompanySettings } from './use-company-settings.ts';

/** Logout when idle (AD-CO-1) and what a new password must be like (AD-SET-4). */
export default function SecurityPage() {
  const { found, save } = useCompanySettings();
  return <Loaded found={found}>{(settings) => <SecurityForm settings={settings} save={save} />}</Loaded>;
}

interface SecurityFormProps {
  settings: CompanySettings;
  save(change: Partial<CompanySettings>): Promise<unknown>;
}

function SecurityForm({ settings, save }: SecurityFormProps) {
  const { t } = useTranslation();
  const { logoutWhenIdle, logoutWhenIdleMinutes, logoutWhenLocked, passwordMinLength, passwordKinds } = settings;
  const form = useSettingsForm({
    values: { logoutWhenIdle, logoutWhenIdleMinutes, logoutWhenLocked, passwordMinLength, passwordKinds },
    save,
  });
  return (
    <Editor title={t('security.title')} form={form} alone>
      <Fieldset title={t('security.idle')} help={t('security.idleHelp')}>
        <Switch label={t('security.logoutWhenIdle')} {...form.getInputProps('logoutWhenIdle', { type: 'checkbox' })} />
        {form.values.logoutWhenIdle && (
          <>
            <NumberInput
              label={t('security.minutes')}
              description={t('security.minutesHelp')}
              min={1}
              max={1440}
              allowDecimal={false}
              w={200}
              {...form.getInputProps('logoutWhenIdleMinutes')}
            />
            <Switch
              label={t('security.logoutWhenLocked')}
              description={t(tellsScreenLock() ? 'security.logoutWhenLockedHelp' : 'security.logoutWhenLockedMissing')}
              {...form.getInputProps('logoutWhenLocked', { type: 'checkbox' })}
            />
          </>
        )}
      </Fieldset>
      <Fieldset title={t('security.passwords')} help={t('security.passwordsHelp')}>
        <NumberInput
          label={t('security.minLength')}
          min={8}
          max={100}
          allowDecimal={false}
          w={200}
          {...form.getInputProps('passwordMinLength')}
        />
        <NumberInput
          label={t('security.kinds')}
          description={t('security.kindsHelp')}
          min={1}
          max={4}
          allowDecimal={false}
          w={200}
          {...form.getInputProps('passwordKinds')}
        />
      </Fieldset>
    </Editor>
  );
}
