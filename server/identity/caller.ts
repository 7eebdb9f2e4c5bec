import type { ApiKeyActor, UserActor } from '../foundation/security/actor.ts';

/** Areas a tenant administrator runs; the rest of the company is the company administrators' (SEC-RO-1, SEC-RO-2). */
const ofTenants = ['contacts', 'forms', 'groups', 'guests', 'routings', 'sessions', 'tags', 'widgets'] as const;
/** What a tenant administrator may see besides. */
const seenByTenants = ['companies', 'departments', 'metrics', 'users'] as const;

/**
 * A person who calls the Public API with their own login (API-AUT-7): company administrators may do everything in the
 * company, tenant administrators what concerns their tenants; nobody else has rights there.
 */
export function callerOf(person: UserActor, allPermissions: readonly string[]): ApiKeyActor {
  const caller = { kind: 'apiKey', companyId: person.companyId, keyId: 0, person } as const;
  if (person.globalRoles.has('CompanyAdmin') || person.globalRoles.has('Admin')) {
    return { ...caller, permissions: new Set(allPermissions), tenantIds: null };
  }
  const led = [...person.tenants].filter(([, roles]) => roles.has('TenantAdmin')).map(([tenantId]) => tenantId);
  if (led.length === 0) return { ...caller, permissions: new Set(), tenantIds: new Set() };
  const permissions = [
    ...ofTenants.flatMap((area) => [`${area}.read`, `${area}.write`]),
    ...seenByTenants.map((area) => `${area}.read`),
  ];
  return { ...caller, permissions: new Set(permissions), tenantIds: new Set(led) };
}
