import { limits } from '@hovor/protocol/limits';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi } from '../../api/account.ts';
import { meQuery } from '../../api/queries.ts';
import { Facts } from '../../components/facts.tsx';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { isLanguage, languages, setLanguage } from '../../texts/language.ts';

/** Name and language of the user (OP-PR-2). The language goes with the user to other computers. */
export function BasicData() {
  const { t } = useTranslation();
  const { me } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [form, setForm] = useState({ firstName: me.firstName, lastName: me.lastName, language: me.language });
  const [busy, setBusy] = useState(false);
  const named = form.firstName.trim() !== me.firstName || form.lastName.trim() !== me.lastName;
  const changed = named || form.language !== me.language;
  const complete = form.firstName.trim() !== '' && form.lastName.trim() !== '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const names = { firstName: form.firstName.trim(), lastName: form.lastName.trim() };
    const saved = await attempt(async () => {
      const next = await accountApi.changeProfile({ ...(named && names), language: form.language });
      queries.setQueryData(meQuery.queryKey, next);
    });
    setBusy(false);
    if (!saved) return;
    if (isLanguage(form.language)) setLanguage(form.language, true);
    notifications.show({ message: t('common.saved') });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Facts
          facts={[
            { name: t('profile.username'), value: me.username },
            { name: t('profile.email'), value: me.email },
          ]}
        />
        <Group grow gap="sm" align="start">
          <TextInput
            label={t('profile.firstName')}
            autoComplete="given-name"
            maxLength={limits.nameLength}
            value={form.firstName}
            onChange={(event) => setForm({ ...form, firstName: event.currentTarget.value })}
          />
          <TextInput
            label={t('profile.lastName')}
            autoComplete="family-name"
            maxLength={limits.nameLength}
            value={form.lastName}
            onChange={(event) => setForm({ ...form, lastName: event.currentTarget.value })}
          />
        </Group>
        <Select
          label={t('profile.language')}
          placeholder={t('profile.languageAuto')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          value={form.language}
          onChange={(language) => setForm({ ...form, language })}
          clearable
        />
        <Group justify="end">
          <Button type="submit" disabled={!changed || !complete} loading={busy}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
