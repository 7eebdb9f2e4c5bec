import { ActionIcon, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../components/tip.tsx';
import { actions } from '../keys/actions.ts';
import { InvitationsButton } from '../screens/invitations/invitations-button.tsx';
import { placesOf } from '../state/places.ts';
import { ChannelSwitches } from './channel-switches.tsx';
import { ConnectionMark } from './connection-mark.tsx';
import { useWorkplace } from './desk-context.ts';
import { ExportsMenu } from './exports-menu.tsx';
import { NotificationsMenu } from './notifications-menu.tsx';
import { Slots } from './slots.tsx';
import { StatusMenu } from './status-menu.tsx';
import classes from './top-bar.module.css';

/** Search left; right the one corner that always shows the own status, connection, channels and free slots. */
export function TopBar({ onFind, onHelp }: { onFind(): void; onHelp(): void }) {
  const { t } = useTranslation();
  const { desk, tenant } = useWorkplace();
  return (
    <header className={classes.bar}>
      <span className={`${classes.tenant} one-line`}>{tenant.name}</span>
      <Tooltip label={t('keys.palette')}>
        <UnstyledButton className={classes.find} onClick={onFind} aria-keyshortcuts="Control+K">
          <IconSearch size={16} aria-hidden />
          <VisuallyHidden>{t('keys.paletteLabel')}</VisuallyHidden>
          <span className={classes.findText} aria-hidden>
            {t('common.find')}
          </span>
          <kbd className={classes.kbd} aria-hidden>
            {actions.palette.shown}
          </kbd>
        </UnstyledButton>
      </Tooltip>
      <span className={classes.space} />
      <Tip label={t('keys.help')} action="help">
        <ActionIcon className={classes.desktopOnly} aria-label={t('keys.title')} onClick={onHelp}>
          <IconKeyboard size={20} stroke={1.6} />
        </ActionIcon>
      </Tip>
      {desk && <InvitationsButton />}
      {placesOf(tenant).includes('sessions') && <ExportsMenu />}
      <NotificationsMenu />
      <section className={classes.corner} aria-label={t('status.corner')}>
        {desk && <ConnectionMark />}
        {desk && <Slots />}
        {desk && <ChannelSwitches />}
        <StatusMenu />
      </section>
    </header>
  );
}
