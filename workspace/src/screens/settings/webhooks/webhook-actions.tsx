import { ActionIcon, Menu, SegmentedControl } from '@mantine/core';
import { IconDots, IconKey, IconPower, IconSend, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Webhook, webhooksApi } from '../../../api/webhooks.ts';
import { useFormats } from '../../../components/formats.ts';
import { useAttempt } from '../../../components/problem-text.ts';
import { shortAddress } from '../parts/address.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { SecretDialog } from '../parts/secret-dialog.tsx';
import { useSettingsPage } from '../use-settings-page.ts';
import { TestDialog } from './test-dialog.tsx';

type Dialog = 'test' | 'rotate' | 'off' | 'delete';

/** Right in the head of a webhook: its two views, and what can be done with it. */
export function WebhookActions({ webhook, view }: { webhook: Webhook; view: 'settings' | 'deliveries' }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const queries = useQueryClient();
  const { pathOf, show } = useSettingsPage();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [rotated, setRotated] = useState<{ secret: string; previousUntil: string } | null>(null);
  const { id, enabled } = webhook;
  const name = shortAddress(webhook.callbackUrl);
  const refresh = () => queries.invalidateQueries({ queryKey: ['settings', 'webhooks'] });
  const close = () => setDialog(null);

  async function setEnabled(on: boolean) {
    await webhooksApi.setEnabled(id, on);
    await Promise.all([refresh(), queries.invalidateQueries({ queryKey: ['notices'] })]);
  }

  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('webhooks.view')}
        data={[
          { value: 'settings', label: t('webhooks.setUp') },
          { value: 'deliveries', label: t('webhooks.log') },
        ]}
        value={view}
        onChange={(next) => void navigate({ to: pathOf(id), hash: next === 'deliveries' ? 'deliveries' : '' })}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('webhooks.options')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconSend size={16} aria-hidden />} onClick={() => setDialog('test')}>
            {t('webhooks.test')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setDialog('rotate')}>
            {t('webhooks.rotate')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPower size={16} aria-hidden />}
            onClick={() => (enabled ? setDialog('off') : void attempt(() => setEnabled(true)))}
          >
            {t(enabled ? 'webhooks.switchOff' : 'webhooks.switchOn')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setDialog('delete')}>
            {t('settings.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'test' && <TestDialog webhook={webhook} onClose={close} />}
      <ConfirmDialog
        opened={dialog === 'rotate'}
        title={t('webhooks.rotateTitle')}
        action={t('webhooks.rotate')}
        color="indigo"
        onConfirm={async () => {
          setRotated(await webhooksApi.rotate(id));
          await refresh();
        }}
        onClose={close}
      >
        {t('webhooks.rotateText')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={dialog === 'off'}
        title={t('webhooks.offTitle', { name })}
        action={t('webhooks.switchOff')}
        onConfirm={() => setEnabled(false)}
        onClose={close}
      >
        {t('webhooks.offText')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={dialog === 'delete'}
        title={t('webhooks.deleteTitle', { name })}
        action={t('settings.delete')}
        onConfirm={async () => {
          await webhooksApi.remove(id);
          show(null);
          await refresh();
        }}
        onClose={close}
      >
        {t('webhooks.deleteText')}
      </ConfirmDialog>
      {rotated && (
        <SecretDialog
          title={t('webhooks.secretTitle')}
          warning={t('webhooks.secretOnce')}
          fields={[{ label: t('webhooks.secret'), value: rotated.secret }]}
          done={t('webhooks.secretDone')}
          onClose={() => setRotated(null)}
        >
          {t('webhooks.secretBoth', { at: formats.dateTime(rotated.previousUntil) })}
        </SecretDialog>
      )}
    </>
  );
}
