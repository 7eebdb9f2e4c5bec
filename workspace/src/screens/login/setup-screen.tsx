import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi, type FirstAdministrator } from '../../api/account.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useProblemText } from '../../components/problem-text.ts';
import { Entrance } from './entrance.tsx';
import { noPassword, PasswordFields, passwordReady } from './password-fields.tsx';

type Fields = Omit<FirstAdministrator, 'password' | 'language' | 'timezone'>;
const empty: Fields = {
  code: '',
  companyName: '',
  tenantName: '',
  firstName: '',
  lastName: '',
  email: '',
};

/** Creates the company and its first administrator on an empty installation, with the code the server printed. */
export function SetupScreen() {
  const { t, i18n } = useTranslation();
  const textOf = useProblemText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const state = useQuery({ queryKey: ['setup'], queryFn: accountApi.setupState });
  const [fields, setFields] = useState(empty);
  const [password, setPassword] = useState(noPassword);
  const [left, setLeft] = useState<Partial<Record<keyof Fields, boolean>>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const refused = problem instanceof ApiProblem ? problem.fields : {};
  const missing = (name: keyof Fields) => fields[name].trim() === '';
  const emailWrong = !missing('email') && !/^\S+@\S+$/.test(fields.email.trim());
  const ready = (Object.keys(empty) as (keyof Fields)[]).every((name) => !missing(name)) && !emailWrong;

  const field = (name: keyof Fields, label: string, more: { autoComplete?: string; description?: string } = {}) => ({
    label,
    ...more,
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
    onBlur: () => setLeft({ ...left, [name]: true }),
    error:
      refused[name] ||
      (left[name] && missing(name) && t('setup.required')) ||
      (name === 'email' && left.email && emailWrong && t('setup.emailWrong')),
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setLeft(Object.fromEntries(Object.keys(empty).map((name) => [name, true])));
    if (!ready || !passwordReady(password)) return;
    setBusy(true);
    setProblem(null);
    try {
      const trimmed = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text.trim()])) as {
        [K in keyof Fields]: string;
      };
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      await accountApi.setup({ ...trimmed, password: password.password, language: i18n.language, timezone: timeZone });
      queries.clear();
      await navigate({ to: '/app', replace: true });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  if (state.data && !state.data.needed) {
    return (
      <Entrance title={t('setup.done')}>
        <Button component={Link} to="/login" fullWidth>
          {t('setup.toLogin')}
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('setup.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text c="dimmed">{t('setup.intro')}</Text>
          {problem !== null && (
            <Alert color="red" role="alert">
              {textOf(problem)}
            </Alert>
          )}
          <TextInput
            {...field('code', t('setup.code'), { autoComplete: 'one-time-code', description: t('setup.codeHelp') })}
          />
          <TextInput {...field('companyName', t('setup.company'), { autoComplete: 'organization' })} />
          <TextInput {...field('tenantName', t('setup.tenant'), { description: t('setup.tenantHelp') })} />
          <Group grow gap="sm" align="start">
            <TextInput {...field('firstName', t('setup.firstName'), { autoComplete: 'given-name' })} />
            <TextInput {...field('lastName', t('setup.lastName'), { autoComplete: 'family-name' })} />
          </Group>
          <TextInput type="email" {...field('email', t('setup.email'), { autoComplete: 'email' })} />
          <PasswordFields value={password} onChange={setPassword} />
          <Button type="submit" mt="xs" loading={busy}>
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
