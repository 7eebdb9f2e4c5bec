import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Nullable, type Static, Time, Type } from '@hovor/protocol/schema';

/** Shapes of invitations (OP-WS-11 to OP-WS-17). */

/** One-off, or for as many conversations as come within a time. */
export const NewInvitation = Closed({
  once: Type.Boolean(),
  /** How long a reusable one is valid; a one-off one needs none. */
  seconds: Type.Optional(
    Nullable(Type.Integer({ minimum: limits.invitationShortest, maximum: limits.invitationLongest })),
  ),
});
export type NewInvitation = Static<typeof NewInvitation>;

export const InvitationView = Closed({
  id: Id,
  /** What the client types in. */
  number: Type.String(),
  url: Type.String(),
  once: Type.Boolean(),
  created: Time,
  /** Null = until revoked. */
  expires: Nullable(Time),
  /** Conversations that began with it. */
  uses: Type.Integer(),
});
export type InvitationView = Static<typeof InvitationView>;

export const TenantPath = Closed({ tenantId: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) });
export const InvitationPath = Closed({
  tenantId: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
  invitationId: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
});
