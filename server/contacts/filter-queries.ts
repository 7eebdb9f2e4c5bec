import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Scope } from './queries.ts';
import { fieldName, sameAs } from './rules.ts';
import { type ContactFilter, type FilterCondition, nameField } from './schema.ts';

/** A contact has this value, whatever its spelling (API-CON-1). */
export const hasValue = (field: string, value: string): RawBuilder<boolean> =>
  sql<boolean>`keys && ${sameAs(fieldName(field), value)}::text[]`;

/** A contact has any value in this field. */
export const hasField = (given: string): RawBuilder<boolean> => {
  const field = fieldName(given);
  return field === nameField ? sql<boolean>`name is not null` : sql<boolean>`data ? ${field}`;
};

export const matches = (tsquery: string): RawBuilder<boolean> => sql<boolean>`words @@ ${tsquery}::tsquery`;

/** A saved condition as SQL. Fields and operators come from closed lists, values are bound; text without regard to case. */
export function conditionSql({ field: given, operator, value }: FilterCondition): RawBuilder<boolean> {
  const field = fieldName(given);
  const values =
    field === nameField
      ? sql`select name as v where name is not null`
      : sql`select v from jsonb_array_elements_text(data -> ${field}) as v`;
  const pattern = value.replaceAll(/[\\%_]/g, '\\$&');
  switch (operator) {
    case 'equals':
      return hasValue(field, value);
    case 'not equals':
      return sql<boolean>`not (${hasValue(field, value)})`;
    case 'in list':
      return sql<boolean>`keys && ${value
        .split(/[,;\n]/)
        .filter((item) => item.trim() !== '')
        .flatMap((item) => sameAs(field, item))}::text[]`;
    case 'contains':
      return sql<boolean>`exists (select from (${values}) t where v ilike ${`%${pattern}%`})`;
    case 'starts with':
      return sql<boolean>`exists (select from (${values}) t where v ilike ${`${pattern}%`})`;
    case 'is set':
      return hasField(field);
    case 'is not set':
      return sql<boolean>`not (${hasField(field)})`;
  }
}

const filterOf = (row: { id: number; name: string; conditions: unknown }): ContactFilter => ({
  ...row,
  conditions: row.conditions as FilterCondition[],
});

export async function readFilters(
  db: Queryable,
  { companyId, tenantIds }: Scope,
  filterId?: number,
): Promise<ContactFilter[]> {
  let query = db.selectFrom('contactFilters').select(['id', 'name', 'conditions']).where('companyId', '=', companyId);
  if (tenantIds !== null) query = query.where(sql<boolean>`tenant_id = any(${tenantIds}::int[])`);
  if (filterId !== undefined) query = query.where('id', '=', filterId);
  return (await query.orderBy('id').execute()).map(filterOf);
}

export async function insertFilter(
  db: Queryable,
  row: { companyId: number; tenantId: number; name: string; conditions: FilterCondition[]; created: Date },
): Promise<number> {
  const { id } = await db
    .insertInto('contactFilters')
    .values({ ...row, conditions: JSON.stringify(row.conditions) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateFilter(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  filter: ContactFilter,
): Promise<boolean> {
  const result = await db
    .updateTable('contactFilters')
    .set({ name: filter.name, conditions: JSON.stringify(filter.conditions) })
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where('id', '=', filter.id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function deleteFilter(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  filterId: number,
): Promise<boolean> {
  const result = await db
    .deleteFrom('contactFilters')
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where('id', '=', filterId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export async function countFilters(db: Queryable, tenant: { companyId: number; tenantId: number }): Promise<number> {
  const { count } = await db
    .selectFrom('contactFilters')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .executeTakeFirstOrThrow();
  return count;
}
