import type { Directory } from '../../directory/service.ts';
import type { Forms } from '../../forms/service.ts';
import type { Invitations } from '../../invitations/service.ts';
import type { Routing, Routings } from '../../routing/service.ts';
import type { Catalogue } from '../../sessions/catalogue.ts';
import type { Statistics } from '../../statistics/service.ts';
import type { Handler } from './call.ts';
import { companyOperations } from './companies/operations.ts';
import { departmentOperations } from './departments/operations.ts';
import { formOperations } from './forms/operations.ts';
import { groupOperations } from './groups/operations.ts';
import { metricOperations } from './metrics/operations.ts';
import { routingOperations } from './routings/operations.ts';
import { tagOperations } from './tags/operations.ts';
import { invitationOperations } from './users/invitations.ts';
import { userOperations } from './users/operations.ts';
import { stateOperations } from './users/states.ts';
import { widgetOperations } from './widgets/operations.ts';

export interface OrganisationParts {
  directory: Directory;
  catalogue: Catalogue;
  routing: Pick<Routing, 'groupLoads' | 'operatorStates'>;
  routings: Pick<Routings, 'load'>;
  forms: Forms;
  invitations: Pick<Invitations, 'createFor' | 'revokeFor'>;
  statistics: Statistics;
  zone: string;
}

/** Who works here and by which rules: companies, departments, users, groups, tags, routings, widgets, forms, metrics. */
export function organisationOperations(parts: OrganisationParts): Record<string, Handler> {
  const { directory, catalogue, routing, routings } = parts;
  return {
    ...companyOperations(directory),
    ...departmentOperations(directory, routing),
    ...userOperations(directory),
    ...invitationOperations(parts.invitations),
    ...stateOperations(parts),
    ...groupOperations(parts),
    ...tagOperations(directory, catalogue),
    ...routingOperations(directory, routings),
    ...widgetOperations(catalogue),
    ...formOperations(parts.forms),
    ...metricOperations(parts.statistics),
  };
}
