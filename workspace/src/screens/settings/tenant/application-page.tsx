import { Input, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { settingsApi, type TenantSettings } from '../../../api/settings.ts';
import { Editor, Fieldset } from '../parts/editor.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { tenantSettingsQuery } from '../parts/setting-queries.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';

/** How conversations of the tenant behave (AD-AP). */
export default function ApplicationPage() {
  const { tenantId } = useSettingsPage();
  const found = useQuery(tenantSettingsQuery(tenantId));
  return <Loaded found={found}>{(settings) => <ApplicationForm settings={settings} />}</Loaded>;
}

function ApplicationForm({ settings }: { settings: TenantSettings }) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const queries = useQueryClient();
  const form = useSettingsForm({
    values: { ...settings },
    async save(values) {
      const saved = await settingsApi.changeTenantSettings(tenantId, values);
      queries.setQueryData(tenantSettingsQuery(tenantId).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ['catalogue', tenantId] });
    },
  });
  const box = (name: 'clientPreview' | 'showRoutedOperators' | 'operatorsMayCreateTags' | 'resultRequired') => (
    <Switch
      label={t(`application.${name}`)}
      description={t(`application.${name}Help`)}
      {...form.getInputProps(name, { type: 'checkbox' })}
    />
  );
  return (
    <Editor title={t('application.title')} form={form} alone>
      <Fieldset title={t('application.queue')}>
        {box('clientPreview')}
        {box('showRoutedOperators')}
      </Fieldset>
      <Fieldset title={t('application.conversation')}>
        {box('operatorsMayCreateTags')}
        {box('resultRequired')}
        <NumberInput
          label={t('application.clientDisconnectedSeconds')}
          description={t('application.clientDisconnectedSecondsHelp')}
          min={10}
          max={86_400}
          allowDecimal={false}
          styles={{ wrapper: { maxWidth: 260 } }}
          {...form.getInputProps('clientDisconnectedSeconds')}
        />
      </Fieldset>
      <Fieldset title={t('application.boards')}>
        <NumberInput
          label={t('application.serviceLevelSeconds')}
          description={t('application.serviceLevelSecondsHelp')}
          min={1}
          max={3_600}
          allowDecimal={false}
          w={260}
          {...form.getInputProps('serviceLevelSeconds')}
        />
      </Fieldset>
      <Fieldset title={t('application.button')}>
        <Input.Wrapper
          label={t('application.stateWhenAllAway')}
          description={t('application.stateWhenAllAwayHelp')}
          labelElement="div"
        >
          <SegmentedControl
            mt={4}
            style={{ display: 'flex', width: 'fit-content' }}
            aria-label={t('application.stateWhenAllAway')}
            data={[
              { value: 'busy', label: t('application.busy') },
              { value: 'offline', label: t('application.offline') },
            ]}
            {...form.getInputProps('stateWhenAllAway')}
          />
        </Input.Wrapper>
      </Fieldset>
    </Editor>
  );
}
