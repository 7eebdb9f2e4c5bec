import {
  globalRoles,
  openIdProviders,
  operatorStateKinds,
  tenantRoles,
  userAvailabilityStatuses,
} from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import type { UserRecord } from '../../../directory/service.ts';
import { enumeration } from '../../../foundation/filters/enumeration.ts';
import { formatTime } from '../../../foundation/zoned-time.ts';
import { type ShownState, statusOf } from '../../../routing/service.ts';
import { boolean, integer, list, maybe, object, oneOf, optional, text } from '../conventions/body.ts';

/** Users and their states as the contract has them (MOD-USR). */

const name = text({ min: 1, max: limits.nameLength });
const email = text({ min: 3, max: limits.emailLength });
const id = integer({ min: 1 });

/** `CreateUserModel`; clients also send `enabled` (API-USR-3). */
export const newUser = object({
  ...{ firstName: name, lastName: name, username: name, email },
  openIDProvider: optional(oneOf(enumeration(openIdProviders))),
  enabled: maybe(boolean),
});
export const userUpdate = object({ firstName: name, lastName: name, username: name, email });
/** `BulkUserModel`: members left out stay. */
export const userList = list(
  object({
    id,
    firstName: maybe(name),
    lastName: maybe(name),
    username: maybe(name),
    email: maybe(email),
    enabled: maybe(boolean),
  }),
  { max: 1_000 },
);
export const enabledModel = object({ isEnabled: boolean });
export const departmentsModel = object({ departments: list(id, { max: 1_000 }) });
export const globalRolesModel = object({
  globalRoles: list(oneOf(enumeration(globalRoles)), { max: globalRoles.length }),
});
export const departmentRolesModel = object({
  roles: list(oneOf(enumeration(tenantRoles)), { max: tenantRoles.length }),
});

const note = optional(text({ max: 1_000 }));
export const stateModel = object({
  stateKind: oneOf(enumeration(operatorStateKinds)),
  breakStateId: optional(id),
  note,
});
export const statusModel = object({ status: oneOf(enumeration(userAvailabilityStatuses)), reason: note });

/** `UserModel`; a key of single tenants sees the tenants and groups it may reach. */
export function userModel(user: UserRecord, reaches: (of: { tenantId: number } | { groupId: number }) => boolean) {
  const { firstName, lastName, username, enabled } = user;
  return {
    ...{ id: user.id, firstName, lastName, username, email: user.email, note: user.note, enabled },
    departments: user.memberships.filter(reaches).map(({ tenantId }) => tenantId),
    groups: user.groupIds.filter((groupId) => reaches({ groupId })),
    globalRoles: user.globalRoles,
  };
}

/** `OperatorStateModel` (MOD-USR-5). */
export const operatorStateModel = (state: ShownState, zone: string) => ({
  userId: state.userId,
  stateKind: state.kind,
  breakStateId: state.awayReasonId,
  breakStateName: state.awayReason,
  isBreakStatePaid: state.awayReasonPaid,
  note: state.note,
  changed: formatTime(state.changed, zone),
  forced: state.forced,
});

/** `UserStatusInfoModel`, in the words of older clients (OP-ST-7). */
export function statusInfoModel({ userId, kind, note: said, awayReason }: ShownState) {
  const { simplified, availability } = statusOf(kind);
  return {
    userId,
    simplifiedStatus: simplified,
    availabilityStatus: availability,
    availabilityStatusReason: said ?? awayReason,
  };
}
