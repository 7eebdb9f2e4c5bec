import { limits } from '@hovor/protocol/limits';
import type { Param, SessionDetail } from '@hovor/protocol/session';
import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { useFormats } from '../../components/formats.ts';
import { useAttempt } from '../../components/problem-text.ts';
import classes from './client-tab.module.css';
import { InlineField } from './inline-field.tsx';
import { isOwnLine } from './param-names.ts';
import { useSessionEditing } from './use-session-editing.ts';

/** Predefined and custom parameters (OP-CT-5); those marked read-only cannot be edited. */
export function ParamsSection({ detail }: { detail: SessionDetail }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const edit = useSessionEditing(detail.id);
  const hintOf = (param: Param) => {
    const from = { source: t(`paramSource.${param.source}`), time: formats.dateTime(param.updated) };
    return [t('client.paramFrom', from), param.readOnly && t('client.paramReadOnly')].filter(Boolean).join('; ');
  };
  const params = detail.params.filter((param) => isOwnLine(param.name));
  return (
    <>
      {params.length === 0 && <p className={classes.quiet}>{t('client.paramsNone')}</p>}
      <div className={classes.fields}>
        {params.map((param) => (
          <InlineField
            key={param.name}
            label={param.label ?? param.name}
            value={param.value ?? ''}
            hint={hintOf(param)}
            maxLength={limits.paramValueLength}
            readOnly={param.readOnly}
            save={(value) => edit(() => deskApi.setParams(detail.id, { [param.name]: value }))}
          />
        ))}
      </div>
      <NewParam sessionId={detail.id} />
    </>
  );
}

function NewParam({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const edit = useSessionEditing(sessionId);
  const attempt = useAttempt();
  const [form, setForm] = useState<{ name: string; value: string } | null>(null);
  if (form === null) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setForm({ name: '', value: '' })}
      >
        {t('client.paramAdd')}
      </Button>
    );
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!form?.name.trim()) return;
    const added = { [form.name.trim()]: form.value.trim() };
    if (await attempt(() => edit(() => deskApi.setParams(sessionId, added)))) setForm(null);
  }

  return (
    <form onSubmit={submit}>
      <Group gap={4} grow>
        <TextInput
          size="xs"
          autoFocus
          aria-label={t('client.paramName')}
          placeholder={t('client.paramName')}
          maxLength={limits.paramNameLength}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          aria-label={t('client.paramValue')}
          placeholder={t('client.paramValue')}
          maxLength={limits.paramValueLength}
          value={form.value}
          onChange={(event) => setForm({ ...form, value: event.currentTarget.value })}
        />
      </Group>
      <Group gap={4} mt={6}>
        <Button size="compact-xs" type="submit" disabled={form.name.trim() === ''}>
          {t('common.save')}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => setForm(null)}>
          {t('common.cancel')}
        </Button>
      </Group>
    </form>
  );
}
