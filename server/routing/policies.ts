import { inTenant } from '../foundation/security/actor.ts';

/** Routings and what concerns them: administrators of the tenant (AD-RT, SEC-RO-2). */
export const manageRoutings = inTenant('TenantAdmin');
