import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { accountApi } from '../api/account.ts';
import { goToLogin } from './login-guard.ts';

/** Ends this login. Without an answer of the server the page still leaves, so that nobody reads on. */
export function useLogOut(): () => Promise<void> {
  const router = useRouter();
  const queries = useQueryClient();
  return async () => {
    await accountApi.logout().catch(() => undefined);
    goToLogin(router, queries, false);
  };
}

export function LogOutButton() {
  const { t } = useTranslation();
  const logOut = useLogOut();
  return (
    <Button variant="default" onClick={() => void logOut()}>
      {t('frame.logOut')}
    </Button>
  );
}
