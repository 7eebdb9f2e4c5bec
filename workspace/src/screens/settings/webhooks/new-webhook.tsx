import type { WebhookEventType } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { webhooksApi } from '../../../api/webhooks.ts';
import { Editor } from '../parts/editor.tsx';
import { TenantChoice } from '../parts/tenant-choice.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { EventPicker } from './event-picker.tsx';
import { useWebhookRules } from './rules.ts';

/** A webhook that is just being made; its secret is shown once it is stored. */
export function NewWebhook({ onMade }: { onMade(made: { id: number; secret: string }): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useSettingsForm({
    values: { callbackUrl: '', eventTypes: [] as WebhookEventType[], tenantIds: [] as number[] },
    validate: useWebhookRules(),
    async save({ callbackUrl, eventTypes, tenantIds }) {
      const made = await webhooksApi.add({
        callbackUrl: callbackUrl.trim(),
        eventTypes,
        tenantIds: tenantIds.length > 0 ? tenantIds : null,
      });
      await queries.invalidateQueries({ queryKey: ['settings', 'webhooks'] });
      return made;
    },
    onSaved: onMade,
  });
  return (
    <Editor title={t('webhooks.newTitle')} form={form} saveLabel={t('settings.create')}>
      <TextInput
        label={t('webhooks.url')}
        description={t('webhooks.urlHelp')}
        required
        autoFocus
        dir="ltr"
        inputMode="url"
        autoComplete="off"
        maxLength={limits.urlLength}
        {...form.getInputProps('callbackUrl')}
      />
      <EventPicker
        value={form.values.eventTypes}
        error={form.errors.eventTypes as string | undefined}
        onChange={(eventTypes) => {
          form.setFieldValue('eventTypes', eventTypes);
          form.clearFieldError('eventTypes');
        }}
      />
      <TenantChoice
        label={t('webhooks.tenants')}
        description={t('webhooks.tenantsHelp')}
        all={t('webhooks.tenantsAll')}
        value={form.values.tenantIds}
        onChange={(tenantIds) => form.setFieldValue('tenantIds', tenantIds)}
      />
    </Editor>
  );
}
