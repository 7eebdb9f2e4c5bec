/**
 * The life of a session (spec OP-SS; MOD-RD-4, MOD-RD-5, MOD-RD-8 to MOD-RD-10).
 *
 * CREATED    The session exists, nobody looks for an operator yet. In web chat it leaves this state in the transaction
 *            that makes it: created and started (= entered the queue, API-WHE-3) carry the same instant (OP-SS-4).
 *            → IN_QUEUE at once.
 * IN_QUEUE   Routing looks for operators; nobody holds an offer. The client may already write; the text shows in the
 *            preview. → WAITING when the first offer is made; → CLOSED when it ends.
 * WAITING    At least one operator holds an offer. → ACTIVE when one of them accepts (or auto pick-up does);
 *            → IN_QUEUE when the last offer is gone; → CLOSED when it ends.
 * ACTIVE     At least one operator is in. Others may join and go; whoever goes while others stay is "concluded" only
 *            (OP-SS-3). → IN_QUEUE when it is forwarded: all who are in are "concluded" (OP-SS-2).
 *            → ACW when it ends; the last operator's going ends it.
 * ACW        The conversation is over, exactly one operator "left" at the instant of the end and evaluates it until
 *            `acwUntil`; all others were concluded at that instant. Text is refused, client data, tags and notes
 *            are not (OP-ES-10). → CLOSED when that operator concludes, by hand or by timer (OP-ES-9).
 * CLOSED     Nothing moves it any more. Client data, tags and notes may still be completed (OP-ES-10, OP-ES-11).
 *
 * `ended` is set once, together with the reason; `closed` once, by the move to CLOSED. BCW belongs to campaigns,
 * BLACKLISTED to bans; neither is entered here.
 *
 * Reason of the end: GuestLeft = after acceptance; OperatorLeft = a user of the company ended it: an operator who was in
 * it, or an administrator at any time (AD-SE-10), as the actor of the event says; GuestAbandoned = the client gave up before, or was
 * lost longer than AD-AP-11; OperatorAbandoned = the operators were lost and nobody took over; SessionApiCall = the
 * API; FailedRouting = routing found no target.
 */
import type { FeedbackScale, GuestLeftState, SessionStatus, TerminationReason } from '@hovor/protocol/enums';
import type { Actor } from '../foundation/security/actor.ts';
import type { SessionRecord, Stay } from './schema.ts';

/** The border of IN_QUEUE and WAITING (OP-SS-1): whether anybody holds an offer. */
export const queueStatus = (offers: number): SessionStatus => (offers > 0 ? 'WAITING' : 'IN_QUEUE');

/** True before acceptance: the client is in the queue. */
export const isWaiting = (status: SessionStatus): boolean => status === 'IN_QUEUE' || status === 'WAITING';

export const isRunning = (session: Pick<SessionRecord, 'ended'>): boolean => session.ended === null;

/** In the conversation now: neither left nor concluded. */
export const isHere = (stay: Stay): boolean => stay.left === null && stay.concluded === null;

/** In ACW: left, not yet concluded. */
export const inAcw = (stay: Stay): boolean => stay.left !== null && stay.concluded === null;

/** Reasons only the program itself may give. */
const systemReasons: readonly TerminationReason[] = [
  'GuestAbandoned',
  'OperatorAbandoned',
  'FailedRouting',
  'SingleUseSession',
  'UnknownReason',
];

/** Why it ends, from who ends it and when. null = this actor may not end a session that way. */
export function reasonOfEnd(
  actor: Actor,
  session: Pick<SessionRecord, 'status'>,
  wanted: TerminationReason | undefined,
): TerminationReason | null {
  switch (actor.kind) {
    case 'guest':
      return session.status === 'ACTIVE' ? 'GuestLeft' : 'GuestAbandoned';
    case 'user':
      return 'OperatorLeft';
    case 'apiKey':
      return 'SessionApiCall';
    case 'system':
      return wanted && systemReasons.includes(wanted) ? wanted : null;
    default:
      return null;
  }
}

/** Where the client was when leaving for good (MOD-RD-10). */
export function guestLeftAt(status: SessionStatus): GuestLeftState {
  if (status === 'CREATED') return 'LeftBeforeQueue';
  if (isWaiting(status)) return 'LeftQueue';
  return status === 'ACTIVE' ? 'LeftSession' : 'LeftAfterSession';
}

/** The client's state after an end: gone when the client ended it or was not connected, else still there. */
export function guestLeftByEnd(
  session: Pick<SessionRecord, 'status' | 'guestLost'>,
  reason: TerminationReason,
): GuestLeftState {
  const gone = reason === 'GuestLeft' || reason === 'GuestAbandoned' || session.guestLost !== null;
  return gone ? guestLeftAt(session.status) : 'StillConnected';
}

/** The one operator who "left" (OP-SS-3): who ended it, else who has been here longest. null = nobody was here. */
export function leaverOf(stays: readonly Stay[], endedBy: number | null): Stay | null {
  return stays.find((stay) => isHere(stay) && stay.userId === endedBy) ?? leaderOf(stays);
}

/** The operator whose conversation it is: who has been here longest. null = nobody is here. */
export const leaderOf = (stays: readonly Stay[]): Stay | null => stays.filter(isHere).toSorted(byArrival)[0] ?? null;

const byArrival = (a: Stay, b: Stay) => a.joined.getTime() - b.joined.getTime() || a.id - b.id;

export interface EndedStay {
  stay: Stay;
  left: Date | null;
  concluded: Date | null;
  acwUntil: Date | null;
}

/** What the end at `now` means for each operator who is here. `acwSeconds` is the leaver's (AD-GR-4); 0 = no ACW. */
export function staysAfterEnd(
  stays: readonly Stay[],
  leaver: Stay | null,
  acwSeconds: number,
  now: Date,
): { status: SessionStatus; stays: EndedStay[] } {
  const acw = leaver !== null && acwSeconds > 0;
  const ended = stays.filter(isHere).map((stay): EndedStay => {
    if (stay !== leaver) return { stay, left: null, concluded: now, acwUntil: null };
    if (!acw) return { stay, left: now, concluded: now, acwUntil: null };
    return { stay, left: now, concluded: null, acwUntil: new Date(now.getTime() + acwSeconds * 1000) };
  });
  return { status: acw ? 'ACW' : 'CLOSED', stays: ended };
}

/** True when nobody is left who has to conclude: the session closes. */
export const allConcluded = (stays: readonly Stay[]): boolean => stays.every((stay) => stay.concluded !== null);

/** Stars from 1 to 5 or so are a Likert scale; ten and more ask how likely one is to recommend (MOD-EN-21). */
export const feedbackScale = (stars: number): FeedbackScale => (stars >= 10 ? 'NPS' : 'Likert');
