import type { Invitations } from '../../invitations/service.ts';
import type { Routing } from '../../routing/service.ts';
import type { Catalogue, Sessions } from '../../sessions/service.ts';

/** What web chat needs of the rooms below; `main.ts` hands over the rooms themselves. */

export type SessionsPort = Pick<
  Sessions,
  | 'start'
  | 'end'
  | 'feedback'
  | 'setParams'
  | 'markRead'
  | 'markDelivered'
  | 'guestConnected'
  | 'guestDisconnected'
  | 'send'
  | 'mayTakePart'
  | 'activities'
  | 'guestSession'
  | 'guestOwn'
  | 'addFile'
  | 'openFile'
  | 'leaveOfflineMessage'
  | 'answerChatbot'
>;

export type CataloguePort = Pick<Catalogue, 'widgetPreset' | 'preset' | 'widgetConfig'>;

export type InvitationsPort = Pick<Invitations, 'find' | 'accept'>;

export type RoutingPort = Pick<Routing, 'availability' | 'placeInQueue'>;
