import { limits } from '@hovor/protocol/limits';
import { Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usersApi } from '../../../api/users.ts';
import { useWorkplace } from '../../../frame/desk-context.ts';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';

/** A new user (AD-US-3): the rest is set up afterwards, and the link to log in with shows once. */
export function NewUserEditor({ onMade }: { onMade(id: number): void }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const { required, email } = useFieldRules();
  const form = useSettingsForm({
    values: { firstName: '', lastName: '', email: '', username: '', operator: true },
    validate: { firstName: required, lastName: required, email },
    async save({ operator, username, ...values }) {
      const roles = ['Operator', 'MluviiOperator'];
      const { id } = await usersApi.add({
        ...values,
        ...(username.trim() && { username }),
        memberships: operator ? [{ tenantId: tenant.id, roles }] : [],
      });
      await queries.invalidateQueries({ queryKey: ['settings', 'users'] });
      return id;
    },
    onSaved: onMade,
  });
  return (
    <Editor title={t('users.newTitle')} subtitle={t('users.newHelp')} form={form} saveLabel={t('settings.create')}>
      <div className={classes.pair}>
        <TextInput
          label={t('users.firstName')}
          required
          autoFocus
          maxLength={limits.nameLength}
          {...form.getInputProps('firstName')}
        />
        <TextInput
          label={t('users.lastName')}
          required
          maxLength={limits.nameLength}
          {...form.getInputProps('lastName')}
        />
      </div>
      <TextInput
        label={t('users.email')}
        required
        inputMode="email"
        autoComplete="off"
        maxLength={limits.emailLength}
        {...form.getInputProps('email')}
      />
      <TextInput
        label={t('users.username')}
        description={t('users.usernameHelp')}
        autoComplete="off"
        maxLength={limits.nameLength}
        {...form.getInputProps('username')}
      />
      <Switch
        label={t('users.makeOperator', { tenant: tenant.name })}
        description={t('users.makeOperatorHelp')}
        {...form.getInputProps('operator', { type: 'checkbox' })}
      />
    </Editor>
  );
}
