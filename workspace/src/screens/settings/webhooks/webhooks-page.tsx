import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Webhook, webhooksApi } from '../../../api/webhooks.ts';
import { shortAddress } from '../parts/address.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SecretDialog } from '../parts/secret-dialog.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import settings from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { HealthBadge } from './health-badge.tsx';
import { HoursChart } from './hours-chart.tsx';
import { NewWebhook } from './new-webhook.tsx';
import { WebhookEditor } from './webhook-editor.tsx';
import { WebhookLog } from './webhook-log.tsx';

/** Figures of the list are read again this often. Milliseconds. */
const refreshEvery = 30_000;

/** Webhooks of the company: how each is, what it is told, what it was sent (AD-CO-10). */
export default function WebhooksPage() {
  const { t } = useTranslation();
  const { itemId, isNew, show } = useSettingsPage();
  const view = useRouterState({ select: (state) => state.location.hash });
  const [secret, setSecret] = useState<string | null>(null);
  const found = useQuery({
    queryKey: ['settings', 'webhooks'],
    queryFn: webhooksApi.list,
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
  const open = found.data?.find(({ id }) => id === itemId);

  return (
    <SplitPage
      list={
        <ListPane
          title={t('webhooks.title')}
          subtitle={t('webhooks.subtitle')}
          found={found}
          nameOf={({ callbackUrl }) => shortAddress(callbackUrl)}
          row={(webhook) => <WebhookRow webhook={webhook} />}
          isQuiet={({ enabled }) => !enabled}
          empty={{ title: t('webhooks.empty'), help: t('webhooks.emptyHelp') }}
          addLabel={t('webhooks.add')}
        />
      }
    >
      {isNew && (
        <NewWebhook
          onMade={(made) => {
            setSecret(made.secret);
            show(made.id);
          }}
        />
      )}
      {open &&
        (view === 'deliveries' ? (
          <WebhookLog key={open.id} webhook={open} />
        ) : (
          <WebhookEditor key={open.id} webhook={open} />
        ))}
      {secret !== null && (
        <SecretDialog
          title={t('webhooks.secretTitle')}
          warning={t('webhooks.secretOnce')}
          fields={[{ label: t('webhooks.secret'), value: secret }]}
          done={t('webhooks.secretDone')}
          onClose={() => setSecret(null)}
        />
      )}
    </SplitPage>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  return (
    <>
      <span className={settings.rowWords}>
        <span className={`${settings.rowName} one-line`} dir="ltr">
          {shortAddress(webhook.callbackUrl)}
        </span>
        <HealthBadge health={webhook.health} />
      </span>
      <HoursChart hours={webhook.hours} small />
    </>
  );
}
