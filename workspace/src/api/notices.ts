import type { NoticeKind } from '@hovor/protocol/enums';
import { request } from './http.ts';

/** Something administrators have to look after. */
export interface Notice {
  id: number;
  kind: NoticeKind;
  tenantId: number | null;
  /** Id of the thing it is about. */
  about: number;
  name: string;
  reason: string | null;
  created: string;
  resolved: string | null;
  seen: boolean;
}

export const noticesApi = {
  list: () => request<Notice[]>('GET', '/notices'),
  markSeen: (upTo: number) => request<void>('PUT', '/notices/seen', { upTo }),
};
