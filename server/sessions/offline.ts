import { limits } from '@hovor/protocol/limits';
import { notFound } from '../foundation/errors.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { markHandled, offlineMessageExists, readOfflineMessages } from './client-data-queries.ts';

export interface OfflineMessageRow {
  id: number;
  name: string | null;
  email: string | null;
  phone: string | null;
  message: string;
  language: string | null;
  url: string | null;
  created: string;
  handled: string | null;
  handledBy: number | null;
}

/** The desk's side of messages that visitors left while nobody was there (AD-PK-8). */
export function createOffline(store: Store) {
  return {
    /** Newest first, below `before`. */
    async offlineMessages(
      actor: UserActor,
      tenantId: number,
      { handled = false, before }: { handled?: boolean; before?: number } = {},
    ): Promise<OfflineMessageRow[]> {
      const tenant = { companyId: actor.companyId, tenantId };
      const filter = { handled, before: before ?? null, limit: limits.listPage };
      const rows = await readOfflineMessages(store.db, tenant, filter);
      return rows.map((row) => ({
        ...row,
        created: row.created.toISOString(),
        handled: row.handled?.toISOString() ?? null,
      }));
    },

    /** Handling twice is handling once; the first one's name stays. @throws not-found outside the tenant */
    async handleOfflineMessage(actor: UserActor, tenantId: number, messageId: number): Promise<void> {
      const { companyId, userId } = actor;
      await transact(store, actor, async (unit) => {
        const tenant = { companyId, tenantId };
        if (!(await offlineMessageExists(unit.db, tenant, messageId))) throw notFound();
        if (!(await markHandled(unit.db, tenant, messageId, { userId, at: unit.now }))) return;
        const kind = 'offlineMessage.handled';
        const payload = { id: messageId, tenantId, userId };
        unit.record({ companyId, tenantId, kind, subject: `offlineMessage:${messageId}`, payload });
        unit.touch({ companyId, tenantId, topic: 'offlineMessage', id: messageId });
      });
    },
  };
}
