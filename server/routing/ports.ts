import type { TerminationReason } from '@hovor/protocol/enums';
import type { Unit } from '../foundation/transact.ts';
import type { SessionRecord } from '../sessions/schema.ts';
import type { Sessions } from '../sessions/service.ts';

/** What routing needs of the rooms below; `main.ts` hands over the rooms themselves. */

export type SessionsPort = Pick<
  Sessions,
  | 'lockSession'
  | 'lockSessions'
  | 'lockToForward'
  | 'lockToTakeOver'
  | 'handOver'
  | 'toWaiting'
  | 'toQueue'
  | 'join'
  | 'lockToCollaborate'
  | 'askCollaborators'
  | 'cancelInvite'
  | 'answerInvite'
  | 'kick'
  | 'endWithin'
  | 'joinChatbot'
  | 'rows'
  | 'queueParams'
  | 'preview'
  | 'mayTakePart'
>;

export interface SettingsPort {
  company(companyId: number): Promise<{ operatorsMaySwitchChannels: boolean }>;
  tenant(
    companyId: number,
    tenantId: number,
  ): Promise<{
    stateWhenAllAway: 'busy' | 'offline';
    clientDisconnectedSeconds: number;
    clientPreview: boolean;
    showRoutedOperators: boolean;
    serviceLevelSeconds: number;
  }>;
}

/** The room of chatbots, when there is one: takes a session over, inside the unit that forwards it. */
export interface ChatbotsPort {
  /**
   * Called with the session locked, IN_QUEUE and searched for by nobody. @returns the bot's name; null when there is no
   * such bot in the session's tenant, or it takes no sessions
   */
  take(unit: Unit, session: SessionRecord, chatbotId: number): Promise<{ name: string } | null>;
  /** The bot's name, before anything is changed; null as above. */
  find(unit: Unit, session: SessionRecord, chatbotId: number): Promise<{ name: string } | null>;
}

export type { SessionRecord, TerminationReason, Unit };
