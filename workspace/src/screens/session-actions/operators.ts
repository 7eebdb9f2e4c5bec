import type { SessionOperator } from '@hovor/protocol/session';

/** Operators who are in a conversation now, who leads it first (OP-SS-3). */
export const hereNow = (operators: readonly SessionOperator[]): SessionOperator[] =>
  operators
    .filter(({ left, concluded }) => !left && !concluded)
    .sort((a, b) => Date.parse(a.joined) - Date.parse(b.joined));
