import type { PackageState } from '@hovor/protocol/enums';
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
>;

export type CataloguePort = Pick<Catalogue, 'widgetPreset' | 'preset' | 'widgetConfig'>;

export interface QueuePlace {
  place: number | null;
  /** Seconds; null = we cannot tell. */
  estimatedWait: number | null;
}

export interface RoutingPort {
  availability(companyId: number, tenantId: number, presetId: number): Promise<PackageState>;
  /** Sessions that wait in no queue are left out. */
  placeInQueue(sessionIds: number[]): Promise<ReadonlyMap<number, QueuePlace>>;
}
