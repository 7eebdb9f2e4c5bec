import { request } from './http.ts';

/** The company as its administrators see it (AD-CO-8). */
export interface Company {
  id: number;
  name: string;
  guid: string;
  language: string;
  timezone: string;
  created: string;
}

export interface Tenant {
  id: number;
  name: string;
  created: string;
}

export interface AwayReason {
  id: number;
  name: string;
  paid: boolean;
  color: string | null;
  position: number;
  active: boolean;
}

/** Settings of the company (AD-SET-1…5). */
export interface CompanySettings {
  operatorsMaySwitchChannels: boolean;
  operatorsMayEditProfile: boolean;
  operatorsMayDeleteContacts: boolean;
  logoutWhenIdle: boolean;
  logoutWhenIdleMinutes: number;
  logoutWhenLocked: boolean;
  passwordMinLength: number;
  passwordKinds: number;
  acceptedFileTypes: string[];
}

/** Settings of a tenant (AD-SET-6…13). */
export interface TenantSettings {
  clientPreview: boolean;
  showRoutedOperators: boolean;
  operatorsMayCreateTags: boolean;
  stateWhenAllAway: 'busy' | 'offline';
  clientDisconnectedSeconds: number;
  resultRequired: boolean;
  serviceLevelSeconds: number;
}

export interface SessionResult {
  id: number;
  name: string;
  position: number;
  active: boolean;
}

export interface Parameter {
  id: number;
  name: string;
  label: string;
  inQueue: boolean;
}

type Made = { id: number };
const tenant = (tenantId: number) => `/tenants/${tenantId}`;

/** What administrators set up for the company and its tenants. */
export const settingsApi = {
  company: () => request<Company>('GET', '/company'),
  changeCompany: (change: Partial<Pick<Company, 'name' | 'language' | 'timezone'>>) =>
    request<Company>('PUT', '/company', change),
  companySettings: () => request<CompanySettings & { knownFileTypes: string[] }>('GET', '/company/settings'),
  changeCompanySettings: (change: Partial<CompanySettings>) =>
    request<CompanySettings & { knownFileTypes: string[] }>('PUT', '/company/settings', change),

  tenants: () => request<Tenant[]>('GET', '/tenants'),
  addTenant: (name: string) => request<Made>('POST', '/tenants', { name }),
  renameTenant: (id: number, name: string) => request<void>('PUT', tenant(id), { name }),
  tenantSettings: (tenantId: number) => request<TenantSettings>('GET', `${tenant(tenantId)}/settings`),
  changeTenantSettings: (tenantId: number, change: Partial<TenantSettings>) =>
    request<TenantSettings>('PUT', `${tenant(tenantId)}/settings`, change),

  awayReasons: () => request<AwayReason[]>('GET', '/away-reasons'),
  addAwayReason: (reason: Pick<AwayReason, 'name' | 'paid' | 'color'>) =>
    request<Made>('POST', '/away-reasons', reason),
  changeAwayReason: (id: number, change: Partial<Omit<AwayReason, 'id'>>) =>
    request<void>('PUT', `/away-reasons/${id}`, change),
  orderAwayReasons: (ids: number[]) => request<void>('PUT', '/away-reason-order', { ids }),

  results: (tenantId: number) => request<SessionResult[]>('GET', `${tenant(tenantId)}/results`),
  addResult: (tenantId: number, name: string) => request<Made>('POST', `${tenant(tenantId)}/results`, { name }),
  changeResult: (tenantId: number, id: number, change: { name?: string; active?: boolean }) =>
    request<void>('PUT', `${tenant(tenantId)}/results/${id}`, change),
  orderResults: (tenantId: number, ids: number[]) => request<void>('PUT', `${tenant(tenantId)}/result-order`, { ids }),

  parameters: (tenantId: number) => request<Parameter[]>('GET', `${tenant(tenantId)}/parameters`),
  addParameter: (tenantId: number, parameter: Omit<Parameter, 'id'>) =>
    request<Made>('POST', `${tenant(tenantId)}/parameters`, parameter),
  changeParameter: (tenantId: number, id: number, change: Pick<Parameter, 'label' | 'inQueue'>) =>
    request<void>('PUT', `${tenant(tenantId)}/parameters/${id}`, change),
  removeParameter: (tenantId: number, id: number) => request<void>('DELETE', `${tenant(tenantId)}/parameters/${id}`),
};
