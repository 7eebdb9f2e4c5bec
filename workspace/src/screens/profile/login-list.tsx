import { Badge, Button, Group, Modal, Text } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi, type RunningLogin } from '../../api/account.ts';
import { useFormats } from '../../components/formats.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { goToLogin } from '../../frame/login-guard.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import classes from './profile.module.css';
import { browserName, isPhone } from './user-agent.ts';

/** Where the user is logged in; each login can be ended, or all of them (SEC-LOG-8). */
export function LoginList() {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const { tabs } = useWorkplace();
  const logins = useQuery({ queryKey: ['logins'], queryFn: accountApi.logins });
  const [asking, setAsking] = useState(false);

  const end = (id: number) =>
    attempt(async () => {
      await accountApi.endLogin(id);
      await queries.invalidateQueries({ queryKey: ['logins'] });
    });
  const endAll = () =>
    attempt(async () => {
      await accountApi.logoutEverywhere();
      tabs.loggedOut();
      goToLogin(router, queries, false);
    });

  if (logins.error) return <ProblemView problem={logins.error} onRetry={() => void logins.refetch()} />;
  if (!logins.data) return <Waiting />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('profile.loginsHelp')}
      </Text>
      {logins.data.map((login) => (
        <LoginRow key={login.id} login={login} onEnd={() => void end(login.id)} />
      ))}
      <Group justify="end" mt="sm">
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('profile.endAll')}
        </Button>
      </Group>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('profile.endAllTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Text mb="md">{t('profile.endAllText')}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </Button>
          <Button data-autofocus onClick={() => void endAll()}>
            {t('profile.endAll')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function LoginRow({ login, onEnd }: { login: RunningLogin; onEnd(): void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const name = browserName(login.userAgent) ?? t('profile.unknownDevice');
  const Icon = isPhone(login.userAgent) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <div className={classes.login}>
      <Icon size={20} stroke={1.5} aria-hidden />
      <div>
        <div className="one-line" title={login.userAgent ?? undefined}>
          {name}
          {login.ip && <span className={classes.small}> · {login.ip}</span>}
        </div>
        <div className={`${classes.small} numbers`} title={formats.full(login.created)}>
          {t('profile.lastSeen', { time: formats.dateTime(login.lastSeen) })}
        </div>
      </div>
      {login.current ? (
        <Badge variant="light" tt="none">
          {t('profile.thisLogin')}
        </Badge>
      ) : (
        <Button size="compact-sm" variant="default" aria-label={t('profile.endLoginLabel', { name })} onClick={onEnd}>
          {t('profile.endLogin')}
        </Button>
      )}
    </div>
  );
}
