import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Crash } from './frame/crash.tsx';
import { NotFound } from './frame/not-found.tsx';
import { TenantShell } from './frame/tenant-shell.tsx';
import { WhereYouBelong } from './frame/where-you-belong.tsx';
import { ContactsScreen } from './screens/contacts/contacts-screen.tsx';
import { readOperatorsSearch, readWallboardSearch } from './screens/live/operators-search.ts';
import { LoginScreen } from './screens/login/login-screen.tsx';
import { PasswordScreen } from './screens/login/password-screen.tsx';
import { SetupScreen } from './screens/login/setup-screen.tsx';
import { MessagesScreen } from './screens/messages/messages-screen.tsx';
import { OperatorScreen } from './screens/operator/operator-screen.tsx';
import { ProfileScreen } from './screens/profile/profile-screen.tsx';
import { SessionsScreen } from './screens/sessions/sessions-screen.tsx';
import { readTableSearch } from './screens/sessions/table-search.ts';
import { safeReturn } from './state/places.ts';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: Crash,
  notFoundComponent: NotFound,
});

const index = createRoute({ getParentRoute: () => root, path: '/', component: WhereYouBelong });
const app = createRoute({ getParentRoute: () => root, path: '/app', component: WhereYouBelong });

export const loginRoute = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: LoginScreen,
  validateSearch: (search: Record<string, unknown>): { next?: string; expired?: boolean } => {
    // `returnUrl` is what the server names it when it sends somebody here.
    const next = safeReturn(search.next ?? search.returnUrl);
    return { ...(next && { next }), ...(search.expired === true && { expired: true }) };
  },
});
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: SetupScreen });
// Links carry the token behind the #, where no server log sees it.
const password = createRoute({ getParentRoute: () => root, path: '/set-password', component: PasswordScreen });

const tenant = createRoute({
  getParentRoute: () => root,
  path: '/app/$companyId/$tenantId',
  component: TenantShell,
});
const tenantIndex = createRoute({ getParentRoute: () => tenant, path: '/', component: WhereYouBelong });
// The session belongs to the path so that a reload, a second tab and a colleague's link show the same thing.
const operator = createRoute({ getParentRoute: () => tenant, path: 'operator', component: OperatorScreen });
const operatorSession = createRoute({ getParentRoute: () => operator, path: '$sessionId' });
const contacts = createRoute({ getParentRoute: () => tenant, path: 'contacts', component: ContactsScreen });
// `new` in place of the id is an empty card.
const contactCard = createRoute({ getParentRoute: () => contacts, path: '$contactId' });
const sessions = createRoute({
  getParentRoute: () => tenant,
  path: 'sessions',
  component: SessionsScreen,
  // View, filters and order belong to the address: a link shows a colleague the same sessions.
  validateSearch: readTableSearch,
});
const sessionDetail = createRoute({ getParentRoute: () => sessions, path: '$sessionId' });
// Supervisors' boards are a chunk of their own, which operators never load.
const operators = createRoute({
  getParentRoute: () => tenant,
  path: 'operators',
  component: lazyRouteComponent(() => import('./screens/live/live-area.tsx'), 'OperatorsArea'),
  validateSearch: readOperatorsSearch,
});
const queues = createRoute({
  getParentRoute: () => tenant,
  path: 'queues',
  component: lazyRouteComponent(() => import('./screens/live/live-area.tsx'), 'QueuesArea'),
});
const wallboard = createRoute({
  getParentRoute: () => tenant,
  path: 'wallboard',
  component: lazyRouteComponent(() => import('./screens/live/live-area.tsx'), 'WallboardArea'),
  // A television's address names the groups it shows.
  validateSearch: readWallboardSearch,
});
const messages = createRoute({ getParentRoute: () => tenant, path: 'messages', component: MessagesScreen });
// Administrators' pages are a chunk of their own, which operators never load.
const settings = createRoute({
  getParentRoute: () => tenant,
  path: 'settings',
  component: lazyRouteComponent(() => import('./screens/settings/settings-area.tsx'), 'SettingsArea'),
});
const settingsPage = createRoute({ getParentRoute: () => settings, path: '$page' });
// `new` in place of the id is a thing that is just being made.
const settingsItem = createRoute({ getParentRoute: () => settingsPage, path: '$itemId' });
const profile = createRoute({ getParentRoute: () => tenant, path: 'profile', component: ProfileScreen });

const routeTree = root.addChildren([
  index,
  app,
  loginRoute,
  setup,
  password,
  tenant.addChildren([
    tenantIndex,
    operator.addChildren([operatorSession]),
    contacts.addChildren([contactCard]),
    sessions.addChildren([sessionDetail]),
    operators,
    queues,
    wallboard,
    messages,
    settings.addChildren([settingsPage.addChildren([settingsItem])]),
    profile,
  ]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({ routeTree, context: { queries }, defaultPreload: false, scrollRestoration: false });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
