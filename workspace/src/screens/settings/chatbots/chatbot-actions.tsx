import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Chatbot, chatbotsApi } from '../../../api/chatbots.ts';
import { useAttempt } from '../../../components/problem-text.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useSettingsPage } from '../use-settings-page.ts';

/** Asks a chatbot whether it is there, and switches it on and off. Without an address there is nothing to ask. */
export function ChatbotActions({ chatbot }: { chatbot: Chatbot }) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const { id, name, state, sessions, callbackUrl } = chatbot;
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['settings', 'chatbots', tenantId] }),
      queries.invalidateQueries({ queryKey: ['notices'] }),
    ]);

  async function check() {
    setBusy(true);
    await attempt(async () => {
      const { ok, took, error } = await chatbotsApi.check(tenantId, id);
      const message = ok ? t('chatbots.checkOk', { took }) : t('chatbots.checkFailed', { error });
      notifications.show({ message, color: ok ? 'green' : 'red', withBorder: !ok });
      await refresh();
    });
    setBusy(false);
  }

  async function setEnabled(on: boolean) {
    await chatbotsApi.setEnabled(tenantId, id, on);
    await refresh();
  }

  if (callbackUrl === null) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void check()}>
        {t('chatbots.check')}
      </Button>
      {state === 'enabled' ? (
        <Button size="compact-sm" variant="light" color="red" onClick={() => setAsking(true)}>
          {t('chatbots.switchOff')}
        </Button>
      ) : (
        <Button size="compact-sm" onClick={() => void attempt(() => setEnabled(true))}>
          {t('chatbots.switchOn')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={t('chatbots.offTitle', { name })}
        action={t('chatbots.switchOff')}
        onConfirm={() => setEnabled(false)}
        onClose={() => setAsking(false)}
      >
        {t('chatbots.offText', { count: sessions })}
      </ConfirmDialog>
    </>
  );
}
