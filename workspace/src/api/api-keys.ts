import { request } from './http.ts';

/** A key of an integration (SEC-KEY); its secret is shown once, when it is made. */
export interface ApiKey {
  id: number;
  clientId: string;
  name: string;
  permissions: string[];
  /** Null = all tenants. */
  tenantIds: number[] | null;
  created: string;
  expires: string | null;
  perMinute: number | null;
  lastUsed: string | null;
  revoked: string | null;
}

export type ApiKeyChange = Pick<ApiKey, 'name' | 'permissions' | 'expires' | 'perMinute'>;

export interface NewApiKey {
  id: number;
  clientId: string;
  secret: string;
}

export const apiKeysApi = {
  list: () => request<ApiKey[]>('GET', '/api-keys'),
  add: (key: ApiKeyChange & { tenantIds: number[] | null }) => request<NewApiKey>('POST', '/api-keys', key),
  change: (id: number, change: ApiKeyChange) => request<void>('PUT', `/api-keys/${id}`, change),
  revoke: (id: number) => request<void>('POST', `/api-keys/${id}/revoke`),
};
