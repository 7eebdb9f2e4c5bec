import { operatorStateKinds } from './enums.ts';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from './schema.ts';

/** The state of an operator (OP-ST), and why one is offered nothing. */

export const OperatorState = Closed({
  userId: Id,
  kind: OneOf(operatorStateKinds),
  awayReasonId: Nullable(Id),
  awayReason: Nullable(Type.String()),
  note: Nullable(Type.String()),
  changed: Time,
  forced: Type.Boolean(),
});
export type OperatorState = Static<typeof OperatorState>;

/** Why an operator is offered nothing (OP-HE-3). */
export const noRequestsReasons = [
  'away',
  'channel-off',
  'no-slot',
  'no-group',
  'not-targeted',
  'group-closed',
] as const;
export type NoRequestsReason = (typeof noRequestsReasons)[number];
