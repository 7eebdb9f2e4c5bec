import { limits } from '@hovor/protocol/limits';
import { refusing } from '../foundation/database/duplicates.ts';
import { invalid, notFound } from '../foundation/errors.ts';
import type { Actor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { openTenant } from './access.ts';
import { countFilters, deleteFilter, insertFilter, readFilters, updateFilter } from './filter-queries.ts';
import { scopeOf } from './policies.ts';
import { fieldName, nameOf } from './rules.ts';
import type { ContactFilter, FilterCondition } from './schema.ts';

interface FilterInput {
  name: string;
  conditions: FilterCondition[];
}

const taken = { contact_filters_name: ['name', 'A filter has this name already.'] } as const;

/** Saved filters of a tenant (AD-CD-6); campaigns use them too. */
export function createFilters(store: Store) {
  const { db } = store;
  return {
    /** By ascending id (API-CON-11). */
    filters: (actor: Actor, tenantId?: number): Promise<ContactFilter[]> =>
      readFilters(db, scopeOf(actor, 'read', tenantId)),

    async createFilter(actor: Actor, tenantId: number, input: FilterInput): Promise<ContactFilter> {
      const tenant = await openTenant(db, actor, 'write', tenantId);
      if ((await countFilters(db, tenant)) >= limits.contactFilters) {
        throw invalid('name', `At most ${limits.contactFilters} filters. Delete one first.`);
      }
      const filter = checked(input);
      return refusing(taken, () =>
        transact(store, actor, async (unit) => ({
          ...filter,
          id: await insertFilter(unit.db, { ...tenant, ...filter, created: unit.now }),
        })),
      );
    },

    async changeFilter(actor: Actor, tenantId: number, filterId: number, input: FilterInput): Promise<ContactFilter> {
      const tenant = await openTenant(db, actor, 'write', tenantId);
      const filter = { ...checked(input), id: filterId };
      const found = await refusing(taken, () =>
        transact(store, actor, (unit) => updateFilter(unit.db, tenant, filter)),
      );
      if (!found) throw notFound();
      return filter;
    },

    async removeFilter(actor: Actor, tenantId: number, filterId: number): Promise<void> {
      const tenant = await openTenant(db, actor, 'write', tenantId);
      const found = await transact(store, actor, (unit) => deleteFilter(unit.db, tenant, filterId));
      if (!found) throw notFound();
    },
  };
}

function checked({ name: given, conditions }: FilterInput): FilterInput {
  const name = nameOf(given);
  if (name === null) throw invalid('name', 'must not be empty.');
  return {
    name,
    conditions: conditions.map(({ field, operator, value }) => {
      const needed = operator !== 'is set' && operator !== 'is not set';
      if (needed && value.trim() === '') throw invalid('value', `Say what “${operator}” compares with.`);
      if (value.includes('\0')) throw invalid('value', 'must not contain the character NUL.');
      return { field: fieldName(field), operator, value: needed ? value.trim() : '' };
    }),
  };
}
