import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi } from '../../api/account.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useProblemText } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { noPassword, PasswordFields, passwordReady } from '../login/password-fields.tsx';

/** A new password; all other logins of the user end with it. */
export function PasswordForm() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { me } = useWorkplace();
  const queries = useQueryClient();
  const [old, setOld] = useState('');
  const [value, setValue] = useState(noPassword);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await accountApi.changePassword(old, value.password);
      setOld('');
      setValue(noPassword);
      notifications.show({ message: t('profile.passwordChanged') });
      await queries.invalidateQueries({ queryKey: ['logins'] });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  const wrong = problem instanceof ApiProblem && problem.code === 'wrong-login';
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {problem !== null && !wrong && (
          <Alert color="red" role="alert">
            {textOf(problem)}
          </Alert>
        )}
        <input type="text" autoComplete="username" value={me.username} readOnly hidden />
        <PasswordInput
          label={t('profile.oldPassword')}
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          error={wrong && t('profile.oldWrong')}
        />
        <PasswordFields value={value} onChange={setValue} />
        <Group justify="end">
          <Button type="submit" loading={busy} disabled={old === '' || !passwordReady(value)}>
            {t('profile.changePassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
