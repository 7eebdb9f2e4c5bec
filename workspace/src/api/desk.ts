import type {
  AddNote,
  Catalogue,
  Conclude,
  DeskSnapshot,
  MyDay,
  NoRequestsReason,
  OperatorState,
  SetOperatorState,
} from '@hovor/protocol/desk';
import type { Channel } from '@hovor/protocol/enums';
import type { Static } from '@hovor/protocol/schema';
import type { Activity, Param, SessionDetail, SessionNote, SessionRow, Tag } from '@hovor/protocol/session';
import { query, request, upload } from './http.ts';

export type ConcludeForm = Static<typeof Conclude>;
export type StateChoice = Static<typeof SetOperatorState>;

const session = (id: number) => `/sessions/${id}`;

/** The desk's HTTP calls (protocol/desk.ts), one function each. */
export const deskApi = {
  catalogue: (tenantId: number) => request<Catalogue>('GET', `/tenants/${tenantId}/catalogue`),
  setState: (tenantId: number, choice: StateChoice) =>
    request<OperatorState>('POST', `/tenants/${tenantId}/operator-state`, choice),
  myDay: (tenantId: number) => request<MyDay>('GET', `/tenants/${tenantId}/my-day`),
  noRequests: (tenantId: number) => request<NoRequestsReason[]>('GET', `/tenants/${tenantId}/no-requests`),
  setChannel: (tenantId: number, channel: Channel, enabled: boolean) =>
    request<DeskSnapshot['channels'] | undefined>('POST', `/tenants/${tenantId}/channels`, { channel, enabled }),

  accept: (id: number) => request<SessionDetail>('POST', `${session(id)}/accept`),
  decline: (id: number) => request<void>('POST', `${session(id)}/decline`),
  end: (id: number) => request<void>('POST', `${session(id)}/end`),
  conclude: (id: number, form: ConcludeForm) => request<void>('POST', `${session(id)}/conclude`, form),
  saveAcw: (id: number, form: ConcludeForm) => request<void>('PUT', `${session(id)}/acw`, form),

  detail: (id: number) => request<SessionDetail>('GET', session(id)),
  activities: (id: number, page: { after?: number; before?: number }) =>
    request<Activity[]>('GET', `${session(id)}/activities${query(page)}`),
  guestSessions: (id: number) => request<SessionRow[]>('GET', `${session(id)}/guest-sessions`),
  setParams: (id: number, params: Record<string, string>) =>
    request<Param[]>('PUT', `${session(id)}/params`, { params }),
  addTag: (id: number, tagId: number) => request<void>('PUT', `${session(id)}/tags/${tagId}`),
  createTag: (id: number, name: string) => request<Tag | undefined>('POST', `${session(id)}/tags`, { name }),
  removeTag: (id: number, tagId: number) => request<void>('DELETE', `${session(id)}/tags/${tagId}`),
  addNote: (id: number, note: Static<typeof AddNote>) => request<SessionNote>('POST', `${session(id)}/notes`, note),
  sendFile: (
    id: number,
    messageId: string,
    file: File,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<{ seq: number }> => upload(`${session(id)}/files`, messageId, file, onProgress, signal),

  history: (tenantId: number, page: { before?: number; search?: string; contactId?: number }) =>
    request<SessionRow[]>('GET', `/tenants/${tenantId}/sessions${query({ view: 'history', ...page })}`),
};
