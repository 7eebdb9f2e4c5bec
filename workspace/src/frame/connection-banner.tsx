import { Button } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './connection-banner.module.css';
import { useDesk, useDeskState } from './desk-context.ts';

/** Shorter interruptions are not worth a bar that pushes the page down. */
const patience = 1_500;

/** Says when the line is down, what that means for what is typed, and when the next try is. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const desk = useDesk();
  const status = useDeskState((state) => state.connection);
  const loaded = useDeskState((state) => state.loaded);
  const down = status.kind !== 'ready';
  const [shown, setShown] = useState(false);
  const [now, setNow] = useState(Date.now);

  useEffect(() => {
    if (!down) return setShown(false);
    const timer = setTimeout(() => setShown(true), patience);
    return () => clearTimeout(timer);
  }, [down]);
  useEffect(() => {
    if (!shown) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [shown]);

  if (!shown || (status.kind === 'connecting' && !loaded)) return null;
  return (
    <div className={classes.banner} role="status">
      <IconWifiOff size={16} aria-hidden />
      <span className="numbers">{text()}</span>
      {status.kind === 'waiting' && (
        <Button size="compact-xs" variant="default" onClick={desk.retryNow}>
          {t('status.tryNow')}
        </Button>
      )}
    </div>
  );

  function text() {
    if (status.kind === 'stopped' && status.reason === 'forbidden') return t('status.forbidden');
    if (status.kind !== 'waiting') return t('status.reconnecting');
    const seconds = Math.max(0, Math.ceil((status.retryAt - now) / 1000));
    return t('status.reconnectIn', { seconds });
  }
}
