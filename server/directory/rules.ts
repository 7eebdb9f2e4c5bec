import { type GlobalRole, globalRoles, type TenantRole, tenantRoles } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import type { OperatorFace } from '@hovor/protocol/session';
import type { Actor, UserActor } from '../foundation/security/actor.ts';

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
  if (held.has('Wallboard')) {
    for (const tenantId of companyTenantIds) {
      tenants.set(tenantId, new Set<TenantRole>([...(tenants.get(tenantId) ?? []), 'Wallboard']));
    }
  }
  return { globalRoles: held, tenants };
}

export const fullName = (user: { firstName: string; lastName: string }) => `${user.firstName} ${user.lastName}`.trim();

/** How colleagues and clients call an operator in a tenant: the nickname there, else the full name (OP-PR-3). */
export const displayName = (user: { firstName: string; lastName: string; nickname: string | null }): string =>
  user.nickname || fullName(user);

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

/** True for those who administer the whole company. */
export const isAdministrator = (roles: readonly string[]) => roles.includes('CompanyAdmin') || roles.includes('Admin');

/** Nobody gives or touches the rights of a server administrator but one of them and the program itself (SEC-RO-1). */
export const mayGovern = (actor: Actor, roles: readonly string[]): boolean =>
  !roles.includes('Admin') || actor.kind === 'system' || personOf(actor)?.globalRoles.has('Admin') === true;

/** The person behind a request: at the workspace, or with their own login at the Public API. */
export const personOf = (actor: Actor): UserActor | undefined =>
  actor.kind === 'user' ? actor : actor.kind === 'apiKey' ? actor.person : undefined;

export interface PasswordRules {
  minLength: number;
  /** How many of the four kinds of characters must occur: small, capital, digit, other. */
  kinds: number;
}

/** Why a new password is refused, or null. Characters are counted as people see them (SEC-LOG-5). */
export function passwordFault(password: string, rules: PasswordRules, person: readonly string[] = []): string | null {
  if (password.length > limits.passwordMax) return `must have at most ${limits.passwordMax} characters.`;
  if ([...password].length < rules.minLength) return `must have at least ${rules.minLength} characters.`;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  if (kinds < rules.kinds) {
    return `must mix at least ${rules.kinds} of: small letters, capital letters, digits, other characters.`;
  }
  const plain = password.toLowerCase();
  if (person.some((name) => name.length >= 4 && plain === name.toLowerCase()))
    return 'must not be your own name or address.';
  return null;
}

/** Kinds of assignment priority a group can order (AD-GR-12). */
export const groupPriorities = ['lastOperator', 'fewestActive', 'longestIdle', 'skill', 'roundRobin'] as const;
