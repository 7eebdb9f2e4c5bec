import type { StateChoice } from './desk.ts';
import { request } from './http.ts';

/** What supervisors do to operators of their tenant. */
export const liveApi = {
  setState: (tenantId: number, userId: number, choice: StateChoice) =>
    request<void>('POST', `/tenants/${tenantId}/operators/${userId}/state`, choice),
  logOut: (tenantId: number, userId: number) =>
    request<void>('POST', `/tenants/${tenantId}/operators/${userId}/log-out`),
};
