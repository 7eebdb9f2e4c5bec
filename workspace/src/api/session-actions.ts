import type { ForwardSession, ForwardTargets, InviteCollaborator } from '@hovor/protocol/desk';
import type { Static } from '@hovor/protocol/schema';
import type { SessionDetail } from '@hovor/protocol/session';
import { queryOptions } from '@tanstack/react-query';
import { request } from './http.ts';

export type ForwardForm = Static<typeof ForwardSession>;

export type InviteForm = Static<typeof InviteCollaborator>;

const session = (id: number) => `/sessions/${id}`;

/** What is done with a session as a whole by those in it and by those who look after it (protocol/desk.ts). */
export const sessionActionsApi = {
  targets: (tenantId: number) => request<ForwardTargets>('GET', `/tenants/${tenantId}/forward-targets`),
  forward: (id: number, form: ForwardForm) => request<void>('POST', `${session(id)}/forward`, form),
  takeOver: (id: number) => request<SessionDetail>('POST', `${session(id)}/take-over`),
  invite: (id: number, form: InviteForm) => request<void>('POST', `${session(id)}/invites`, form),
  cancelInvite: (id: number, inviteId: number) => request<void>('DELETE', `${session(id)}/invites/${inviteId}`),
  kick: (id: number, userId: number) => request<void>('DELETE', `${session(id)}/collaborators/${userId}`),
  leave: (id: number) => request<void>('POST', `${session(id)}/leave`),
  end: (id: number) => request<void>('POST', `${session(id)}/end`),
};

/** Counts change while one chooses: while the dialog is open they are asked for again. Milliseconds. */
const targetsRefresh = 5_000;

export const targetsQuery = (tenantId: number) =>
  queryOptions({
    queryKey: ['forward-targets', tenantId],
    queryFn: () => sessionActionsApi.targets(tenantId),
    staleTime: 0,
    refetchInterval: targetsRefresh,
  });
