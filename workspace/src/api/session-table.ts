import type { RoutingExplained } from '@hovor/protocol/routing-explained';
import type {
  NewExport,
  SavedView,
  SaveView,
  SessionChoices,
  SessionCount,
  SessionExport,
  SessionListPage,
  SessionView,
  Sort,
} from '@hovor/protocol/session-table';
import { query, request } from './http.ts';

export interface ListQuestion {
  view: SessionView;
  filter: string;
  sort: Sort;
  columns: readonly string[];
}

const base = (tenantId: number) => `/tenants/${tenantId}`;

/** A parameter's name may hold a comma, so each name is encoded before they are joined. */
const listOf = (columns: readonly string[]) => columns.map(encodeURIComponent).join(',');

export const sessionTableApi = {
  page: (tenantId: number, { columns, ...asked }: ListQuestion, more: { after?: string | null; only?: string } = {}) =>
    request<SessionListPage>(
      'GET',
      `${base(tenantId)}/session-list${query({ ...asked, columns: listOf(columns), ...more })}`,
    ),
  count: (tenantId: number, asked: Pick<ListQuestion, 'view' | 'filter'>) =>
    request<SessionCount>('GET', `${base(tenantId)}/session-count${query(asked)}`),
  choices: (tenantId: number) => request<SessionChoices>('GET', `${base(tenantId)}/session-choices`),

  routing: (sessionId: number) => request<RoutingExplained>('GET', `/sessions/${sessionId}/routing`),

  views: (tenantId: number) => request<SavedView[]>('GET', `${base(tenantId)}/session-views`),
  addView: (tenantId: number, view: SaveView) => request<SavedView>('POST', `${base(tenantId)}/session-views`, view),
  changeView: (tenantId: number, id: number, view: SaveView) =>
    request<SavedView>('PUT', `${base(tenantId)}/session-views/${id}`, view),
  removeView: (tenantId: number, id: number) => request<void>('DELETE', `${base(tenantId)}/session-views/${id}`),

  exports: (tenantId: number) => request<SessionExport[]>('GET', `${base(tenantId)}/session-exports`),
  startExport: (tenantId: number, order: NewExport) =>
    request<SessionExport>('POST', `${base(tenantId)}/session-exports`, order),
  cancelExport: (tenantId: number, id: number) =>
    request<void>('POST', `${base(tenantId)}/session-exports/${id}/cancel`),
  removeExport: (tenantId: number, id: number) => request<void>('DELETE', `${base(tenantId)}/session-exports/${id}`),
  /** Address of the file, for a link. */
  fileOf: (tenantId: number, id: number) => `/app-api${base(tenantId)}/session-exports/${id}/file`,
};
