import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usersApi } from '../../../api/users.ts';
import { useFormats } from '../../../components/formats.ts';
import { browserName } from '../../profile/user-agent.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Loaded } from '../parts/loaded.tsx';
import classes from '../settings.module.css';

/** Where the user is logged in now, and the way to end it everywhere. */
export function LoginsTab({ userId, name }: { userId: number; name: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const queryKey = ['settings', 'logins', userId];
  const found = useQuery({ queryKey, queryFn: () => usersApi.logins(userId), staleTime: 0 });
  const [asking, setAsking] = useState(false);
  return (
    <Loaded found={found}>
      {(logins) =>
        logins.length === 0 ? (
          <Text c="dimmed">{t('users.noLogins')}</Text>
        ) : (
          <>
            {logins.map((login) => (
              <div key={login.id} title={login.userAgent ?? undefined}>
                <div>
                  {browserName(login.userAgent) ?? t('profile.unknownDevice')}
                  {login.ip && <span className={classes.small}> · {login.ip}</span>}
                </div>
                <div className={`${classes.small} numbers`}>
                  {t('profile.lastSeen', { time: formats.dateTime(login.lastSeen) })}
                </div>
              </div>
            ))}
            <div>
              <Button variant="default" onClick={() => setAsking(true)}>
                {t('users.logOut')}
              </Button>
            </div>
            <ConfirmDialog
              opened={asking}
              title={t('users.logOutTitle', { name })}
              action={t('users.logOut')}
              onConfirm={async () => {
                await usersApi.endLogins(userId);
                await queries.invalidateQueries({ queryKey });
              }}
              onClose={() => setAsking(false)}
            >
              {t('users.logOutText')}
            </ConfirmDialog>
          </>
        )
      }
    </Loaded>
  );
}
