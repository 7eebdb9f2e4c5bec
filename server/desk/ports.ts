import type { OperatorFace } from '@hovor/protocol/session';
import type { Actor, UserActor } from '../foundation/security/actor.ts';
import type { Live, Routing } from '../routing/service.ts';
import type { Sessions } from '../sessions/service.ts';

/** What the desk needs of the rooms below; `main.ts` hands over the rooms themselves. */

export type SessionsPort = Pick<
  Sessions,
  'detail' | 'mySessions' | 'activities' | 'receipts' | 'send' | 'markRead' | 'mayTakePart' | 'noteListening'
>;

export type RoutingPort = Pick<
  Routing,
  | 'accept'
  | 'forward'
  | 'forwardTargets'
  | 'takeOver'
  | 'myDay'
  | 'noRequests'
  | 'invite'
  | 'cancelInvite'
  | 'kick'
  | 'takenAway'
  | 'decline'
  | 'setState'
  | 'setChannel'
  | 'state'
  | 'channels'
  | 'slots'
  | 'connected'
  | 'renew'
  | 'disconnected'
  | 'offersOf'
  | 'concerned'
  | 'offerOutcomes'
  | 'operatorStates'
>;

export type LivePort = Live;

export interface DirectoryPort {
  /** Login cookie → actor. */
  resolveLogin(request: { headers: Record<string, string | string[] | undefined> }): Promise<Actor>;
  /** The actor as it is now; null = the login has ended. */
  recheckLogin(actor: UserActor): Promise<UserActor | null>;
  logins: { endOf(actor: Actor, userId: number): Promise<unknown> };
  faces(companyId: number, tenantId: number, userIds: Iterable<number>): Promise<Map<number, OperatorFace>>;
}
