import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import { predefinedForms } from './predefined.ts';
import type { Form, FormKind } from './schema.ts';

/** Gives a company the built-in forms it does not have yet; asking twice, or at once, makes none twice. */
export async function insertPredefined(db: Queryable, companyId: number): Promise<void> {
  await db
    .insertInto('forms')
    .values(
      predefinedForms.map(({ key, kind, name, config }) => ({
        companyId,
        kind,
        name,
        predefined: key,
        config: JSON.stringify(config),
      })),
    )
    .onConflict((conflict) => conflict.columns(['companyId', 'predefined']).doNothing())
    .execute();
}

/** Of the whole company and of these tenants, null = of all; by id. */
export async function readForms(
  db: Queryable,
  companyId: number,
  tenantIds: readonly number[] | null,
): Promise<Form[]> {
  const rows = await db
    .selectFrom('forms')
    .select(['id', 'kind', 'name', 'tenantId', 'predefined'])
    .where('companyId', '=', companyId)
    .$if(tenantIds !== null, (query) =>
      query.where(sql<boolean>`(tenant_id is null or tenant_id = any(${[...(tenantIds ?? [])]}::int[]))`),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ kind, predefined, ...row }) => ({
    ...row,
    kind: kind as FormKind,
    predefined: predefined !== null,
  }));
}
