import type { Me } from '@hovor/protocol/desk';

type TenantOfMe = Me['tenants'][number];

/** Re-routes and ends conversations without being in them (AD-SE-7, AD-SE-10). */
export const maySupervise = (tenant: TenantOfMe): boolean => tenant.roles.includes('TenantAdmin');

/** Becomes the operator of somebody else's conversation. */
export const mayTakeOver = (tenant: TenantOfMe): boolean => maySupervise(tenant) && tenant.roles.includes('Operator');
