import { inOrder } from '../../server/routing/rules.ts';
import type { Decisions, Snapshot } from '../../server/routing/schema.ts';

/**
 * Clients of a decision who got nobody while one behind them got an operator they could have had. Those who hold an open
 * offer, or were asked by that operator already, are served.
 */
export function inversionsOf(snapshot: Snapshot, decisions: Decisions): number {
  const groupOf = new Map(decisions.moves.map(({ requestId, groupId }) => [requestId, groupId]));
  const given = new Map(decisions.offers.map((offer) => [offer.requestId, offer]));
  const waits = new Map<number, Set<number>[]>();
  let inversions = 0;
  for (const request of inOrder(snapshot)) {
    const groupId = groupOf.get(request.id) ?? request.groupId;
    const offer = given.get(request.id);
    if (groupId === null) continue;
    const before = waits.get(groupId) ?? [];
    if (offer) inversions += before.filter((asked) => !asked.has(offer.userId)).length;
    else if (!request.offers.some(({ ended }) => ended === null)) {
      before.push(new Set(request.offers.filter(({ outcome }) => outcome !== 'withdrawn').map(({ userId }) => userId)));
      waits.set(groupId, before);
    }
  }
  return inversions;
}
