import { query, request } from './http.ts';

/** A message somebody left while no operator was there. */
export interface LeftMessage {
  id: number;
  name: string | null;
  email: string | null;
  phone: string | null;
  message: string;
  language: string | null;
  url: string | null;
  created: string;
  handled: string | null;
  handledBy: number | null;
}

const base = (tenantId: number) => `/tenants/${tenantId}/offline-messages`;

export const offlineMessagesApi = {
  list: (tenantId: number, page: { handled: boolean; before?: number }) =>
    request<LeftMessage[]>('GET', `${base(tenantId)}${query({ handled: String(page.handled), before: page.before })}`),
  handle: (tenantId: number, id: number) => request<void>('POST', `${base(tenantId)}/${id}/handle`),
};
