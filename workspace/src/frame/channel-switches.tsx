import { Popover, Stack, Switch, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChannelIcon } from '../components/channel-icon.tsx';
import { Tip } from '../components/tip.tsx';
import classes from './corner.module.css';
import { useCatalogue, useDeskState, useRefreshCatalogue } from './desk-context.ts';
import { useStatusActions } from './use-status-actions.ts';

/** Channels of the operator, each on or off (OP-WS-8, OP-WS-9); the company may take the switches away (OP-WS-10). */
export function ChannelSwitches() {
  const { t } = useTranslation();
  const channels = useDeskState((state) => state.channels);
  const { operatorsMaySwitchChannels: mayswitch } = useCatalogue();
  const refresh = useRefreshCatalogue();
  const { setChannel } = useStatusActions();
  if (channels.length === 0) return null;
  const on = channels.filter((each) => each.enabled).map((each) => t(`channel.${each.channel}`));
  const label = on.length === 0 ? t('status.channelsOff') : t('status.channelsOn', { names: on.join(', ') });
  return (
    <Popover width={280} position="bottom-end" trapFocus onOpen={() => void refresh()}>
      <Popover.Target>
        <Tip label={label}>
          <UnstyledButton className={classes.channels} aria-label={label}>
            {channels.map(({ channel, enabled }) => (
              <span key={channel} className={classes.channel} data-off={!enabled || undefined}>
                <ChannelIcon channel={channel} />
              </span>
            ))}
          </UnstyledButton>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('status.channels')}>
        <Stack gap="sm">
          {channels.map(({ channel, enabled }) => (
            <Switch
              key={channel}
              label={t(`channel.${channel}`)}
              checked={enabled}
              disabled={!mayswitch}
              onChange={(event) => void setChannel(channel, event.currentTarget.checked)}
            />
          ))}
          <Text size="xs" c="dimmed">
            {t(mayswitch ? 'status.channelsHelp' : 'status.channelsLocked')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
