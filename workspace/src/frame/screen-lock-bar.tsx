import { Button } from '@mantine/core';
import { IconDeviceDesktopOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './connection-banner.module.css';
import { useScreenLock } from './use-screen-lock.ts';

/** Asks for the permission to notice a locked screen, or says why that does not work here. */
export function ScreenLockBar() {
  const { t } = useTranslation();
  const { lock, allow } = useScreenLock();
  const [closed, setClosed] = useState(false);
  if (lock === 'not wanted' || lock === 'granted' || closed) return null;
  const says = { prompt: 'screenLock.ask', denied: 'screenLock.denied', missing: 'screenLock.missing' } as const;
  return (
    <div className={classes.banner} role="status">
      <IconDeviceDesktopOff size={16} aria-hidden />
      <span>{t(says[lock])}</span>
      {lock === 'prompt' ? (
        <Button size="compact-xs" variant="default" onClick={() => void allow()}>
          {t('screenLock.allow')}
        </Button>
      ) : (
        <Button size="compact-xs" variant="default" onClick={() => setClosed(true)}>
          {t('screenLock.understood')}
        </Button>
      )}
    </div>
  );
}
