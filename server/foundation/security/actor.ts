import type { GlobalRole, TenantRole } from '@hovor/protocol/enums';
import { Problem } from '../errors.ts';

/**
 * Who is asking. Made by exactly one function per kind of credential (cookie, guest token, API token) and handed to
 * every service; the company of a request comes from here and from nowhere else (invariant 5).
 */
export type Actor = Anonymous | UserActor | GuestActor | ApiKeyActor | SystemActor;

export interface Anonymous {
  kind: 'anonymous';
}

export interface UserActor {
  kind: 'user';
  companyId: number;
  userId: number;
  loginId: number;
  globalRoles: ReadonlySet<GlobalRole>;
  /** Tenant id → rights there. A tenant that is missing is closed to the user. */
  tenants: ReadonlyMap<number, ReadonlySet<TenantRole>>;
}

export interface GuestActor {
  kind: 'guest';
  companyId: number;
  guestId: number;
}

export interface ApiKeyActor {
  kind: 'apiKey';
  companyId: number;
  keyId: number;
  permissions: ReadonlySet<string>;
  /** The only tenants this key may touch; null = all of the company. */
  tenantIds: ReadonlySet<number> | null;
  /** Requests a minute; null and missing = no limit. */
  perMinute?: number | null;
  /** A person who calls with their own login instead of a key (API-AUT-7); `keyId` is then 0. */
  person?: UserActor;
}

/** The program itself: timers, routing, seeds. */
export interface SystemActor {
  kind: 'system';
  companyId: number;
}

export const anonymous: Anonymous = { kind: 'anonymous' };
export const system = (companyId: number): SystemActor => ({ kind: 'system', companyId });

/** The company everything an actor asks for belongs to (invariant 5). */
export function companyOf(actor: Actor): number {
  if (actor.kind === 'anonymous') throw new Problem('not-logged-in');
  return actor.companyId;
}

/** The actor of a route only logged-in users reach. */
export function userActor(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw new Problem('not-logged-in');
  return actor;
}

/** A decision on a request, one line per noun, kept beside the room it guards (SEC-RO). */
export type Policy = (actor: Actor, params: Readonly<Record<string, unknown>>) => boolean;

export const anyone: Policy = () => true;
export const anyUser: Policy = (actor) => actor.kind === 'user';
export const anyGuest: Policy = (actor) => actor.kind === 'guest';
export const companyAdmin: Policy = (actor) =>
  actor.kind === 'user' && (actor.globalRoles.has('CompanyAdmin') || actor.globalRoles.has('Admin'));

/** A user with one of the roles in the tenant the path names (`:tenantId`); company administrators always. */
export const inTenant =
  (...roles: TenantRole[]): Policy =>
  (actor, params) => {
    if (actor.kind !== 'user') return false;
    return hasTenantRole(actor, Number(params.tenantId), ...roles);
  };

export function hasTenantRole(actor: UserActor, tenantId: number, ...roles: TenantRole[]): boolean {
  const held = actor.tenants.get(tenantId);
  if (!held) return false;
  return roles.length === 0 || roles.some((role) => held.has(role));
}

/** What the event log and the transcript keep of an actor. */
export function actorRecord(actor: Actor): { kind: Actor['kind']; id?: number } {
  switch (actor.kind) {
    case 'user':
      return { kind: actor.kind, id: actor.userId };
    case 'guest':
      return { kind: actor.kind, id: actor.guestId };
    case 'apiKey':
      return actor.person ? actorRecord(actor.person) : { kind: actor.kind, id: actor.keyId };
    default:
      return { kind: actor.kind };
  }
}
