import type { OperatorOnBoard, QueueOnBoard } from '@hovor/protocol/live';

/** Thresholds of the boards: when a figure is marked, and how much trouble a row is. Pure. */

export type Mark = 'good' | 'warn' | 'bad' | 'off';

/** Share of clients accepted in time that is good, and the share below which it is bad. */
const goodShare = 0.8;
const badShare = 0.6;

export const shareInTime = ({ today }: Pick<QueueOnBoard, 'today'>): number | null => {
  const all = today.accepted + today.abandoned;
  return all > 0 ? today.inTime / all : null;
};

export function markOfShare(share: number | null): Mark {
  if (share === null) return 'off';
  return share >= goodShare ? 'good' : share >= badShare ? 'warn' : 'bad';
}

/** The longest wait against the time of the service level: late after it, bad after three times as much. */
export function markOfWait(queue: Pick<QueueOnBoard, 'oldest' | 'today'>, now: number): Mark {
  if (queue.oldest === null) return 'off';
  const seconds = (now - new Date(queue.oldest).getTime()) / 1000;
  return seconds <= queue.today.within ? 'good' : seconds <= 3 * queue.today.within ? 'warn' : 'bad';
}

export type QueueState = 'closed' | 'nobody' | 'full' | 'away' | 'ready';

/** What a group can do for the next client. */
export function queueState({ open, online, busy, away }: QueueOnBoard): QueueState {
  if (!open) return 'closed';
  if (online > 0) return 'ready';
  if (busy > 0) return 'full';
  return away > 0 ? 'away' : 'nobody';
}

export const markOfState: Record<QueueState, Mark> = {
  ready: 'good',
  full: 'warn',
  away: 'bad',
  nobody: 'bad',
  closed: 'off',
};

/** Larger = nearer to the top: who waits longest, then where nobody could take the next, then what went badly today. */
export function queueTrouble(queue: QueueOnBoard): [number, number, number] {
  const since = queue.oldest ? -new Date(queue.oldest).getTime() : Number.NEGATIVE_INFINITY;
  const states: Record<QueueState, number> = { nobody: 4, away: 3, full: 2, ready: 1, closed: 0 };
  return [since, states[queueState(queue)], 1 - (shareInTime(queue) ?? 1)];
}

/** Lost ones first, then those who could take clients and get none, then away, those at work, and who is not here. */
export function operatorTrouble({ state, noRequests }: OperatorOnBoard): number {
  if (state.kind === 'DISCONNECTED') return 5;
  if (state.kind === 'OFFLINE') return 0;
  if (state.kind === 'ONLINE') return noRequests.some((reason) => reason !== 'no-slot') ? 4 : 2;
  return 3;
}

export const markOfOperator = ({ state, noRequests }: OperatorOnBoard): Mark => {
  if (state.kind === 'DISCONNECTED') return 'bad';
  if (state.kind === 'OFFLINE') return 'off';
  return state.kind === 'ONLINE' && !noRequests.some((reason) => reason !== 'no-slot') ? 'good' : 'warn';
};

export function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return right > left ? 1 : -1;
  }
  return 0;
}
