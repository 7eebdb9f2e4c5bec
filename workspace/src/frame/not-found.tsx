import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Stack align="center" justify="center" h="100%" gap="xs" p="md" component="main">
      <Title order={1} size="h3">
        {t('frame.notFound')}
      </Title>
      <Text c="dimmed">{t('frame.notFoundHelp')}</Text>
      <Anchor component={Link} to="/app">
        {t('frame.home')}
      </Anchor>
    </Stack>
  );
}
