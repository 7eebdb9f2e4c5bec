import type { OperatorState } from '@hovor/protocol/desk';
import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { safeColor } from '../components/colors.ts';
import { actions } from '../keys/actions.ts';
import { useNow } from '../state/clock.ts';
import { emptyDesk } from '../state/desk-state.ts';
import { formatDuration } from '../state/durations.ts';
import { placePath } from '../state/places.ts';
import { createStore, useStore } from '../state/store.ts';
import { AppearanceMenuItems } from './appearance-menu.tsx';
import classes from './corner.module.css';
import { useCatalogue, useRefreshCatalogue, useWorkplace } from './desk-context.ts';
import { useLogOut } from './log-out.tsx';
import { MyDaySection } from './my-day.tsx';
import { useStatusActions } from './use-status-actions.ts';

const noDesk = createStore(emptyDesk);

/** The own name and status; a click opens Online, Away with its reasons, My profile and Log out (OP-WS-4). */
export function StatusMenu() {
  const { t } = useTranslation();
  const { me, tenant, desk, tabs } = useWorkplace();
  const operator = useStore(desk?.store ?? noDesk, (state) => state.operator);
  const unsent = useStore(desk?.store ?? noDesk, (state) => state.outbox).length;
  const logOut = useLogOut();
  const refresh = useRefreshCatalogue();
  const name = tenant.displayName;
  const label = operator ? `${name}. ${t('status.current', { status: stateName(operator) })}` : name;

  return (
    <Menu position="bottom-end" width={260} onOpen={() => void refresh()}>
      <Menu.Target>
        <UnstyledButton className={classes.status}>
          <VisuallyHidden>{label}</VisuallyHidden>
          <span className={classes.portrait} aria-hidden>
            <Avatar src={tenant.photoUrl} name={name} color="indigo" size={30} alt="" />
            {operator && <span className={classes.dot} data-kind={dotOf(operator)} />}
          </span>
          <span className={classes.who} aria-hidden>
            <span className={classes.name}>{name}</span>
            {operator && <StateLine operator={operator} name={stateName(operator)} />}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {desk && <StateItems operator={operator} />}
        {desk && <MyDaySection />}
        <AppearanceMenuItems />
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={placePath(me, tenant.id, 'profile')}
          leftSection={<IconUserCircle size={16} aria-hidden />}
        >
          {t('frame.myProfile')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => {
            tabs.loggedOut();
            void logOut();
          }}
        >
          {t('frame.logOut')}
        </Menu.Item>
        {unsent > 0 && (
          <Text size="xs" c="dimmed" px="sm" pb="xs">
            {t('frame.logOutUnsent', { count: unsent })}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );

  function stateName(state: OperatorState) {
    return state.awayReason ?? t(`status.${state.kind}`);
  }
}

const dotOf = (operator: OperatorState) => (operator.kind === 'ONLINE' ? 'good' : 'away');

/** The state in words; while not online with the time it lasts. */
function StateLine({ operator, name }: { operator: OperatorState; name: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const lasts = formatDuration(now - Date.parse(operator.changed));
  return (
    <span className={`${classes.state} numbers`} title={operator.forced ? t('status.forced') : undefined}>
      {operator.kind === 'ONLINE' ? name : `${name} · ${lasts}`}
    </span>
  );
}

function StateItems({ operator }: { operator: OperatorState | null }) {
  const { t } = useTranslation();
  const { awayReasons } = useCatalogue();
  const { setState } = useStatusActions();
  const here = (kind: OperatorState['kind'], reason: number | null = null) =>
    operator?.kind === kind && (kind !== 'BREAK' || operator.awayReasonId === reason);
  const mark = (kind: 'good' | 'away', chosen: boolean, color: string | null = null) =>
    chosen ? (
      <IconCheck size={16} aria-hidden />
    ) : (
      <span className={classes.dot} data-kind={kind} {...(color && { style: { background: color } })} aria-hidden />
    );
  const key = (text: string) => <span className={classes.state}>{text}</span>;

  return (
    <>
      <Menu.Item
        leftSection={mark('good', here('ONLINE'))}
        rightSection={key(actions.goOnline.shown)}
        aria-current={here('ONLINE') || undefined}
        onClick={() => void setState({ kind: 'ONLINE' })}
      >
        {t('status.online')}
      </Menu.Item>
      <Menu.Item
        leftSection={mark('away', here('AWAY'))}
        rightSection={key(actions.goAway.shown)}
        aria-current={here('AWAY') || undefined}
        onClick={() => void setState({ kind: 'AWAY' })}
      >
        {t('status.away')}
      </Menu.Item>
      {awayReasons.length > 0 && <Menu.Label>{t('status.awayReasons')}</Menu.Label>}
      {awayReasons.map((reason) => (
        <Menu.Item
          key={reason.id}
          leftSection={mark('away', here('BREAK', reason.id), safeColor(reason.color))}
          rightSection={key(t(reason.paid ? 'status.paid' : 'status.unpaid'))}
          aria-current={here('BREAK', reason.id) || undefined}
          onClick={() => void setState({ kind: 'BREAK', awayReasonId: reason.id })}
        >
          {reason.name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
