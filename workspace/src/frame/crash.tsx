import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Shown when a page breaks; drafts and unsent messages are in storage, so a reload loses nothing. */
export function Crash() {
  const { t } = useTranslation();
  return (
    <Stack align="center" justify="center" h="100%" gap="xs" p="md" role="alert">
      <Title order={1} size="h3">
        {t('errors.crashed')}
      </Title>
      <Text c="dimmed">{t('errors.crashedHelp')}</Text>
      <Button mt="xs" onClick={() => location.reload()}>
        {t('errors.reload')}
      </Button>
    </Stack>
  );
}
