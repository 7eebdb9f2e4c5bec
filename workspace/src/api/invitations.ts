import { queryOptions } from '@tanstack/react-query';
import { request } from './http.ts';

/** A number and link that take a client to the operator who made it (GL-21). */
export interface Invitation {
  id: number;
  number: string;
  url: string;
  once: boolean;
  created: string;
  /** Null = until revoked. */
  expires: string | null;
  uses: number;
}

const path = (tenantId: number) => `/tenants/${tenantId}/invitations`;

export const invitationsApi = {
  list: (tenantId: number) => request<Invitation[]>('GET', path(tenantId)),
  create: (tenantId: number, wanted: { once: boolean; seconds?: number }) =>
    request<Invitation>('POST', path(tenantId), wanted),
  revoke: (tenantId: number, id: number) => request<void>('DELETE', `${path(tenantId)}/${id}`),
};

export const invitationsQuery = (tenantId: number) =>
  queryOptions({
    queryKey: ['invitations', tenantId],
    queryFn: () => invitationsApi.list(tenantId),
    staleTime: 0,
  });
