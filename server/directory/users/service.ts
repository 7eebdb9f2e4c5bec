import type { GlobalRole, TenantRole } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import type { OperatorFace } from '@hovor/protocol/session';
import { refusing } from '../../foundation/database/duplicates.ts';
import { fieldsNamed, invalid, notFound, Problem } from '../../foundation/errors.ts';
import { type Actor, companyOf } from '../../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import { selectTenants } from '../company/queries.ts';
import { leaveGroups, syncAllOperators } from '../groups/queries.ts';
import { lockCompany } from '../locks.ts';
import { deleteLogins, deletePasswordLinks } from '../logins/queries.ts';
import { optionalName, requiredEmail, requiredName, requiredUsername } from '../names.ts';
import type { Passwords } from '../passwords.ts';
import { defaultSlots, faceOf, fullName, isAdministrator, mayGovern, personOf, type Slots } from '../rules.ts';
import { announceSettings } from '../settings/changes.ts';
import type { Skill, UserFilter, UserRecord } from './queries.ts';
import * as queries from './queries.ts';

export type { Membership, UserFilter, UserRecord } from './queries.ts';

export interface NewMembership {
  tenantId: number;
  roles: TenantRole[];
  nickname?: string | null;
  position?: string | null;
}

export interface NewUser {
  firstName: string;
  lastName: string;
  email: string;
  /** The e-mail address unless given (AD-US-4). */
  username?: string;
  note?: string | null;
  language?: string | null;
  openidProvider?: string | null;
  globalRoles?: GlobalRole[];
  memberships?: NewMembership[];
  slots?: Partial<Slots>;
  enabled?: boolean;
  /** Only set-up and demo set one here; everybody else gets a password link. */
  password?: string;
}

/** One entry of a bulk change; members left out stay. */
export type UserListChange = UserChange & { id: number; enabled?: boolean };

export type UserChange = Partial<Pick<NewUser, 'firstName' | 'lastName' | 'email' | 'username' | 'note' | 'language'>>;

const refusals = {
  users_username: ['username', 'is taken.'],
  users_email: ['email', 'is taken.'],
  users_username_own: ['username', 'with an @ must be the user’s own e-mail address.'],
} as const;

/** A refusal as administrators meet it: who governs nobody above themselves (SEC-RO-1). */
const aboveYou = () => new Problem('not-permitted', { detail: 'Only a server administrator may do this to one.' });

/** Adds a user with slots and memberships, inside the caller's transaction, which holds the company's lock. */
export async function addUser(
  unit: Unit,
  companyId: number,
  user: NewUser,
  passwords: Passwords,
): Promise<{ id: number }> {
  const { globalRoles = [], memberships = [] } = user;
  if (!mayGovern(unit.actor, globalRoles)) throw aboveYou();
  const email = requiredEmail('email', user.email);
  const { id } = await queries.insertUser(unit.db, {
    companyId,
    email,
    username: requiredUsername('username', user.username ?? email),
    firstName: requiredName('firstName', user.firstName),
    lastName: requiredName('lastName', user.lastName),
    note: optionalName('note', user.note, 1_000),
    language: user.language ?? null,
    openidProvider: user.openidProvider ?? null,
    globalRoles,
    passwordHash: user.password === undefined ? null : await passwords.hash(user.password),
    enabled: user.enabled ?? true,
    created: unit.now,
  });
  await queries.upsertSlots(unit.db, companyId, id, { ...defaultSlots, ...user.slots });
  for (const membership of memberships) await setMembership(unit, companyId, id, membership.tenantId, membership);
  await syncAllOperators(unit.db, companyId);
  announce(unit, companyId, id, 'user.created', { tenantIds: memberships.map((one) => one.tenantId), globalRoles });
  return { id };
}

/** Users, their rights, slots and faces (AD-US). */
export function createUsers(store: Store, passwords: Passwords) {
  /** One change of one user under the company's lock, by somebody who may govern that user. */
  const change = (
    actor: Actor,
    userId: number,
    work: (unit: Unit, user: UserRecord, companyId: number) => Promise<void>,
  ): Promise<void> =>
    refusing(refusals, () =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        const user = await queries.selectUser(unit.db, companyId, userId);
        if (!user) throw notFound();
        if (!mayGovern(actor, user.globalRoles)) throw aboveYou();
        await work(unit, user, companyId);
      }),
    );

  return {
    list: (companyId: number, filter: UserFilter = {}) => queries.selectUsers(store.db, companyId, filter),

    /** @throws not-found outside the company */
    async load(companyId: number, userId: number): Promise<UserRecord> {
      const user = await queries.selectUser(store.db, companyId, userId);
      if (!user) throw notFound();
      return user;
    },

    create: (actor: Actor, user: NewUser) =>
      refusing(refusals, () =>
        transact(store, actor, async (unit) => {
          const companyId = companyOf(actor);
          await lockCompany(unit, companyId);
          return addUser(unit, companyId, user, passwords);
        }),
      ),

    update: (actor: Actor, userId: number, wanted: UserChange) =>
      change(actor, userId, (unit, user) => updateUser(unit, user, wanted)),

    /**
     * Off: every login of the user ends at once, and password links are void. There is no hard delete (AD-US-2).
     * Nobody switches off themselves or the last administrator.
     */
    setEnabled: (actor: Actor, userId: number, enabled: boolean) =>
      change(actor, userId, (unit, user) => setEnabled(unit, user, enabled)),

    /** Many at once (API-USR-4): all of them, or, if one is refused, none. `at` names an entry in refusals. */
    updateAll: (actor: Actor, changes: readonly UserListChange[], at: (index: number, field: string) => string) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        for (const [index, { id, enabled, ...wanted }] of changes.entries()) {
          await fieldsNamed(
            (field) => at(index, field),
            () =>
              refusing(refusals, async () => {
                const user = await queries.selectUser(unit.db, companyId, id);
                if (!user) throw invalid('id', 'there is no such user.');
                if (!mayGovern(actor, user.globalRoles)) throw aboveYou();
                if (Object.keys(wanted).length > 0) await updateUser(unit, user, wanted);
                if (enabled !== undefined) await setEnabled(unit, user, enabled);
              }),
          );
        }
      }),

    setGlobalRoles: (actor: Actor, userId: number, globalRoles: GlobalRole[]) =>
      change(actor, userId, async (unit, user, companyId) => {
        if (!mayGovern(actor, globalRoles)) throw aboveYou();
        if (isAdministrator(user.globalRoles) && !isAdministrator(globalRoles)) {
          await otherAdministratorStays(unit, companyId, userId);
        }
        await queries.updateUser(unit.db, companyId, userId, { globalRoles });
        announce(unit, companyId, userId, 'user.rolesChanged', { tenantId: null, roles: globalRoles });
      }),

    /** Rights in one tenant, and how the user is called there; makes the user a member if need be (SEC-RO-4). */
    setMembership: (actor: Actor, userId: number, membership: Partial<NewMembership> & { tenantId: number }) =>
      change(actor, userId, async (unit, _user, companyId) => {
        await setMembership(unit, companyId, userId, membership.tenantId, membership);
        await syncAllOperators(unit.db, companyId);
      }),

    /** Makes the user a member of exactly these tenants; rights in those that stay are kept (API-USR-6). */
    setTenants: (actor: Actor, userId: number, tenantIds: readonly number[]) =>
      change(actor, userId, async (unit, user, companyId) => {
        const held = user.memberships.map((membership) => membership.tenantId);
        for (const tenantId of tenantIds.filter((id) => !held.includes(id))) {
          await setMembership(unit, companyId, userId, tenantId, { roles: [] });
        }
        for (const tenantId of held.filter((id) => !tenantIds.includes(id))) {
          await endMembership(unit, companyId, userId, tenantId);
        }
        await syncAllOperators(unit.db, companyId);
      }),

    removeMembership: (actor: Actor, userId: number, tenantId: number) =>
      change(actor, userId, async (unit, user, companyId) => {
        if (!user.memberships.some((membership) => membership.tenantId === tenantId)) throw notFound();
        await endMembership(unit, companyId, userId, tenantId);
      }),

    /** Parallel capacity per channel family (AD-US-9); families not named stay. */
    setSlots: (actor: Actor, userId: number, slots: Partial<Slots>) =>
      change(actor, userId, async (unit, _user, companyId) => {
        if (Object.keys(slots).length > 0) await queries.upsertSlots(unit.db, companyId, userId, slots);
        announce(unit, companyId, userId, 'user.slotsChanged', { slots });
        const names = Object.keys(slots).map((family) => `${family}Slots`);
        announceSettings(unit, { companyId, tenantId: null, scope: 'user', scopeId: userId }, names);
      }),

    /** Makes these the user's skills (AD-US-11): a language or a tag once each, without regard to case. */
    setSkills: (actor: Actor, userId: number, skills: readonly Skill[]) =>
      change(actor, userId, async (unit, _user, companyId) => {
        const known = new Map<string, Skill>();
        for (const [index, { kind, name, level }] of skills.entries()) {
          const plain = requiredName(`skills[${index}].name`, name, limits.tagNameLength).toLocaleLowerCase('en');
          if (known.has(`${kind} ${plain}`)) throw invalid('skills', `“${name}” stands in the list twice.`);
          known.set(`${kind} ${plain}`, { kind, name: plain, level });
        }
        await queries.replaceSkills(unit.db, companyId, userId, [...known.values()]);
        announce(unit, companyId, userId, 'user.skillsChanged', { skills: known.size });
      }),

    /** How clients see these users in a tenant (OP-PR-3). Ids of other companies are left out. */
    async faces(companyId: number, tenantId: number, userIds: Iterable<number>): Promise<Map<number, OperatorFace>> {
      const ids = [...new Set(userIds)];
      if (ids.length === 0) return new Map();
      const rows = await queries.selectFaces(store.db, companyId, tenantId, ids);
      return new Map(rows.map((row) => [row.userId, faceOf(row)]));
    },

    /** First and last names, for colleagues. Ids of other companies are left out. */
    async names(companyId: number, userIds: Iterable<number>): Promise<Map<number, string>> {
      const ids = [...new Set(userIds)];
      if (ids.length === 0) return new Map();
      const rows = await queries.selectFaces(store.db, companyId, 0, ids);
      return new Map(rows.map((row) => [row.userId, fullName(row)]));
    },
  };
}

async function updateUser(unit: Unit, user: UserRecord, wanted: UserChange) {
  const email = wanted.email === undefined ? user.email : requiredEmail('email', wanted.email);
  const followed = user.username.toLowerCase() === user.email.toLowerCase() ? email : user.username;
  const username = wanted.username === undefined ? followed : requiredUsername('username', wanted.username);
  const renamed = wanted.username !== undefined && username !== user.username;
  await queries.updateUser(unit.db, user.companyId, user.id, {
    email,
    username,
    firstName: wanted.firstName === undefined ? user.firstName : requiredName('firstName', wanted.firstName),
    lastName: wanted.lastName === undefined ? user.lastName : requiredName('lastName', wanted.lastName),
    note: wanted.note === undefined ? user.note : optionalName('note', wanted.note, 1_000),
    language: wanted.language === undefined ? user.language : wanted.language,
    ...(renamed && { emailLogin: false }),
  });
  announce(unit, user.companyId, user.id, 'user.updated', { fields: Object.keys(wanted) });
}

async function setEnabled(unit: Unit, user: UserRecord, enabled: boolean) {
  const { id: userId, companyId } = user;
  if (user.enabled === enabled) return;
  if (!enabled) {
    if (personOf(unit.actor)?.userId === userId) {
      throw new Problem('conflict', { detail: 'You cannot disable yourself. Ask another administrator.' });
    }
    if (isAdministrator(user.globalRoles)) await otherAdministratorStays(unit, companyId, userId);
  }
  // The row first: a login that begins right now either sees the user disabled or is among those that end.
  await queries.updateUser(unit.db, companyId, userId, { enabled });
  if (!enabled) {
    await deleteLogins(unit.db, companyId, userId);
    await deletePasswordLinks(unit.db, companyId, userId);
  }
  await syncAllOperators(unit.db, companyId);
  announce(unit, companyId, userId, enabled ? 'user.enabled' : 'user.disabled', {});
}

async function setMembership(
  unit: Unit,
  companyId: number,
  userId: number,
  tenantId: number,
  { roles, nickname, position }: Partial<NewMembership>,
) {
  const tenants = await selectTenants(unit.db, companyId);
  if (!tenants.some((tenant) => tenant.id === tenantId)) throw invalid('tenantId', `there is no tenant ${tenantId}.`);
  await queries.upsertMembership(
    unit.db,
    { companyId, userId, tenantId },
    {
      ...(roles !== undefined && { roles: [...new Set(roles)] }),
      ...(nickname !== undefined && { nickname: optionalName('nickname', nickname) }),
      ...(position !== undefined && { position: optionalName('position', position) }),
    },
  );
  announce(unit, companyId, userId, 'user.rolesChanged', { tenantId, ...(roles !== undefined && { roles }) });
}

async function endMembership(unit: Unit, companyId: number, userId: number, tenantId: number) {
  await leaveGroups(unit.db, companyId, userId, tenantId);
  await queries.deleteMembership(unit.db, companyId, userId, tenantId);
  announce(unit, companyId, userId, 'user.rolesChanged', { tenantId, roles: null });
}

async function otherAdministratorStays(unit: Unit, companyId: number, userId: number) {
  if ((await queries.countOtherAdministrators(unit.db, companyId, userId)) > 0) return;
  throw new Problem('conflict', { detail: 'This is the last administrator. Make somebody else one first.' });
}

/** `user` makes open sockets check their rights again, `operator` makes routing and screens look again. */
function announce(unit: Unit, companyId: number, userId: number, kind: string, payload: Record<string, unknown>) {
  unit.record({ companyId, tenantId: null, kind, subject: `user:${userId}`, payload: { userId, ...payload } });
  unit.touch({ companyId, tenantId: null, topic: 'user', id: userId });
  unit.touch({ companyId, tenantId: null, topic: 'operator', id: userId });
}
