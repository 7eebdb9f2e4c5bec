import type { CalendarBody, CalendarView, Holiday } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import type {
  NewRouting,
  RoutingChange,
  RoutingRow,
  RoutingTerms,
  RoutingView,
  TenantFigures,
} from '@hovor/protocol/routing';
import type { RoutingTrial, RoutingTrialBody } from '@hovor/protocol/routing-explained';
import { request } from './http.ts';

const tenant = (tenantId: number) => `/tenants/${tenantId}`;

/** Routings of a tenant (AD-RT). */
export const routingsApi = {
  list: (tenantId: number) => request<RoutingRow[]>('GET', `${tenant(tenantId)}/routings`),
  get: (tenantId: number, id: number) => request<RoutingView>('GET', `${tenant(tenantId)}/routings/${id}`),
  add: (tenantId: number, routing: NewRouting) =>
    request<{ id: number }>('POST', `${tenant(tenantId)}/routings`, routing),
  change: (tenantId: number, id: number, change: RoutingChange) =>
    request<RoutingView>('PUT', `${tenant(tenantId)}/routings/${id}`, change),
  remove: (tenantId: number, id: number) => request<void>('DELETE', `${tenant(tenantId)}/routings/${id}`),
  /** What would happen to a made-up client; nothing is written. */
  trial: (tenantId: number, trial: RoutingTrialBody) =>
    request<RoutingTrial>('POST', `${tenant(tenantId)}/routing-trial`, trial),
  terms: (tenantId: number) => request<RoutingTerms>('GET', `${tenant(tenantId)}/routing-terms`),
};

export const families = ['live', 'asynchronous', 'email'] as const;
export type Family = (typeof families)[number];

export const priorityKinds = ['lastOperator', 'fewestActive', 'longestIdle', 'skill', 'roundRobin'] as const;
export type PriorityKind = (typeof priorityKinds)[number];

/** How a group distributes; each can differ by channel family (AD-GR-5). */
export interface GroupTerms {
  distribution: 'utilization' | 'whole';
  timeToAcceptS: number;
  maxQueueTimeS: number;
  autoPickup: boolean;
  priorities: PriorityKind[];
}

export interface Group extends GroupTerms {
  id: number;
  name: string;
  version: number;
  type: 'NORMAL' | 'ALL_OPERATORS' | 'CHATBOT';
  byFamily: Partial<Record<Family, Partial<GroupTerms>>>;
  queueSize: number;
  maxAcwS: number;
  calendarId: number | null;
  userIds: number[];
}

export type GroupForm = Omit<Group, 'id' | 'version' | 'type' | 'userIds'> & { userIds?: number[] };

/** Groups of a tenant and what goes on in them (AD-GR). */
export const groupsApi = {
  list: (tenantId: number) => request<Group[]>('GET', `${tenant(tenantId)}/groups`),
  add: (tenantId: number, group: GroupForm & { type: 'NORMAL' | 'ALL_OPERATORS' }) =>
    request<{ id: number }>('POST', `${tenant(tenantId)}/groups`, group),
  change: (tenantId: number, id: number, change: GroupForm & { version: number }) =>
    request<Group>('PUT', `${tenant(tenantId)}/groups/${id}`, change),
  remove: (tenantId: number, id: number) => request<void>('DELETE', `${tenant(tenantId)}/groups/${id}`),
  /** Waits until the figures are other than those of the tag. */
  figures: (tenantId: number, after: string | null) =>
    request<TenantFigures>('GET', `${tenant(tenantId)}/group-figures${after ? `?after=${after}` : ''}`),
};

export interface Skill {
  kind: 'language' | 'tag';
  name: string;
  level: number;
}

/** Of a user, what the choice of members needs. */
export interface Member {
  id: number;
  firstName: string;
  lastName: string;
  username: string;
  enabled: boolean;
  skills: Skill[];
  memberships: { tenantId: number; roles: string[] }[];
}

/** Everybody who works in a tenant, page by page. */
export async function tenantMembers(tenantId: number): Promise<Member[]> {
  const all: Member[] = [];
  for (let after = 0; ; ) {
    const page = await request<Member[]>('GET', `/users?enabled=true&after=${after}`);
    all.push(...page);
    const last = page.at(-1);
    if (!last || page.length < limits.listPage) break;
    after = last.id;
  }
  return all.filter(({ memberships }) => memberships.some((one) => one.tenantId === tenantId));
}

/** Opening hours of a tenant, and the company's holidays (AD-OH). */
export const calendarsApi = {
  list: (tenantId: number) => request<CalendarView[]>('GET', `${tenant(tenantId)}/calendars`),
  add: (tenantId: number, calendar: CalendarBody) =>
    request<CalendarView>('POST', `${tenant(tenantId)}/calendars`, calendar),
  change: (tenantId: number, id: number, calendar: CalendarBody) =>
    request<CalendarView>('PUT', `${tenant(tenantId)}/calendars/${id}`, calendar),
  remove: (tenantId: number, id: number) => request<void>('DELETE', `${tenant(tenantId)}/calendars/${id}`),
  holidays: () => request<Holiday[]>('GET', '/holidays'),
  setHolidays: (holidays: Holiday[]) => request<Holiday[]>('PUT', '/holidays', { holidays }),
  importHolidays: (holidays: Holiday[]) => request<Holiday[]>('POST', '/holidays/import', { holidays }),
};
