import type { WebhookEventType } from '@hovor/protocol/enums';
import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { OwnedWebhook, Scope, WebhookChange } from './schema.ts';

/** Registrations a scope may see: its own; the whole company sees all. */
const seenFrom = (scope: Scope) =>
  scope === null ? sql<SqlBool>`true` : sql<SqlBool>`webhooks.tenant_ids = ${[...scope]}::int[]`;

const shown = ['id', 'eventTypes', 'callbackUrl', 'tenantIds'] as const;
const asWebhook = (row: Omit<OwnedWebhook, 'eventTypes'> & { eventTypes: string[] }): OwnedWebhook => ({
  ...row,
  eventTypes: row.eventTypes as WebhookEventType[],
});

export async function selectWebhooks(db: Queryable, companyId: number, scope: Scope): Promise<OwnedWebhook[]> {
  const rows = await db
    .selectFrom('webhooks')
    .select(shown)
    .where('companyId', '=', companyId)
    .where(seenFrom(scope))
    .orderBy('id')
    .execute();
  return rows.map(asWebhook);
}

export async function selectWebhook(db: Queryable, companyId: number, scope: Scope, id: number) {
  const row = await db
    .selectFrom('webhooks')
    .select(shown)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where(seenFrom(scope))
    .executeTakeFirst();
  return row && asWebhook(row);
}

/** The registration of this address in exactly this scope (API-WHK-3). */
export const selectByAddress = (db: Queryable, companyId: number, scope: Scope, callbackUrl: string) =>
  db
    .selectFrom('webhooks')
    .select('id')
    .where('companyId', '=', companyId)
    .where('callbackUrl', '=', callbackUrl)
    .where(sql<SqlBool>`coalesce(tenant_ids, '{}') = ${[...(scope ?? [])]}::int[]`)
    .executeTakeFirst();

/** Undefined when the address is registered already: the unique index decides. */
export const insertWebhook = (
  db: Queryable,
  webhook: WebhookChange & { companyId: number; tenantIds: number[] | null; secret: string },
) =>
  db
    .insertInto('webhooks')
    .values(webhook)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();

export const updateWebhook = (
  db: Queryable,
  companyId: number,
  id: number,
  { eventTypes, callbackUrl }: WebhookChange,
) =>
  db
    .updateTable('webhooks')
    .set({ eventTypes, callbackUrl })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();

/** Also ends the count of three days of one that fails. Undefined when there is nothing to end. */
export const enableWebhook = (db: Queryable, companyId: number, id: number) =>
  db
    .updateTable('webhooks')
    .set({ state: 'enabled', failingSince: null, disabled: null, disabledReason: null })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('state', '=', 'disabled'), eb('failingSince', 'is not', null)]))
    .returning('id')
    .executeTakeFirst();

export const deleteWebhooks = (db: Queryable, companyId: number, scope: Scope, id: number | null) =>
  db
    .deleteFrom('webhooks')
    .where('companyId', '=', companyId)
    .where(seenFrom(scope))
    .$if(id !== null, (query) => query.where('id', '=', id ?? 0))
    .returning('id')
    .execute();

export const selectSecret = (db: Queryable, companyId: number, scope: Scope, id: number) =>
  db
    .selectFrom('webhooks')
    .select('secret')
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where(seenFrom(scope))
    .executeTakeFirst();

export const countWebhooks = async (db: Queryable, companyId: number) =>
  (
    await db
      .selectFrom('webhooks')
      .select(db.fn.countAll<number>().as('n'))
      .where('companyId', '=', companyId)
      .executeTakeFirstOrThrow()
  ).n;

/** One registration at a time per company, so that the limit holds. */
export const lockCompanyWebhooks = (db: Queryable, companyId: number) =>
  sql`select pg_advisory_xact_lock(hashtextextended('hovor.webhooks', ${companyId}))`.execute(db);

/** What was held back for a webhook goes out at once. */
export const releasePending = (db: Queryable, webhookId: number) =>
  db
    .updateTable('webhookDeliveries')
    .set({ nextAttempt: sql`now()` })
    .where('webhookId', '=', webhookId)
    .where('state', '=', 'pending')
    .where('nextAttempt', '>', sql<Date>`now()`)
    .execute();
