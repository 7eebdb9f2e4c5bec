import type { Me } from '@hovor/protocol/desk';
import {
  type Icon,
  IconBuilding,
  IconClockHour4,
  IconCoffee,
  IconFileCheck,
  IconFlag,
  IconKey,
  IconLock,
  IconMessageCircle,
  IconMessages,
  IconRobot,
  IconRoute,
  IconSitemap,
  IconTags,
  IconUserCheck,
  IconUsers,
  IconUsersGroup,
  IconVariable,
  IconWebhook,
} from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { administersCompany } from '../../state/places.ts';

/**
 * Every page of the settings area is one line here; the tree, the palette and the address follow from it.
 *
 * A page is a component without properties, the default export of its own file and so a chunk of its own. It learns
 * from `useSettingsPage()` which thing is open ({id?} of the address, `new` for one that is just being made) and shows
 * it in a `SplitPage`: a `ListPane` and beside it an `Editor`. A page of a single form is an `Editor` alone. The form
 * comes from `useSettingsForm`, which knows the changes and puts the server's refusals beside their fields; `Editor`
 * has Save, Undo and the question before unsaved changes are left; `ConfirmDialog` asks before something goes;
 * `CopyField` shows links and secrets. `tags/` is the example to follow. Texts: a file of your own in `texts/{en,cs}`.
 */
export const settingsPages: readonly SettingsPage[] = [
  page('general', 'company', 'company.general', IconBuilding, 'company', () => import('./company/general-page.tsx')),
  page('users', 'company', 'users.title', IconUsers, 'company', () => import('./users/users-page.tsx')),
  page('tenants', 'company', 'tenants.title', IconSitemap, 'company', () => import('./company/tenants-page.tsx')),
  page(
    'away-reasons',
    'company',
    'awayReasons.title',
    IconCoffee,
    'company',
    () => import('./company/away-reasons-page.tsx'),
  ),
  page(
    'permissions',
    'company',
    'permissions.title',
    IconUserCheck,
    'company',
    () => import('./company/permissions-page.tsx'),
  ),
  page('security', 'company', 'security.title', IconLock, 'company', () => import('./company/security-page.tsx')),
  page(
    'file-types',
    'company',
    'fileTypes.title',
    IconFileCheck,
    'company',
    () => import('./company/file-types-page.tsx'),
  ),
  page('groups', 'tenant', 'groups.title', IconUsersGroup, 'tenant', () => import('./groups/groups-page.tsx')),
  page('hours', 'tenant', 'hours.title', IconClockHour4, 'tenant', () => import('./hours/hours-page.tsx')),
  page(
    'packages',
    'tenant',
    'packages.title',
    IconMessageCircle,
    'tenant',
    () => import('./packages/packages-page.tsx'),
  ),
  page('routing', 'tenant', 'routing.title', IconRoute, 'tenant', () => import('./routing/routing-page.tsx')),
  page(
    'application',
    'tenant',
    'application.title',
    IconMessages,
    'tenant',
    () => import('./tenant/application-page.tsx'),
  ),
  page(
    'parameters',
    'tenant',
    'parameters.title',
    IconVariable,
    'tenant',
    () => import('./tenant/parameters-page.tsx'),
  ),
  page('results', 'tenant', 'results.title', IconFlag, 'tenant', () => import('./tenant/results-page.tsx')),
  page('tags', 'tenant', 'tags.title', IconTags, 'tenant', () => import('./tags/tags-page.tsx')),
  page(
    'webhooks',
    'integrations',
    'webhooks.title',
    IconWebhook,
    'company',
    () => import('./webhooks/webhooks-page.tsx'),
  ),
  page('api-keys', 'integrations', 'apiKeys.title', IconKey, 'company', () => import('./api-keys/api-keys-page.tsx')),
  page('chatbots', 'integrations', 'chatbots.title', IconRobot, 'tenant', () => import('./chatbots/chatbots-page.tsx')),
];

export type SettingsGroup = 'company' | 'tenant' | 'integrations';

/** Who sees the page: administrators of the company only, or those of the tenant too (SEC-RO-1, SEC-RO-2). */
type Rights = 'company' | 'tenant';

export interface SettingsPage {
  /** Its part of the address. */
  id: string;
  group: SettingsGroup;
  title: ParseKeys;
  icon: Icon;
  rights: Rights;
  component: LazyExoticComponent<ComponentType>;
}

function page(
  id: string,
  group: SettingsGroup,
  title: ParseKeys,
  icon: Icon,
  rights: Rights,
  load: () => Promise<{ default: ComponentType }>,
): SettingsPage {
  return { id, group, title, icon, rights, component: lazy(load) };
}

/** The pages a user may open, in the order of the tree. The server decides on every call; this only hides. */
export function settingsPagesFor(me: Me, tenant: Me['tenants'][number]): SettingsPage[] {
  const held = { company: administersCompany(me), tenant: tenant.roles.includes('TenantAdmin') };
  return settingsPages.filter(({ rights }) => held[rights]);
}
