import { useTranslation } from 'react-i18next';
import { isWebAddress } from '../parts/address.ts';

/** Checks of the form of a webhook before the server is asked. */
export function useWebhookRules() {
  const { t } = useTranslation();
  return {
    callbackUrl: (value: string) => (isWebAddress(value) ? null : t('webhooks.urlWrong')),
    eventTypes: (value: readonly unknown[]) => (value.length > 0 ? null : t('webhooks.eventsNone')),
  };
}
