import type { Store } from '../foundation/transact.ts';
import { predefinedForms } from './predefined.ts';
import { insertPredefined, readForms } from './queries.ts';
import type { Form } from './schema.ts';

export type Forms = ReturnType<typeof createForms>;

/** The forms packages can be bound to (AD-FO). Binding is a matter of the package (server/sessions/catalogue.ts). */
export function createForms(store: Store) {
  return {
    /**
     * Those of the whole company and of these tenants (null = of all), by id. A company gets the built-in ones when it
     * first looks: who makes companies need not know of forms, and a new version's forms come to old companies too.
     */
    async list(companyId: number, tenantIds: readonly number[] | null): Promise<Form[]> {
      const known = await readForms(store.db, companyId, tenantIds);
      if (known.filter(({ predefined }) => predefined).length >= predefinedForms.length) return known;
      await insertPredefined(store.db, companyId);
      return readForms(store.db, companyId, tenantIds);
    },
  };
}
