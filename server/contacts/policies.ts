import type { TenantRole } from '@hovor/protocol/enums';
import { Problem } from '../foundation/errors.ts';
import { type Actor, companyOf, hasTenantRole, inTenant } from '../foundation/security/actor.ts';
import type { Scope } from './queries.ts';

/** Who may use the directory of a tenant (SEC-RO-2): those who serve its clients, campaign and administer it. */
const readers = ['Operator', 'TenantAdmin', 'TenantCampaignsAdmin', 'TenantSessionsView'] as const;
const writers = ['Operator', 'TenantAdmin', 'TenantCampaignsAdmin'] as const;

export const seeContacts = inTenant(...readers);
export const editContacts = inTenant(...writers);

/**
 * The part of the directory an actor may read or write: every query takes it, so a contact cannot be loaded without
 * it. With `tenantId` only that tenant; nothing of it when the actor has no right there.
 */
export function scopeOf(actor: Actor, access: 'read' | 'write', tenantId?: number): Scope {
  const companyId = companyOf(actor);
  const open = tenantsOf(actor, access === 'read' ? readers : writers);
  if (tenantId === undefined) return { companyId, tenantIds: open };
  return { companyId, tenantIds: open === null || open.includes(tenantId) ? [tenantId] : [] };
}

/** An operator without another right to the directory: deleting is then the company's decision (AD-CO-7). */
export const isOperatorOnly = (actor: Actor, tenantId: number): boolean =>
  actor.kind === 'user' && !hasTenantRole(actor, tenantId, 'TenantAdmin', 'TenantCampaignsAdmin');

/** Tenants open to the actor; null = all of the company. */
function tenantsOf(actor: Actor, roles: readonly TenantRole[]): number[] | null {
  switch (actor.kind) {
    case 'user':
      return [...actor.tenants.keys()].filter((id) => hasTenantRole(actor, id, ...roles));
    case 'apiKey':
      return actor.tenantIds && [...actor.tenantIds];
    case 'system':
      return null;
    default:
      throw new Problem('not-permitted');
  }
}
