import type { Routing } from '../routing/service.ts';
import type { Sessions } from '../sessions/service.ts';

/** What the room of chatbots needs of the rooms below; `parts.ts` hands over the rooms themselves. */

export type SessionsPort = Pick<
  Sessions,
  | 'lockSession'
  | 'joinChatbot'
  | 'leaveChatbot'
  | 'chatbotHere'
  | 'chatbotSays'
  | 'switchForChatbot'
  | 'askLocation'
  | 'endWithin'
  | 'setParams'
  | 'params'
  | 'addTag'
  | 'removeTag'
  | 'detail'
  | 'leaveOfflineMessage'
  | 'contactCandidates'
  | 'linkContact'
  | 'contactFromSession'
>;

export type RoutingPort = Pick<Routing, 'forwardWithin' | 'availableGroups' | 'availableOperators'>;
