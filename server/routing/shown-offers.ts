import type { Offer } from '@hovor/protocol/desk';
import { displayName } from '../directory/service.ts';
import type { Store } from '../foundation/transact.ts';
import { openAsks } from './collaborate-queries.ts';
import type { SessionsPort, SettingsPort } from './ports.ts';
import { type OpenOfferRow, offeredOperators, openOffers } from './queue-queries.ts';

/** Why a forward came back, from what rules.ts noted of it. */
const returnReasons: ReadonlyMap<string | null, NonNullable<Offer['returned']>['why']> = new Map([
  ['the operator did not accept', 'not-accepted'],
  ['nobody accepted in time', 'nobody-free'],
  ['the group is gone', 'target-gone'],
]);

/**
 * What waits on operators' screens, by operator: open offers, longest wait first, then what colleagues ask them into
 * (OP-AC-2, OP-AC-3, OP-CT-4); only of these sessions when given. What several operators see of one session is read once
 * and is one object.
 */
export function createShownOffers(
  { db }: Pick<Store, 'db'>,
  { sessions, settings }: { sessions: SessionsPort; settings: SettingsPort },
) {
  return async function offersOf(
    companyId: number,
    tenantId: number,
    about: { userIds: readonly number[]; sessionIds?: readonly number[] },
  ): Promise<Map<number, Offer[]>> {
    const [rows, asks] = await Promise.all([
      openOffers(db, { companyId, tenantId, ...about }),
      openAsks(db, { companyId, tenantId, ...about }),
    ]);
    const byUser = new Map<number, Offer[]>();
    if (rows.length + asks.length === 0) return byUser;
    const ids = [...new Set([...rows, ...asks].map(({ sessionId }) => sessionId))];
    const { clientPreview, showRoutedOperators } = await settings.tenant(companyId, tenantId);
    const [sessionRows, params, previews, asked] = await Promise.all([
      sessions.rows(companyId, ids),
      clientPreview ? sessions.queueParams(companyId, ids) : undefined,
      clientPreview ? sessions.preview(companyId, ids) : undefined,
      showRoutedOperators ? offeredOperators(db, { companyId, tenantId, sessionIds: ids }) : undefined,
    ]);
    const byId = new Map(sessionRows.map((row) => [row.id, row]));

    function show(userId: number, sessionId: number, more: Omit<Offer, 'session' | 'params' | 'preview'>) {
      const session = byId.get(sessionId);
      if (!session) return;
      const offer: Offer = {
        session,
        params: params?.get(sessionId) ?? [],
        preview: previews?.get(sessionId) ?? [],
        ...more,
      };
      byUser.set(userId, [...(byUser.get(userId) ?? []), offer]);
    }

    for (const row of rows) {
      const { userId, sessionId, groupId, groupName, offered, expires, forwarded } = row;
      const times = { offered: offered.toISOString(), expires: expires.toISOString() };
      const others = asked?.filter((one) => one.sessionId === sessionId && one.userId !== userId).map(displayName);
      const told = { ...(forwarded && { forwarded }), ...(others && { others }), ...returnedOf(row) };
      show(userId, sessionId, { groupId, groupName, ...times, ...told });
    }
    for (const { userId, sessionId, groupId, groupName, offered, by, note } of asks) {
      const times = { offered: offered.toISOString(), expires: offered.toISOString() };
      show(userId, sessionId, { groupId, groupName, ...times, invite: { by, note } });
    }
    return byUser;
  };
}

function returnedOf({ returned }: OpenOfferRow): Pick<Offer, 'returned'> {
  const why = returned && returnReasons.get(returned.because);
  return why ? { returned: { to: returned?.to ?? '', why } } : {};
}
