import type { OperatorOnBoard } from '@hovor/protocol/live';
import { ActionIcon, Avatar, Menu, Tooltip } from '@mantine/core';
import { IconDotsVertical, IconHistory, IconLogout } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChannelIcon } from '../../components/channel-icon.tsx';
import { Elapsed } from '../../components/elapsed.tsx';
import { useCatalogue, useWorkplace } from '../../frame/desk-context.ts';
import { mayOpenSessions, placePath } from '../../state/places.ts';
import classes from './live.module.css';
import { Mark } from './mark.tsx';
import type { Asked } from './operator-dialogs.tsx';
import { markOfOperator } from './trouble.ts';

const slotFamilies = ['live', 'asynchronous', 'email'] as const;
/** The right that fills each family's slots shows whether the family means anything to an operator. */
const channelsOf = {
  live: ['Mluvii', 'Phone'],
  asynchronous: ['Facebook', 'WhatsApp', 'VK', 'Apple'],
  email: ['Email'],
};

/** One operator; the state is said by shape, colour and word, and its time runs. */
export function OperatorLine({ operator, onAsk }: { operator: OperatorOnBoard; onAsk(asked: Asked): void }) {
  const { t } = useTranslation();
  const { state, channels, slots } = operator;
  const families = slotFamilies.filter((family) =>
    channels.some(({ channel }) => channelsOf[family].includes(channel)),
  );
  const reasons = operator.noRequests.filter((reason) => reason !== 'away');
  const isHere = state.kind !== 'OFFLINE';
  return (
    <tr data-offline={!isHere || undefined}>
      <th scope="row">
        <span className={classes.person}>
          <Avatar src={operator.photoUrl} name={operator.name} color="indigo" size={30} alt="" aria-hidden />
          {operator.name}
        </span>
      </th>
      <td data-label={t('boardColumn.state')}>
        <Mark kind={markOfOperator(operator)}>
          {state.awayReason ?? t(`status.${state.kind}`)} <Elapsed since={state.changed} />
          {state.forced && <small> {t('live.forced')}</small>}
        </Mark>
        {isHere && reasons.length > 0 && (
          <p className={classes.small}>{reasons.map((reason) => t(`noRequests.${reason}`)).join(' ')}</p>
        )}
      </td>
      <td data-label={t('boardColumn.groups')}>{operator.groups.map(({ name }) => name).join(', ') || '–'}</td>
      <td data-label={t('boardColumn.channels')}>
        <span className={classes.channels}>
          {channels.map(({ channel, enabled }) => {
            const words = t(enabled ? 'live.channelOn' : 'live.channelOff', { channel: t(`channel.${channel}`) });
            return (
              <Tooltip key={channel} label={words}>
                <span role="img" aria-label={words} className={classes.channel} data-off={!enabled || undefined}>
                  <ChannelIcon channel={channel} size={18} />
                </span>
              </Tooltip>
            );
          })}
          {channels.length === 0 && '–'}
        </span>
      </td>
      <td data-label={t('boardColumn.slots')} className="numbers">
        {families.map((family) => (
          <div key={family}>
            {t('live.slotsFree', {
              used: slots[family].used,
              total: slots[family].total,
              free: Math.max(0, slots[family].total - slots[family].used),
            })}
            {families.length > 1 && <small> {t(`slotFamily.${family}`)}</small>}
          </div>
        ))}
        {families.length === 0 && '–'}
      </td>
      <td data-label={t('boardColumn.sessions')} className="numbers">
        {operator.active}
        {operator.acw > 0 && <small> {t('live.plusAcw', { count: operator.acw })}</small>}
      </td>
      <td className={classes.actions}>
        <LineMenu operator={operator} onAsk={onAsk} />
      </td>
    </tr>
  );
}

function LineMenu({ operator, onAsk }: { operator: OperatorOnBoard; onAsk(asked: Asked): void }) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const { awayReasons } = useCatalogue();
  const isHere = operator.state.kind !== 'OFFLINE' && operator.state.kind !== 'DISCONNECTED';
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon aria-label={t('live.actionsFor', { name: operator.name })}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(isHere ? 'live.setState' : 'live.setStateAbsent')}</Menu.Label>
        <Menu.Item disabled={!isHere} onClick={() => onAsk({ what: 'state', operator, choice: { kind: 'ONLINE' } })}>
          {t('status.ONLINE')}
        </Menu.Item>
        <Menu.Item disabled={!isHere} onClick={() => onAsk({ what: 'state', operator, choice: { kind: 'AWAY' } })}>
          {t('status.AWAY')}
        </Menu.Item>
        {awayReasons.map(({ id, name }) => (
          <Menu.Item
            key={id}
            disabled={!isHere}
            onClick={() =>
              onAsk({ what: 'state', operator, choice: { kind: 'BREAK', awayReasonId: id }, reason: name })
            }
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {mayOpenSessions(tenant) && (
          <Menu.Item
            component={Link}
            to={placePath(me, tenant.id, 'sessions')}
            search={{ view: 'live', filter: `OperatorUserId=${operator.userId}` } as never}
            leftSection={<IconHistory size={16} aria-hidden />}
          >
            {t('live.openSessions')}
          </Menu.Item>
        )}
        {tenant.roles.includes('TenantAdmin') && (
          <Menu.Item
            color="red"
            disabled={operator.state.kind === 'OFFLINE'}
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => onAsk({ what: 'logOut', operator })}
          >
            {t('live.logOut')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
