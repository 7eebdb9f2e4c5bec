import { companyAdmin, hasTenantRole, inTenant, type Policy } from '../foundation/security/actor.ts';

/** Opening hours belong to a tenant and to those who set up its groups (AD-GR-1). */
export const manageCalendars = inTenant('TenantAdmin');

/** Holidays are kept per company (AD-OH-2): its administrators change them, those of its tenants see them. */
export const manageHolidays = companyAdmin;
export const seeHolidays: Policy = (actor, params) =>
  companyAdmin(actor, params) ||
  (actor.kind === 'user' && [...actor.tenants.keys()].some((id) => hasTenantRole(actor, id, 'TenantAdmin')));
