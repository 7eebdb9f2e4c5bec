import { limits } from '@hovor/protocol/limits';
import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languages } from '../../../texts/language.ts';
import classes from '../settings.module.css';
import type { UserFormApi } from './user-editor.tsx';

/** Who the user is and how they log in (AD-US-3, AD-US-4). */
export function PersonTab({ form }: { form: UserFormApi }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t('users.firstName')}
          required
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
        description={t('users.usernameChange')}
        required
        autoComplete="off"
        maxLength={limits.nameLength}
        {...form.getInputProps('username')}
      />
      <Select
        label={t('users.language')}
        data={[
          { value: '', label: t('users.languageOfBrowser') },
          ...Object.entries(languages).map(([value, label]) => ({ value, label })),
        ]}
        allowDeselect={false}
        {...form.getInputProps('language')}
      />
      <Textarea
        label={t('users.note')}
        description={t('users.noteHelp')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1000}
        {...form.getInputProps('note')}
      />
    </>
  );
}
