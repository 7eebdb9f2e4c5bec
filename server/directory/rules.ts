import { type GlobalRole, globalRoles, type TenantRole, tenantRoles } from '@hovor/protocol/enums';
import type { OperatorFace } from '@hovor/protocol/session';

/** Capacity of a new user per channel family (AD-SET-21). */
export const defaultSlots = { live: 3, asynchronous: 5, email: 10 } as const;
export type SlotFamily = keyof typeof defaultSlots;
export type Slots = Record<SlotFamily, number>;

/** Away reasons of a new company (AD-SET-1). */
export const defaultAwayReasons = [
  { name: 'Lunch', paid: false },
  { name: 'Break', paid: true },
  { name: 'Training', paid: true },
  { name: 'Personal', paid: false },
] as const;

/** What a company administrator may do in every tenant without being given it (SEC-RO-1); serving clients is not part of it. */
const administratorRoles: readonly TenantRole[] = [
  'TenantAdmin',
  'TenantTemplatesAdmin',
  'TenantFilesAdmin',
  'TenantSessionsView',
  'TenantVisitors',
  'TenantEmailsView',
  'TenantOperatorsView',
  'TenantCampaignsAdmin',
  'Wallboard',
];

export interface Rights {
  globalRoles: ReadonlySet<GlobalRole>;
  tenants: ReadonlyMap<number, ReadonlySet<TenantRole>>;
}

/**
 * The rights a user holds now (SEC-RO-1, SEC-RO-2): those given per tenant, and for company and server administrators
 * the administrative ones in every tenant of their own company. Unknown words in the database give nothing.
 */
export function rightsOf(
  global: readonly string[],
  memberships: readonly { tenantId: number; roles: readonly string[] }[],
  companyTenantIds: readonly number[],
): Rights {
  const held = new Set(globalRoles.filter((role) => global.includes(role)));
  const tenants = new Map<number, Set<TenantRole>>();
  for (const { tenantId, roles } of memberships) {
    tenants.set(tenantId, new Set(tenantRoles.filter((role) => roles.includes(role))));
  }
  if (held.has('CompanyAdmin') || held.has('Admin')) {
    for (const tenantId of companyTenantIds) {
      tenants.set(tenantId, new Set([...(tenants.get(tenantId) ?? []), ...administratorRoles]));
    }
  }
  return { globalRoles: held, tenants };
}

export const fullName = (user: { firstName: string; lastName: string }) => `${user.firstName} ${user.lastName}`.trim();

/** What clients read above an operator's messages: the tenant's nickname, else first name and initial (OP-PR-3). */
export function displayName(user: { firstName: string; lastName: string; nickname: string | null }): string {
  if (user.nickname) return user.nickname;
  const [initial] = user.lastName;
  if (!user.firstName) return user.lastName;
  return initial ? `${user.firstName} ${initial}.` : user.firstName;
}

export function faceOf(user: {
  userId: number;
  firstName: string;
  lastName: string;
  nickname: string | null;
  position: string | null;
  photoKey: string | null;
}): OperatorFace {
  return {
    userId: user.userId,
    name: displayName(user),
    position: user.position,
    photoUrl: user.photoKey && `/photos/${user.photoKey}`,
  };
}
