import type { Me } from '@hovor/protocol/desk';

type TenantOfMe = Me['tenants'][number];

/** Items of the main menu; a user sees those their rights open (OP-NAV-1). */
export type Place =
  | 'operator'
  | 'contacts'
  | 'operators'
  | 'queues'
  | 'wallboard'
  | 'sessions'
  | 'messages'
  | 'settings'
  | 'profile';

const contactWriters = ['Operator', 'TenantAdmin', 'TenantCampaignsAdmin'];
const contactReaders = [...contactWriters, 'TenantSessionsView'];

/** Places of a user in a tenant, in menu order. */
export function placesOf(tenant: TenantOfMe): Place[] {
  const has = (...roles: string[]) => roles.some((role) => tenant.roles.includes(role));
  const places: Place[] = [];
  if (has('Operator')) places.push('operator');
  if (has(...contactReaders)) places.push('contacts');
  if (has('TenantOperatorsView', 'TenantAdmin')) places.push('operators', 'queues');
  // Who sees the queues opens the wallboard from there.
  else if (has('Wallboard')) places.push('wallboard');
  if (has('Operator', 'TenantAdmin', 'TenantSessionsView')) places.push('sessions', 'messages');
  // Company administrators have this right in every tenant.
  if (has('TenantAdmin')) places.push('settings');
  places.push('profile');
  return places;
}

const starts: readonly Place[] = ['operator', 'sessions', 'operators', 'wallboard', 'settings'];

/** The first place to work in; the directory of contacts is where one looks up, not where one begins. */
export const homeOf = (tenant: TenantOfMe): Place => {
  const places = placesOf(tenant);
  return starts.find((place) => places.includes(place)) ?? 'profile';
};

/** Adds, changes, merges and deletes contacts; others only read them. */
export const mayEditContacts = (tenant: TenantOfMe): boolean =>
  contactWriters.some((role) => tenant.roles.includes(role));

/** Deletes contacts even where the company does not let its operators (AD-CO-7). */
export const mayDeleteContacts = (tenant: TenantOfMe): boolean =>
  tenant.roles.includes('TenantAdmin') || tenant.roles.includes('TenantCampaignsAdmin');

/** The table of sessions is open to the user. */
export const mayOpenSessions = (tenant: TenantOfMe): boolean => placesOf(tenant).includes('sessions');

/** Boards of queues, and the wallboard with them. */
export const mayWatchQueues = (tenant: TenantOfMe): boolean =>
  placesOf(tenant).some((place) => place === 'queues' || place === 'wallboard');

export const administersCompany = (me: Me): boolean =>
  me.globalRoles.includes('CompanyAdmin') || me.globalRoles.includes('Admin');

export const mayServe = (tenant: TenantOfMe): boolean => tenant.roles.includes('Operator');

/** The tenant to show: the one used last when it is still open to the user, else the first to work in. */
export function tenantToShow(me: Me, last: string | null): TenantOfMe | null {
  return me.tenants.find((tenant) => String(tenant.id) === last) ?? me.tenants.find(mayServe) ?? me.tenants[0] ?? null;
}

/** Address of a place, as in /app/{companyId}/{tenantId}/operator. */
export const placePath = (me: Me, tenantId: number, place: Place): string =>
  `/app/${me.companyId}/${tenantId}/${place}`;

/** Where the user belongs after login. */
export function startPath(me: Me, last: string | null): string | null {
  const tenant = tenantToShow(me, last);
  return tenant && placePath(me, tenant.id, homeOf(tenant));
}

/** Where other parts of this server may send people to the login page from: the API's pages and a program's login. */
const outside = /^\/(api|login\/connect)(\/|\?|$)/i;

/** The page to go back to after login: only our own pages, never another site. */
export function safeReturn(next: unknown): string | null {
  if (typeof next !== 'string' || !(/^\/app(\/|$)/.test(next) || outside.test(next))) return null;
  return /[\\\p{Cc}]/u.test(next) ? null : next;
}

/** True for a page of this server that is not the workspace's: the browser has to load it. */
export const isOutside = (path: string): boolean => outside.test(path);
