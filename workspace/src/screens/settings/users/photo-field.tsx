import { Avatar, Button, FileButton, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usersApi } from '../../../api/users.ts';
import { useAttempt } from '../../../components/problem-text.ts';
import classes from '../settings.module.css';

interface PhotoFieldProps {
  userId: number;
  tenantId: number;
  name: string;
  url: string | null;
  onChanged(): Promise<unknown>;
}

/** The photo clients see; stored at once, apart from the form (OP-PR-3). */
export function PhotoField({ userId, tenantId, name, url, onChanged }: PhotoFieldProps) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);

  async function run(task: () => Promise<void>) {
    setBusy(true);
    await attempt(async () => {
      await task();
      await onChanged();
    });
    setBusy(false);
  }

  return (
    <Group gap="sm">
      <Avatar src={url} name={name} size={56} color="indigo" alt="" />
      <div>
        <Group gap="xs">
          <FileButton
            accept="image/png,image/jpeg,image/gif"
            onChange={(file) => file && void run(() => usersApi.setPhoto(userId, tenantId, file))}
          >
            {(props) => (
              <Button {...props} size="compact-sm" variant="default" loading={busy}>
                {t('users.photo')}
              </Button>
            )}
          </FileButton>
          {url && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => void run(() => usersApi.removePhoto(userId, tenantId))}
            >
              {t('users.removePhoto')}
            </Button>
          )}
        </Group>
        <div className={classes.small}>{t('users.photoHelp')}</div>
      </div>
    </Group>
  );
}
