import { sentEvents } from '@hovor/protocol/webhook-events';
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TestResult, type Webhook, webhooksApi } from '../../../api/webhooks.ts';
import { useAttempt } from '../../../components/problem-text.ts';
import { shortAddress } from '../parts/address.ts';
import { prettyJson } from './pretty-json.ts';
import classes from './webhooks.module.css';

/** Sends a sample and shows what came back. */
export function TestDialog({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const choices = webhook.eventTypes.filter((type) => sentEvents.includes(type));
  const [eventType, setEventType] = useState<string>(choices[0] ?? '');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);

  async function send() {
    setBusy(true);
    setResult(null);
    await attempt(async () => setResult(await webhooksApi.test(webhook.id, eventType)));
    setBusy(false);
  }

  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('webhooks.testTitle', { name: shortAddress(webhook.callbackUrl) })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(choices.length > 0 ? 'webhooks.testHelp' : 'webhooks.testNone')}
        </Text>
        {choices.length > 0 && (
          <NativeSelect
            label={t('webhooks.testEvent')}
            data={choices}
            value={eventType}
            onChange={(event) => setEventType(event.currentTarget.value)}
          />
        )}
        {result && <Result result={result} />}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button loading={busy} disabled={choices.length === 0} onClick={() => void send()}>
            {t('webhooks.testSend')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Result({ result: { ok, status, error, took, response, body } }: { result: TestResult }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Alert color={ok ? 'green' : 'red'}>
        {ok ? t('webhooks.testOk', { status, took }) : t('webhooks.testFailed', { error })}
      </Alert>
      {response !== null && (
        <>
          <h3 className={classes.smallTitle}>{t('webhooks.answered')}</h3>
          <pre className={classes.pre}>{response || t('webhooks.answerEmpty')}</pre>
        </>
      )}
      <h3 className={classes.smallTitle}>{t('webhooks.sent')}</h3>
      <pre className={classes.pre}>{prettyJson(body)}</pre>
    </div>
  );
}
