import { limits } from '@hovor/protocol/limits';
import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Webhook, webhooksApi } from '../../../api/webhooks.ts';
import { shortAddress } from '../parts/address.ts';
import { Editor } from '../parts/editor.tsx';
import { TenantChoice } from '../parts/tenant-choice.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { EventPicker } from './event-picker.tsx';
import { useWebhookRules } from './rules.ts';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookFacts } from './webhook-facts.tsx';

/** Address and events of one webhook, and how it is. */
export function WebhookEditor({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useSettingsForm({
    values: { callbackUrl: webhook.callbackUrl, eventTypes: webhook.eventTypes },
    validate: useWebhookRules(),
    async save({ callbackUrl, eventTypes }) {
      await webhooksApi.change(webhook.id, { callbackUrl: callbackUrl.trim(), eventTypes });
      await queries.invalidateQueries({ queryKey: ['settings', 'webhooks'] });
    },
  });
  return (
    <Editor
      title={shortAddress(webhook.callbackUrl)}
      form={form}
      actions={<WebhookActions webhook={webhook} view="settings" />}
    >
      <WebhookFacts webhook={webhook} />
      <TextInput
        label={t('webhooks.url')}
        description={t('webhooks.urlHelp')}
        required
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
        value={webhook.tenantIds ?? []}
      />
    </Editor>
  );
}
