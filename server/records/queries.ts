import type { Cell, SessionChoices } from '@hovor/protocol/session-table';
import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Condition } from '../foundation/filters/filters.ts';
import type { Order } from './orders.ts';

/** Whose sessions: one tenant's, and of an operator without further rights only those the operator took part in. */
export interface Scope {
  companyId: number;
  tenantId: number;
  /** null = all of the tenant. */
  userId: number | null;
}

const scopeSql = ({ companyId, tenantId, userId }: Scope): Condition[] => [
  sql<boolean>`s.company_id = ${companyId} and s.tenant_id = ${tenantId}`,
  ...(userId === null
    ? []
    : [sql<boolean>`exists (select from session_operators o where o.session_id = s.id and o.user_id = ${userId})`]),
];

const all = (conditions: readonly Condition[]) => sql.join([...conditions], sql` and `);

export interface Row {
  id: number;
  /** The place of the row in its order, as text. */
  key: string;
  cells: Cell[];
}

/**
 * One page. The page is cut before its columns are computed: what is not shown costs no more than its index entry.
 */
export async function selectRows(
  db: Queryable,
  scope: Scope,
  page: { conditions: readonly Condition[]; order: Order; limit: number; columns: readonly RawBuilder<unknown>[] },
): Promise<Row[]> {
  const { order } = page;
  const { rows } = await sql<Row>`
    with page as materialized (
      select s.id, ${order.key} as key from sessions s left join presets p on p.id = s.preset_id
      where ${all([...scopeSql(scope), ...page.conditions])}
      order by ${order.by} limit ${page.limit})
    select s.id, page.key::text as key, json_build_array(${sql.join([...page.columns])}) as cells
    from page join sessions s on s.id = page.id left join presets p on p.id = s.preset_id
    order by ${order.by}`.execute(db);
  return rows;
}

/** How many, up to `most`. */
export async function countRows(
  db: Queryable,
  scope: Scope,
  conditions: readonly Condition[],
  most: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from sessions s left join presets p on p.id = s.preset_id
      where ${all([...scopeSql(scope), ...conditions])} limit ${most}) counted`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Ends statements of the running transaction that take longer. Milliseconds. */
export const patience = (ms: number) => sql`select set_config('statement_timeout', ${String(ms)}, true)`;

interface Tenant {
  companyId: number;
  tenantId: number;
}

/** What filters of this tenant pick from. */
export async function readChoices(db: Queryable, { companyId, tenantId }: Tenant): Promise<SessionChoices> {
  const { rows } = await sql<{ choices: SessionChoices }>`
    select json_build_object(
      'operators', (select coalesce(json_agg(json_build_object('id', u.id, 'name', trim(u.first_name || ' ' || u.last_name))
          order by lower(u.last_name), lower(u.first_name), u.id), '[]')
        from memberships m join users u on u.company_id = m.company_id and u.id = m.user_id
        where m.company_id = ${companyId} and m.tenant_id = ${tenantId} and 'Operator' = any (m.roles)),
      'chatbots', (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) order by lower(c.name)), '[]')
        from chatbots c where c.company_id = ${companyId} and c.tenant_id = ${tenantId}),
      'packages', (select coalesce(json_agg(p.name order by lower(p.name)), '[]')
        from presets p where p.company_id = ${companyId} and p.tenant_id = ${tenantId}),
      'results', (select coalesce(json_agg(r.name order by r.position, r.id), '[]')
        from session_results r where r.company_id = ${companyId} and r.tenant_id = ${tenantId}),
      'tags', (select coalesce(json_agg(json_build_object('name', t.name, 'background', t.background, 'text', t.text)
          order by lower(t.name)), '[]')
        from tags t where t.company_id = ${companyId} and t.tenant_id = ${tenantId}),
      'parameters', (select coalesce(json_agg(json_build_object('name', d.name, 'label', d.label) order by d.id), '[]')
        from parameters d where d.company_id = ${companyId} and d.tenant_id = ${tenantId})
    ) as choices`.execute(db);
  return rows[0]?.choices as SessionChoices;
}
