import type { MySession, Offer } from '@hovor/protocol/desk';
import type { Static } from '@hovor/protocol/schema';
import type { SessionOperator } from '@hovor/protocol/session';
import type { DeskState } from './desk-state.ts';
import { remember } from './store.ts';

const time = (iso: string | null | undefined): number => (iso ? Date.parse(iso) : 0);

/** Since when the client waits, or the colleague who asks this operator in. */
export const waitingSince = ({ session, invite, offered }: Offer): number =>
  time(invite ? offered : (session.enteredQueue ?? session.created));

/** Offers, the longest wait on top (OP-WS-21). */
export const waitingList = remember((offers: DeskState['offers']): readonly Offer[] =>
  [...offers.values()].sort((a, b) => waitingSince(a) - waitingSince(b) || a.session.id - b.session.id),
);

/** My running sessions: the longest unanswered client first, then the others by their last line, newest first. */
export const activeList = remember((sessions: DeskState['sessions']): readonly MySession[] =>
  [...sessions.values()].filter((session) => session.status !== 'ACW').sort(byUrgency),
);

/** Sessions in after-call work, the one that runs out first on top. */
export const acwList = remember((sessions: DeskState['sessions']): readonly MySession[] =>
  [...sessions.values()].filter((session) => session.status === 'ACW').sort((a, b) => acwEnd(a) - acwEnd(b)),
);

function byUrgency(a: MySession, b: MySession): number {
  if (a.unansweredSince && b.unansweredSince) return time(a.unansweredSince) - time(b.unansweredSince) || a.id - b.id;
  if (a.unansweredSince) return -1;
  if (b.unansweredSince) return 1;
  return time(b.lastAt) - time(a.lastAt) || b.id - a.id;
}

const acwEnd = (session: MySession): number =>
  Math.min(...session.operators.map((operator) => time(operator.acwUntil) || Number.POSITIVE_INFINITY));

/** This operator's part in a session: the last time they joined. */
export function myPart(operators: readonly Static<typeof SessionOperator>[], userId: number) {
  return operators.findLast((operator) => operator.userId === userId) ?? null;
}

/** Everything in the order of the left column; what Alt+↑ and Alt+↓ walk through. */
export function columnOrder(state: DeskState): number[] {
  return [
    ...waitingList(state.offers).map((offer) => offer.session.id),
    ...activeList(state.sessions).map((session) => session.id),
    ...acwList(state.sessions).map((session) => session.id),
  ];
}

/** The session above or below the one on screen; wraps around, and starts at the top when none is. */
export function neighbour(state: DeskState, current: number | null, step: 1 | -1): number | null {
  const order = columnOrder(state);
  if (order.length === 0) return null;
  const place = current === null ? -1 : order.indexOf(current);
  if (place < 0) return (step === 1 ? order[0] : order.at(-1)) ?? null;
  return order[(place + step + order.length) % order.length] ?? null;
}

/** The client who has waited longest for an answer, other than the one on screen unless there is no other. */
export function nextUnanswered(state: DeskState, current: number | null): number | null {
  const open = activeList(state.sessions).filter((session) => session.unansweredSince !== null);
  return (open.find((session) => session.id !== current) ?? open[0])?.id ?? null;
}

/** Number for tab title and favicon: clients waiting to be accepted and sessions with something unread. */
export const attentionCount = (state: DeskState): number =>
  state.offers.size + [...state.sessions.values()].filter((session) => session.unread > 0).length;
