import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type LogFilter, type Webhook, webhooksApi } from '../../../api/webhooks.ts';
import { useFormats } from '../../../components/formats.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';

interface ReplayDialogProps {
  opened: boolean;
  webhook: Webhook;
  choice: LogFilter & { ids?: number[] };
  onSent(count: number): Promise<void>;
  onClose(): void;
}

/** Asks before deliveries are sent again, then sends them, however many requests it takes. */
export function ReplayDialog({ opened, webhook, choice, onSent, onClose }: ReplayDialogProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { ids, from, to, state, eventType } = choice;

  async function send() {
    let total = 0;
    let after: number | undefined;
    do {
      const { count, next } = await webhooksApi.replay(webhook.id, { ...choice, ...(after && { after }) });
      total += count;
      after = next ?? undefined;
    } while (after !== undefined);
    await onSent(total);
  }

  return (
    <ConfirmDialog
      opened={opened}
      title={ids ? t('deliveries.confirmTitle', { count: ids.length }) : t('deliveries.confirmRangeTitle')}
      action={t('deliveries.sendAgain')}
      color="indigo"
      onConfirm={send}
      onClose={onClose}
    >
      <Stack gap="xs">
        {from && (
          <Text>
            {t('deliveries.confirmRange', {
              from: formats.dateTime(from),
              to: to ? formats.dateTime(to) : t('deliveries.until'),
              what: [eventType ?? t('deliveries.allEvents'), t(`deliveries.${state ?? 'all'}`)].join(', '),
            })}
          </Text>
        )}
        <Text>{t('deliveries.confirmText')}</Text>
        {!webhook.enabled && <Text c="var(--hv-warn)">{t('deliveries.confirmOff')}</Text>}
      </Stack>
    </ConfirmDialog>
  );
}
