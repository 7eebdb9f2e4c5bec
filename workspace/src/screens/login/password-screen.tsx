import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi } from '../../api/account.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useProblemText } from '../../components/problem-text.ts';
import { Entrance } from './entrance.tsx';
import { noPassword, PasswordFields, passwordReady } from './password-fields.tsx';

/** Sets a password by a link that works once (SEC-LOG-2). The token is in the fragment, which is sent to no server. */
export function PasswordScreen() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const token = useLocation({ select: (location) => location.hash });
  const link = useQuery({
    queryKey: ['password-link', token],
    queryFn: () => accountApi.passwordLink(token),
    retry: false,
  });
  const [value, setValue] = useState(noPassword);
  const [state, setState] = useState<'form' | 'busy' | 'done'>('form');
  const [problem, setProblem] = useState<unknown>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!passwordReady(value) || token === '') return;
    setState('busy');
    setProblem(null);
    try {
      await accountApi.setPasswordByLink(token, value.password);
      setState('done');
    } catch (error) {
      setState('form');
      setProblem(error);
    }
  }

  if (state === 'done') {
    return (
      <Entrance title={t('password.done')}>
        <Button component={Link} to="/login" fullWidth>
          {t('setup.toLogin')}
        </Button>
      </Entrance>
    );
  }
  if ([link.error, problem].some((error) => error instanceof ApiProblem && error.code === 'not-found')) {
    return (
      <Entrance title={t('password.linkGone')}>
        <Stack gap="sm">
          <Text c="dimmed">{t('password.linkGoneHelp')}</Text>
          <Anchor component={Link} to="/login">
            {t('setup.toLogin')}
          </Anchor>
        </Stack>
      </Entrance>
    );
  }
  return (
    <Entrance title={link.data ? t('password.titleFor', { name: link.data.username }) : t('password.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {problem !== null && (
            <Alert color="red" role="alert">
              {textOf(problem)}
            </Alert>
          )}
          <PasswordFields value={value} onChange={setValue} />
          <Button type="submit" mt="xs" loading={state === 'busy'} disabled={!passwordReady(value)}>
            {t('password.submit')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
