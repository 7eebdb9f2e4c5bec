import { limits } from '@hovor/protocol/limits';
import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface NewPassword {
  password: string;
  repeat: string;
}

export const noPassword: NewPassword = { password: '', repeat: '' };

/** True when the two fields hold one password of a length the company accepts. */
export const passwordReady = ({ password, repeat }: NewPassword): boolean =>
  password.length >= limits.passwordMin && password.length <= limits.passwordMax && password === repeat;

/** A new password, typed twice; says what is missing after leaving a field. */
export function PasswordFields({ value, onChange }: { value: NewPassword; onChange(value: NewPassword): void }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState({ password: false, repeat: false });
  const short = limits.passwordMin - value.password.length;

  function passwordError() {
    if (!left.password || value.password === '') return undefined;
    if (short > 0) return t('password.tooShort', { count: short });
    if (value.password.length > limits.passwordMax) return t('password.tooLong', { count: limits.passwordMax });
    return undefined;
  }

  return (
    <>
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule', { count: limits.passwordMin })}
        autoComplete="new-password"
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
        onBlur={() => setLeft({ ...left, password: true })}
        error={passwordError()}
      />
      <PasswordInput
        label={t('password.repeat')}
        autoComplete="new-password"
        value={value.repeat}
        onChange={(event) => onChange({ ...value, repeat: event.currentTarget.value })}
        onBlur={() => setLeft({ ...left, repeat: true })}
        error={left.repeat && value.repeat !== '' && value.repeat !== value.password && t('password.different')}
      />
    </>
  );
}
