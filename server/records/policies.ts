import { hasTenantRole, inTenant, type Policy, type UserActor } from '../foundation/security/actor.ts';

/** The table of sessions: operators see their own, the rest needs a right (SEC-RO-2). */
export const seeList: Policy = inTenant('Operator', 'TenantSessionsView', 'TenantAdmin');

export const seesAll = (actor: UserActor, tenantId: number): boolean =>
  hasTenantRole(actor, tenantId, 'TenantSessionsView', 'TenantAdmin');

/** Makes a saved view everybody's, and changes or removes those that are. */
export const mayShareViews = (actor: UserActor, tenantId: number): boolean =>
  hasTenantRole(actor, tenantId, 'TenantAdmin');
