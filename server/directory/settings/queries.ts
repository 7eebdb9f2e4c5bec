import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

/** Levels at which settings are kept (AD-CO-5). */
export const settingScopes = ['company', 'tenant', 'group', 'user', 'routing'] as const;
export type SettingScope = (typeof settingScopes)[number];

export const selectSettings = (db: Queryable, companyId: number, scope: SettingScope, scopeId: number) =>
  db
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('companyId', '=', companyId)
    .where('scope', '=', scope)
    .where('scopeId', '=', scopeId)
    .orderBy('key')
    .execute();

export const selectSetting = (db: Queryable, companyId: number, scope: SettingScope, scopeId: number, key: string) =>
  db
    .selectFrom('settings')
    .select('value')
    .where('companyId', '=', companyId)
    .where('scope', '=', scope)
    .where('scopeId', '=', scopeId)
    .where('key', '=', key)
    .executeTakeFirst();

export const upsertSettings = (
  db: Queryable,
  rows: { companyId: number; scope: SettingScope; scopeId: number; key: string; value: string }[],
) =>
  db
    .insertInto('settings')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['companyId', 'scope', 'scopeId', 'key'])
        .doUpdateSet({ value: (eb) => eb.ref('excluded.value') }),
    )
    .execute();

export const deleteSettings = (
  db: Queryable,
  companyId: number,
  scope: SettingScope,
  scopeId: number,
  keys: string[],
) =>
  db
    .deleteFrom('settings')
    .where('companyId', '=', companyId)
    .where('scope', '=', scope)
    .where('scopeId', '=', scopeId)
    .where('key', 'in', keys)
    .execute();

const tables = { tenant: 'tenants', group: 'groups', user: 'users', routing: 'routings' } as const;

/** The tenant of the thing the settings belong to (null = of no single one); undefined when the company has no such thing. */
export async function scopeTenant(
  db: Queryable,
  companyId: number,
  scope: SettingScope,
  scopeId: number,
): Promise<number | null | undefined> {
  if (scope === 'company') return scopeId === companyId ? null : undefined;
  const tenant = scope === 'tenant' ? sql`id` : scope === 'user' ? sql`null::integer` : sql`tenant_id`;
  const { rows } = await sql<{ tenantId: number | null }>`select ${tenant} as tenant_id from ${sql.table(tables[scope])}
    where company_id = ${companyId} and id = ${scopeId}`.execute(db);
  return rows[0]?.tenantId;
}
