import { Alert, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, apiKeysApi } from '../../../api/api-keys.ts';
import { Facts } from '../../../components/facts.tsx';
import { useFormats } from '../../../components/formats.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { Editor } from '../parts/editor.tsx';
import { TenantChoice } from '../parts/tenant-choice.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { changeOf, KeyFields, useKeyRules, valuesOf } from './key-fields.tsx';
import { useKeyState } from './key-state.ts';

/** One key: everything but its secret. A revoked one can only be read. */
export function KeyEditor({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const state = useKeyState()(apiKey);
  const [revoking, setRevoking] = useState(false);
  const { id, name, revoked, expires, lastUsed } = apiKey;
  const refresh = () => queries.invalidateQueries({ queryKey: ['settings', 'api-keys'] });
  const form = useSettingsForm({
    values: valuesOf(apiKey),
    validate: useKeyRules(expires),
    async save(values) {
      await apiKeysApi.change(id, changeOf(values, expires));
      await refresh();
    },
  });

  return (
    <Editor
      title={name}
      {...(!revoked && { form })}
      actions={
        !revoked && (
          <Button size="compact-sm" color="red" variant="light" onClick={() => setRevoking(true)}>
            {t('apiKeys.revoke')}
          </Button>
        )
      }
    >
      {state && <Alert color={revoked ? 'gray' : 'orange'}>{state}</Alert>}
      <Facts
        facts={[
          { name: t('apiKeys.lastUsed'), value: lastUsed ? formats.dateTime(lastUsed) : t('apiKeys.never') },
          { name: t('apiKeys.created'), value: formats.dateTime(apiKey.created) },
        ]}
      />
      <CopyField label={t('apiKeys.clientId')} value={apiKey.clientId} />
      <KeyFields form={form} readOnly={revoked !== null} />
      <TenantChoice
        label={t('apiKeys.tenants')}
        description={t('apiKeys.tenantsHelp')}
        all={t('apiKeys.tenantsAll')}
        value={apiKey.tenantIds ?? []}
      />
      <ConfirmDialog
        opened={revoking}
        title={t('apiKeys.revokeTitle', { name })}
        action={t('apiKeys.revoke')}
        onConfirm={async () => {
          await apiKeysApi.revoke(id);
          await refresh();
        }}
        onClose={() => setRevoking(false)}
      >
        {t('apiKeys.revokeText')} {lastUsed && t('apiKeys.revokeUsed', { at: formats.dateTime(lastUsed) })}
      </ConfirmDialog>
    </Editor>
  );
}
