import type { OperatorStateKind } from '@hovor/protocol/enums';

export const operatorOrders = ['trouble', 'name', 'state', 'since', 'sessions'] as const;
export type OperatorOrder = (typeof operatorOrders)[number];

export const stateFilters = {
  here: ['ONLINE', 'AWAY', 'BREAK', 'BEFORE_CALL', 'ON_CALL', 'AFTER_CALL'],
  online: ['ONLINE'],
  away: ['AWAY', 'BREAK'],
  disconnected: ['DISCONNECTED'],
  offline: ['OFFLINE'],
} satisfies Record<string, OperatorStateKind[]> as Record<StateFilter, OperatorStateKind[]>;
type StateFilter = 'here' | 'online' | 'away' | 'disconnected' | 'offline';

/** What the address says about the operators on screen. */
export interface OperatorsSearch {
  name?: string | undefined;
  groups?: number[] | undefined;
  state?: StateFilter | undefined;
  sort?: OperatorOrder | undefined;
}

export const idsOf = (given: unknown): number[] | undefined => {
  const ids = (Array.isArray(given) ? given : String(given ?? '').split(','))
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
  return ids.length > 0 ? ids : undefined;
};

/** Reads an address; what makes no sense is passed over. */
export function readOperatorsSearch({ name, groups, state, sort }: Record<string, unknown>): OperatorsSearch {
  const ids = idsOf(groups);
  return {
    ...(typeof name === 'string' && name !== '' && { name }),
    ...(ids && { groups: ids }),
    ...(typeof state === 'string' && Object.hasOwn(stateFilters, state) && { state: state as StateFilter }),
    ...(operatorOrders.some((order) => order === sort) && { sort: sort as OperatorOrder }),
  };
}

/** Groups of the wallboard; the address of a television is written by hand: ?groups=3,5 */
export interface WallboardSearch {
  groups?: string | undefined;
}
export function readWallboardSearch({ groups }: Record<string, unknown>): WallboardSearch {
  const ids = idsOf(groups);
  return ids ? { groups: ids.join(',') } : {};
}
