import type { Me } from '@hovor/protocol/desk';
import { request } from './http.ts';

/** What the first visit of an empty installation asks for. */
export interface FirstAdministrator {
  code: string;
  companyName: string;
  tenantName: string;
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  /** Language and time zone of the company: those of the browser that sets it up. */
  language: string;
  timezone: string;
}

export interface RunningLogin {
  id: number;
  created: string;
  lastSeen: string;
  ip: string | null;
  userAgent: string | null;
  current: boolean;
}

/** Login, set-up and the user's own account. */
export const accountApi = {
  me: () => request<Me>('GET', '/me'),
  login: (login: string, password: string) => request<Me>('POST', '/login', { login, password }),
  logout: () => request<void>('POST', '/logout'),
  logoutEverywhere: () => request<void>('POST', '/logout-everywhere'),

  setupState: () => request<{ needed: boolean }>('GET', '/setup'),
  setup: (form: FirstAdministrator) => request<unknown>('POST', '/setup', form),
  passwordLink: (token: string) =>
    request<{ username: string; expires: string }>('GET', `/password-links/${encodeURIComponent(token)}`),
  setPasswordByLink: (token: string, password: string) =>
    request<unknown>('POST', `/password-links/${encodeURIComponent(token)}`, { password }),

  /** Changes the own name or language; the company may keep names to its administrators. */
  changeProfile: (change: { firstName?: string; lastName?: string; language?: string | null }) =>
    request<Me>('PUT', '/me', change),
  changePassword: (oldPassword: string, password: string) =>
    request<unknown>('PUT', '/me/password', { oldPassword, password }),
  /** The person did something: they are not idle. */
  noteActive: () => request<void>('POST', '/me/activity'),
  logins: () => request<RunningLogin[]>('GET', '/logins'),
  endLogin: (id: number) => request<void>('DELETE', `/logins/${id}`),
};
