import type { OperatorStateKind, UserAvailabilityStatus, UserSimplifiedStatus } from '@hovor/protocol/enums';

/**
 * The state of an operator (OP-ST), one per user, whatever the number of tabs and tenants:
 *
 * OFFLINE       Not logged in. A connection of the workspace under a new login → ONLINE (OP-ST-2).
 * ONLINE, AWAY, BREAK
 *               Chosen by hand, or set by a supervisor or the API (`forced`). Lives as long as at least one presence
 *               lease does. All leases over → DISCONNECTED, or OFFLINE when the login has ended.
 * DISCONNECTED  Connection lost without logging out. Open offers are withdrawn at once; running sessions stay for the
 *               tenant's disconnect duration (AD-SET-13), then end with `OperatorAbandoned` unless somebody else is in.
 *               Connected again under the same login → the state last chosen. Login over → OFFLINE.
 * BEFORE_CALL, ON_CALL, AFTER_CALL
 *               Set by telephony; treated as chosen here.
 */
export interface StateFacts {
  kind: OperatorStateKind;
  awayReasonId: number | null;
  note: string | null;
}

export const online: StateFacts = { kind: 'ONLINE', awayReasonId: null, note: null };

export const isLost = (kind: OperatorStateKind) => kind === 'OFFLINE' || kind === 'DISCONNECTED';

/** The state after a workspace connected. `chosen` is the last state that was neither OFFLINE nor DISCONNECTED. */
export function stateOnConnect(present: StateFacts, sameLogin: boolean, chosen: StateFacts | null): StateFacts {
  if (!isLost(present.kind)) return present;
  return present.kind === 'DISCONNECTED' && sameLogin && chosen ? chosen : online;
}

/** The state after the last presence lease ran out. */
export function stateOnLost(present: StateFacts, loginAlive: boolean): StateFacts {
  if (!loginAlive) return { kind: 'OFFLINE', awayReasonId: null, note: null };
  return isLost(present.kind) ? present : { kind: 'DISCONNECTED', awayReasonId: null, note: null };
}

export const sameState = (a: StateFacts, b: StateFacts) =>
  a.kind === b.kind && a.awayReasonId === b.awayReasonId && a.note === b.note;

/** What older clients know of a state (OP-ST-7): the status derived from it, and what the operator chose. */
export interface OlderStatus {
  simplified: UserSimplifiedStatus;
  availability: UserAvailabilityStatus;
}

export function statusOf(kind: OperatorStateKind): OlderStatus {
  switch (kind) {
    case 'OFFLINE':
    case 'DISCONNECTED':
      return { simplified: 'OFFLINE', availability: 'DEFAULT' };
    case 'AWAY':
    case 'BREAK':
      return { simplified: 'AWAY', availability: 'AWAY' };
    case 'ON_CALL':
      return { simplified: 'BUSY', availability: 'ON_CALL' };
    case 'BEFORE_CALL':
    case 'AFTER_CALL':
      return { simplified: 'BUSY', availability: 'DEFAULT' };
    case 'ONLINE':
      return { simplified: 'ONLINE', availability: 'DEFAULT' };
  }
}

/** The state an older client asks for (API-USR-16). */
export function kindOfAvailability(status: UserAvailabilityStatus): OperatorStateKind {
  return status === 'DEFAULT' ? 'ONLINE' : status;
}
