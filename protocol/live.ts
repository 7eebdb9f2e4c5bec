import { channels } from './enums.ts';
import { noRequestsReasons, OperatorState } from './operator-state.ts';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from './schema.ts';

/**
 * The supervisors' live boards (AD-OV, ST-WB). Socket /app-api/socket: the command `board` starts or ends one board of one
 * tenant on this connection and answers with all its rows; after that the push `board` brings the rows that changed.
 *
 * HTTP below /app-api:
 *   POST /tenants/:tenantId/operators/:userId/state     SetOperatorState, kept as forced
 *   POST /tenants/:tenantId/operators/:userId/log-out   ends all logins of the operator, and the presence with them
 */

export const boards = ['operators', 'queues'] as const;
export type Board = (typeof boards)[number];

const NamedGroup = Closed({ id: Id, name: Type.String() });
const Slots = Closed({ used: Type.Integer(), total: Type.Integer() });

/** An operator of the tenant as supervisors see one (AD-OV-1). */
export const OperatorOnBoard = Closed({
  /** Identifies the row; never shown. */
  key: Type.String(),
  userId: Id,
  name: Type.String(),
  photoUrl: Nullable(Type.String()),
  groups: Type.Array(NamedGroup),
  state: OperatorState,
  /** Channels the operator has the right to, with the switch of each. */
  channels: Type.Array(Closed({ channel: OneOf(channels), enabled: Type.Boolean() })),
  slots: Closed({ live: Slots, asynchronous: Slots, email: Slots }),
  /** Conversations that run, and those in after-call work. */
  active: Type.Integer(),
  acw: Type.Integer(),
  /** Why no request comes (OP-HE-3). */
  noRequests: Type.Array(OneOf(noRequestsReasons)),
});
export type OperatorOnBoard = Static<typeof OperatorOnBoard>;

/** Searches for an operator that ended today, by the company's calendar. */
export const QueueToday = Closed({
  accepted: Type.Integer(),
  /** Accepted within `within` seconds. */
  inTime: Type.Integer(),
  within: Type.Integer(),
  /** The client left, or the search was given up, before an operator accepted. */
  abandoned: Type.Integer(),
  /** Seconds until acceptance, on average; null when nothing was accepted. */
  averageWait: Nullable(Type.Integer()),
});

/** One channel of a group. */
export const QueueOnBoard = Closed({
  key: Type.String(),
  groupId: Id,
  groupName: Type.String(),
  channel: OneOf(channels),
  waiting: Type.Integer(),
  /** Since when the first of them waits. */
  oldest: Nullable(Time),
  /** Of those waiting: offered to somebody now. */
  offered: Type.Integer(),
  active: Type.Integer(),
  acw: Type.Integer(),
  /** Members at their desks who take this channel: free, without a free slot, away. */
  online: Type.Integer(),
  busy: Type.Integer(),
  away: Type.Integer(),
  open: Type.Boolean(),
  /** When the group opens or closes next; null = it is always open, or never. */
  changes: Nullable(Time),
  today: QueueToday,
  /** Clients whose search ended, in each of the last twelve hours, the running one last. */
  lastHours: Type.Array(Type.Integer()),
});
export type QueueOnBoard = Static<typeof QueueOnBoard>;

export type BoardRow = OperatorOnBoard | QueueOnBoard;

/** Rows that appeared or changed, and keys of those that are gone. */
export interface BoardChange {
  board: Board;
  tenantId: number;
  rows: BoardRow[];
  gone: string[];
}
