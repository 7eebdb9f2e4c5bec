import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, apiKeysApi, type NewApiKey } from '../../../api/api-keys.ts';
import { useFormats } from '../../../components/formats.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SecretDialog } from '../parts/secret-dialog.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import settings from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { KeyEditor } from './key-editor.tsx';
import { useKeyState } from './key-state.ts';
import { NewKey } from './new-key.tsx';

/** API keys of the company (AD-CO-9). */
export default function ApiKeysPage() {
  const { t } = useTranslation();
  const { itemId, isNew, show } = useSettingsPage();
  const [showRevoked, setShowRevoked] = useState(false);
  const [made, setMade] = useState<(NewApiKey & { name: string }) | null>(null);
  const found = useQuery({ queryKey: ['settings', 'api-keys'], queryFn: apiKeysApi.list });
  const open = found.data?.find(({ id }) => id === itemId);
  const shown = found.data?.filter(({ revoked }) => showRevoked || revoked === null);
  const hasRevoked = found.data?.some(({ revoked }) => revoked !== null) ?? false;

  return (
    <SplitPage
      list={
        <ListPane
          title={t('apiKeys.title')}
          subtitle={t('apiKeys.subtitle')}
          found={{ ...found, data: shown }}
          nameOf={({ name, clientId }) => `${name} ${clientId}`}
          row={(key) => <KeyRow apiKey={key} />}
          isQuiet={({ revoked }) => revoked !== null}
          empty={{ title: t('apiKeys.empty'), help: t('apiKeys.emptyHelp') }}
          addLabel={t('apiKeys.add')}
        >
          {hasRevoked && (
            <Switch
              size="xs"
              label={t('apiKeys.showRevoked')}
              checked={showRevoked}
              onChange={(event) => setShowRevoked(event.currentTarget.checked)}
            />
          )}
        </ListPane>
      }
    >
      {isNew && (
        <NewKey
          onMade={(key) => {
            setMade(key);
            show(key.id);
          }}
        />
      )}
      {open && <KeyEditor key={open.id} apiKey={open} />}
      {made && (
        <SecretDialog
          title={t('apiKeys.secretTitle', { name: made.name })}
          warning={t('apiKeys.secretOnce')}
          fields={[
            { label: t('apiKeys.clientId'), value: made.clientId },
            { label: t('apiKeys.secret'), value: made.secret },
            { label: t('apiKeys.token'), value: `${location.origin}/login/connect/token` },
          ]}
          done={t('apiKeys.secretDone')}
          onClose={() => setMade(null)}
        />
      )}
    </SplitPage>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const state = useKeyState();
  const { name, lastUsed } = apiKey;
  const used = `${t('apiKeys.lastUsed')}: ${lastUsed ? formats.dateTime(lastUsed) : t('apiKeys.never')}`;
  return (
    <span className={settings.rowWords}>
      <span className={`${settings.rowName} one-line`}>{name}</span>
      <span className={`${settings.small} one-line numbers`}>{state(apiKey) ?? used}</span>
    </span>
  );
}
