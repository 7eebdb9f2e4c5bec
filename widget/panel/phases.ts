import type { GuestSession } from '../../protocol/guest.ts';
import type { AppEventType } from '../shared/bridge.ts';
import { isRunning } from './state.ts';

/** How far a conversation is, as pages hear of it (WG-JS-6): 0 new, 1 waiting, 2 with an operator, 3 ended. */
export function phaseOf(session: GuestSession): number {
  if (!isRunning(session)) return 3;
  if (session.status === 'ACTIVE') return 2;
  return session.status === 'CREATED' ? 0 : 1;
}

/**
 * What happened between two phases, in order. A conversation that ended while waiting never started; one that was
 * accepted between two looks did.
 */
export function eventsBetween(before: number, session: GuestSession): AppEventType[] {
  const now = phaseOf(session);
  const events: AppEventType[] = [];
  if (before < 1 && now >= 1) events.push('chatSessionCreated');
  if (before < 2 && (now === 2 || (now === 3 && session.operators.length > 0))) events.push('chatSessionStarted');
  if (before < 3 && now === 3) events.push('chatSessionEnded');
  return events;
}
