import type { Forms } from '../../../forms/service.ts';
import type { Handler } from '../call.ts';
import { ok } from '../conventions/answers.ts';
import { askedTenants } from '../own-company.ts';

/** Forms that packages can be bound to (API-FRM-1); those of the whole company are in every tenant's list. */
export function formOperations(forms: Forms): Record<string, Handler> {
  return {
    async listForms({ actor, query }) {
      const found = await forms.list(actor.companyId, askedTenants(actor, query));
      return ok(
        found.map(({ id, kind, name, tenantId, predefined }) => ({
          ...{ id, formType: kind, formChannel: 'Mluvii', name, departmentId: tenantId, predefined },
        })),
      );
    },
  };
}
