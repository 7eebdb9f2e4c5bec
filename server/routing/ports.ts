import type { TerminationReason } from '@hovor/protocol/enums';
import type { Unit } from '../foundation/transact.ts';
import type { SessionRecord } from '../sessions/schema.ts';
import type { Sessions } from '../sessions/service.ts';

/** What routing needs of the rooms below; `main.ts` hands over the rooms themselves. */

export type SessionsPort = Pick<
  Sessions,
  'lockSession' | 'toWaiting' | 'toQueue' | 'join' | 'endWithin' | 'rows' | 'queueParams' | 'preview'
>;

export interface SettingsPort {
  company(companyId: number): Promise<{ operatorsMaySwitchChannels: boolean }>;
  tenant(
    companyId: number,
    tenantId: number,
  ): Promise<{ stateWhenAllAway: 'busy' | 'offline'; clientDisconnectedSeconds: number; clientPreview: boolean }>;
}

export type { SessionRecord, TerminationReason, Unit };
