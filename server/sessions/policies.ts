import { type Actor, anyUser, hasTenantRole, inTenant, type Policy } from '../foundation/security/actor.ts';

/**
 * Who may see and change a session (SEC-RO). The facts are loaded together with the session (`access.ts`), so that a
 * session cannot be had without them.
 */
export interface SessionFacts {
  tenantId: number;
  guestId: number;
  /** An operator in it now: joined, not left, not concluded. */
  here: boolean;
  /** Was in it at any time. */
  tookPart: boolean;
  /** Holds an open offer of it. */
  offered: boolean;
  /** Is asked in as a collaborator. */
  invited: boolean;
  /** Serves, or is offered, another session of the same guest in this tenant (OP-CT-9). */
  servesGuest: boolean;
}

type SessionPolicy = (actor: Actor, session: SessionFacts) => boolean;

/** Operators see what they serve, served or are offered, and what the same client wrote before; the rest needs a right. */
export const maySee: SessionPolicy = (actor, session) => {
  switch (actor.kind) {
    case 'guest':
      return actor.guestId === session.guestId;
    case 'user': {
      if (hasTenantRole(actor, session.tenantId, 'TenantSessionsView', 'TenantAdmin')) return true;
      if (!hasTenantRole(actor, session.tenantId, 'Operator')) return false;
      return session.tookPart || session.offered || session.invited || session.servesGuest;
    }
    case 'apiKey':
      return actor.tenantIds === null || actor.tenantIds.has(session.tenantId);
    default:
      return actor.kind === 'system';
  }
};

/** Who talks in it. */
export const isParticipant: SessionPolicy = (actor, session) =>
  actor.kind === 'guest' ? actor.guestId === session.guestId : actor.kind === 'user' && session.here;

/** Looks after the conversations of a tenant: re-routes and ends them without being in them (AD-SE-7, AD-SE-10). */
export const maySupervise: SessionPolicy = (actor, session) =>
  actor.kind === 'user' && hasTenantRole(actor, session.tenantId, 'TenantAdmin');

/** Becomes the operator of somebody else's conversation: supervisors who may talk to clients at all. */
export const mayTakeOver: SessionPolicy = (actor, session) =>
  actor.kind === 'user' && maySupervise(actor, session) && hasTenantRole(actor, session.tenantId, 'Operator');

/** Reads it without a part in it: that is noted in the event log. */
export const listensIn: SessionPolicy = (actor, session) =>
  actor.kind === 'user' && !session.here && !session.offered && !session.invited;

/** Ends it: those who talk, supervisors, the API, the program. */
export const mayEnd: SessionPolicy = (actor, session) =>
  isParticipant(actor, session) ||
  maySupervise(actor, session) ||
  actor.kind === 'system' ||
  (actor.kind === 'apiKey' && maySee(actor, session));

/** Sends it on: those who talk, those it is offered to (OP-AC-5), supervisors, the API. */
export const mayForward: SessionPolicy = (actor, session) =>
  (actor.kind === 'user' && (session.here || session.offered)) ||
  maySupervise(actor, session) ||
  actor.kind === 'system' ||
  (actor.kind === 'apiKey' && maySee(actor, session));

/** Anonymises: integrations, whose operation asked for the permission, and the program. */
export const mayErase = (actor: Actor): boolean => actor.kind === 'apiKey' || actor.kind === 'system';

/** Parameters and tags, during the session and after it (OP-CT-5, OP-ES-10). A preview is for reading only. */
export const mayEditClientData: SessionPolicy = (actor, session) => {
  if (!maySee(actor, session)) return false;
  if (actor.kind !== 'user') return true;
  return session.tookPart || hasTenantRole(actor, session.tenantId, 'TenantAdmin');
};

/** Notes can be added later from the list of sessions too (OP-ES-11). */
export const mayAddNote: SessionPolicy = (actor, session) =>
  actor.kind === 'user' &&
  (session.tookPart || hasTenantRole(actor, session.tenantId, 'TenantSessionsView', 'TenantAdmin'));

/** Administers packages, parameters, tags and results of a tenant; what a key may do there, its operation has asked. */
export const mayConfigure = (actor: Actor, tenantId: number): boolean =>
  actor.kind === 'system' ||
  (actor.kind === 'user' && hasTenantRole(actor, tenantId, 'TenantAdmin')) ||
  (actor.kind === 'apiKey' && (actor.tenantIds === null || actor.tenantIds.has(tenantId)));

/** Pages on which a tenant's administrators keep its tags, parameters, session results and packages. */
export const configureTenant: Policy = inTenant('TenantAdmin');

/** Routes of one session: being logged in lets you ask, the load decides (`maySee`). */
export const askingUser: Policy = anyUser;

/** Routes of a tenant's desk: any right there. */
export const ofTenant: Policy = (actor, params) =>
  actor.kind === 'user' && hasTenantRole(actor, Number(params.tenantId));

/** Lists of a tenant's conversations and offline messages: they hold personal data. */
export const atDesk: Policy = inTenant('Operator', 'TenantSessionsView', 'TenantAdmin');
