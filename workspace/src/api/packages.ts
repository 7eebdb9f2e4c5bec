import type { NewPackage, PackageChange, PackageRow, PackageTerms, PackageView } from '@hovor/protocol/packages';
import { request } from './http.ts';

const base = (tenantId: number) => `/tenants/${tenantId}/packages`;

/** Packages of a tenant: what clients see on pages, and where they are led (AD-PK). */
export const packagesApi = {
  list: (tenantId: number) => request<PackageRow[]>('GET', base(tenantId)),
  get: (tenantId: number, id: number) => request<PackageView>('GET', `${base(tenantId)}/${id}`),
  add: (tenantId: number, made: NewPackage) => request<{ id: number }>('POST', base(tenantId), made),
  change: (tenantId: number, id: number, change: PackageChange) =>
    request<PackageView>('PUT', `${base(tenantId)}/${id}`, change),
  terms: (tenantId: number) => request<PackageTerms>('GET', `/tenants/${tenantId}/package-terms`),
};
