import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActionKeys, useActions } from '../keys/use-actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { useWorkplace } from './desk-context.ts';
import classes from './frame.module.css';
import { MainMenu } from './main-menu.tsx';
import { Notifier } from './notifier.tsx';
import { Palette } from './palette.tsx';
import { ScreenLockBar } from './screen-lock-bar.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { TakenNotices } from './taken-notices.tsx';
import { TopBar } from './top-bar.tsx';
import { useActivity } from './use-activity.ts';
import { useStatusActions } from './use-status-actions.ts';

/** The frame around every screen of a tenant: menu left, the corner with the own status top right. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { desk } = useWorkplace();
  const [dialog, setDialog] = useState<'palette' | 'help' | null>(null);
  useActionKeys();
  useActivity();
  useActions({ palette: () => setDialog('palette'), help: () => setDialog('help') });

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t('frame.skip')}
      </a>
      <MainMenu />
      <div className={classes.column}>
        <TopBar onFind={() => setDialog('palette')} onHelp={() => setDialog('help')} />
        {desk && <ConnectionBanner />}
        <ScreenLockBar />
        <main id="content" className={classes.content} tabIndex={-1}>
          {children}
        </main>
      </div>
      {desk && <Notifier />}
      {desk && <TakenNotices />}
      {desk && <StatusKeys />}
      <Palette opened={dialog === 'palette'} onClose={() => setDialog(null)} />
      <Shortcuts opened={dialog === 'help'} onClose={() => setDialog(null)} />
    </div>
  );
}

function StatusKeys() {
  const { setState } = useStatusActions();
  useActions({
    goOnline: () => void setState({ kind: 'ONLINE' }),
    goAway: () => void setState({ kind: 'AWAY' }),
  });
  return null;
}
