import { randomUUID } from 'node:crypto';
import type { GlobalRole, TenantRole } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { hashKeySecret } from '../directory/keys/secret.ts';
import { createPasswords } from '../directory/passwords.ts';
import { defaultAwayReasons, defaultSlots, rightsOf, type Slots } from '../directory/rules.ts';
import { apiPermissions } from '../directory/schema.ts';
import type { ApiKeyActor, GuestActor, UserActor } from '../foundation/security/actor.ts';
import { hashToken, newToken } from '../foundation/security/tokens.ts';
import type { Store } from '../foundation/transact.ts';

/**
 * Factories for tests: real rows on a real database, every value defaulted, so that a test names only what it is
 * about. `buildScene` makes what most tests need in one call.
 */

let serial = 0;
const unique = () => `${process.pid.toString(36)}x${(++serial).toString(36)}`;
const passwords = createPasswords({ weak: true });

export interface BuiltCompany {
  id: number;
  guid: string;
  name: string;
  /** Its first tenant. */
  tenantId: number;
}

/** A company with one tenant and the default away reasons. */
export async function buildCompany(
  store: Store,
  about: { name?: string; guid?: string; language?: string; timezone?: string } = {},
): Promise<BuiltCompany> {
  const { name = `Company ${unique()}`, guid = randomUUID(), language = 'en', timezone = 'Europe/Prague' } = about;
  const { id } = await store.db
    .insertInto('companies')
    .values({ name, guid, language, timezone })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db
    .insertInto('awayReasons')
    .values(defaultAwayReasons.map((reason, position) => ({ ...reason, companyId: id, position })))
    .execute();
  const tenant = await buildTenant(store, { id });
  return { id, guid, name, tenantId: tenant.id };
}

export async function buildTenant(store: Store, company: { id: number }, about: { name?: string } = {}) {
  const { name = `Tenant ${unique()}` } = about;
  return store.db
    .insertInto('tenants')
    .values({ companyId: company.id, name })
    .returning(['id', 'companyId', 'name'])
    .executeTakeFirstOrThrow();
}

export interface BuildUser {
  firstName?: string;
  lastName?: string;
  username?: string;
  email?: string;
  password?: string;
  globalRoles?: GlobalRole[];
  /** Rights in `tenantId`; an operator of web chats unless said otherwise. */
  roles?: TenantRole[];
  /** The company's first tenant unless said otherwise. */
  tenantId?: number;
  /** Further tenants with the rights there. */
  tenants?: Record<number, TenantRole[]>;
  nickname?: string;
  position?: string;
  slots?: Partial<Slots>;
  enabled?: boolean;
  language?: string;
}

/** A user with slots, a password and a running login. */
export async function buildUser(store: Store, company: BuiltCompany, about: BuildUser = {}) {
  const tag = unique();
  const { firstName = 'Uma', lastName = `User-${tag}`, password = 'Correct-horse-9', globalRoles = [] } = about;
  const { email = `${tag}@example.test`, username = email, enabled = true, language = null } = about;
  const { id } = await store.db
    .insertInto('users')
    .values({
      companyId: company.id,
      username,
      email,
      firstName,
      lastName,
      language,
      enabled,
      globalRoles,
      passwordHash: await passwords.hash(password),
    })
    .returning('id')
    .executeTakeFirstOrThrow();

  const { roles = ['Operator', 'MluviiOperator'], tenantId = company.tenantId, nickname, position } = about;
  const tenants = { [tenantId]: roles, ...about.tenants };
  const memberships = Object.entries(tenants).map(([key, held]) => ({ tenantId: Number(key), roles: held }));
  await store.db
    .insertInto('memberships')
    .values(memberships.map((row) => ({ ...row, companyId: company.id, userId: id, nickname, position })))
    .execute();
  const slots = { ...defaultSlots, ...about.slots };
  await store.db
    .insertInto('userSlots')
    .values(
      Object.entries(slots).map(([family, count]) => ({ companyId: company.id, userId: id, family, slots: count })),
    )
    .execute();

  const login = await buildLogin(store, { id, companyId: company.id });
  const companyTenants = await store.db
    .selectFrom('tenants')
    .select('id')
    .where('companyId', '=', company.id)
    .execute();
  const actor: UserActor = {
    kind: 'user',
    companyId: company.id,
    userId: id,
    loginId: login.loginId,
    ...rightsOf(
      globalRoles,
      memberships,
      companyTenants.map((tenant) => tenant.id),
    ),
  };
  return { id, companyId: company.id, username, email, password, firstName, lastName, actor, ...login };
}
export type BuiltUser = Awaited<ReturnType<typeof buildUser>>;

/** A user with every right in the company and none to serve clients. */
export const buildAdmin = (store: Store, company: BuiltCompany, about: BuildUser = {}) =>
  buildUser(store, company, { globalRoles: ['CompanyAdmin'], roles: [], ...about });

/** Who a request of this user, key or guest would come from. */
export const actorOf = <A>(built: { actor: A }): A => built.actor;

/** One more running login. `cookie` is the value of a Cookie header. */
export async function buildLogin(store: Store, user: { id: number; companyId: number }) {
  const token = newToken();
  const now = store.clock.now();
  const { id } = await store.db
    .insertInto('logins')
    .values({
      companyId: user.companyId,
      userId: user.id,
      tokenHash: hashToken(token),
      created: now,
      lastSeen: now,
      expires: new Date(now.getTime() + limits.loginLife),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { loginId: id, cookie: `hovor_login=${token}` };
}

export interface BuildGroup {
  name?: string;
  tenantId?: number;
  members?: { id: number }[];
  queueSize?: number;
  timeToAcceptS?: number;
  maxQueueTimeS?: number;
  maxAcwS?: number;
  autoPickup?: boolean;
  distribution?: 'utilization' | 'whole';
  priorities?: string[];
}

export async function buildGroup(store: Store, company: BuiltCompany, about: BuildGroup = {}) {
  const { members = [], name = `Group ${unique()}`, tenantId = company.tenantId, ...settings } = about;
  const group = await store.db
    .insertInto('groups')
    .values({ companyId: company.id, tenantId, name, ...settings })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (members.length > 0) {
    await store.db
      .insertInto('groupMembers')
      .values(members.map((user) => ({ companyId: company.id, groupId: group.id, userId: user.id })))
      .execute();
  }
  return group;
}

/** A routing whose rules lead to the groups in this order, each under the conditions given with it (none = always). */
export async function buildRouting(
  store: Store,
  company: BuiltCompany,
  about: {
    name?: string;
    tenantId?: number;
    fallback?: 'first' | 'stay' | 'end';
    groups?: ({ id: number } | { group: { id: number }; conditions: Record<string, unknown>[] })[];
  } = {},
) {
  const { name = `Routing ${unique()}`, tenantId = company.tenantId, fallback = 'first', groups = [] } = about;
  const routing = await store.db
    .insertInto('routings')
    .values({ companyId: company.id, tenantId, name, fallback })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (const [position, rule] of groups.entries()) {
    const { group, conditions } = 'group' in rule ? rule : { group: rule, conditions: [] };
    await store.db
      .insertInto('routingRules')
      .values({
        companyId: company.id,
        routingId: routing.id,
        position,
        groupId: group.id,
        conditions: JSON.stringify(conditions),
      })
      .execute();
  }
  return routing;
}

/** A package. */
export async function buildPreset(
  store: Store,
  company: BuiltCompany,
  about: {
    name?: string;
    tenantId?: number;
    routing?: { id: number };
    isDefault?: boolean;
    config?: Record<string, unknown>;
    domains?: string[];
    active?: boolean;
  } = {},
) {
  const { name = `Preset ${unique()}`, tenantId = company.tenantId, routing, config = {}, ...rest } = about;
  return store.db
    .insertInto('presets')
    .values({
      companyId: company.id,
      tenantId,
      name,
      routingId: routing?.id,
      config: JSON.stringify(config),
      ...rest,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A visitor with a bearer token. */
export async function buildGuest(store: Store, company: { id: number }) {
  const token = newToken();
  const trackedId = randomUUID();
  const { id } = await store.db
    .insertInto('guests')
    .values({ companyId: company.id, trackedId, tokenHash: hashToken(token) })
    .returning('id')
    .executeTakeFirstOrThrow();
  const actor: GuestActor = { kind: 'guest', companyId: company.id, guestId: id };
  return { id, companyId: company.id, trackedId, token, actor };
}
export type BuiltGuest = Awaited<ReturnType<typeof buildGuest>>;

/** An API key with every permission in the whole company unless said otherwise. */
export async function buildApiKey(
  store: Store,
  company: { id: number },
  about: { permissions?: string[]; tenantIds?: number[] | null; clientId?: string; secret?: string } = {},
) {
  const { clientId = `key-${unique()}`, secret = newToken(), permissions = [...apiPermissions] } = about;
  const tenantIds = about.tenantIds ?? null;
  const { id } = await store.db
    .insertInto('apiKeys')
    .values({
      companyId: company.id,
      clientId,
      name: clientId,
      permissions,
      tenantIds,
      secretHash: await hashKeySecret(store.db, secret),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const actor: ApiKeyActor = {
    kind: 'apiKey',
    companyId: company.id,
    keyId: id,
    permissions: new Set(permissions),
    tenantIds: tenantIds && new Set(tenantIds),
  };
  return { id, companyId: company.id, clientId, secret, actor };
}

/** Everything one conversation needs: company, operators in a group, a routing to it, a package, a guest. */
export async function buildScene(
  store: Store,
  about: { operators?: number; slots?: Partial<Slots>; group?: BuildGroup } = {},
) {
  const company = await buildCompany(store);
  const operators: BuiltUser[] = [];
  for (let i = 0; i < (about.operators ?? 1); i++) {
    operators.push(await buildUser(store, company, { slots: about.slots }));
  }
  const group = await buildGroup(store, company, { members: operators, ...about.group });
  const routing = await buildRouting(store, company, { groups: [group] });
  const preset = await buildPreset(store, company, { routing, isDefault: true });
  const guest = await buildGuest(store, company);
  const [operator] = operators;
  if (!operator) throw new Error('buildScene makes at least one operator');
  return { company, tenantId: company.tenantId, operator, operators, group, routing, preset, guest };
}
