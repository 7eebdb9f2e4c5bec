import { Center, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/queries.ts';
import { ProblemView } from '../components/problem-view.tsx';
import { startPath } from '../state/places.ts';
import { storageKeys } from '../state/storage-keys.ts';
import { LogOutButton } from './log-out.tsx';
import { isLoggedOut } from './login-guard.ts';

/** `/` and `/app`: sends people to their own start page, or to the login. */
export function WhereYouBelong() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  if (isLoggedOut(me.error)) return <Navigate to="/login" replace />;
  if (me.error) return <ProblemView problem={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <Waiting />;
  const path = startPath(me.data, localStorage.getItem(storageKeys.lastTenant(me.data.userId)));
  if (path) return <Navigate to={path} replace />;
  return (
    <Stack align="center" justify="center" h="100%" gap="xs" p="md" component="main">
      <Title order={1} size="h3">
        {t('frame.noTenant')}
      </Title>
      <Text c="dimmed">{t('frame.noTenantHelp')}</Text>
      <LogOutButton />
    </Stack>
  );
}

export function Waiting() {
  const { t } = useTranslation();
  return (
    <Center h="100%" mih={120}>
      <Loader size="sm" role="status" aria-label={t('common.loading')} />
    </Center>
  );
}
