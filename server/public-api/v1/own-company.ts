import { Problem } from '../../foundation/errors.ts';
import { type Query, readInteger } from '../../foundation/filters/query.ts';
import type { ApiKeyActor } from '../../foundation/security/actor.ts';

/** `companyId` may be said and then is the key's own (API-USR-1). @throws not-permitted for another one */
export function ownCompanyOnly(actor: ApiKeyActor, query: Query): void {
  const given = query.one('companyId');
  if (given === undefined || given === '') return;
  if (readInteger('companyId', given, 32) === actor.companyId) return;
  throw new Problem('not-permitted', { detail: 'This key belongs to another company.' });
}

/** Tenants a list is about: those of the key, or the one `departmentId` names; null = all of the company. */
export function askedTenants(actor: ApiKeyActor, query: Query): number[] | null {
  const given = query.one('departmentId');
  const own = actor.tenantIds && [...actor.tenantIds];
  if (given === undefined || given === '') return own;
  const tenantId = readInteger('departmentId', given, 32);
  return own === null || own.includes(tenantId) ? [tenantId] : [];
}
