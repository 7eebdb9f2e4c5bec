import { ActionIcon, Group, Slider, Stack, Switch, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../components/tip.tsx';
import { playTone, type Tone, unlockSound } from '../notify/sounds.ts';
import { useStore } from '../state/store.ts';
import { useWorkplace } from './desk-context.ts';

/** Each sound with its switch and volume; desktop notifications ask the browser only on a click here. */
export function NotificationForm() {
  const { t } = useTranslation();
  const { notifications } = useWorkplace();
  const settings = useStore(notifications.store, (state) => state);
  const supported = 'Notification' in window;
  const denied = supported && Notification.permission === 'denied';

  async function switchDesktop(on: boolean) {
    if (!on) return notifications.change({ desktop: false });
    const answer = await Notification.requestPermission();
    notifications.change({ desktop: answer === 'granted' });
  }

  function help() {
    if (!supported) return t('notify.desktopMissing');
    return t(denied ? 'notify.desktopDenied' : 'notify.desktopHelp');
  }

  return (
    <Stack gap="sm">
      <SoundRow
        label={t('notify.offerSound')}
        tone="offer"
        on={settings.offerSound}
        volume={settings.offerVolume}
        onSwitch={(offerSound) => notifications.change({ offerSound })}
        onVolume={(offerVolume) => notifications.change({ offerVolume })}
      />
      <SoundRow
        label={t('notify.messageSound')}
        tone="message"
        on={settings.messageSound}
        volume={settings.messageVolume}
        onSwitch={(messageSound) => notifications.change({ messageSound })}
        onVolume={(messageVolume) => notifications.change({ messageVolume })}
      />
      <Switch
        label={t('notify.desktop')}
        description={help()}
        checked={settings.desktop && !denied}
        disabled={!supported || denied}
        onChange={(event) => void switchDesktop(event.currentTarget.checked)}
      />
      <Text size="xs" c="dimmed">
        {t('notify.soundBlocked')}
      </Text>
    </Stack>
  );
}

interface SoundRowProps {
  label: string;
  tone: Tone;
  on: boolean;
  volume: number;
  onSwitch(on: boolean): void;
  onVolume(volume: number): void;
}

function SoundRow({ label, tone, on, volume, onSwitch, onVolume }: SoundRowProps) {
  const { t } = useTranslation();
  return (
    <div>
      <Switch label={label} checked={on} onChange={(event) => onSwitch(event.currentTarget.checked)} />
      <Group gap="xs" mt={4} wrap="nowrap" pl={44}>
        <Slider
          flex={1}
          size="sm"
          min={0}
          max={100}
          step={5}
          label={null}
          disabled={!on}
          thumbLabel={`${label}: ${t('notify.volume')}`}
          value={Math.round(volume * 100)}
          onChange={(value) => onVolume(value / 100)}
        />
        <Tip label={t('notify.tryIt')}>
          <ActionIcon
            size="sm"
            aria-label={`${t('notify.tryIt')}: ${label}`}
            onClick={() => {
              unlockSound();
              playTone(tone, volume);
            }}
          >
            <IconPlayerPlay size={14} />
          </ActionIcon>
        </Tip>
      </Group>
    </div>
  );
}
