import type { Directory } from '../../../directory/service.ts';
import type { Routings } from '../../../routing/service.ts';
import type { Handler } from '../call.ts';
import { requireReach } from '../policies.ts';
import { settingsHandlers } from '../settings.ts';

/** Settings of routings (API-RTG-1); the contract shows no more of them. */
export function routingOperations(
  directory: Pick<Directory, 'settings'>,
  routings: Pick<Routings, 'load'>,
): Record<string, Handler> {
  const settings = settingsHandlers(directory, {
    scope: 'routing',
    member: 'routingRuleSetId',
    async find({ actor, id }) {
      const routing = await routings.load(actor.companyId, id('routingId'));
      requireReach(actor, routing.tenantId);
      return routing.id;
    },
  });
  return { getRoutingSettings: settings.get, setRoutingSettings: settings.put };
}
