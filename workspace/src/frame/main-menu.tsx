import { Menu, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconAddressBook,
  IconBuilding,
  IconCheck,
  IconDeviceTv,
  IconHeadset,
  IconHistory,
  IconMailbox,
  IconSettings,
  IconStack2,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { homeOf, type Place, placePath, placesOf } from '../state/places.ts';
import { storageKeys } from '../state/storage-keys.ts';
import { useWorkplace } from './desk-context.ts';
import classes from './main-menu.module.css';

const icons = {
  operator: IconHeadset,
  contacts: IconAddressBook,
  operators: IconUsers,
  queues: IconStack2,
  wallboard: IconDeviceTv,
  sessions: IconHistory,
  messages: IconMailbox,
  settings: IconSettings,
  profile: IconUserCircle,
} as const;

/** Left menu by rights (OP-NAV-1); at the bottom on a phone. */
export function MainMenu() {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={classes.menu} aria-label={t('frame.menu')}>
      <TenantSwitch />
      {placesOf(tenant).map((place) => (
        <MenuItem key={place} place={place} to={placePath(me, tenant.id, place)} path={path} />
      ))}
    </nav>
  );
}

function MenuItem({ place, to, path }: { place: Place; to: string; path: string }) {
  const { t } = useTranslation();
  const Icon = icons[place];
  const current = path === to || path.startsWith(`${to}/`);
  return (
    <Link
      to={to}
      className={classes.item}
      data-current={current || undefined}
      aria-current={current ? 'page' : undefined}
    >
      <Icon size={22} stroke={1.6} aria-hidden />
      <span>{t(`frame.${place}`)}</span>
    </Link>
  );
}

/** The department in which one works now; a user of several changes it here and lands there next time too. */
function TenantSwitch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { me, tenant } = useWorkplace();
  const letters = initials(tenant.name);
  if (me.tenants.length < 2) {
    return (
      <Tooltip label={t('frame.tenantCurrent', { name: tenant.name })} position="right">
        <div className={classes.tenant}>
          <img src="/app/favicon.svg" alt={tenant.name} width={28} height={28} />
        </div>
      </Tooltip>
    );
  }
  return (
    <Menu position="right-start" width={240}>
      <Menu.Target>
        <Tooltip label={t('frame.tenantCurrent', { name: tenant.name })} position="right">
          <UnstyledButton className={classes.tenant}>
            <VisuallyHidden>{`${tenant.name}. ${t('frame.tenantSwitch')}`}</VisuallyHidden>
            <span className={classes.letters} aria-hidden>
              {letters}
            </span>
          </UnstyledButton>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('frame.tenantSwitch')}</Menu.Label>
        {me.tenants.map((other) => (
          <Menu.Item
            key={other.id}
            leftSection={other.id === tenant.id ? <IconCheck size={16} /> : <IconBuilding size={16} />}
            onClick={() => {
              localStorage.setItem(storageKeys.lastTenant(me.userId), String(other.id));
              void navigate({ to: placePath(me, other.id, homeOf(other)) });
            }}
          >
            {other.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
