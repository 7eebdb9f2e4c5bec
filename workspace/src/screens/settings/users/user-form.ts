import { type Membership, type Skill, type User, type UserData, usersApi } from '../../../api/users.ts';

/** What of a membership is typed; the photo is stored on its own. */
export interface MembershipValues {
  tenantId: number;
  roles: string[];
  nickname: string;
  position: string;
  groupIds: number[];
}

export interface UserValues extends Record<string, unknown> {
  firstName: string;
  lastName: string;
  email: string;
  username: string;
  note: string;
  /** '' = that of the browser. */
  language: string;
  globalRoles: string[];
  memberships: MembershipValues[];
  liveSlots: number;
  asynchronousSlots: number;
  emailSlots: number;
  skills: Skill[];
}

/** `groupsOf` says which groups each tenant has: a user holds the ids of all tenants in one list. */
export function valuesOf(user: User, groupsOf: ReadonlyMap<number, readonly number[]>): UserValues {
  const { firstName, lastName, email, username, note, language, globalRoles, memberships, slots, skills } = user;
  return {
    ...{ firstName, lastName, email, username, skills },
    globalRoles: globalRoles.toSorted(),
    note: note ?? '',
    language: language ?? '',
    memberships: memberships.map((held) => membershipOf(held, user.groupIds, groupsOf.get(held.tenantId) ?? [])),
    liveSlots: slots.live,
    asynchronousSlots: slots.asynchronous,
    emailSlots: slots.email,
  };
}

const membershipOf = (held: Membership, groupIds: readonly number[], ofTenant: readonly number[]) => ({
  tenantId: held.tenantId,
  roles: held.roles.toSorted(),
  nickname: held.nickname ?? '',
  position: held.position ?? '',
  groupIds: groupIds.filter((id) => ofTenant.includes(id)).sort(),
});

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Stores what differs, part by part. A refusal stops it there; what was stored before stays, and saving again goes on
 * with the rest, because every part says how it should be and not how it changes.
 */
export async function saveUser(id: number, before: UserValues, after: UserValues): Promise<void> {
  const names = ['firstName', 'lastName', 'email', 'username', 'note', 'language'] as const;
  const changed = names.filter((name) => before[name] !== after[name]);
  if (changed.length > 0) {
    const change = Object.fromEntries(changed.map((name) => [name, asSent(name, after[name])]));
    await usersApi.change(id, change as Partial<UserData>);
  }
  if (!same(before.globalRoles, after.globalRoles)) await usersApi.setGlobalRoles(id, after.globalRoles);
  for (const gone of before.memberships.filter((held) => !membershipIn(after, held.tenantId))) {
    await usersApi.endMembership(id, gone.tenantId);
  }
  for (const held of after.memberships) await saveMembership(id, membershipIn(before, held.tenantId), held);
  const slots = (values: UserValues) => ({
    live: values.liveSlots,
    asynchronous: values.asynchronousSlots,
    email: values.emailSlots,
  });
  if (!same(slots(before), slots(after))) await usersApi.setSlots(id, slots(after));
  if (!same(before.skills, after.skills)) await usersApi.setSkills(id, after.skills);
}

/** Note and language may be missing; the rest is text. */
const asSent = (name: keyof UserData, text: string) => (name === 'note' || name === 'language' ? text || null : text);

export const membershipIn = (values: UserValues, tenantId: number): MembershipValues | undefined =>
  values.memberships.find((held) => held.tenantId === tenantId);

async function saveMembership(id: number, before: MembershipValues | undefined, after: MembershipValues) {
  const { tenantId, roles, nickname, position, groupIds } = after;
  if (!before || !same({ ...before, groupIds }, after)) {
    await usersApi.setMembership(id, tenantId, { roles, nickname: nickname || null, position: position || null });
  }
  if (!same(before?.groupIds ?? [], groupIds)) await usersApi.setGroups(id, tenantId, groupIds);
}
