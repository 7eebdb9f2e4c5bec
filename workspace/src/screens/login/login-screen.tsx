import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi } from '../../api/account.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useFormats } from '../../components/formats.ts';
import { useProblemText } from '../../components/problem-text.ts';
import { isOutside, safeReturn } from '../../state/places.ts';
import { Entrance } from './entrance.tsx';

interface LoginForm {
  login: string;
  password: string;
}

/** Login by user name or e-mail and password (OP-LG-3). */
export function LoginScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const search = router.state.location.search as { next?: string; expired?: boolean };
  const [form, setForm] = useState<LoginForm>({ login: '', password: '' });
  const [missing, setMissing] = useState<Partial<Record<keyof LoginForm, string>>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useSetupRedirect();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const gaps = {
      ...(form.login.trim() === '' && { login: t('login.fillLogin') }),
      ...(form.password === '' && { password: t('login.fillPassword') }),
    };
    setMissing(gaps);
    setProblem(null);
    if (Object.keys(gaps).length > 0) return;
    setBusy(true);
    try {
      await accountApi.login(form.login.trim(), form.password);
      queries.clear();
      const back = safeReturn(search.next) ?? '/app';
      if (isOutside(back)) window.location.replace(back);
      else await navigate({ to: back, replace: true });
    } catch (error) {
      setProblem(error);
      setForm((now) => ({ ...now, password: '' }));
      passwordField.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <Entrance title={t('login.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {search.expired && problem === null && <Alert color="indigo">{t('login.expired')}</Alert>}
          {problem !== null && <LoginProblem problem={problem} />}
          <TextInput
            label={t('login.login')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
            autoFocus
            value={form.login}
            onChange={(event) => setForm({ ...form, login: event.currentTarget.value })}
            error={missing.login}
          />
          <PasswordInput
            ref={passwordField}
            label={t('login.password')}
            autoComplete="current-password"
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
            error={missing.password}
          />
          <Button type="submit" loading={busy} mt="xs">
            {t('login.submit')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('login.forgotten')}
          </Text>
        </Stack>
      </form>
    </Entrance>
  );
}

function LoginProblem({ problem }: { problem: unknown }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const formats = useFormats();
  const [shown] = useState(() => Date.now());
  const locked = problem instanceof ApiProblem && problem.code === 'account-locked' && problem.retryAfter !== null;
  return (
    <Alert color="red" role="alert">
      {locked ? t('login.locked', { time: formats.time(shown + (problem.retryAfter ?? 0)) }) : textOf(problem)}
    </Alert>
  );
}

/** An installation without anybody offers to create the first administrator. */
function useSetupRedirect() {
  const navigate = useNavigate();
  useEffect(() => {
    accountApi.setupState().then(
      (state) => state.needed && void navigate({ to: '/setup', replace: true }),
      () => undefined,
    );
  }, [navigate]);
}
