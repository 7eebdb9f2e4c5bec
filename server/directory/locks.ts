import { Problem } from '../foundation/errors.ts';
import type { Unit } from '../foundation/transact.ts';

/**
 * First statement of every transaction that changes a company's directory: changes of one company happen one after the
 * other. This is what makes "the last administrator stays" hold under concurrency, and it keeps the event log in order
 * (0001_foundation.sql): the transaction gets its id only when it holds the lock. Logins and messages do not take it.
 */
export async function lockCompany(unit: Unit, companyId: number): Promise<void> {
  const row = await unit.db
    .selectFrom('companies')
    .select('id')
    .where('id', '=', companyId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new Problem('not-found');
}
