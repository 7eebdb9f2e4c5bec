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

/** True when the company has the thing the settings belong to. */
export async function scopeExists(db: Queryable, companyId: number, scope: SettingScope, scopeId: number) {
  if (scope === 'company') return scopeId === companyId;
  const found = await sql<{ id: number }>`select id from ${sql.table(tables[scope])}
    where company_id = ${companyId} and id = ${scopeId}`.execute(db);
  return found.rows.length > 0;
}
