import type { Tag } from '@hovor/protocol/session';
import { request } from './http.ts';

export type TagChange = Pick<Tag, 'label' | 'background' | 'text'>;

const base = (tenantId: number) => `/tenants/${tenantId}/tags`;

/** Tags of a tenant as its administrators keep them (AD-AP-15). */
export const tagsApi = {
  list: (tenantId: number) => request<Tag[]>('GET', base(tenantId)),
  add: (tenantId: number, tag: TagChange & { name: string }) => request<Tag>('POST', base(tenantId), tag),
  change: (tenantId: number, id: number, change: TagChange) => request<Tag>('PUT', `${base(tenantId)}/${id}`, change),
  remove: (tenantId: number, id: number) => request<void>('DELETE', `${base(tenantId)}/${id}`),
};
