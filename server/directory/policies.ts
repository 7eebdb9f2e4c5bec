import {
  type Actor,
  anyUser,
  companyAdmin,
  hasTenantRole,
  inTenant,
  type Policy,
} from '../foundation/security/actor.ts';

/** Who may call what in the directory (SEC-RO). The services then load within the actor's company only. */

/** Log in, log out, set up: open to everybody, guarded by what they ask for. */
export { anyone as atTheDoor } from '../foundation/security/actor.ts';

/** The user's own account and logins. */
export const ownAccount = anyUser;

/** Users, their rights and passwords, API keys, away reasons: the whole company is concerned (SEC-RO-1, AD-CO-9). */
export const manageUsers = companyAdmin;
export const manageKeys = companyAdmin;
export const manageCompany = companyAdmin;

/** A user's photo: the user, and administrators of the company (OP-PR-3). */
export const managePhoto: Policy = (actor, params) =>
  companyAdmin(actor, params) || (actor.kind === 'user' && actor.userId === Number(params.userId));

/** Lists of users: administrators of the company see all, those of a tenant the users of their tenants (AD-GR-2). */
export const seeUsers: Policy = (actor) => companyAdmin(actor, {}) || administeredTenants(actor).length > 0;

/** Settings of one tenant (AD-SET). */
export const manageTenant = inTenant('TenantAdmin');

/** Groups of a tenant (AD-GR-1). */
export const manageGroups = inTenant('TenantAdmin');

/** The list of groups is also seen by those who manage the tenant's files and templates (SEC-RO-2). */
export const seeGroups = inTenant('TenantAdmin', 'TenantFilesAdmin', 'TenantTemplatesAdmin');

/** Away reasons are what every operator chooses from. */
export const seeAwayReasons = anyUser;

/** What administrators are told: those of a tenant hear of their tenants only. */
export const seeNotices = seeUsers;

/** Ids of the tenants the actor administers. */
export const administeredTenants = (actor: Actor): number[] =>
  actor.kind === 'user' ? [...actor.tenants.keys()].filter((id) => hasTenantRole(actor, id, 'TenantAdmin')) : [];

/** The tenants whose users the actor may list; null = of the whole company. */
export const visibleTenants = (actor: Actor): number[] | null =>
  companyAdmin(actor, {}) ? null : administeredTenants(actor);
