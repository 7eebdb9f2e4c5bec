import { limits } from '@hovor/protocol/limits';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { cleanName } from '../foundation/security/text.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { mayConfigure } from '../sessions/policies.ts';
import * as queries from './definition-queries.ts';
import type { Condition } from './schema.ts';

export interface RoutingDefinition {
  name: string;
  /** What happens when no rule leads anywhere (AD-RT-9). */
  fallback?: 'first' | 'stay' | 'end';
  /** In this order; a rule without conditions always holds (AD-RT-3). */
  rules: readonly { groupId: number; conditions: readonly Condition[] }[];
}

/** Routings as administrators define them (AD-RT). */
export function createRoutings(store: Store) {
  return {
    list: (companyId: number, tenantId: number) => queries.selectRoutings(store.db, companyId, tenantId),

    /** @throws not-found outside the company */
    async load(companyId: number, routingId: number) {
      const routing = await queries.selectRouting(store.db, companyId, routingId);
      if (!routing) throw notFound();
      return routing;
    },

    /** Creates the routing, or changes the one of that name: its rules are replaced. Its groups belong to the tenant. */
    define: (actor: Actor, tenantId: number, routing: RoutingDefinition): Promise<{ id: number }> =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        if (!(await queries.lockTenant(unit.db, companyId, tenantId))) throw notFound();
        if (!mayConfigure(actor, tenantId)) throw new Problem('not-permitted');
        const name = cleanName(routing.name, limits.nameLength);
        if (!name) throw invalid('name', 'must not be empty.');
        const groupIds = [...new Set(routing.rules.map((rule) => rule.groupId))];
        const known = await queries.groupsOfTenant(unit.db, companyId, tenantId, groupIds);
        if (known.length < groupIds.length) throw invalid('rules', 'lead to a group that this tenant does not have.');
        const id = await queries.upsertRouting(unit.db, {
          companyId,
          tenantId,
          name,
          fallback: routing.fallback ?? 'first',
        });
        await queries.replaceRules(unit.db, companyId, id, routing.rules);
        unit.record({
          companyId,
          tenantId,
          kind: 'routing.defined',
          subject: `routing:${id}`,
          payload: { id, tenantId },
        });
        unit.touch({ companyId, tenantId, topic: 'availability', id: tenantId });
        unit.touch({ companyId, tenantId, topic: 'queue', id: tenantId });
        return { id };
      }),
  };
}

export type Routings = ReturnType<typeof createRoutings>;
