import { ActionIcon, Indicator, Popover } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../components/tip.tsx';
import { useStore } from '../state/store.ts';
import { useWorkplace } from './desk-context.ts';
import { NoticeList } from './notice-list.tsx';
import { NotificationForm } from './notification-form.tsx';
import { useNotices } from './use-notices.ts';

/** The bell: what administrators are told; for operators what sounds, how loud, and desktop notifications (OP-WS-19). */
export function NotificationsMenu() {
  const { t } = useTranslation();
  const { desk, notifications } = useWorkplace();
  const settings = useStore(notifications.store, (state) => state);
  const { enabled, notices, news, markSeen } = useNotices();
  const [opened, setOpened] = useState(false);
  const silent = desk !== null && !settings.offerSound && !settings.messageSound;
  const Icon = silent ? IconBellOff : IconBell;
  if (!desk && !enabled) return null;

  function change(open: boolean) {
    setOpened(open);
    if (!open) void markSeen();
  }

  return (
    <Popover width={320} position="bottom-end" trapFocus opened={opened} onChange={change}>
      <Popover.Target>
        <Tip label={t(silent ? 'notify.muted' : 'notify.mute')}>
          <ActionIcon
            aria-label={news > 0 ? t('notices.bell', { count: news }) : t('notify.mute')}
            onClick={() => change(!opened)}
          >
            <Indicator color="red" size={8} disabled={news === 0}>
              <Icon size={20} stroke={1.6} style={{ display: 'block' }} />
            </Indicator>
          </ActionIcon>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('notify.title')}>
        {enabled && <NoticeList notices={notices} onFollow={() => change(false)} />}
        {desk && <NotificationForm />}
      </Popover.Dropdown>
    </Popover>
  );
}
