import { ActionIcon, Popover } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../components/tip.tsx';
import { useStore } from '../state/store.ts';
import { useWorkplace } from './desk-context.ts';
import { NotificationForm } from './notification-form.tsx';

/** The bell: what sounds, how loud, and desktop notifications (OP-WS-19). */
export function NotificationsMenu() {
  const { t } = useTranslation();
  const { notifications } = useWorkplace();
  const settings = useStore(notifications.store, (state) => state);
  const silent = !settings.offerSound && !settings.messageSound;
  const Icon = silent ? IconBellOff : IconBell;
  return (
    <Popover width={320} position="bottom-end" trapFocus>
      <Popover.Target>
        <Tip label={t(silent ? 'notify.muted' : 'notify.mute')}>
          <ActionIcon aria-label={t('notify.mute')}>
            <Icon size={20} stroke={1.6} />
          </ActionIcon>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('notify.title')}>
        <NotificationForm />
      </Popover.Dropdown>
    </Popover>
  );
}
