import { query, request } from './http.ts';
import { offlineProblem, problemOf } from './problem.ts';

export interface Skill {
  kind: 'language' | 'tag';
  name: string;
  /** 1 to 5. */
  level: number;
}

/** How a user stands in one tenant: rights, and what clients see there. */
export interface Membership {
  tenantId: number;
  roles: string[];
  nickname: string | null;
  position: string | null;
  photoUrl: string | null;
}

export type Slots = Record<'live' | 'asynchronous' | 'email', number>;

/** A user as administrators see them (AD-US). */
export interface User {
  id: number;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  note: string | null;
  language: string | null;
  globalRoles: string[];
  enabled: boolean;
  hasPassword: boolean;
  memberships: Membership[];
  groupIds: number[];
  slots: Slots;
  skills: Skill[];
}

export type UserData = Pick<User, 'firstName' | 'lastName' | 'email' | 'username' | 'note' | 'language'>;

export interface NewUser {
  firstName: string;
  lastName: string;
  email: string;
  username?: string;
  memberships: { tenantId: number; roles: string[] }[];
}

/** A link to set a password with; shown once, valid for a week and one use. */
export interface PasswordLink {
  url: string;
  expires: string;
}

export interface UserLogin {
  id: number;
  created: string;
  lastSeen: string;
  ip: string | null;
  userAgent: string | null;
}

export interface GroupOfTenant {
  id: number;
  name: string;
  type: 'NORMAL' | 'ALL_OPERATORS' | 'CHATBOT';
}

const user = (id: number) => `/users/${id}`;
const inTenant = (id: number, tenantId: number) => `${user(id)}/tenants/${tenantId}`;

export const usersApi = {
  /** One page by id; the next begins after the last id of this one. */
  list: (filter: { enabled: string; search: string; after: number }) =>
    request<User[]>('GET', `/users${query(filter)}`),
  get: (id: number) => request<User>('GET', user(id)),
  add: (added: NewUser) => request<{ id: number }>('POST', '/users', added),
  change: (id: number, change: Partial<UserData>) => request<User>('PUT', user(id), change),
  enable: (id: number) => request<void>('POST', `${user(id)}/enable`),
  disable: (id: number) => request<void>('POST', `${user(id)}/disable`),
  passwordLink: (id: number) => request<PasswordLink>('POST', `${user(id)}/password-link`),
  setGlobalRoles: (id: number, globalRoles: string[]) =>
    request<void>('PUT', `${user(id)}/global-roles`, { globalRoles }),
  setSlots: (id: number, slots: Slots) => request<void>('PUT', `${user(id)}/slots`, slots),
  setSkills: (id: number, skills: Skill[]) => request<void>('PUT', `${user(id)}/skills`, { skills }),
  setMembership: (id: number, tenantId: number, held: Pick<Membership, 'roles' | 'nickname' | 'position'>) =>
    request<void>('PUT', inTenant(id, tenantId), held),
  endMembership: (id: number, tenantId: number) => request<void>('DELETE', inTenant(id, tenantId)),
  setGroups: (id: number, tenantId: number, groupIds: number[]) =>
    request<void>('PUT', `${inTenant(id, tenantId)}/groups`, { groupIds }),
  groups: (tenantId: number) => request<GroupOfTenant[]>('GET', `/tenants/${tenantId}/groups`),
  logins: (id: number) => request<UserLogin[]>('GET', `${user(id)}/logins`),
  endLogins: (id: number) => request<void>('DELETE', `${user(id)}/logins`),

  /** The bare bytes of a picture; the server looks at what they are. */
  async setPhoto(id: number, tenantId: number, picture: File): Promise<void> {
    const answer = await fetch(`/app-api${inTenant(id, tenantId)}/photo`, {
      method: 'PUT',
      headers: { 'content-type': picture.type },
      body: picture,
    }).catch(() => {
      throw offlineProblem();
    });
    if (answer.ok) return;
    const body: unknown = await answer.json().catch(() => undefined);
    throw problemOf(answer.status, body, answer.headers.get('retry-after'));
  },
  removePhoto: (id: number, tenantId: number) => request<void>('DELETE', `${inTenant(id, tenantId)}/photo`),
};
